public import Vocabulary

/// An open hold with what a lead weighs it by: how soon the order must be shipped, and whether the buyer has applied for
/// the refund.
public struct HeldOrder: Sendable, Equatable, Encodable {
  public let hold: Hold
  /// Where the order stands now.
  public let stage: OrderStage
  public let shipBy: ShipBy?
  public let refundState: RefundState?
  public let paid: Money?

  private enum Keys: String, CodingKey {
    case stage, shipBy, shipBySource, refundState, paidFen
  }

  /// One flat object: the hold's own fields and these.
  public func encode(to encoder: any Encoder) throws {
    try hold.encode(to: encoder)
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(stage, forKey: .stage)
    try container.encodeIfPresent(shipBy?.at, forKey: .shipBy)
    try container.encodeIfPresent(shipBy?.source, forKey: .shipBySource)
    try container.encodeIfPresent(refundState, forKey: .refundState)
    try container.encodeIfPresent(paid, forKey: .paidFen)
  }
}

/// Which open holds a list shows.
public struct HoldFilter: Sendable {
  public var shop: String?
  public var reason: HoldReason?
  /// Only those that were meant to end before this moment.
  public var endedBefore: Instant?
  /// Also those of orders that are over, where nothing follows from them.
  public var withOver: Bool
  public var limit: Int64

  public init(
    shop: String? = nil, reason: HoldReason? = nil, endedBefore: Instant? = nil, withOver: Bool = false, limit: Int64
  ) {
    self.shop = shop
    self.reason = reason
    self.endedBefore = endedBefore
    self.withOver = withOver
    self.limit = limit
  }
}
