public import Store

/// What happens to orders and may concern other rooms. A fact names no orders: whoever follows it selects the rows
/// that carry the operation's id.
public enum OrderFact: Fact, CaseIterable, Hashable {
  /// Orders changed their stage, holds, lines or refund state: rows of `shop_order` with the operation's id.
  case changed
  /// Holds were placed on orders that had already been printed or handed over (`Holds.late`).
  case heldLate
  /// An import showed held orders as shipped (`Bypasses.found`).
  case bypassed
  /// Addresses changed when the parcels had left (`Addresses.late`).
  case addressLate
  /// Somebody took orders out of their parcels (`Parcels.takenOut`).
  case takenOut
  /// Whole orders were held because their buyers do not want them (`Holds.unwanted`).
  case unwanted
  /// Orders that had been held so before they were paid for were paid (`Holds.unwantedAndPaid`).
  case unwantedPaid
  /// An import showed refunds of the platform (`OrderRefunds.shown`), or orders as paid back in full
  /// (`OrderRefunds.paidBack`).
  case refundsShown
  /// Such a hold was lifted, and no other one says the same (`Holds.wantedAgain`).
  case wantedAgain
  /// The last open hold of some orders was lifted (`Holds.released`). The last fact: what the others open for an order
  /// that is free again must be closed.
  case released
}

/// The facts that a verb has met so far: each is announced once, however many orders it concerns.
struct OrderFacts {
  private var met: Set<OrderFact> = []

  mutating func insert(_ fact: OrderFact) {
    met.insert(fact)
  }

  func announce(_ change: Change) throws {
    for fact in OrderFact.allCases where met.contains(fact) { try change.announce(fact) }
  }
}
