import ArgumentParser
import Coordination
import Vocabulary

struct GateCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "gate", abstract: say("关口：能不能打单、打包、交接", "Gates: may this parcel go on?"),
      subcommands: [GatePassCommand.self, GateCheckCommand.self])
  }
}

struct GatePassCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "pass", abstract: say("放行：通过的记下，其余拦下", "Let orders through a gate, or say why not"),
      discussion: GateWalk.howIdentifiersArrive)
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("关口：approve print pick pack handOver", "the gate: approve, print, pick, pack, handOver"))
  var gate: String

  @Argument(help: help("订单号；不写就从标准输入读", "order numbers; without any, read from standard input"))
  var orders: [String] = []

  func run(at desk: Desk) throws {
    try GateWalk(gate: gate, verb: "gate pass").pass(orders, at: desk)
  }
}

struct GateCheckCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "check",
      abstract: say("只看不放行；下一刻答案可能不同", "Ask without passing; a moment later it may differ"),
      discussion: GateWalk.howIdentifiersArrive)
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("关口：approve print pick pack handOver", "the gate: approve, print, pick, pack, handOver"))
  var gate: String

  @Argument(help: help("订单号；不写就从标准输入读", "order numbers; without any, read from standard input"))
  var orders: [String] = []

  func run(at desk: Desk) throws {
    try desk.require(.look)
    try GateWalk(gate: gate, verb: "gate check").check(orders, at: desk)
  }
}
