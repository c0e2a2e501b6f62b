public import Vocabulary

/// Why shifts of a published rota went and came.
public struct RosterChange: Sendable, Codable, Equatable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case swap, drop, take, absent

    public var name: Message {
      switch self {
      case .swap: Message(zh: "换班", en: "swap")
      case .drop: Message(zh: "让出", en: "drop")
      case .take: Message(zh: "接班", en: "take")
      case .absent: Message(zh: "请假", en: "absent")
      }
    }
  }

  public let version: Int64
  public let kind: Kind
  public let agent: String
  /// The other person of a swap, or whose shift was taken.
  public let other: String?
  /// Of an absence.
  public let from: Instant?
  public let until: Instant?
  public let note: String
  public let at: Instant
  public let actor: String
}
