import Cases
import Formats
import Orders
import Vocabulary

/// Cases and bypasses as tables.
enum CaseTable {
  static func make(_ cases: [ShopCase], now: Instant? = nil) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "类别", en: "Kind")),
        .init(title: Message(zh: "订单或商家编码", en: "Order or SKU"), isWhole: true),
        .init(title: Message(zh: "到了哪一步", en: "Reached")), .init(title: Message(zh: "开于", en: "Opened")),
        .init(title: Message(zh: "分钟前", en: "Min ago"), alignment: .right),
        .init(title: Message(zh: "谁处理", en: "Owner")), .init(title: Message(zh: "状态", en: "State")),
        .init(title: Message(zh: "结果", en: "Result")),
      ],
      rows: cases.map { item in
        let age = now.map { String(max(0, ($0.milliseconds - item.openedAt.milliseconds) / 60_000)) } ?? ""
        return [
          .init(item.kind.name), .init(item.order.isEmpty ? item.subject : item.order),
          .init(item.stage?.name ?? Message(zh: "", en: "")), .init(item.openedAt.shopText), .init(age),
          .init(CaseText.group(item.ownerGroup)), .init(item.state.name, ink: item.state == .open ? .red : .none),
          .init(RecallResult.name(item.result)),
        ]
      })
  }

  static func make(_ bypasses: [Bypass]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true), .init(title: Message(zh: "平台状态", en: "Shown as")),
        .init(title: Message(zh: "发现于", en: "Found at")),
      ],
      rows: bypasses.map { [.init($0.order, ink: .red), .init($0.stage.name), .init($0.foundAt.shopText)] })
  }
}
