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

  private enum Field: String, CaseIterable {
    case oid, title, num, price, payment, status
    case sku = "outer_sku_id"
    case item = "outer_iid"
    case attributes = "sku_properties_name"
    case share = "divide_order_fee"
    case refund = "refund_status"
    case waybill = "invoice_no"
    case courier = "logistics_company"
  }

  private static let places = Dictionary(uniqueKeysWithValues: Field.allCases.enumerated().map { ($1, $0) })
  private static let names = JSONNames(Field.allCases.map(\.rawValue))

  private var found = JSONMembers(Self.names)
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
    let sku = try text(.sku, or: .item)
    let attributes = try text(.attributes)
    // The goods themselves tell lines apart that have no number, as in the oldest exports.
    let goodsName = [sku, attributes].compactMap { $0 }.joined(separator: "/")
    let name = try text(.oid) ?? (goodsName.isEmpty ? String(place + 1) : goodsName)
    var line = OrderLine(line: name)
    line.title = try text(.title)
    line.sku = sku
    line.attributes = attributes
    line.quantity = try self[.num]?.fieldNumber(Field.num.rawValue)
    line.price = try money(.price)
    // What was paid for the line after its share of the trade's discounts.
    line.paid = try money(.share)
    if line.paid == nil { line.paid = try money(.payment) }
    line.platformStatus = try text(.status)
    if let words = try text(.refund) { line.refundState = refundState(words) }
    // A line that stands twice is one line.
    if let known = goods.lines.firstIndex(where: { $0.line == name }) {
      goods.lines[known] = line
    } else {
      goods.lines.append(line)
    }
    guard let words = try text(.waybill) else { return }
    let courier = try text(.courier) ?? ""
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

  private subscript(_ field: Field) -> JSONValue? {
    Self.places[field].flatMap { found[$0] }
  }

  private func text(_ field: Field) throws(RowDefect) -> String? { try self[field]?.fieldText(field.rawValue) }
  private func money(_ field: Field) throws(RowDefect) -> Money? { try self[field]?.fieldMoney(field.rawValue) }

  private func text(_ field: Field, or other: Field) throws(RowDefect) -> String? {
    if let text = try text(field) { return text }
    return try text(other)
  }
}
