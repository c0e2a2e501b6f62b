import ArgumentParser

struct ActivityCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "activity", abstract: say("活动：改、历史", "Activities: change, history"),
      subcommands: [ActivityChangeCommand.self, ActivityHistoryCommand.self])
  }
}
