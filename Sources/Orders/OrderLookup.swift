import Store
import Vocabulary

/// Finds the order that a person named.
enum OrderLookup {
  /// Locks the order's row. `inAdvance` makes a row for an order that no import has shown yet.
  static func lock(_ key: OrderKey, inAdvance: Bool, _ change: Change) throws -> Order {
    try key.refuseImpossible()
    if let order = try OrderRecords.lock(key, change.session) { return order }
    guard inAdvance else { throw unknown(key) }
    let unseen = Order(
      key: key, stage: .unpaid, version: 1, openHolds: 0, refundBlock: .none, memoSeenAt: nil, memoVersion: 0,
      sourceAt: Instant(milliseconds: 0), columns: OrderColumns())
    // Another import brought it in since we looked.
    guard try OrderRecords.insert(unseen, change) else { throw StoreError.retry("the order appeared in between") }
    return unseen
  }

  static func unknown(_ key: OrderKey) -> Failure {
    Failure(
      .refused, code: "unknown_order",
      Message(zh: "库里没有这个订单，什么都没有记下", en: "the store has no such order; nothing was noted"), place: key.id,
      next: Message(
        zh: "核对订单号；若确实还没导入，加 --in-advance 预先挂起",
        en: "check the number; if it just was not imported yet, add --in-advance"))
  }
}
