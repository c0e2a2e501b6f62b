import ArgumentParser
import Coordination
import Formats
import Store
import Vocabulary

struct DayReadyCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "ready",
      abstract: say("能不能开始：活动前的清单（退出码 24 表示还不行）", "Go or no go: the list before the event (exit code 24: not yet)"),
      discussion: say(
        "只有人知道的，由人签：--sign backup --note \"昨晚恢复到演练库，核对一致\"。",
        "What only people can know they sign: --sign backup --note \"restored last night, verified\"."))
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("签一项：backup 试过从备份恢复", "sign an item: backup"))
  var sign: ReadySigns.Item?

  @Option(name: .long, help: help("做了什么", "what was done"))
  var note = ""

  func run(at desk: Desk) throws {
    if let sign { return try signItem(sign, at: desk) }
    try desk.require(.look)
    let ready = try desk.store().read { try DayReady.ask(shop: desk.shop, now: desk.now, $0) }
    if !ready.isReady { desk.raise(.notClean) }
    try desk.answer(ready) {
      let bad = ready.items.count { $0.verdict == .noGo }
      let head =
        ready.isReady
        ? desk.style.paint(say("可以开始：\(ready.items.count) 项都好", "go: all \(ready.items.count) are right"), .green)
        : desk.style.paint(say("还不行：\(bad) 项没好", "no go: \(bad) are not right"), .red)
      return head + "\n" + desk.render(table(ready))
    }
  }

  private func signItem(_ item: ReadySigns.Item, at desk: Desk) throws {
    try desk.require(.signReady)
    let operation = try desk.operation("day ready", ["shop": desk.shop, "sign": item.rawValue, "note": note])
    let receipt = try desk.store().perform(operation) {
      try ReadySigns.sign(item, note: note, shop: desk.shop, $0)
    }
    try desk.answer(Receipted(receipt)) { say("已签：\(item.name.zh)\n", "signed: \(item.name.en)\n") }
  }

  private func table(_ ready: DayReady) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "结论", en: "Verdict")), .init(title: Message(zh: "依据", en: "Evidence")),
        .init(title: Message(zh: "怎么办", en: "What to do"), isWhole: true),
      ],
      rows: ready.items.map {
        [.init($0.verdict.name, ink: $0.verdict == .go ? .green : .red), .init($0.message), .init($0.next)]
      })
  }
}
