import Vocabulary

/// The columns of an ERP's parcel or wave list that we read.
enum ParcelColumn: CaseIterable {
  case waybill, courier, order, line, sku, quantity

  /// Headers → column. Where an ERP shows its own number and the platform's, the platform's counts: it stands first.
  static let aliases: [(header: String, column: ParcelColumn)] = [
    ("运单号", .waybill), ("物流单号", .waybill), ("快递单号", .waybill), ("运单编号", .waybill), ("物流运单号", .waybill),
    ("快递运单号", .waybill),
    ("快递公司", .courier), ("物流公司", .courier), ("快递名称", .courier), ("承运商", .courier),
    ("平台单号", .order), ("线上单号", .order), ("线上订单号", .order), ("原始单号", .order), ("平台订单号", .order),
    ("原始订单号", .order), ("交易编号", .order), ("订单编号", .order), ("订单号", .order),
    ("子订单编号", .line), ("子订单号", .line),
    ("商家编码", .sku), ("规格编码", .sku), ("外部系统编号", .sku),
    ("数量", .quantity), ("商品数量", .quantity), ("购买数量", .quantity),
  ]
}

/// Which columns stand where in one list; headers are matched by trimmed name, never by position.
struct ParcelLayout: Equatable {
  let positions: [ParcelColumn: Int]
  let width: Int

  /// nil when the header names neither orders nor waybills.
  init?(header: [String]) {
    let names = header.map { $0.filter { !$0.isWhitespace && $0 != "\u{FEFF}" } }
    var positions: [ParcelColumn: Int] = [:]
    for (header, column) in ParcelColumn.aliases where positions[column] == nil {
      positions[column] = names.firstIndex(of: header)
    }
    guard positions[.waybill] != nil || positions[.order] != nil else { return nil }
    self.positions = positions
    width = header.count
  }

  func has(_ column: ParcelColumn) -> Bool { positions[column] != nil }

  func text(_ column: ParcelColumn, _ cell: (Int) -> String) -> String {
    positions[column].map(cell) ?? ""
  }

  /// The order numbers of one cell: an ERP prints those of a merged parcel one after another. Words are not taken apart.
  static func orders(_ cell: String) -> [String] {
    let parts = cell.split(whereSeparator: { ",，;；、|/".contains($0) || $0.isWhitespace }).map(String.init)
    guard parts.allSatisfy({ $0.contains(where: \.isNumber) }) else { return cell.isEmpty ? [] : [cell] }
    return parts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

/// One good row of a parcel list.
struct ParcelListRow: Equatable, Sendable {
  let waybill: String
  let courier: String
  let orders: [String]
  let line: String
  let sku: String
  let quantity: Int64?

  /// A pure function of the layout and its cells, which `cell` gives cleaned.
  static func read(_ layout: ParcelLayout, width: Int, cell: (Int) -> String) throws(RowDefect) -> ParcelListRow {
    // An unquoted comma would move every later column.
    let surplus = width > layout.width && (layout.width..<width).allSatisfy { cell($0).isEmpty }
    guard width == layout.width || surplus else {
      throw RowDefect(
        code: "row_width", column: nil,
        message: Message(
          zh: "这一行有 \(width) 列，表头有 \(layout.width) 列",
          en: "this row has \(width) fields, the header has \(layout.width)"))
    }
    let waybill = layout.text(.waybill, cell)
    if let problem = Waybill.problem(waybill) { throw problem }
    let orders = ParcelLayout.orders(layout.text(.order, cell))
    for order in orders.isEmpty ? [""] : orders {
      guard let problem = OrderNumber.problem(order) else { continue }
      throw RowDefect(code: problem.code, column: "订单编号", message: problem.message)
    }
    let quantity = layout.text(.quantity, cell)
    guard quantity.isEmpty || Int64(quantity).map({ $0 > 0 }) == true else {
      throw RowDefect(
        code: "bad_number", column: "数量", message: Message(zh: "数量看不懂", en: "this is not a count"))
    }
    let line = layout.text(.line, cell)
    return ParcelListRow(
      waybill: waybill, courier: layout.text(.courier, cell), orders: orders,
      line: OrderNumber.problem(line) == nil ? line : "", sku: layout.text(.sku, cell), quantity: Int64(quantity))
  }
}
