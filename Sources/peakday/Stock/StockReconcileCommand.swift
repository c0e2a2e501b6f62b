import ArgumentParser
import Coordination
import Formats
import Stock
import Store
import Vocabulary

struct StockReconcileCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "reconcile",
      abstract: say("对账：仓库和页面差在哪里", "Reconcile: why warehouse and page differ"),
      discussion: say(
        """
        仓库减页面 = 各个原因之和 + 说不清的。说不清的给仓库开案件（只开一次），弄清了自己关。
        --as-of 看从前的某一刻，答案永远一样，也不动案件。--explain 列出每个原因背后的订单和进出。
        """,
        """
        Warehouse less page is the sum of the causes and a residual. A residual opens a case for the warehouse, once; \
        when it is explained the case ends by itself.
        --as-of looks at a moment of the past, always with the same answer, and leaves the cases alone. --explain lists \
        the orders and movements behind each cause.
        """))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("看这个时刻的账", "the moment to look at"))
  var asOf: Instant?

  @Option(name: .long, help: help("只看这个编码", "only this SKU"))
  var sku: String?

  @Option(name: .long, help: help("列出这个编码每个原因背后的订单和进出", "list the orders and movements behind each cause of this SKU"))
  var explain: String?

  @Flag(name: .long, help: help("连没有差异的也列出", "also those without a difference"))
  var all = false

  @Flag(name: .long, help: help("不用余额，从每一笔进出重新算", "from every movement, not from the balances"))
  var recount = false

  @Flag(name: .long, help: help("只看，不开也不关案件", "open and end no cases"))
  var dryRun = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let store = try desk.store()
    let moment = asOf ?? desk.now
    if let explain { return try answer(explain, at: moment, store, desk) }
    let found =
      recount
      ? try Reconciliation.recount(shop: desk.shop, sku: sku, at: moment, now: desk.now, in: store)
      : try store.read { try Reconciliation.compute(shop: desk.shop, sku: sku, at: moment, now: desk.now, $0) }
    let differences = found.differences
    // Their places are sorted: the differences themselves are heavy to move about.
    let order = differences.indices.filter { place in
      let item = differences[place]
      return all || item.difference ?? 0 != 0 || !item.isExplained || item.finding != nil
    }.sorted { one, other in
      (abs(differences[other].residual), differences[one].sku)
        < (abs(differences[one].residual), differences[other].sku)
    }
    let shown = order.prefix(Int(list.limit)).map { differences[$0] }
    try desk.answer(
      shown, table: Self.table(shown),
      empty: found.differences.isEmpty
        ? Message(
          zh: "还没有可对的：先导入仓库和页面的库存（peakday stock import-warehouse，peakday stock import-page）",
          en: "nothing to reconcile yet: first peakday stock import-warehouse and import-page")
        : Message(
          zh: "没有差异：\(found.differences.count) 个编码都对得上", en: "no differences: \(found.differences.count) SKUs agree"))
    desk.hintMore(shown.count, limit: list.limit)
    if let last = shown.first {
      desk.talk(
        Message(
          zh: "为什么：peakday stock reconcile --explain \(TerminalText.safe(ShellWord.quoted(last.sku)))",
          en: "why: peakday stock reconcile --explain \(TerminalText.safe(ShellWord.quoted(last.sku)))"))
    }
    if asOf == nil, sku == nil, !dryRun { try settle(found, store, desk) }
  }

  /// Cases are the business of those who may; everybody may look.
  private func settle(_ found: Reconciliation, _ store: Store, _ desk: Desk) throws {
    guard Permissions.allows(try desk.actor.role, .publishStock) else { return }
    let due = try store.read { try StockPages.casesToSettle(found, $0) }
    guard !due.opened.isEmpty || !due.closed.isEmpty else { return }
    let operation = try desk.operation(
      "stock reconcile",
      [
        "shop": desk.shop, "opened": due.opened.joined(separator: "\n"), "closed": due.closed.joined(separator: "\n"),
      ])
    let settled = try store.perform(operation) { try StockPages.settle(found, $0) }.result
    desk.talk(
      Message(
        zh:
          "案件：新开 \(settled.opened.count) 个，关了 \(settled.closed.count) 个  → peakday recall list --kind stockDifference",
        en: "cases: \(settled.opened.count) opened, \(settled.closed.count) ended  → peakday recall list --kind "
          + "stockDifference"))
  }

  static func table(_ differences: [StockDifference]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "商家编码", en: "SKU"), isWhole: true), StockText.number("仓库", "Warehouse"),
        StockText.number("页面", "Page"), StockText.number("账上在库", "Ledger"), StockText.number("差", "Diff"),
        .init(title: Message(zh: "其中", en: "Of which")), StockText.number("说不清", "Residual"),
      ],
      rows: differences.map { item in
        let parts = item.causes.map { part in
          (zh: "\(part.cause.name.zh) \(signed(part.quantity))", en: "\(part.cause.name.en) \(signed(part.quantity))")
        }
        let finding = item.finding.map { [(zh: $0.name.zh, en: $0.name.en)] } ?? []
        let words = finding + parts
        return [
          .init(item.sku), .init(item.warehouse.map(String.init) ?? "–"), .init(item.page.map(String.init) ?? "–"),
          .init(String(item.ledger)), .init(item.difference.map(signed) ?? "–"),
          .init(
            Message(zh: words.map(\.zh).joined(separator: "，"), en: words.map(\.en).joined(separator: ", "))),
          .init(residual(item), ink: item.isExplained ? .none : .red),
        ]
      })
  }

  private static func signed(_ number: Int64) -> String { number > 0 ? "+\(number)" : "\(number)" }

  /// Two residuals that hide one another are told apart.
  private static func residual(_ item: StockDifference) -> String {
    guard item.warehouseResidual != 0, item.pageResidual != 0 else { return signed(item.residual) }
    return "\(signed(item.warehouseResidual)) \(signed(item.pageResidual))"
  }

  // MARK: Explaining

  private func answer(_ sku: String, at moment: Instant, _ store: Store, _ desk: Desk) throws {
    let found = try store.read {
      try StockExplanation.compute(shop: desk.shop, sku: sku, at: moment, now: desk.now, $0)
    }
    try desk.answer(found) {
      let item = found.difference
      var text = say(
        "\(TerminalText.safe(item.sku))（\(moment.shopText)）：仓库 \(reading(item.warehouse, item.warehouseAt))，页面 \(reading(item.page, item.pageAt))，账上在库 \(item.ledger)、可卖 \(item.free)\n",
        "\(TerminalText.safe(item.sku)) (\(moment.shopText)): warehouse \(reading(item.warehouse, item.warehouseAt)), "
          + "page \(reading(item.page, item.pageAt)), ledger \(item.ledger) on hand, \(item.free) free\n")
      for part in item.causes {
        text += say(
          "\(Self.signed(part.quantity))  \(part.cause.name.zh)\n",
          "\(Self.signed(part.quantity))  \(part.cause.name.en)\n")
        for entry in found.entries where entry.cause == part.cause {
          text += "    \(Self.signed(entry.quantity))  \(TerminalText.safe(entry.source))  \(entry.at.shopText)\n"
        }
      }
      if item.warehouseResidual != 0 {
        text +=
          desk.style.paint(
            say(
              "\(Self.signed(item.warehouseResidual))  说不清：仓库数和账不符 → 盘点：peakday stock count \(ShellWord.quoted(sku)) 件数",
              "\(Self.signed(item.warehouseResidual))  unexplained between warehouse and ledger → count it: peakday stock "
                + "count \(ShellWord.quoted(sku)) PIECES"), .red) + "\n"
      }
      if item.pageResidual != 0 {
        text +=
          desk.style.paint(
            say(
              "\(Self.signed(item.pageResidual))  说不清：页面和账不符 → 更新页面：peakday stock publish --file 页面.csv",
              "\(Self.signed(item.pageResidual))  unexplained between ledger and page → bring the page up to date: peakday "
                + "stock publish --file page.csv"), .red) + "\n"
      }
      if let difference = item.difference {
        text += say("= \(Self.signed(difference))  仓库减页面\n", "= \(Self.signed(difference))  warehouse less page\n")
      }
      return text
    }
  }

  private func reading(_ count: Int64?, _ at: Instant?) -> String {
    guard let count, let at else { return say("没有", "none") }
    return say("\(count)（\(at.shopText)）", "\(count) (\(at.shopText))")
  }
}
