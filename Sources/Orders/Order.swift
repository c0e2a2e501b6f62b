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

  /// The same order with other counts.
  func with(openHolds: Int64, memoVersion: Int64) -> Order {
    Order(
      key: key, stage: stage, version: version, openHolds: openHolds, refundBlock: refundBlock, memoSeenAt: memoSeenAt,
      memoVersion: memoVersion, sourceAt: sourceAt, columns: columns)
  }
}
