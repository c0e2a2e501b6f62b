public import Vocabulary

public enum CaseState: String, Sendable, CaseIterable, Codable {
  case open
  /// Somebody has it in hand. For everything else it is still open: an order has one such case of a kind.
  case received
  case done, failed, void

  public var name: Message {
    switch self {
    case .open: Message(zh: "未处理", en: "open")
    case .received: Message(zh: "处理中", en: "received")
    case .done: Message(zh: "已完成", en: "done")
    case .failed: Message(zh: "失败", en: "failed")
    case .void: Message(zh: "作废", en: "void")
    }
  }

  public var isEnd: Bool { self != .open && self != .received }

  /// The allowed moves, in one table: a case is received once and ends once, and an ended case stays ended.
  public func mayBecome(_ next: CaseState) -> Bool {
    switch self {
    case .open: next != .open
    case .received: next.isEnd
    case .done, .failed, .void: false
    }
  }
}

/// One case, as lists show it.
public struct ShopCase: Sendable, Equatable, Codable {
  public let id: String
  /// How people name it.
  public let reference: CaseReference
  public let kind: CaseKind
  public let shop: String
  /// Empty where it is about something else.
  public let order: String
  /// The SKU or page; the number of a case about nothing with a name of its own; empty where it is about an order.
  public let subject: String
  /// The stage the order had reached when the case was opened; nil where it is not about an order.
  public let stage: OrderStage?
  /// What is the matter, in words; empty for a case that the program opened.
  public let title: String
  /// Which of its kind: the checklist, the subject of a voice, whose fault a conflict is; empty for none.
  public let tag: String
  public let ownerGroup: String
  /// Who has to act; empty for whoever of the group is there.
  public let assignee: String
  public let state: CaseState
  public let openedAt: Instant
  public let openedBy: String
  /// When it was passed on or escalated last; nil while it is where it was opened.
  public let handedAt: Instant?
  public let dueAt: Instant?
  /// How far it has been escalated: 0 owner, 1 deputy, 2 lead.
  public let level: Int64
  /// Nothing may be settled before.
  public let coolUntil: Instant?
  public let receivedAt: Instant?
  public let receivedBy: String?
  public let closedAt: Instant?
  public let closedBy: String?
  /// What came of it, in words; empty while open.
  public let result: String
  /// The reference of the case that it follows from; empty for none.
  public let follows: String

  public func isOverdue(_ now: Instant) -> Bool { !state.isEnd && dueAt.map { $0 < now } ?? false }
}

/// How people name a case: `badReview:801` is the one about that order that is open, else the newest.
public struct CaseReference: Sendable, Hashable, Codable, CustomStringConvertible {
  public let kind: CaseKind
  /// An order, a SKU, a page or a number.
  public let about: String

  public init(kind: CaseKind, about: String) {
    self.kind = kind
    self.about = about
  }

  /// Reads `KIND:ABOUT`; the kind may stand in Chinese.
  public init?(_ text: some StringProtocol) {
    guard let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
    let word = text[..<colon]
    let about = text[text.index(after: colon)...]
    guard let kind = CaseKind.allCases.first(where: { $0.rawValue == word || $0.name.zh == word }),
      (1...512).contains(about.utf8.count)
    else { return nil }
    self.init(kind: kind, about: String(about))
  }

  public var description: String { "\(kind.rawValue):\(about)" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let reference = CaseReference(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a case reference")
    }
    self = reference
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
