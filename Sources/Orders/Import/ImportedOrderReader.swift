import Playbooks
import Vocabulary

/// Reads rows: a function of the layout, the playbooks and the row's cells, which `cell` gives cleaned (empty for a
/// blank one).
struct ImportedOrderReader {
  let layout: OrderLayout
  private let playbooks: ImportPlaybooks
  /// Positions by column.
  private let slots: [[Int]]
  private let showsReceiver: Bool
  /// Statuses of this file that were judged before: there are few, and judging one takes longer than all else.
  private var stages: [String: OrderStage?] = [:]

  init(layout: OrderLayout, playbooks: ImportPlaybooks) {
    self.layout = layout
    self.playbooks = playbooks
    slots = OrderColumn.allCases.map { layout.positions[$0] ?? [] }
    showsReceiver = layout.hasReceiver
  }

  mutating func read(width: Int, cell: (Int) -> String) throws(RowDefect) -> ImportedOrder {
    try RowDefect.refuseOtherWidth(width, expected: layout.width, cell)
    let id = text(.id, cell) ?? ""
    if let problem = OrderNumber.problem(id) {
      throw RowDefect(code: problem.code, column: OrderColumn.id.header, message: problem.message)
    }
    var columns = try columns(cell)
    let refund = columns.refund
    let stage = stage(columns, isConfirmed: try time(.confirmedAt, cell) != nil)
    let memo = layout.hasMemo ? memo(cell) : nil
    var parcels: [ImportedOrder.ShownParcel] = []
    var lines: [OrderLine] = []
    switch layout.kind {
    case .orders:
      if let attributes = text(.attributes, cell) {
        columns.title = [columns.title, attributes].compactMap { $0 }.joined(separator: " ")
      }
      parcels = self.parcels(line: "", cell)
    case .items:
      let line = try line(columns, cell)
      parcels = self.parcels(line: line.line, cell)
      lines = [line]
    }
    var order = ImportedOrder(
      id: id, stage: parcels.isEmpty ? stage : StageMoves.withWaybill(stage), memo: memo,
      refundBlock: refund.flatMap { Self.refundBlock(refund: $0, total: columns.total) }, columns: columns,
      lines: lines, parcels: parcels, isFromItems: layout.kind == .items)
    if layout.kind == .orders, columns.refundState == .refunded, refund == nil { order.refundBlock = .paidBack }
    order.hasUnknownStatus = columns.platformStatus.map { stages[$0].flatMap { $0 } == nil } ?? false
    order.flagVerdict = columns.flag.flatMap(playbooks.flagVerdict)
    order.memoReading = playbooks.read(memo)
    order.messageReading = playbooks.readMessage(columns.buyerMessage)
    if showsReceiver {
      order.receiver = receiver(cell)
    }
    order.buyer = text(.buyer, cell)
    return order
  }

  private func columns(_ cell: (Int) -> String) throws(RowDefect) -> OrderColumns {
    var columns = OrderColumns(
      platformStatus: text(.status, cell), createdAt: try time(.createdAt, cell), paidAt: try time(.paidAt, cell),
      consignedAt: try time(.consignedAt, cell), total: try money(.total, cell), paid: try money(.paid, cell),
      refund: try money(.refund, cell), title: text(.title, cell), itemCount: try number(.itemCount, cell),
      buyerMessage: text(.buyerMessage, cell), modifiedSku: text(.modifiedSku, cell),
      exceptionNote: text(.exceptionNote, cell))
    if let flag = text(.flag, cell) { columns.flag = playbooks.flagKey(flag) }
    if let words = text(.refundState, cell) { columns.refundState = PlatformCells.refundState(words) }
    if let words = text(.stages, cell) {
      (columns.deposit, columns.finalPayment) = PlatformCells.stages(words)
    }
    columns.shipBy = try shipBy(columns, cell)
    return columns
  }

  private func shipBy(_ columns: OrderColumns, _ cell: (Int) -> String) throws(RowDefect) -> ShipBy? {
    if let words = text(.shipBy, cell) {
      guard let time = PlatformCells.shipBy(words) else {
        throw defect("bad_time", .shipBy, Message(zh: "时间看不懂", en: "this is not a time"))
      }
      return ShipBy(at: time, source: .platform)
    }
    guard let paidAt = columns.paidAt,
      let time = playbooks.shipping.shipBy(paidAt: paidAt, isPresale: columns.deposit != nil)
    else { return nil }
    return ShipBy(at: time, source: .rule)
  }

