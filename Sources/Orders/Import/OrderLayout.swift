import Vocabulary

/// The columns of an export that we read, whatever its generation.
enum OrderColumn: Int, CaseIterable {
  case id, status, memo, createdAt, paidAt, consignedAt, confirmedAt, total, paid, refund, title, itemCount
  case buyerMessage, flag, modifiedSku, exceptionNote, refundState, stages, shipBy, waybill, courier, shopName
  case line, price, quantity, sku, attributes
  case receiverName, receiverAddress, changedAddress, receiverMobile, receiverPhone, buyer

  /// The headers of all export generations (2016–2026) → column.
  static let aliases: [String: OrderColumn] = [
    "订单编号": .id, "主订单编号": .id,
    "订单状态": .status,
    "订单备注": .memo, "商家备注": .memo, "商家备忘": .memo, "卖家备注": .memo,
    "订单创建时间": .createdAt,
    "订单付款时间": .paidAt,
    "发货时间": .consignedAt,
    "确认收货时间": .confirmedAt,
    "总金额": .total,
    "买家实际支付金额": .paid, "买家实付金额": .paid,
    "退款金额": .refund,
    "宝贝标题": .title, "商品标题": .title, "标题": .title,
    "宝贝总数量": .itemCount,
    "买家留言": .buyerMessage, "主订单买家留言": .buyerMessage,
    "备注标签": .flag, "旗帜": .flag, "插旗": .flag, "备注旗帜": .flag, "标旗": .flag, "旗子颜色": .flag,
    "修改后的sku": .modifiedSku,
    "异常信息": .exceptionNote,
    "退款状态": .refundState,
    "分阶段订单信息": .stages,
    "应发货时间": .shipBy,
    "物流单号": .waybill, "运单号": .waybill,
    "物流公司": .courier,
    "店铺名称": .shopName,
    "子订单编号": .line,
    "价格": .price, "商品价格": .price,
    "购买数量": .quantity,
    "商家编码": .sku, "外部系统编号": .sku,
    "商品属性": .attributes, "商品属性SKU": .attributes,
    "收货人姓名": .receiverName,
    "收货地址": .receiverAddress,
    "修改后的收货地址": .changedAddress,
    "联系手机": .receiverMobile,
    "联系电话": .receiverPhone,
    "买家会员名": .buyer, "买家昵称": .buyer, "买家会员昵称": .buyer,
  ]

  /// What people look for in the header.
  var header: String {
    Self.aliases.filter { $0.value == self }.keys.min { ($0.count, $0) < ($1.count, $1) } ?? "\(self)"
  }
}

/// Which of our columns stand where in one file. Headers are matched by trimmed name, never by position: six classic
/// names end with a space, and columns were inserted in the middle in 2018.
struct OrderLayout: Equatable {
  /// What one row is.
  enum Kind: String, Codable {
    /// 订单报表: a row is an order.
    case orders
    /// 宝贝报表: a row is a line of an order.
    case items
  }

  let kind: Kind
  /// Positions of each column; the memo may have several (订单备注 and 商家备忘 in 2022).
  let positions: [OrderColumn: [Int]]
  let width: Int

  var hasMemo: Bool { positions[.memo] != nil }

  /// Whether the file tells to whom its orders go.
  var hasReceiver: Bool {
    [.receiverName, .receiverAddress, .changedAddress, .receiverMobile, .receiverPhone].contains {
      positions[$0] != nil
    }
  }

  /// Recognises an export by its header. Throws what is wrong with any other file.
  init(header: [String], file: String) throws {
    let names = header.map(Self.plainName)
    try Self.refuseOtherKinds(names, file: file)
    kind = names.contains("购买数量") || names.contains("子订单编号") ? .items : .orders
    var positions: [OrderColumn: [Int]] = [:]
    for (index, name) in names.enumerated() {
      guard let column = Self.column(name, among: names, kind) else { continue }
      positions[column, default: []].append(index)
    }
    self.positions = positions
    width = header.count
  }

  /// A header without blanks and marks.
  static func plainName(_ header: String) -> String { header.filter { !$0.isWhitespace && $0 != "\u{FEFF}" } }

  /// Some names mean different things in the two kinds of files.
  private static func column(_ name: String, among names: [String], _ kind: Kind) -> OrderColumn? {
    switch (name, kind) {
    // In an order export it is empty, or repeats the order number.
    case ("主订单编号", .orders): names.contains("订单编号") ? nil : .id
    // The item export of 2016–2022 calls the order's memo so.
    case ("备注", .items): names.contains("商家备注") ? nil : .memo
    default: OrderColumn.aliases[name]
    }
  }

  /// The columns whose absence a lead should know of: without them less is seen than in a whole export.
  var missed: [OrderColumn] {
    [.status, .memo, .paid, .paidAt].filter { positions[$0] == nil }
  }

  private static func refuseOtherKinds(_ names: [String], file: String) throws {
    func refuse(_ code: String, _ message: Message, _ next: Message) -> Failure {
      Failure(.usage, code: code, message, place: file, next: next)
    }
    if AgentPerformanceReader(header: names) != nil {
      throw refuse(
        "file_is_reception",
        Message(zh: "这是客服绩效报表（生意参谋），里面没有订单", en: "this is an agent-performance export; it holds no orders"),
        Message(zh: "请导出订单报表、宝贝报表或退款报表", en: "export the order, item or refund report instead"))
    }
    guard names.contains("订单编号") || names.contains("主订单编号") else {
      if names.contains(where: { ["运单号", "快递单号", "物流单号"].contains($0) }) {
        throw refuse(
          "file_is_parcels", Message(zh: "这像一张运单表，没有“订单编号”这一列", en: "this looks like a list of parcels"),
          Message(zh: "导入运单用：peakday parcel import 文件", en: "for parcels: peakday parcel import FILE"))
      }
      throw refuse(
        "order_column_missing", Message(zh: "第 1 行没有“订单编号”这一列", en: "row 1 has no column 订单编号"),
        Message(zh: "请用千牛“导出订单”得到的 CSV，并保留第一行表头", en: "use the CSV of 千牛's order export, with its header row"))
    }
  }
}
