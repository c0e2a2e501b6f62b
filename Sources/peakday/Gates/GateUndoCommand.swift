import ArgumentParser
import Coordination
import Orders
import Playbooks
import Store
import Vocabulary

struct GateUndoCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "undo", abstract: say("撤回扫错的一次过关", "Take back a pass that was a slip of the scanner"),
      discussion: say(
        """
        只能撤回自己的（主管可以撤回任何人的）、30 分钟以内的、后面没有再过关的那一次。
        过关以后有了挂起的不能撤回：召回要照常处理。过关的记录还在，标为已撤回。
        """,
        """
        Only one's own pass (the lead: anyone's), within 30 minutes, and only if no later gate was passed.
        With a hold placed since it stays: the recall goes on. The pass stays in the history, marked as taken back.
        """))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var reading: ReadingOptions

  @Argument(help: help("关口", "the gate"))
  var gate: String

  @Argument(help: help("扫过的订单号或运单号", "the order number or waybill that was scanned"))
  var number: String

  func run(at desk: Desk) throws {
    let store = try desk.store()
    let gate = try store.read { try Gates.find(self.gate, $0) }
    try desk.require(gate.key == "approve" ? .approve : .passGate)
    let operation = try desk.operation(
      "gate undo",
      ["shop": desk.shop, "gate": gate.key, "number": number, "reading": reading.reading.rawValue])
    let receipt = try store.perform(operation) {
      try GateUndo.undo(desk.key(number), at: gate, reading: reading.reading, $0)
    }
    let undone = receipt.result
    try desk.answer(Receipted(receipt)) {
      let name = undone.order ?? undone.waybill ?? number
      let at = undone.passedAt.shopText
      return say(
        "\(name)：已撤回 \(at) 由 \(undone.passedBy) 的\(gate.zh)，现在是\(undone.stage.name.zh)\n",
        "\(name): the pass of \(gate.en), \(at) by \(undone.passedBy), was taken back; now \(undone.stage.name.en)\n")
    }
  }
}
