public import Store
public import Vocabulary

/// What the refunds of orders need of the orders themselves.
public enum OrderRefunds {
  /// Reads orders in key order and keeps their rows locked: what is paid back of an order is added up behind this lock.
  /// Orders that the store does not have are left out.
  public static func lock(_ keys: some Sequence<OrderKey>, _ change: Change) throws -> [OrderKey: Order] {
    var orders: [OrderKey: Order] = [:]
    for key in Set(keys).sorted() { orders[key] = try OrderRecords.lock(key, change.session) }
    return orders
  }

  /// Says how far our own refund of the whole order has come; no gate passes it then. `.none` gives way to what the
  /// platform says. The order's row is locked. `announce` follows when all are set.
  public static func set(_ block: RefundBlock, of key: OrderKey, _ change: Change) throws {
    try OrderRefundRecords.set(block, of: key, change)
  }

  /// Tells the other rooms, once, that `set` was used in this change.
  public static func announce(_ change: Change) throws {
    try change.announce(OrderFact.changed)
  }

  /// For the follower of `refundsShown`: the refunds that this change brought in or brought forward.
  public static func shown(_ change: Change) throws -> [PlatformRefund] {
    try PlatformRefundRecords.shown(change)
  }

  public static func ofOrder(_ key: OrderKey, _ session: any Session) throws -> [PlatformRefund] {
    try PlatformRefundRecords.ofOrder(key, session)
  }

  /// Whole orders that are held as unwanted, paid and not over.
  public static func unwanted(shop: String?, _ session: any Session) throws -> [OrderKey] {
    try UnwantedRecords.open(shop: shop, session)
  }

  /// Orders that passed a gate, undone passes left out, after each order's moment.
  public static func passes(after settled: [OrderKey: Instant], _ session: any Session) throws -> [LatePass] {
    try OrderRefundRecords.passes(after: settled, session)
  }
}

/// A gate pass of an order that had been paid back.
public struct LatePass: Sendable, Equatable {
  public let key: OrderKey
  public let gate: String
  public let at: Instant
  public let by: String
}
