public import Vocabulary

/// An order as the store keeps it. Columns that no source has shown yet are nil.
public struct Order: Sendable, Equatable {
  public let key: OrderKey
  public let stage: OrderStage
  /// Counts every change of the order.
  public let version: Int64
  public let openHolds: Int64
  public let refundBlock: RefundBlock
  /// Export time of the newest source that had a memo column.
  public let memoSeenAt: Instant?
  /// The number of the newest version of the platform's memo; 0 while there is none.
  public let memoVersion: Int64
  /// Export time of the newest source of the columns below.
  public let sourceAt: Instant
  public let columns: OrderColumns
}

/// What the platform tells of an order, beside its stage and memo.
public struct OrderColumns: Sendable, Equatable {
  /// The platform's own words.
  public var platformStatus: String?
  public var createdAt: Instant?
  public var paidAt: Instant?
  public var total: Money?
  public var paid: Money?
  public var refund: Money?
  public var title: String?
  public var itemCount: Int64?

  public init(
    platformStatus: String? = nil, createdAt: Instant? = nil, paidAt: Instant? = nil, total: Money? = nil,
    paid: Money? = nil, refund: Money? = nil, title: String? = nil, itemCount: Int64? = nil
  ) {
    self.platformStatus = platformStatus
    self.createdAt = createdAt
    self.paidAt = paidAt
    self.total = total
    self.paid = paid
    self.refund = refund
    self.title = title
    self.itemCount = itemCount
  }

  /// These columns, with the ones that `newer` shows taken over: an absent column is not an empty one.
  public func overlaid(by newer: OrderColumns) -> OrderColumns {
    OrderColumns(
      platformStatus: newer.platformStatus ?? platformStatus, createdAt: newer.createdAt ?? createdAt,
      paidAt: newer.paidAt ?? paidAt, total: newer.total ?? total, paid: newer.paid ?? paid,
      refund: newer.refund ?? refund, title: newer.title ?? title, itemCount: newer.itemCount ?? itemCount)
  }
}
