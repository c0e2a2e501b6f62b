public import Store
public import Vocabulary

/// What a lead wants to know first: how many orders are unwanted, and how far they have come.
public struct UnwantedPicture: Sendable, Codable, Equatable {
  /// Orders that the buyer does not want or has applied for a refund of, and that are not over.
  public let orders: Int64
  /// Of these: printed, and still here.
  public let printed: Int64
  /// Of these: shipped, marked or handed over.
  public let shipped: Int64
  /// What their buyers paid.
  public let paidFen: Int64
  /// Of all held orders: how many must be shipped before `near`, and how many should have been.
  public let heldNearShipBy: Int64
  public let heldPastShipBy: Int64

  public static func ask(
    shop: String?, now: Instant, near: Instant, _ session: any Session
  ) throws -> UnwantedPicture {
    try OrderRecords.unwanted(shop: shop, now: now, near: near, session)
  }
}
