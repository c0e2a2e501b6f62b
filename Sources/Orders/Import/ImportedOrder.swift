import Vocabulary

/// One good row of an order export.
struct ImportedOrder: Equatable {
  let id: String
  let stage: OrderStage
  /// nil when the file has no memo column: not seen is not empty.
  let memo: String?
  /// nil when the file tells nothing of refunds, or too little to judge one (`ImportMerge` judges it then).
  let refundBlock: RefundBlock?
  let columns: OrderColumns
}

/// Why a row was set aside.
struct RowDefect: Error, Equatable {
  let code: String
  let column: String?
  let message: Message
}

/// Reads one row: a pure function of the layout and its cells, which `cell` gives cleaned (empty for a blank one).
struct ImportedOrderReader {
  let layout: OrderLayout

  func read(width: Int, cell: (Int) -> String) throws(RowDefect) -> ImportedOrder {
    try refuseOtherWidth(width, cell)
    let id = text(.id, cell) ?? ""
    if let problem = OrderNumber.problem(id) {
      throw RowDefect(code: problem.code, column: "订单编号", message: problem.message)
    }
    let paidAt = try time(.paidAt, cell)
    let consignedAt = try time(.consignedAt, cell)
    let confirmedAt = try time(.confirmedAt, cell)
    let total = try money(.total, cell)
    let refund = try money(.refund, cell)
    let status = text(.status, cell)
    let columns = OrderColumns(
      platformStatus: status, createdAt: try time(.createdAt, cell), paidAt: paidAt, total: total,
      paid: try money(.paid, cell), refund: refund, title: text(.title, cell), itemCount: try number(.itemCount, cell))
    return ImportedOrder(
      id: id,
      stage: PlatformStatus.stage(
        status: status, isPaid: paidAt != nil, isConsigned: consignedAt != nil, isConfirmed: confirmedAt != nil),
      memo: layout.hasMemo ? memo(cell) : nil,
      refundBlock: refund.flatMap { Self.refundBlock(refund: $0, total: total) },
      columns: columns)
  }

  /// A refund of at least the whole amount blocks shipping; a part (差价) does not. nil: the amount is not known.
  static func refundBlock(refund: Money, total: Money?) -> RefundBlock? {
    if refund <= .zero { return RefundBlock.none }
    guard let total, total > .zero else { return nil }
    return refund >= total ? .paidBack : RefundBlock.none
  }

  /// An unquoted comma would move every later column, the memo among them; only empty cells may be too many.
  private func refuseOtherWidth(_ width: Int, _ cell: (Int) -> String) throws(RowDefect) {
    let surplus = width > layout.width && (layout.width..<width).allSatisfy { cell($0).isEmpty }
    guard width == layout.width || surplus else {
      throw RowDefect(
        code: "row_width", column: nil,
        message: Message(
          zh: "这一行有 \(width) 列，表头有 \(layout.width) 列",
          en: "this row has \(width) fields, the header has \(layout.width)"))
    }
  }

  private func text(_ column: OrderColumn, _ cell: (Int) -> String) -> String? {
    for position in layout.positions[column] ?? [] {
      let text = cell(position)
      if !text.isEmpty { return text }
    }
    return nil
  }

  /// Every memo column that says something, each text once.
  private func memo(_ cell: (Int) -> String) -> String {
    var texts: [String] = []
    for position in layout.positions[.memo] ?? [] {
      let text = cell(position)
      if !text.isEmpty, !texts.contains(text) { texts.append(text) }
    }
    return texts.joined(separator: "\n")
  }

  private func time(_ column: OrderColumn, _ cell: (Int) -> String) throws(RowDefect) -> Instant? {
    guard let text = text(column, cell) else { return nil }
    guard let time = Instant(text) else {
      throw defect("bad_time", column, Message(zh: "时间看不懂", en: "this is not a time"))
    }
    return time
  }

  private func money(_ column: OrderColumn, _ cell: (Int) -> String) throws(RowDefect) -> Money? {
    guard let text = text(column, cell) else { return nil }
    if text == "无退款申请" { return .zero }
    guard let money = Money(yuan: text) else {
      throw defect("bad_amount", column, Message(zh: "金额看不懂", en: "this is not an amount"))
    }
    return money
  }

  private func number(_ column: OrderColumn, _ cell: (Int) -> String) throws(RowDefect) -> Int64? {
    guard let text = text(column, cell) else { return nil }
    guard let number = Int64(text), number >= 0 else {
      throw defect("bad_number", column, Message(zh: "数量看不懂", en: "this is not a count"))
    }
    return number
  }

  private func defect(_ code: String, _ column: OrderColumn, _ message: Message) -> RowDefect {
    let header = OrderColumn.aliases.first { $0.value == column }?.key
    return RowDefect(code: code, column: header, message: message)
  }
}
