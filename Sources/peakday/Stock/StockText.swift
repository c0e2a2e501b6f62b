import Formats
import Stock
import Vocabulary

/// Stock in words and tables.
enum StockText {
  static func moved(_ moved: Stock.Moved) -> String {
    let level = moved.level
    return say(
      "\(moved.sku)：\(moved.quantity) 件 \(account(moved.from).zh) → \(account(moved.to).zh)；在库 \(level.onHand)，可卖 \(level.free)\n",
      "\(moved.sku): \(moved.quantity) \(account(moved.from).en) → \(account(moved.to).en); on hand \(level.onHand), "
        + "free \(level.free)\n")
  }

  static func levels(_ levels: [StockLevel]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "商家编码", en: "SKU"), isWhole: true), number("在库", "On hand"), number("可卖", "Free"),
        number("未付款", "Reserved"), number("待发", "Committed"), number("冻结", "Unavailable"),
        number("在途", "In transit"), number("已发", "Shipped"),
      ],
      rows: levels.map { level in
        [
          .init(level.sku), .init(String(level.onHand)), .init(String(level.free), ink: level.free < 0 ? .red : .none),
          .init(String(level.reserved)), .init(String(level.committed)), .init(String(level.unavailable)),
          .init(String(level.inTransit)), .init(String(level.shipped)),
        ]
      })
  }

  static func movements(_ movements: [StockMovement]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "时间", en: "At")), .init(title: Message(zh: "商家编码", en: "SKU"), isWhole: true),
        number("件", "Pieces"), .init(title: Message(zh: "从", en: "From")), .init(title: Message(zh: "到", en: "To")),
        .init(title: Message(zh: "来源", en: "Source"), isWhole: true),
      ],
      rows: movements.map { movement in
        [
          .init(movement.at.shopText), .init(movement.sku), .init(String(movement.quantity)),
          .init(account(movement.from)), .init(account(movement.to)), .init(movement.source),
        ]
      })
  }

  static func number(_ zh: String, _ en: String) -> TextTable.Column {
    .init(title: Message(zh: zh, en: en), alignment: .right)
  }

  /// An account in words; a warehouse by its code.
  static func account(_ account: StockAccount) -> Message {
    if let code = account.warehouse { return Message(zh: "仓库 \(code)", en: "warehouse \(code)") }
    switch account {
    case .inTransit: return Message(zh: "在途", en: "in transit")
    case .shipped: return Message(zh: "已发货", en: "shipped")
    case .adjusted: return Message(zh: "盘盈盘亏", en: "adjusted")
    case .supplier: return Message(zh: "供应商", en: "supplier")
    case .opening: return Message(zh: "期初", en: "opening")
    case .defect: return Message(zh: "残次", en: "defect")
    default: return account.cause?.name ?? Message(zh: account.name, en: account.name)
    }
  }
}
