import ArgumentParser
import Coordination
import Formats
import Store
import Vocabulary

struct DaySavingsCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "savings",
      abstract: say("挂起省下了多少", "What the holds have saved"),
      discussion: say(
        "数量来自库，单价是店铺自己的估计（costs.yaml）。",
        "Counts come from the store, rates from the shop's own estimates (costs.yaml)."))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let savings = try desk.store().read { try Savings.ask(shop: desk.chosenShop, now: desk.now, $0) }
    try desk.answer(savings) { desk.render(table(savings)) }
  }

  private func table(_ savings: Savings) -> TextTable {
    var rows: [[TextTable.Entry]] = savings.entries.map { entry in
      [
        .init(entry.kind.name), .init(String(entry.orders)), .init(Money(fen: entry.rateFen).yuan),
        .init(Money(fen: entry.amountFen).yuan),
      ]
    }
    rows.append([
      .init(Message(zh: "合计（估计）", en: "Total (estimate)")), .init(""), .init(""),
      .init(Money(fen: savings.totalFen).yuan),
    ])
    return TextTable(
      columns: [
        .init(title: Message(zh: "项目", en: "Item")), .init(title: Message(zh: "订单", en: "Orders"), alignment: .right),
        .init(title: Message(zh: "单价(元)", en: "Each (yuan)"), alignment: .right),
        .init(title: Message(zh: "金额(元)", en: "Amount (yuan)"), alignment: .right),
      ], rows: rows)
  }
}
