import ArgumentParser

struct RotaCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "rota", abstract: say("排班", "The rota"),
      subcommands: [RotaForecastCommand.self, RotaNeedCommand.self, RotaSolveCommand.self])
  }
}
