import ArgumentParser
import Cases
import Coordination
import Formats
import Store
import Vocabulary

struct ViolationCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "violation", abstract: say("违规台账：规则、扣分、损失、原因", "The ledger of broken rules: points, cost, cause"),
      subcommands: [ViolationAddCommand.self, ViolationListCommand.self])
  }
}

struct ViolationAddCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "add", abstract: say("记一笔违规", "Note a broken rule"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("违反了哪条规则", "the rule that was broken"))
  var rule: String

  @Option(name: .long, help: help("扣几分", "points taken"))
  var points: Int64 = 0

  @Option(name: .long, help: help("赔了多少（元）", "what it cost (yuan)"))
  var cost: Money = .zero

  @Option(name: .long, help: help("谁造成的", "who did it"))
  var agent = ""

  @Option(name: .customLong("order"), help: help("哪个订单", "the order"))
  var order = ""

  @Option(name: .long, help: help("原因", "the cause"))
  var cause: String

  @Option(name: .customLong("at"), help: help("什么时候（默认现在）", "when it happened (default: now)"))
  var happened: Instant?

  func run(at desk: Desk) throws {
    try desk.require(.noteViolation)
    let operation = try desk.operation(
      "violation add",
      [
        "shop": desk.shop, "rule": rule, "points": String(points), "cost": String(cost.fen), "agent": agent,
        "order": order, "cause": cause, "at": happened?.rfc3339 ?? "",
      ])
    let entry = Violations.Entry(
      rule: rule, points: points, cost: cost, agent: agent, order: order, cause: cause,
      happenedAt: happened ?? desk.now)
    let receipt = try desk.store().perform(operation) { try Violations.add(entry, shop: desk.shop, $0) }
    let noted = receipt.result
    try desk.answer(Receipted(receipt)) {
      let cost = Money(fen: noted.totalCostFen).yuan
      return say(
        "第 \(noted.number) 笔已记；累计扣 \(noted.totalPoints) 分，损失 ¥\(cost)\n  防再犯：peakday case open lesson --title 怎么改\n",
        "no. \(noted.number) noted; \(noted.totalPoints) points and ¥\(cost) in all\n  so that it does not happen again: peakday case open lesson --title WHAT\n"
      )
    }
  }
}

struct ViolationListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("违规，新的在前", "Broken rules, newest first"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这个人的", "only this person's"))
  var agent: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let found = try desk.store().read {
      try Violations.list(shop: desk.chosenShop, agent: agent, limit: list.limit, $0)
    }
    try desk.answer(found, table: table(found, desk), empty: Message(zh: "没有违规", en: "no broken rules"))
    desk.hintMore(found.count, limit: list.limit)
  }

  private func table(_ found: [Violation], _ desk: Desk) -> TextTable {
    let shops = ShopColumn(found.map(\.shop), desk)
    return TextTable(
      columns: shops.column + [
        .init(title: Message(zh: "号", en: "No."), alignment: .right), .init(title: Message(zh: "时间", en: "At")),
        .init(title: Message(zh: "规则", en: "Rule")), .init(title: Message(zh: "扣分", en: "Points"), alignment: .right),
        .init(title: Message(zh: "损失(元)", en: "Cost (yuan)"), alignment: .right),
        .init(title: Message(zh: "谁", en: "Who")), .init(title: Message(zh: "订单", en: "Order")),
        .init(title: Message(zh: "原因", en: "Cause")),
      ],
      rows: found.map {
        shops.cell($0.shop) + [
          .init(String($0.number)), .init($0.happenedAt.shopText), .init($0.rule), .init(String($0.points)),
          .init(Money(fen: $0.costFen).yuan), .init($0.agent), .init($0.order), .init($0.cause),
        ]
      })
  }
}
