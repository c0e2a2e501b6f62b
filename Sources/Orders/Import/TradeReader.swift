import Formats
import Playbooks
import Vocabulary

/// Reads trade and refund documents, as `taobao.trades.sold.get`, `taobao.trade.fullinfo.get` and
/// `taobao.refunds.receive.get` give them. Members that it does not know are passed over.
struct TradeReader {
  /// A document's members that are read: a trade's, a refund's, those of an answer without records, and an error.
  private enum Field: Int, DocumentField {
    case tid, status, payment, created, modified, num, orders, payTime, consignTime, endTime
    case buyerNick, buyerOpenUid, buyerMessage, sellerMemo, sellerFlag, stepTradeStatus, stepPaidFee
    case receiverName, receiverState, receiverCity, receiverDistrict, receiverTown, receiverAddress, receiverZip
    case receiverMobile, receiverPhone, invoiceNo, logisticsCompany
    case refundId, oid, refundFee, refundPhase, refundRemindTimeout
    case totalResults, hasNext, requestId
    case errorResponse

    static let names = JSONNames(spelled)
  }

  /// Whether records stand in an envelope's member of this name.
  static func opens(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    switch name.count {
    case 5: name.elementsEqual("trade".utf8)
    case 6: name.elementsEqual("trades".utf8) || name.elementsEqual("refund".utf8)
    case 7: name.elementsEqual("refunds".utf8)
    default:
      name.count > 9 && name.suffix(9).elementsEqual("_response".utf8) && !name.elementsEqual("error_response".utf8)
    }
  }

  enum Document {
    case trade(ImportedOrder)
    case refund(ImportedRefund)
    /// An answer of the platform that holds no records.
    case empty
    case error(PlatformError)
  }

  private let playbooks: ImportPlaybooks
  /// A trade without a memo has an empty one.
  private let showsMemo: Bool
  private var found = JSONMembers(Field.names)
  private var lineReader = TradeLineReader()
  /// Statuses that were judged before.
  private var stages: [String: OrderStage?] = [:]

  init(playbooks: ImportPlaybooks, showsMemo: Bool) {
    self.playbooks = playbooks
    self.showsMemo = showsMemo
  }

  mutating func read(_ record: JSONRecord) throws(RowDefect) -> Document {
    found.read(record.value)
    if let name = found.repeated { throw .repeated(name) }
    if let error = self[.errorResponse] { return .error(PlatformError(error)) }
    if self[.refundId] != nil, self[.orders] == nil { return .refund(try refund(record)) }
    if self[.tid] != nil { return .trade(try trade(record)) }
    if self[.totalResults] != nil || self[.hasNext] != nil || self[.requestId] != nil { return .empty }
    throw RowDefect(
      code: "json_not_a_trade", column: nil,
      message: Message(zh: "既不是订单也不是退款：没有 tid", en: "neither a trade nor a refund: it has no tid"))
  }

  /// When the document last changed; nil when it does not tell.
  mutating func modified(_ record: JSONRecord) -> Instant? {
    found.read(record.value)
    return self[.modified]?.cleanText.flatMap { Instant($0) }
  }

  private mutating func trade(_ record: JSONRecord) throws(RowDefect) -> ImportedOrder {
    let id = try text(.tid) ?? ""
    if let problem = OrderNumber.problem(id) {
      throw RowDefect(code: problem.code, column: Field.tid.name, message: problem.message)
    }
    let goods = try self[.orders].map { value throws(RowDefect) in try lineReader.read(value) } ?? .init()
    var columns = try columns(goods.lines)
    if columns.title == nil { columns.title = goods.title }
    let parcels = goods.parcels + (try parcels(besides: goods.parcels))
    let (stage, isKnown) = try stage(columns)
    let memo = try text(.sellerMemo) ?? (showsMemo ? "" : nil)
    var order = ImportedOrder(
      id: id, row: record.line, stage: parcels.isEmpty ? stage : StageMoves.withWaybill(stage), memo: memo,
      refundBlock: nil, columns: columns, lines: goods.lines, parcels: parcels)
    order.isTrade = true
    order.modifiedAt = try time(.modified)
    order.hasUnknownStatus = !isKnown
    order.flagVerdict = columns.flag.flatMap(playbooks.flagVerdict)
    order.memoReading = playbooks.read(memo)
    order.messageReading = playbooks.readMessage(columns.buyerMessage)
    order.receiver = try receiver()
    order.buyer = try text(.buyerNick)
    if order.buyer == nil { order.buyer = try text(.buyerOpenUid) }
    return order
  }

