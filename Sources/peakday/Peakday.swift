import ArgumentParser
import Vocabulary

/// The root of the command line: one folder per noun, one file per command.
struct Peakday: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "peakday",
      abstract: say("双11当天的协调台：挂起、关口、召回", "Coordinate a shop's Double-11 day: holds, gates, recalls"),
      discussion: say(
        """
        第一次使用：
          peakday init --store shop.db
          peakday order import ExportOrderList202611110930.csv --store shop.db
          peakday day status --store shop.db
        也可以设环境变量 PEAKDAY_STORE、PEAKDAY_SHOP、PEAKDAY_AS、PEAKDAY_ROLE、PEAKDAY_LANG。
        """,
        """
        The first time:
          peakday init --store shop.db
          peakday order import ExportOrderList202611110930.csv --store shop.db
          peakday day status --store shop.db
        The variables PEAKDAY_STORE, PEAKDAY_SHOP, PEAKDAY_AS, PEAKDAY_ROLE and PEAKDAY_LANG save typing.
        """),
      version: "0.1.0",
      subcommands: [
        InitCommand.self, DoctorCommand.self, OrderCommand.self, RemarkCommand.self, HoldCommand.self,
        GateCommand.self, ParcelCommand.self, RecallCommand.self, BypassCommand.self, OperationCommand.self,
        AddressCommand.self, PromiseCommand.self, RefundCommand.self, PickCommand.self, StockCommand.self,
        KeyCommand.self, AuditCommand.self, EventCommand.self, DayCommand.self, PlaybookCommand.self, AgentCommand.self,
        RotaCommand.self, ScriptCommand.self, HandbookCommand.self, ActivityCommand.self, FAQCommand.self,
        ConcessionCommand.self, RecommendCommand.self, BroadcastCommand.self, InboxCommand.self, AckCommand.self,
        WatchCommand.self, TrainingCommand.self,
        CaseCommand.self, ReviewCommand.self, CompensationCommand.self, ViolationCommand.self, SpotCheckCommand.self,
        PageCommand.self,
      ])
  }
}
