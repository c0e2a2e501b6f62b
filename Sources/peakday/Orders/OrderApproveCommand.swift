import ArgumentParser
import Coordination
import Vocabulary

struct OrderApproveCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "approve",
      abstract: say("审单：没有挂起的才通过", "Approve orders; a held one stays"),
      discussion: GateWalk.howIdentifiersArrive)
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号；不写就从标准输入读", "order numbers; without any, read from standard input"))
  var orders: [String] = []

  func run(at desk: Desk) throws {
    try desk.require(.approve)
    try GateWalk(gate: "approve", verb: "order approve").pass(orders, at: desk)
  }
}
