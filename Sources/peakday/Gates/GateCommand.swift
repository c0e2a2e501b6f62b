import ArgumentParser
import Coordination
import Orders
import Vocabulary

struct GateCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "gate", abstract: say("关口：能不能打单、打包、交接", "Gates: may this parcel go on?"),
      subcommands: [GatePassCommand.self, GateCheckCommand.self, GateUndoCommand.self])
  }
}

/// How the numbers of a command are meant.
struct ReadingOptions: ParsableArguments {
  @Flag(name: .customLong("order"), help: help("这些都是订单号", "these are order numbers"))
  var areOrders = false

  @Flag(name: .customLong("waybill"), help: help("这些都是运单号", "these are waybills"))
  var areWaybills = false

  var reading: GateReading {
    if areOrders { return .order }
    return areWaybills ? .waybill : .either
  }

  func validate() throws {
    guard !(areOrders && areWaybills) else {
      throw ValidationError(say("--order 和 --waybill 只能写一个", "--order and --waybill exclude each other"))
    }
  }
}

struct GatePassCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "pass", abstract: say("放行：通过的记下，其余拦下", "Let orders and parcels through a gate, or say why not"),
      discussion: GateWalk.howIdentifiersArrive)
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var reading: ReadingOptions

  @Argument(help: help("关口：approve print pick pack handOver", "the gate: approve, print, pick, pack, handOver"))
  var gate: String

  @Argument(help: help("订单号或运单号；不写就从标准输入读", "order numbers or waybills; without any, read from standard input"))
  var numbers: [String] = []

  @Option(
    name: .long, help: help("波次清单：CSV、XLSX 或一行一个", "a wave list: CSV, XLSX, or one number a line"), completion: .file())
  var file: String?

  @Option(
    name: .long, help: help("走哪家快递（打单和交接时核对承诺）", "by which courier (checked against promises at print and handOver)"))
  var courier: String?

  @Flag(name: .long, help: help("和 --file 一起：只说会怎样，什么都不改", "with --file: only say what would happen"))
  var dryRun = false

  func validate() throws {
    try GateWalk.validate(numbers, file)
    guard !dryRun || file != nil else {
      throw ValidationError(
        say("--dry-run 要和 --file 一起用；单个用 gate check", "--dry-run goes with --file; else use gate check"))
    }
  }

  func run(at desk: Desk) throws {
    guard let file else {
      return try GateWalk(gate: gate, verb: "gate pass", reading: reading.reading, courier: courier)
        .pass(numbers, at: desk)
    }
    try GateWave(gate: gate, path: file, courier: courier).run(dryRun ? .dryRun : .pass, at: desk)
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
  @OptionGroup var reading: ReadingOptions

  @Argument(help: help("关口：approve print pick pack handOver", "the gate: approve, print, pick, pack, handOver"))
  var gate: String

  @Argument(help: help("订单号或运单号；不写就从标准输入读", "order numbers or waybills; without any, read from standard input"))
  var numbers: [String] = []

  @Option(
    name: .long, help: help("波次清单：CSV、XLSX 或一行一个", "a wave list: CSV, XLSX, or one number a line"), completion: .file())
  var file: String?

  @Option(
    name: .long, help: help("走哪家快递（打单和交接时核对承诺）", "by which courier (checked against promises at print and handOver)"))
  var courier: String?

  func validate() throws {
    try GateWalk.validate(numbers, file)
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    guard let file else {
      return try GateWalk(gate: gate, verb: "gate check", reading: reading.reading, courier: courier)
        .check(numbers, at: desk)
    }
    try GateWave(gate: gate, path: file, courier: courier).run(.check, at: desk)
  }
}