  private func columns(_ lines: [OrderLine]) throws(RowDefect) -> OrderColumns {
    let paidAt = try time(.payTime)
    // What the buyer has to pay; `total_fee` is the price before discounts.
    let total = try money(.payment)
    var columns = OrderColumns(
      platformStatus: try text(.status), createdAt: try time(.created), paidAt: paidAt,
      consignedAt: try time(.consignTime), total: total, paid: paidAt == nil ? .zero : total,
      buyerMessage: try text(.buyerMessage))
    if total == nil { columns.paid = nil }
    if let flag = try text(.sellerFlag) { columns.flag = playbooks.flagKey(flag) }
    columns.refundState = ImportedOrder.whole(lines.map(\.refundState))
    // The trade's own count is 0 where it has several lines.
    let quantities = lines.compactMap(\.quantity)
    columns.itemCount = quantities.isEmpty ? try number(.num).flatMap { $0 > 0 ? $0 : nil } : quantities.reduce(0, +)
    let step = try text(.stepTradeStatus)
    if step == Step.depositPaid, let paid = try money(.stepPaidFee) {
      columns.paid = paid
      columns.deposit = paid
      columns.finalPayment = total.map { $0 - paid }
    }
    if let paidAt, let time = playbooks.shipping.shipBy(paidAt: paidAt, isPresale: step != nil) {
      columns.shipBy = ShipBy(at: time, source: .rule)
    }
    return columns
  }

  /// `step_trade_status` of a pre-sale.
  private enum Step {
    static let nothingPaid = "FRONT_NOPAID_FINAL_NOPAID"
    static let depositPaid = "FRONT_PAID_FINAL_NOPAID"
  }

  /// The stage by the status, else by what the times prove; and whether the status is in our table.
  private mutating func stage(_ columns: OrderColumns) throws(RowDefect) -> (OrderStage, isKnown: Bool) {
    let known: OrderStage?
    if let status = columns.platformStatus {
      if let judged = stages[status] {
        known = judged
      } else {
        known = PlatformStatus.stage(status)
        // A file may make up as many as it likes.
        if stages.count < 1_000 { stages[status] = known }
      }
    } else {
      known = nil
    }
    let isEnded = try text(.endTime) != nil
    let stage =
      known
      ?? PlatformStatus.stage(
        status: nil, isPaid: columns.paidAt != nil, isConsigned: columns.consignedAt != nil, isConfirmed: isEnded)
    let isKnown = known != nil || columns.platformStatus == nil
    switch try text(.stepTradeStatus) {
    case Step.depositPaid where stage < .paid: return (.depositPaid, isKnown)
    case Step.nothingPaid where stage < .paid: return (.unpaid, isKnown)
    case Step.depositPaid where stage == .paid, Step.nothingPaid where stage == .paid:
      // The two disagree; what is not paid in full is not shipped.
      return (.depositPaid, isKnown)
    default: return (stage, isKnown)
    }
  }

  /// The trade's own waybills that no line has.
  private func parcels(besides shown: [ImportedOrder.ShownParcel]) throws(RowDefect) -> [ImportedOrder.ShownParcel] {
    guard let words = try text(.invoiceNo) else { return [] }
    let courier = try text(.logisticsCompany) ?? ""
    return PlatformCells.waybills(words).filter { number in !shown.contains { $0.waybill == number } }
      .map { ImportedOrder.ShownParcel(waybill: $0, courier: courier, line: "") }
  }

