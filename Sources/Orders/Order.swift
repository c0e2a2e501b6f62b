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
  /// Where it goes, as far as the order's own row tells.
  public let address: OrderAddress
  /// How many open promises name a courier.
  public let courierPromises: Int64

  init(
    key: OrderKey, stage: OrderStage, version: Int64, openHolds: Int64, refundBlock: RefundBlock, memoSeenAt: Instant?,
    memoVersion: Int64, sourceAt: Instant, columns: OrderColumns, address: OrderAddress = OrderAddress(),
    courierPromises: Int64 = 0
  ) {
    self.key = key
    self.stage = stage
    self.version = version
    self.openHolds = openHolds
    self.refundBlock = refundBlock
    self.memoSeenAt = memoSeenAt
    self.memoVersion = memoVersion
    self.sourceAt = sourceAt
    self.columns = columns
    self.address = address
    self.courierPromises = courierPromises
  }

  /// The same order with other counts.
  func with(openHolds: Int64, memoVersion: Int64, courierPromises: Int64) -> Order {
    Order(
      key: key, stage: stage, version: version, openHolds: openHolds, refundBlock: refundBlock, memoSeenAt: memoSeenAt,
      memoVersion: memoVersion, sourceAt: sourceAt, columns: columns, address: address,
      courierPromises: courierPromises)
  }

  /// The same order going elsewhere.
  func with(address: OrderAddress) -> Order {
    Order(
      key: key, stage: stage, version: version, openHolds: openHolds, refundBlock: refundBlock, memoSeenAt: memoSeenAt,
      memoVersion: memoVersion, sourceAt: sourceAt, columns: columns, address: address,
      courierPromises: courierPromises)
  }
}
