public import Store
public import Vocabulary

/// What was agreed for a time, when that time has come.
public enum Deadlines {
  /// Orders that a verb takes at once.
  private static let partOrders: Int64 = 500

  /// What became due.
  public struct Due: Sendable, Codable, Equatable {
    /// Orders that should have been shipped by then (今天不发就不要了), and are held now.
    public var held: [String] = []
    /// Orders whose hold ended by itself (11.20后发), and was lifted.
    public var lifted: [String] = []

    public var isEmpty: Bool { held.isEmpty && lifted.isEmpty }
  }

  /// What has become due, without changing anything; at most 500 orders of each kind.
  public static func look(shop: String, now: Instant, _ session: any Session) throws -> Due {
    Due(
      held: try DeadlineRecords.missed(shop: shop, now: now, limit: partOrders, session).map(\.key.id),
      lifted: try DeadlineRecords.ended(shop: shop, now: now, limit: partOrders, session).map(\.id))
  }

  /// Holds what was not shipped in time, and lifts the holds that were meant to end; at most 500 orders of each kind.
  /// A hold ends by itself only if nothing else was said of the order since.
  public static func pass(shop: String, _ change: Change) throws -> Due {
    var due = Due()
    var facts = OrderFacts()
    for missed in try DeadlineRecords.missed(shop: shop, now: change.operation.at, limit: partOrders, change.session) {
      guard let order = try OrderRecords.lock(missed.key, change.session), order.stage < .consigned else { continue }
      let hold = NewHold(reason: .review, source: .deadline(missed.source), note: missed.text)
      if try Holds.place(hold, on: order, &facts, change).isNew { due.held.append(order.key.id) }
    }
    for key in try DeadlineRecords.ended(shop: shop, now: change.operation.at, limit: partOrders, change.session) {
      guard let order = try OrderRecords.lock(key, change.session), order.refundBlock == .none else { continue }
      let ended = try HoldRecords.open(key, change.session).filter { hold in
        hold.reason == .shipLater && hold.until.map { $0 <= change.operation.at } ?? false
      }
      if !(try Holds.lift(ended, of: order, &facts, change)).holds.isEmpty { due.lifted.append(key.id) }
    }
    try facts.announce(change)
    return due
  }
}
