import ArgumentParser

struct OrderCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "order", abstract: say("订单：导入、查看、审单", "Orders: import, look, approve"),
      subcommands: [
        OrderImportCommand.self, OrderListCommand.self, OrderShowCommand.self, OrderApproveCommand.self,
      ])
  }
}