  private mutating func stage(_ columns: OrderColumns, isConfirmed: Bool) -> OrderStage {
    if let status = columns.platformStatus {
      let known: OrderStage?
      if let judged = stages[status] {
        known = judged
      } else {
        known = PlatformStatus.stage(status)
        stages[status] = known
      }
      if let known { return known }
    }
    return PlatformStatus.stage(
      status: nil, isPaid: columns.paidAt != nil, isConsigned: columns.consignedAt != nil, isConfirmed: isConfirmed)
  }

  private func line(_ columns: OrderColumns, _ cell: (Int) -> String) throws(RowDefect) -> OrderLine {
    // The exports before 2022 number no lines: the goods themselves tell them apart.
    let attributes = text(.attributes, cell)
    let sku = text(.sku, cell)
    let name = text(.line, cell) ?? [sku, attributes].compactMap { $0 }.joined(separator: "/")
    var line = OrderLine(line: name.isEmpty ? columns.title ?? "1" : name)
    line.title = columns.title
    line.sku = sku
    line.attributes = attributes
    line.quantity = try number(.quantity, cell)
    line.price = try money(.price, cell)
    line.paid = columns.paid
    line.refund = columns.refund
    line.platformStatus = columns.platformStatus
    line.refundState = columns.refundState
    line.shipBy = columns.shipBy?.source == .platform ? columns.shipBy?.at : nil
    return line
  }

  private func parcels(line: String, _ cell: (Int) -> String) -> [ImportedOrder.ShownParcel] {
    guard let words = text(.waybill, cell) else { return [] }
    let courier = text(.courier, cell) ?? ""
    return PlatformCells.waybills(words).map {
      ImportedOrder.ShownParcel(waybill: $0, courier: courier, line: line)
    }
  }

  private func receiver(_ cell: (Int) -> String) -> ShownReceiver? {
    var receiver = ShownReceiver(name: text(.receiverName, cell))
    receiver.mobile = text(.receiverMobile, cell)
    receiver.phone = text(.receiverPhone, cell)
    if let address = text(.changedAddress, cell) ?? text(.receiverAddress, cell) { receiver.setAddress(address) }
    return receiver.ifShown
  }

  /// A refund of at least the whole amount blocks shipping; a part (差价) does not. nil: the amount is not known.
  static func refundBlock(refund: Money, total: Money?) -> RefundBlock? {
    if refund <= .zero { return RefundBlock.none }
    guard let total, total > .zero else { return nil }
    return refund >= total ? .paidBack : RefundBlock.none
  }

  /// The name of the shop that the row says it belongs to.
  func shopName(_ cell: (Int) -> String) -> String? { text(.shopName, cell) }

  private func text(_ column: OrderColumn, _ cell: (Int) -> String) -> String? {
    for position in slots[column.rawValue] {
      let text = cell(position)
      if !text.isEmpty { return text }
    }
    return nil
  }

  /// Every memo column that says something, each text once.
  private func memo(_ cell: (Int) -> String) -> String {
    let positions = slots[OrderColumn.memo.rawValue]
    if positions.count == 1 { return cell(positions[0]) }
    var texts: [String] = []
    for position in positions {
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
    RowDefect(code: code, column: column.header, message: message)
  }
}

extension RowDefect {
  /// An unquoted comma would move every later column, the memo among them; only empty cells may be too many.
  static func refuseOtherWidth(_ width: Int, expected: Int, _ cell: (Int) -> String) throws(RowDefect) {
    guard width != expected else { return }
    let isSurplus = width > expected && (expected..<width).allSatisfy { cell($0).isEmpty }
    guard isSurplus else {
      throw RowDefect(
        code: "row_width", column: nil,
        message: Message(
          zh: "这一行有 \(width) 列，表头有 \(expected) 列", en: "this row has \(width) fields, the header has \(expected)"))
    }
  }
}
