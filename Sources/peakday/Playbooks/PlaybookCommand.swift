import ArgumentParser
import Coordination
import Playbooks
import Store
import Vocabulary

struct PlaybookCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "playbook", abstract: say("玩法手册：备注规则、关口、活动日历", "Playbooks: remark rules, gates, the event's dates"),
      subcommands: [
        PlaybookListCommand.self, PlaybookShowCommand.self, PlaybookWriteCommand.self, PlaybookCheckCommand.self,
        PlaybookPublishCommand.self,
      ])
  }
}

/// Which set of playbooks is meant: a folder, those in the store, or those that came with the program.
struct PlaybookSource: ParsableArguments {
  @Flag(name: .long, help: help("程序自带的手册", "the playbooks that came with the program"))
  var builtIn = false

  @Option(name: .long, help: help("库里的哪个版本（默认现行的）", "the version in the store (default: the one in force)"))
  var version: Int64?

  func validate() throws {
    guard !builtIn || version == nil else {
      throw ValidationError(say("--built-in 与 --version 只能用一个", "use either --built-in or --version"))
    }
  }

  func stored(at desk: Desk) throws -> PlaybookSet {
    if builtIn { return .builtIn }
    return try desk.store().read { try Setup.playbooks(version: version, $0) }
  }
}
