import ArgumentParser
import Coordination
import Formats
import Orders
import Playbooks
import Refunds
import Store
import Vocabulary

struct RefundChaseCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "chase", abstract: say("谁现在可以申请退款，发什么话术", "Who may apply now, and the words to send"),
      discussion: say(
        "不带订单号：名单，快到应发货时间的在前。带订单号和 --result：记下结果（told 已告知、applied 说已申请、keepsGoods 又要了、noAnswer 没回复）。",
        "Without an order: the list, those near their ship-by first. With one and --result: notes what came of it (told, "
          + "applied, keepsGoods, noAnswer)."))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String?

  @Option(name: .long, help: help("结果", "what came of it"))
  var result: ChaseEntry.Result?

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  func validate() throws {
    guard (order == nil) == (result == nil) else {
      throw ValidationError(say("订单号和 --result 要一起给", "an order and --result belong together"))
    }
  }

  private struct Line: Encodable {
    let entry: ChaseEntry
    let script: String?

    func encode(to encoder: any Encoder) throws {
      try entry.encode(to: encoder)
      var more = encoder.container(keyedBy: Key.self)
      try more.encodeIfPresent(script, forKey: .script)
    }

    private enum Key: CodingKey { case script }
  }

  func run(at desk: Desk) throws {
    if let order, let result { return try note(result, of: order, at: desk) }
    try desk.require(.look)
    let store = try desk.store()
    let lines = try store.read { session in
      let rules = try Setup.refundRules(session)
      // The minutes before count: the words are sent when the clock strikes.
      return try Refunds.chaseList(
        shop: desk.chosenShop, openBy: desk.now.adding(minutes: 10), limit: list.limit, session
      ).map { entry in
        Line(
          entry: entry,
          script: rules.script(
            entry.last == .keepsGoods ? "keepsGoods" : entry.attempts == 0 ? "mayApply" : "reminder",
            order: entry.order,
            amount: entry.amountFen.map(Money.init(fen:))))
      }
    }
    try desk.answer(
      lines, table: table(lines, near: desk.now.adding(minutes: 360)),
      empty: Message(zh: "没有要催的", en: "nobody has to be asked"))
    desk.hintMore(lines.count, limit: list.limit)
  }

  private func note(_ result: ChaseEntry.Result, of order: String, at desk: Desk) throws {
    try desk.require(.chaseRefund)
    let operation = try desk.operation(
      "refund chase", ["shop": desk.shop, "order": order, "result": result.rawValue, "note": note])
    let receipt = try desk.store().perform(operation) {
      try Refunds.chase(order, shop: desk.shop, result, note: note, $0)
    }
    let chased = receipt.result
    try desk.answer(Receipted(receipt)) {
      let next = result == .keepsGoods ? "  → peakday hold lift \(chased.order)" : ""
      return say(
        "\(chased.order)：\(result.name.zh)（第 \(chased.attempts) 次）\(next)\n",
        "\(chased.order): \(result.name.en) (no. \(chased.attempts))\(next)\n")
    }
  }

  private func table(_ lines: [Line], near: Instant) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true),
        .init(title: Message(zh: "金额(元)", en: "Yuan"), alignment: .right),
        .init(title: Message(zh: "开放", en: "Opens")), .init(title: Message(zh: "应发货", en: "Ship by")),
        .init(title: Message(zh: "阶段", en: "Stage")), .init(title: Message(zh: "次数", en: "Asked"), alignment: .right),
        .init(title: Message(zh: "上次", en: "Last")), .init(title: Message(zh: "话术", en: "Words")),
      ],
      rows: lines.map { line in
        let entry = line.entry
        return [
          .init(entry.order), .init(entry.amountFen.map { Money(fen: $0).yuan } ?? "?"), .init(entry.opensAt.shopText),
          .init(entry.shipBy?.shopText ?? "", ink: entry.shipBy.map { $0 < near } ?? false ? .red : .none),
          .init(entry.stage.name), .init(String(entry.attempts)), .init(entry.last?.name ?? Message(zh: "", en: "")),
          .init(line.script ?? ""),
        ]
      })
  }
}
