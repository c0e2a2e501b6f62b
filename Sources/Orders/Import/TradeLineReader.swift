import Formats
import Vocabulary

/// Reads a trade's order lines: `{"order":[…]}`, a flat list, or a single one where a list is expected.
struct TradeLineReader {
  struct Goods {
    var lines: [OrderLine] = []
    var parcels: [ImportedOrder.ShownParcel] = []

    /// As order exports write it: the titles joined by commas, each once.
    var title: String? {
      guard lines.count > 1 else { return lines.first?.title }
      var titles: [String] = []
      for case let title? in lines.map(\.title) where !titles.contains(title) { titles.append(title) }
      return titles.isEmpty ? nil : titles.joined(separator: ",")
    }
  }

  private enum Field: Int, DocumentField {
    case oid, title, num, price, payment, divideOrderFee, status, refundStatus
    case outerSkuId, outerIid, skuPropertiesName, invoiceNo, logisticsCompany

    static let names = JSONNames(spelled)
  }

  private var found = JSONMembers(Field.names)
  /// Refund states that were judged before.
  private var refundStates: [String: RefundState?] = ["NO_REFUND": nil]

  mutating func read(_ orders: JSONValue) throws(RowDefect) -> Goods {
    var goods = Goods()
    for (place, value) in Self.list(orders).enumerated() { try add(value, place: place, to: &goods) }
    return goods
  }

  private static func list(_ value: JSONValue) -> [JSONValue] {
    switch value.kind {
    case .array: value.elements
    case .object: value.member("order").map(list) ?? (value.member("oid") == nil ? [] : [value])
    default: []
    }
  }

  private mutating func add(_ value: JSONValue, place: Int, to goods: inout Goods) throws(RowDefect) {
    found.read(value)
    if let name = found.repeated { throw .repeated(name) }
    let sku = try text(.outerSkuId, or: .outerIid)
    let attributes = try text(.skuPropertiesName)
    // The goods themselves tell lines apart that have no number, as in the oldest exports.
    let goodsName = [sku, attributes].compactMap { $0 }.joined(separator: "/")
    let name = try text(.oid) ?? (goodsName.isEmpty ? String(place + 1) : goodsName)
    var line = OrderLine(line: name)
    line.title = try text(.title)
    line.sku = sku
    line.attributes = attributes
    line.quantity = try self[.num]?.fieldNumber(Field.num.name)
    line.price = try money(.price)
    // What was paid for the line after its share of the trade's discounts.
    line.paid = try money(.divideOrderFee)
    if line.paid == nil { line.paid = try money(.payment) }
    line.platformStatus = try text(.status)
    if let words = try text(.refundStatus) { line.refundState = refundState(words) }
    // A line that stands twice is one line.
    if let known = goods.lines.firstIndex(where: { $0.line == name }) {
      goods.lines[known] = line
    } else {
      goods.lines.append(line)
    }
    guard let words = try text(.invoiceNo) else { return }
    let courier = try text(.logisticsCompany) ?? ""
    for waybill in PlatformCells.waybills(words) {
      let parcel = ImportedOrder.ShownParcel(waybill: waybill, courier: courier, line: name)
      if !goods.parcels.contains(parcel) { goods.parcels.append(parcel) }
    }
  }

  private mutating func refundState(_ words: String) -> RefundState? {
    if let judged = refundStates[words] { return judged }
    let state = PlatformCells.refundState(words)
    if refundStates.count < 1_000 { refundStates[words] = .some(state) }
    return state
  }

  private subscript(_ field: Field) -> JSONValue? { found[field.rawValue] }

  private func text(_ field: Field) throws(RowDefect) -> String? { try self[field]?.fieldText(field.name) }
  private func money(_ field: Field) throws(RowDefect) -> Money? { try self[field]?.fieldMoney(field.name) }

  private func text(_ field: Field, or other: Field) throws(RowDefect) -> String? {
    if let text = try text(field) { return text }
    return try text(other)
  }
}
