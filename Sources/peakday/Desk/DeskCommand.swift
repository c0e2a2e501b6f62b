import ArgumentParser
import Vocabulary

/// A command that answers at a desk. ArgumentParser parses it; `Program` runs it.
protocol DeskCommand: ParsableCommand {
  var global: GlobalOptions { get }

  func run(at desk: Desk) throws
}
