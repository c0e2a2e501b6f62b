import Foundation
import TestSupport

/// What the command line asks for.
struct Options {
  var peakday = Processes.built("peakday")
  /// Where the stores are made: on a disk, else a durable commit would cost nothing.
  var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
  var seed: UInt64 = 20_261_111
  /// Two short rounds, to see that it works; nothing to quote.
  var isQuick = false
  var figures: [Figure] = []

  static let usage = """
    usage: Bench [--peakday PATH] [--folder PATH] [--seed N] [--quick] [figure…]
    figures: \(Figure.allCases.map(\.rawValue).joined(separator: " "))
    """

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    func value(_ name: String) throws -> String {
      guard let value = rest.popFirst() else { throw BenchFailure("\(name) needs a value\n\(Self.usage)") }
      return value
    }
    while let word = rest.popFirst() {
      switch word {
      case "--peakday": peakday = try value(word)
      case "--folder": folder = try value(word)
      case "--seed": seed = UInt64(try value(word)) ?? seed
      case "--quick": isQuick = true
      case "--help": throw BenchFailure(Self.usage)
      default:
        guard let figure = Figure(rawValue: word) else { throw BenchFailure(Self.usage) }
        figures.append(figure)
      }
    }
    if figures.isEmpty { figures = Figure.allCases }
    guard FileManager.default.isExecutableFile(atPath: peakday) else {
      throw BenchFailure("\(peakday) is not there; build it, or name it with --peakday")
    }
  }

  /// Paired rounds of a figure.
  var rounds: Int { isQuick ? 2 : 5 }
  /// How long one side of a round runs, where many processes run at once.
  var seconds: Double { isQuick ? 1 : 3 }
  /// Processes of one side of a round, where one runs at a time.
  var processes: Int { isQuick ? 10 : 40 }
}
