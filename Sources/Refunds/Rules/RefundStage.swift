public import Vocabulary

/// How far a refund has come, and the one table of allowed moves. That it is due is no state: it is due when it is
/// applied for, needs no person, and its day has come by the store's clock.
public enum RefundStage: String, Sendable, CaseIterable, Codable {
  case awaitingApplication, applied, batched, submitted, uncertain, settled, refused, withdrawn

  public var name: Message {
    switch self {
    case .awaitingApplication: Message(zh: "等买家申请", en: "awaits the application")
    case .applied: Message(zh: "已申请", en: "applied for")
    case .batched: Message(zh: "已装批", en: "packed")
    case .submitted: Message(zh: "已提交", en: "submitted")
    case .uncertain: Message(zh: "结果不明", en: "uncertain")
    case .settled: Message(zh: "已退款", en: "paid back")
    case .refused: Message(zh: "被拒绝", en: "refused")
    case .withdrawn: Message(zh: "已撤回", en: "withdrawn")
    }
  }

  /// Where it may go from here. What was sent is never taken back: only an answer or a query moves it on, and one whose
  /// answer was lost is sent again under its own key only after the payer said that it does not know it.
  public var next: Set<RefundStage> {
    switch self {
    case .awaitingApplication: [.applied, .settled, .withdrawn]
    case .applied: [.awaitingApplication, .batched, .settled, .withdrawn]
    case .batched: [.awaitingApplication, .applied, .submitted, .settled, .withdrawn]
    case .submitted: [.applied, .settled, .refused, .uncertain]
    case .uncertain: [.submitted, .settled, .refused]
    case .settled, .refused, .withdrawn: []
    }
  }

  public func mayBecome(_ stage: RefundStage) -> Bool { next.contains(stage) }

  /// Whether it is over.
  public var isFinal: Bool { next.isEmpty }

  /// Whether the money may have left already.
  public var isOut: Bool { self == .submitted || self == .uncertain || self == .settled }

  /// Whether it takes from what can still be paid back.
  public var isCounted: Bool { self != .refused && self != .withdrawn }
}
