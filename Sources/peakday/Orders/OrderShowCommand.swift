import ArgumentParser
import Cases
import Coordination
import Formats
import Orders
import Playbooks
import Store
import Vocabulary

struct OrderShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show",
      abstract: say("一个订单的全部：备注版本、挂起、过关记录、案件", "Show one order: memo versions, holds, passes, cases"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  private struct View: Encodable {
    let order: OrderView
    let lines: [OrderLine]
    let memos: [MemoVersion]
    let todos: [OrderTodo]
    let holds: [Hold]
    let passes: [GatePass]
    let cases: [ShopCase]
    let parcels: [Parcel]
    let promises: [Promise]
    let addresses: [AddressVersion]
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let (found, gates) = try desk.store().read { (try OrderDossier.find(desk.key(order), $0), try Gates.all($0)) }
    guard let dossier = found else {
      throw Failure(
        .refused, code: "unknown_order", Message(zh: "库里没有这个订单", en: "the store has no such order"), place: order,
        next: Message(
          zh: "核对订单号，或先导入：peakday order import 文件", en: "check the number, or import first: peakday order import FILE"))
    }
    let view = View(
      order: OrderView(dossier.order), lines: dossier.lines, memos: dossier.memos, todos: dossier.todos,
      holds: dossier.holds, passes: dossier.passes, cases: dossier.cases, parcels: dossier.parcels,
      promises: dossier.promises, addresses: dossier.addresses)
    let names = Dictionary(gates.map { ($0.key, Message(zh: $0.zh, en: $0.en)) }) { first, _ in first }
    try desk.answer(view) { text(dossier, names, desk) }
  }

  private func text(_ dossier: OrderDossier, _ gates: [String: Message], _ desk: Desk) -> String {
    let order = dossier.order
    let stage = order.stage.name.text(in: desk.language)
    var text = say("订单 \(order.key.id)：\(stage)", "Order \(order.key.id): \(stage)")
    text +=
      order.openHolds > 0
      ? " · " + desk.style.paint(say("\(order.openHolds) 个挂起", "\(order.openHolds) open holds"), .red) + "\n" : "\n"
    if let title = order.columns.title { text += "  " + TerminalText.safe(title) + "\n" }
    if let paid = order.columns.paid { text += say("  实付 ¥\(paid.yuan)\n", "  paid ¥\(paid.yuan)\n") }
    if let status = order.columns.platformStatus {
      text += say("  平台状态：", "  platform status: ") + TerminalText.safe(status) + "\n"
    }
    for (name, value) in facts(order.columns, desk) { text += "  " + name + TerminalText.safe(value) + "\n" }
    let seen = order.memoSeenAt?.shopText
    text += say("  备注最后看到：\(seen ?? "从未")\n", "  memo last seen: \(seen ?? "never")\n")
    for (title, table) in tables(dossier, gates, desk) where !table.rows.isEmpty {
      text += "\n" + title + "\n" + desk.render(table)
    }
    return text
  }

  /// What stands at the order beside its memo.
  private func facts(_ columns: OrderColumns, _ desk: Desk) -> [(String, String)] {
    var facts: [(String, String)] = []
    func add(_ zh: String, _ en: String, _ value: String?) {
      if let value { facts.append((say(zh + "：", en + ": "), value)) }
    }
    add(
      "应发货", "ship by",
      columns.shipBy.map {
        "\($0.at.shopText)\(say("（", " ("))\($0.source.name.text(in: desk.language))\(say("）", ")"))"
      })
    add("退款", "refund", columns.refundState?.name.text(in: desk.language))
    add("定金", "deposit", columns.deposit.map { "¥" + $0.yuan })
    add("尾款", "final payment", columns.finalPayment.map { "¥" + $0.yuan })
    add("买家留言", "buyer's message", columns.buyerMessage)
    add("旗帜", "flag", columns.flag)
    add("修改后的 SKU", "changed SKU", columns.modifiedSku)
    add("异常信息", "exception", columns.exceptionNote)
    return facts
  }

  private static func verdict(_ key: String) -> Message {
    Verdict(rawValue: key)?.name ?? Message(zh: key, en: key)
  }

  private func tables(
    _ dossier: OrderDossier, _ gates: [String: Message], _ desk: Desk
  ) -> [(String, TextTable)] {
    [
      (say("宝贝", "Items"), OrderDetailTables.lines(dossier.lines)),
      (say("要做的事", "To do"), OrderDetailTables.todos(dossier.todos)),
      (
        say("备注版本", "Memo versions"),
        TextTable(
          columns: [
            .init(title: Message(zh: "版本", en: "No."), alignment: .right),
            .init(title: Message(zh: "看到于", en: "Seen at")),
            .init(title: Message(zh: "判断", en: "Verdict")), .init(title: Message(zh: "文字", en: "Text")),
          ],
          rows: dossier.memos.map {
            [.init(String($0.number)), .init($0.seenAt.shopText), .init(Self.verdict($0.verdict)), .init($0.text)]
          })
      ),
      (say("挂起", "Holds"), HoldTable.make(dossier.holds)),
      (
        say("过关", "Passes"),
        TextTable(
          columns: [
            .init(title: Message(zh: "关口", en: "Gate")), .init(title: Message(zh: "时间", en: "At")),
            .init(title: Message(zh: "谁", en: "By")), .init(title: Message(zh: "运单", en: "Waybill")),
            .init(title: Message(zh: "撤回", en: "Taken back")),
          ],
          rows: dossier.passes.map {
            [
              .init(gates[$0.gate] ?? Message(zh: $0.gate, en: $0.gate)), .init($0.at.shopText), .init($0.by),
              .init($0.waybill ?? ""), .init($0.undoneAt.map(\.shopText) ?? ""),
            ]
          })
      ),
      (
        say("包裹", "Parcels"),
        TextTable(
          columns: [
            .init(title: Message(zh: "运单", en: "Waybill"), isWhole: true),
            .init(title: Message(zh: "快递", en: "Courier")), .init(title: Message(zh: "阶段", en: "Stage")),
          ],
          rows: dossier.parcels.map { [.init($0.waybill), .init($0.courier), .init($0.stage.name)] })
      ),
      (say("承诺", "Promises"), PromiseListCommand.table(dossier.promises, now: desk.now)),
      (say("地址版本", "Address versions"), AddressShowCommand.table(dossier.addresses)),
      (say("案件", "Cases"), CaseTable.make(dossier.cases, now: desk.now)),
    ]
  }
}
