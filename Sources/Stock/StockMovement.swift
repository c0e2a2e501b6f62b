public import Vocabulary

/// Goods that went from one account to another.
public struct StockMovement: Sendable, Equatable, Codable {
  /// What moved them: `order:3511…`, `receipt:…`, `count:…`. With the line it can do so once only.
  public let source: String
  public let line: String
  public let sku: String
  public let from: StockAccount
  public let to: StockAccount
  /// Pieces, more than 0.
  public let quantity: Int64
  /// When it happened, and when it was written down: never earlier.
  public let at: Instant
  public let recordedAt: Instant

  /// The order that moved them; nil for anything else.
  public var order: String? {
    source.hasPrefix("order:") ? String(source.dropFirst("order:".count)) : nil
  }

  /// Whether it counts for a page that was read at a moment. The platform knows its orders before we do; of receipts and
  /// counts nobody else knows, whenever they are written down.
  func wasKnown(at moment: Instant) -> Bool { order == nil ? at <= moment : recordedAt <= moment }
}

/// The sum of one account.
public struct StockBalance: Sendable, Equatable, Codable {
  public let sku: String
  public let account: StockAccount
  public let quantity: Int64
}
