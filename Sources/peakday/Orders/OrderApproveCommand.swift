import ArgumentParser
import Coordination
import Orders
import Playbooks
import Store
import Vocabulary

struct OrderApproveCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "approve",
      abstract: say("审单：没有挂起的才通过", "Approve orders; a held one stays"),
      discussion: GateWalk.howIdentifiersArrive + "\n"
        + say(
          """
          --all：把能过的都过掉，分小批进行，别人照常扫描；没过的说明原因，退出码仍是 0。中断后用同一个 --operation 接着做。
          --export [文件]：上次导出之后新审过的订单号，一行一个，可直接贴进 ERP 的搜索框。
          """,
          """
          --all approves whatever may pass, in small parts, so that scanners go on beside it; what is left is told with \
          its reason, and the exit code is 0. After an interruption the same --operation goes on.
          --export [FILE] prints the orders approved since the last list, one number a line, fit for the ERP's search box.
          """))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: help(
      "订单号；不写就从标准输入读（--export 时是要写的文件）", "order numbers; without any, read from standard input (with --export the file)"
    ))
  var orders: [String] = []

  @Flag(name: .long, help: help("审全部能过的", "approve all that may pass"))
  var all = false

  @Flag(name: .long, help: help("只看会怎样，什么都不改（与 --all 同用）", "only say what --all would do"))
  var dryRun = false

  @Flag(name: .long, help: help("导出新审过的订单", "take a list of the newly approved orders"))
  var export = false

  @OptionGroup(title: "List") var list: ExportOptions

  func validate() throws {
    guard !(all && export) else {
      throw ValidationError(say("--all 与 --export 请分两次执行", "run --all and --export one after the other"))
    }
    guard !dryRun || all else {
      throw ValidationError(
        say(
          "--dry-run 与 --all 同用；单个订单用 gate check approve",
          "--dry-run goes with --all; for orders use gate check approve"))
    }
    guard !all || orders.isEmpty else {
      throw ValidationError(say("--all 不接订单号", "--all takes no order numbers"))
    }
    guard export || list.isUntouched else {
      throw ValidationError(
        say("--again、--full、--format 与 --export 同用", "--again, --full and --format go with --export"))
    }
    guard !export || orders.count <= 1 else {
      throw ValidationError(say("--export 只接一个文件名", "--export takes one file"))
    }
  }

  func run(at desk: Desk) throws {
    if export {
      return try ListDelivery(kind: .approved, file: orders.first, options: list).run(at: desk)
    }
    try desk.require(dryRun ? .look : .approve)
    guard all else { return try GateWalk(gate: "approve", verb: "order approve").pass(orders, at: desk) }
    let store = try desk.store()
    let gate = try store.read { try Gates.find("approve", $0) }
    if dryRun {
      let outlook = try store.read {
        try Approval.outlook(shop: desk.shop, at: gate, now: desk.now, $0)
      }
      let report = ApprovalReport(shop: desk.shop, outlook)
      return try desk.answer(report) { report.text(at: desk) }
    }
    let run = PartedRun(
      store: store, id: desk.operationID(), verb: "order approve", actor: try desk.actor,
      arguments: ["shop": desk.shop, "gate": gate.key, "orders": "all"], now: { desk.now })
    let report = ApprovalReport(shop: desk.shop, run: run.id, try Approval.all(shop: desk.shop, at: gate, run))
    try desk.answer(report) { report.text(at: desk) }
  }
}
