import Playbooks
public import Vocabulary

/// What a gate says of one order. Any outcome but `pass` means: do not let it through.
public enum GateOutcome: String, Sendable, CaseIterable, Codable {
  case pass, held, reprint, promise, refunded, unknownOrder, notDue, stale

  public var exitCode: ExitCode {
    switch self {
    case .pass: .done
    case .held: .held
    case .reprint: .reprint
    case .promise: .promise
    case .refunded: .refunded
    case .unknownOrder: .unknownOrder
    case .notDue: .notDue
    case .stale: .stale
    }
  }
}

/// A gate's answer for one order, with what a person needs to understand it.
public struct GateAnswer: Sendable, Codable, Equatable {
  public let order: String
  public let gate: String
  public let outcome: GateOutcome
  /// Where the order stands after the answer; nil when it is unknown.
  public var stage: OrderStage?
  /// The reasons of its open holds.
  public var holds: [HoldReason]
  /// When and by whom it passed this gate before, where that is why.
  public var passedAt: Instant?
  public var passedBy: String?
  /// Export time of the newest source that had a memo column.
  public var memoSeenAt: Instant?
  /// The order's version with this pass: versions put all changes of an order in line.
  public var orderVersion: Int64?
  /// Whether it passed although its memo is older than the shop wants.
  public var isStale: Bool

  public init(order: String, gate: String, outcome: GateOutcome) {
    self.order = order
    self.gate = gate
    self.outcome = outcome
    holds = []
    isStale = false
  }
}

/// The rule of the gate as a pure function. The guarded UPDATE of `GateRecords` says the same in SQL and is what
/// counts; this explains its refusals, and a test compares the two over the whole table of cases.
enum GateRule {
  static func outcome(_ order: Order, at gate: Gate, now: Instant) -> GateOutcome {
    if order.stage >= gate.to || order.stage < gate.from { return .notDue }
    if order.openHolds > 0 { return .held }
    if order.refundBlock != .none { return .refunded }
    if gate.whenStale == .refuse && isStale(order.memoSeenAt, at: gate, now: now) { return .stale }
    return .pass
  }

  static func isStale(_ memoSeenAt: Instant?, at gate: Gate, now: Instant) -> Bool {
    guard gate.whenStale != .ignore else { return false }
    guard let memoSeenAt else { return true }
    return memoSeenAt < oldestFresh(gate, now: now)
  }

  /// A memo seen before this moment is stale.
  static func oldestFresh(_ gate: Gate, now: Instant) -> Instant {
    now.adding(minutes: -gate.freshnessLimitMinutes)
  }
}
