public import Store
public import Vocabulary

/// What the warehouse works from: the goods of the orders that may go now. A held order is never on it.
public struct PickedOrder: Sendable, Codable, Equatable {
  public let shop: String
  public let order: String
  public let stage: OrderStage
  public let shipBy: Instant?
  public var waybills: [String]
  public var lines: [PickLine]
  /// What is to be put in: gifts and cards that were promised.
  public var gifts: [String]
  /// By which courier it must, or must not, go: the words of the promises.
  public var couriers: [String]
  /// What remarks ask of whoever handles the goods.
  public var notes: [String]
  /// The division it goes to, as far as it is known.
  public let region: String?
}

/// One kind of goods to pick.
public struct PickLine: Sendable, Codable, Equatable {
  public let sku: String?
  public let title: String?
  public let attributes: String?
  /// nil where no source told; the order's own count stands for a single line.
  public let quantity: Int64?
}

/// Which orders a picking list shows.
public struct PickFilter: Sendable {
  public var shop: String
  /// From which stage to which, both included: approved and printed, as shipped.
  public var from: OrderStage
  public var to: OrderStage

  public init(shop: String, from: OrderStage = .approved, to: OrderStage = .printed) {
    self.shop = shop
    self.from = from
    self.to = to
  }
}

/// The verb of picking lists.
public enum PickLists {
  /// The most urgent first; `after` pages on. Only what may go: no open hold, no refund, a label with the right address.
  public static func page(
    _ filter: PickFilter, after: PickedOrder?, limit: Int64, _ session: any Session
  ) throws -> [PickedOrder] {
    var orders = try PickRecords.orders(filter, after: after, limit: limit, session)
    guard !orders.isEmpty else { return [] }
    let ids = orders.map(\.order)
    let lines = Dictionary(grouping: try PickRecords.lines(of: ids, shop: filter.shop, session), by: \.order)
    let waybills = Dictionary(grouping: try PickRecords.waybills(of: ids, shop: filter.shop, session), by: \.order)
    let promises = Dictionary(grouping: try PickRecords.promises(of: ids, shop: filter.shop, session), by: \.order)
    let notes = Dictionary(
      grouping: try GateDetailRecords.notes(of: ids, shop: filter.shop, session), by: \.order)
    for index in orders.indices {
      let id = orders[index].order
      if let known = lines[id] { orders[index].lines = known.map(\.line) }
      orders[index].waybills = (waybills[id] ?? []).map(\.waybill)
      let promised = promises[id] ?? []
      orders[index].gifts = promised.filter { $0.kind == .gift || $0.kind == .card }.map(\.text)
      orders[index].couriers = promised.filter { $0.kind == .courier }.map(\.text)
      orders[index].notes = Self.unsaid((notes[id] ?? []).map(\.text), beside: promised.map(\.text))
    }
    return orders
  }

  /// Each note once, without what a promise or a longer note says already.
  private static func unsaid(_ notes: [String], beside promises: [String]) -> [String] {
    var kept: [String] = []
    for note in notes.sorted(by: { $0.count > $1.count })
    where !promises.contains(note) && !kept.contains(where: { $0.contains(note) }) { kept.append(note) }
    return kept
  }
}
