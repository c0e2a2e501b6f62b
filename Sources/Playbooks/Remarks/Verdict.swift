public import Vocabulary

/// What a remark asks for. The raw value is the stable English name used in JSON and playbooks.
public enum Verdict: String, Sendable, CaseIterable, Codable {
  case cancel, partial, amend, delay, address, noShip, resume, review, none

  public var name: Message {
    switch self {
    case .cancel: Message(zh: "买家不要了", en: "buyer cancels")
    case .partial: Message(zh: "部分不要", en: "part unwanted")
    case .amend: Message(zh: "改货", en: "send something else")
    case .delay: Message(zh: "缓发", en: "ship later")
    case .address: Message(zh: "改地址", en: "address to change")
    case .noShip: Message(zh: "无需发货", en: "nothing to ship")
    case .resume: Message(zh: "恢复发货", en: "released")
    case .review: Message(zh: "待人工判断", en: "a person decides")
    case .none: Message(zh: "照常", en: "ships")
    }
  }

  /// Whether an order with this verdict must wait.
  public var holds: Bool { self != .resume && self != .none }
}

/// How a remark was read, and why.
public struct Classification: Sendable, Equatable {
  /// The words that decided, in the remark as it was written. Offsets count characters, `end` is behind the last one.
  public struct Span: Sendable, Equatable {
    public let start: Int
    public let end: Int
    public let text: String
  }

  public let verdict: Verdict
  /// The key of the rule that decided; nil when no rule spoke.
  public let rule: String?
  public let span: Span?
  /// The remark as the rules saw it: folded, separators reduced to ` `, `,`, `;`, `?` and `|`.
  public let normalized: String
  /// What it asks for beside its verdict, in the order of the words.
  public var todos: [Todo] = []
  /// The day named by a `delay`: 11.20后发.
  public var until: DayMention?
  /// The words that name what is meant where only a part is (`partial`, `amend`): 红色.
  public var object: String?

  /// How an empty text is read.
  public static let blank = Classification(verdict: .none, rule: nil, span: nil, normalized: "")
}
