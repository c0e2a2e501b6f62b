public import Vocabulary

/// Refunds that go to the payer together.
public struct RefundBatch: Sendable, Equatable, Codable {
  public let shop: String
  public let number: Int64
  public let platform: String
  public let isSubmitted: Bool
  /// nil while it waits.
  public let channel: RefundChannel?
  /// One refund beyond the platform's limits, for a person to pay.
  public let isSingle: Bool
  public let refunds: Int64
  public let amountFen: Int64
  /// Whether the platform asks for the code that it sends to the account's phone.
  public let needsSms: Bool
  public let deadline: Instant
}

/// How a batch goes out.
public enum RefundChannel: String, Sendable, CaseIterable, Codable {
  /// A list that people work through.
  case sheet
  case gateway
}

/// A batch to write.
struct PackedBatch {
  let shop: String
  let isSingle: Bool
  let deadline: Instant
  let refunds: [Refund]
}

/// What the platform allowed when a batch was packed.
struct BatchLimits {
  let platform: String
  let refunds: Int64
  let amountFen: Int64
}

/// What was sent to the payer, or came back.
public struct RefundAttempt: Sendable, Equatable, Codable {
  public enum Event: String, Sendable, CaseIterable, Codable {
    case sent, answered, lost
  }

  public enum Channel: String, Sendable, CaseIterable, Codable {
    case gateway, sheet, platform
  }

  public let number: Int64
  public let event: Event
  public let channel: Channel
  public let amountFen: Int64
  public let answer: String
  public let at: Instant
  public let by: String
}

/// Which refunds a list shows.
public struct RefundFilter: Sendable {
  public var shop: String?
  public var order: String?
  public var stage: RefundStage?
  /// Also those that are over.
  public var withFinal: Bool
  public var reviewOnly: Bool
  /// Only those above this amount that no second person has agreed to.
  public var unapprovedAbove: Money?
  public var limit: Int64

  public init(
    shop: String? = nil, order: String? = nil, stage: RefundStage? = nil, withFinal: Bool = false,
    reviewOnly: Bool = false, unapprovedAbove: Money? = nil, limit: Int64 = 100
  ) {
    self.shop = shop
    self.order = order
    self.stage = stage
    self.withFinal = withFinal
    self.reviewOnly = reviewOnly
    self.unapprovedAbove = unapprovedAbove
    self.limit = limit
  }
}
