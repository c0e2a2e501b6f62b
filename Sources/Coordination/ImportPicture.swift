import Cases
public import Orders
public import Playbooks
public import Store
public import Vocabulary

/// What matters after an import, on a few lines: it is what a shop switches on for.
public struct ImportPicture: Sendable, Codable, Equatable {
  public let unwanted: UnwantedPicture
  /// Held orders, and those of them that a person has to decide about.
  public let held: Int64
  public let review: Int64
  /// Paid orders that no hold stands against and whose ship-by is near, or past.
  public let nearShipBy: Int64
  public let pastShipBy: Int64
  public let bypasses: Int64
  /// Parcels to be taken out after printing, not taken out yet.
  public let openRecalls: Int64

  public static func ask(
    shop: String?, now: Instant, _ shipping: ShippingRules, _ session: any Session
  ) throws -> ImportPicture {
    let near = shipping.near(now)
    let reasons = try OrderQuestions.countByReason(shop: shop, session)
    let due = try OrderQuestions.dueToShip(shop: shop, now: now, near: near, session)
    return ImportPicture(
      unwanted: try UnwantedPicture.ask(shop: shop, now: now, near: near, session),
      held: try OrderQuestions.countHeld(shop: shop, session),
      review: reasons.first { $0.reason == .review }?.orders ?? 0,
      nearShipBy: due.near, pastShipBy: due.past, bypasses: try Bypasses.count(shop: shop, session),
      openRecalls: try Cases.countOpen(.recall, shop: shop, session))
  }
}
