import ArgumentParser
import Coordination
import Orders
import Store
import Vocabulary

struct HoldDueCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "due",
      abstract: say("约定的时间到了：该挂起的挂起，该放的放", "Act on what was agreed for a time that has come"),
      discussion: say(
        """
        “今天不发就不要了”过了期限还没发：挂起，等人判断。“11.20后发”到了日子：解除。
        每次导入之后会自己做一次。加 --dry-run 只看不做。
        """,
        """
        今天不发就不要了 and it was not shipped: held, for a person to decide. 11.20后发 and the day has come: lifted.
        Done by itself after each import. With --dry-run nothing changes.
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: help("只看不做", "only say what would be done"))
  var dryRun = false

  func run(at desk: Desk) throws {
    try desk.require(.liftHold)
    let store = try desk.store()
    if dryRun {
      let due = try store.read { try Deadlines.look(shop: desk.shop, now: desk.now, $0) }
      return try desk.answer(due) { DueLines(due).text }
    }
    let operation = try desk.operation("hold due", ["shop": desk.shop])
    let receipt = try store.perform(operation) { try Deadlines.pass(shop: desk.shop, $0) }
    try desk.answer(Receipted(receipt)) { DueLines(receipt.result).text }
  }
}

/// What became due, in sentences.
struct DueLines {
  let due: Deadlines.Due

  init(_ due: Deadlines.Due) {
    self.due = due
  }

  var text: String {
    if due.isEmpty { return say("没有到期的\n", "nothing is due\n") }
    var text = ""
    if !due.held.isEmpty {
      let list = due.held.joined(separator: " ")
      text += say("过了期限还没发，已挂起：\(list)\n", "past their deadline, held: \(list)\n")
    }
    if !due.lifted.isEmpty {
      let list = due.lifted.joined(separator: " ")
      text += say("到了日子，已解除：\(list)\n", "their day has come, lifted: \(list)\n")
    }
    return text
  }
}