  private func receiver() throws(RowDefect) -> ShownReceiver? {
    var receiver = ShownReceiver()
    receiver.name = try text(.receiverName)
    receiver.state = try text(.receiverState)
    receiver.city = try text(.receiverCity)
    receiver.district = try text(.receiverDistrict)
    receiver.town = try text(.receiverTown)
    receiver.address = try text(.receiverAddress)
    receiver.zip = try text(.receiverZip)
    receiver.mobile = try text(.receiverMobile)
    receiver.phone = try text(.receiverPhone)
    return receiver.ifShown
  }

  private func refund(_ record: JSONRecord) throws(RowDefect) -> ImportedRefund {
    let (id, order) = (try text(.refundId) ?? "", try text(.tid) ?? "")
    try ImportedRefund.check(id: id, order: order)
    let status = try text(.status) ?? ""
    var refund = ImportedRefund(
      id: id, order: order, state: PlatformCells.refundState(status) ?? .applied, status: status)
    refund.row = record.line
    refund.rawText = record.rawText()
    refund.line = try text(.oid)
    refund.amount = try money(.refundFee)
    refund.phase = try text(.refundPhase)
    refund.modifiedAt = try time(.modified)
    // It may also be an object that says whether the reminder exists.
    refund.deadline = self[.refundRemindTimeout]?.cleanText.flatMap { Instant($0) }
    return refund
  }

  // MARK: Values

  private subscript(_ field: Field) -> JSONValue? { found[field.rawValue] }

  private func text(_ field: Field) throws(RowDefect) -> String? { try self[field]?.fieldText(field.name) }
  private func time(_ field: Field) throws(RowDefect) -> Instant? { try self[field]?.fieldTime(field.name) }
  private func money(_ field: Field) throws(RowDefect) -> Money? { try self[field]?.fieldMoney(field.name) }
  private func number(_ field: Field) throws(RowDefect) -> Int64? { try self[field]?.fieldNumber(field.name) }
}

/// A document's values, as a row's cells are read. A blank text and `null` are nothing.
extension JSONValue {
  func fieldText(_ name: String) throws(RowDefect) -> String? {
    guard let text = cleanText else { return nil }
    // No table of the store takes one in.
    guard !isEscaped || !text.utf8.contains(0) else {
      throw RowDefect(
        code: "json_nul_character", column: name, message: Message(zh: "文本里有 NUL 字符", en: "the text holds a NUL"))
    }
    return text
  }

  func fieldTime(_ name: String) throws(RowDefect) -> Instant? {
    guard let text = cleanText else { return nil }
    guard let time = Instant(text) else {
      throw RowDefect(code: "bad_time", column: name, message: Message(zh: "时间看不懂", en: "this is not a time"))
    }
    return time
  }

  func fieldMoney(_ name: String) throws(RowDefect) -> Money? {
    guard let text = cleanText else { return nil }
    guard let money = Money(yuan: text) else {
      throw RowDefect(code: "bad_amount", column: name, message: Message(zh: "金额看不懂", en: "this is not an amount"))
    }
    return money
  }

  func fieldNumber(_ name: String) throws(RowDefect) -> Int64? {
    guard let text = cleanText else { return nil }
    guard let number = Int64(text), number >= 0 else {
      throw RowDefect(code: "bad_number", column: name, message: Message(zh: "数量看不懂", en: "this is not a count"))
    }
    return number
  }
}

extension RowDefect {
  static func repeated(_ name: String) -> RowDefect {
    RowDefect(
      code: "json_repeated_member", column: name,
      message: Message(zh: "同一个字段出现了两次，不知道哪个对", en: "this member stands twice; nobody can tell which is meant"))
  }
}
