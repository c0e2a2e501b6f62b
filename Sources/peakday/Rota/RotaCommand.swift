import ArgumentParser

struct RotaCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "rota",
      abstract: say("排班：需要几个人、谁上、谁到岗、交接班", "The rota: who is needed, who works, who is there, handing over"),
      discussion: say(
        """
        第一次：
          peakday agent import 名单.xlsx
          peakday rota need --forecast forecast.csv --out need.csv
          peakday rota build --need need.csv
          peakday rota show --by time
          peakday rota publish
        当天：rota ready，rota absent 名字，rota swap 甲 乙 --on 11-11，rota handover --open。
        """,
        """
        The first time:
          peakday agent import agents.xlsx
          peakday rota need --forecast forecast.csv --out need.csv
          peakday rota build --need need.csv
          peakday rota show --by time
          peakday rota publish
        On the day: rota ready, rota absent NAME, rota swap A B --on 11-11, rota handover --open.
        """),
      subcommands: [
        RotaForecastCommand.self, RotaNeedCommand.self, RotaBuildCommand.self, RotaShowCommand.self,
        RotaPublishCommand.self, RotaSwapCommand.self,
        RotaDropCommand.self, RotaTakeCommand.self, RotaAbsentCommand.self, RotaWhyCommand.self,
        RotaWhatIfCommand.self, RotaClockInCommand.self, RotaClockOutCommand.self, RotaReadyCommand.self,
        RotaHandoverCommand.self, RotaImportCommand.self, RotaExportCommand.self, RotaSolveCommand.self,
      ])
  }
}
