import Vocabulary

/// The columns of an order export that we read, whatever its generation.
enum OrderColumn: String, CaseIterable {
  case id, status, memo, createdAt, paidAt, consignedAt, confirmedAt, total, paid, refund, title, itemCount

  /// The headers of the ten export generations (2016–2026) → column.
  static let aliases: [String: OrderColumn] = [
    "订单编号": .id,
    "订单状态": .status,
    "订单备注": .memo, "商家备注": .memo, "商家备忘": .memo, "卖家备注": .memo,
    "订单创建时间": .createdAt,
    "订单付款时间": .paidAt,
    "发货时间": .consignedAt,
    "确认收货时间": .confirmedAt,
    "总金额": .total,
    "买家实际支付金额": .paid, "买家实付金额": .paid,
    "退款金额": .refund,
    "宝贝标题": .title, "商品标题": .title,
    "宝贝总数量": .itemCount,
  ]
}

/// Which of our columns stand where in one file. Headers are matched by trimmed name, never by position: six classic
/// names end with a space, and columns were inserted in the middle in 2018.
struct OrderLayout: Equatable {
  /// Positions of each column; the memo may have several (订单备注 and 商家备忘 in 2022).
  let positions: [OrderColumn: [Int]]
  let width: Int

  var hasMemo: Bool { positions[.memo] != nil }

  /// Recognises an order export by its header. Throws what is wrong with any other file.
  init(header: [String], file: String) throws {
    let names = header.map { $0.filter { !$0.isWhitespace && $0 != "\u{FEFF}" } }
    try Self.refuseOtherKinds(names, file: file)
    var positions: [OrderColumn: [Int]] = [:]
    for (index, name) in names.enumerated() {
      if let column = OrderColumn.aliases[name] { positions[column, default: []].append(index) }
    }
    self.positions = positions
    width = header.count
  }

  private static func refuseOtherKinds(_ names: [String], file: String) throws {
    if names.contains("退款编号") {
      throw Failure(
        .usage, code: "file_is_refunds",
        Message(zh: "这是退款导出，不是订单导出", en: "this is a refund export, not an order export"),
        place: file, next: Message(zh: "请导出订单报表（宝贝报表和退款报表暂不支持）", en: "export the order report instead"))
    }
    if names.contains("购买数量") || names.contains("子订单编号") {
      throw Failure(
        .usage, code: "file_is_items",
        Message(zh: "这是宝贝（明细）导出，不是订单导出", en: "this is an item export, not an order export"),
        place: file, next: Message(zh: "请导出订单报表", en: "export the order report instead"))
    }
    guard names.contains("订单编号") else {
      throw Failure(
        .usage, code: "order_column_missing", Message(zh: "第 1 行没有“订单编号”这一列", en: "row 1 has no column 订单编号"),
        place: file,
        next: Message(zh: "请用千牛“导出订单”得到的 CSV，并保留第一行表头", en: "use the CSV of 千牛's order export, with its header row"))
    }
  }
}
