public import Vocabulary

/// What a label that had been printed before demands when the address changes.
public enum AddressConsequence: String, Sendable, CaseIterable, Codable {
  case none, reprint, interception
}

/// One address of an order, as people may see it.
public struct AddressVersion: Sendable, Equatable, Codable {
  public enum Source: String, Sendable, Codable {
    /// An import showed it.
    case platform
    /// A proposal that was approved here.
    case person
  }

  public let number: Int64
  public let source: Source
  /// The division of GB/T 2260, as far as it was found.
  public let region: String?
  /// Masked: 张**, 138****8000, 浙江省 杭州市 西湖区 ***.
  public let masked: String
  public let seenAt: Instant
  public let consequence: AddressConsequence
  /// Whether the full address is kept, sealed.
  public let isKept: Bool
}

/// What somebody says the address should be.
public struct AddressProposal: Sendable, Equatable, Codable {
  public enum State: String, Sendable, CaseIterable, Codable {
    case open, approved, rejected, replaced

    public var name: Message {
      switch self {
      case .open: Message(zh: "待定", en: "open")
      case .approved: Message(zh: "已同意", en: "approved")
      case .rejected: Message(zh: "已退回", en: "rejected")
      case .replaced: Message(zh: "被新的取代", en: "replaced")
      }
    }
  }

  public let shop: String
  public let order: String
  public let number: Int64
  /// `person:NAME` or `memo:3`.
  public let source: String
  public let region: String?
  public let masked: String
  /// What its text does not say: `name`, `phone`, `province`, `city`, `district`, `detail`.
  public let missing: [String]
  public let proposedAt: Instant
  public let proposedBy: String
  public let state: State
  public let decidedBy: String?
  /// The version it became.
  public let version: Int64?
  /// Where the order stands now.
  public let stage: OrderStage
}
