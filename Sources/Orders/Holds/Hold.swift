public import Vocabulary

/// Where a hold comes from; with the order and the reason it names the hold.
public enum HoldSource: Sendable, Hashable {
  /// A version of the memo, by its number.
  case memo(Int64)
  case person(String)
  /// The buyer's message (买家留言).
  case message
  /// The platform's flag, by the colour's key.
  case flag(String)
  /// What the platform itself says: `refund`, `modifiedSku`, `exception`.
  case platform(String)
  /// A deadline that passed, by the source that named it: `memo:3`.
  case deadline(String)
  /// A proposed address, by its number.
  case proposal(Int64)

  /// What the store keeps: `memo:3`, `person:小美`, `flag:red`.
  public var text: String {
    switch self {
    case .memo(let number): "memo:\(number)"
    case .person(let name): "person:\(name)"
    case .message: "message"
    case .flag(let colour): "flag:\(colour)"
    case .platform(let what): "platform:\(what)"
    case .deadline(let source): "deadline:\(source)"
    case .proposal(let number): "proposal:\(number)"
    }
  }

  static func isProposal(_ text: String) -> Bool { text.hasPrefix("proposal:") }
}

/// One hold, as lists show it.
public struct Hold: Sendable, Equatable, Codable {
  public let id: String
  public let shop: String
  public let order: String
  /// The order line; empty for the whole order.
  public let line: String
  public let reason: HoldReason
  public let source: String
  public let note: String
  public let placedBy: String
  public let placedAt: Instant
  /// The stage the order had reached when the hold came.
  public let placedStage: OrderStage
  public let consequence: HoldTiming.Consequence
  public let liftedAt: Instant?
  public let liftedBy: String?
  /// The moment at which it is meant to end; nil where only a person ends it.
  public let until: Instant?
  /// The words that name what is meant where only a part is; else empty.
  public let object: String
}

/// A hold to place.
struct NewHold: Equatable {
  let reason: HoldReason
  let source: HoldSource
  /// The order line; empty for the whole order.
  var line = ""
  var note = ""
  var until: Instant?
  var object = ""

  /// Whether it says that the buyer does not want the order at all.
  var isUnwanted: Bool { reason == .buyerCancelled && line.isEmpty }
}
