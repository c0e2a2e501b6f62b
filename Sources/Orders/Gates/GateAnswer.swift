public import Vocabulary

/// What a gate says of one order or parcel. Any outcome but `pass` means: do not let it through.
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

/// A gate's answer for one order or one parcel, with what a person needs to understand it.
public struct GateAnswer: Sendable, Codable, Equatable {
  /// The order that was asked about; nil where a waybill was.
  public let order: String?
  /// The waybill that was asked about. Beside an order: the parcel in which another order stops it.
  public var waybill: String?
  public let gate: String
  public var outcome: GateOutcome
  /// Where it stands after the answer; nil when it is unknown.
  public var stage: OrderStage?
  /// The reasons of the open holds that stop it.
  public var holds: [HoldReason]
  /// When and by whom it passed this gate before, where that is why.
  public var passedAt: Instant?
  public var passedBy: String?
  /// Export time of the newest source that had a memo column; of a parcel, its oldest order's.
  public var memoSeenAt: Instant?
  /// The order's version with this pass: versions put all changes of an order in line.
  public var orderVersion: Int64?
  /// The address version on its label: of a pass at the printer, the one just printed.
  public var labelVersion: Int64?
  /// The newest version of its address, where the label bears an older one.
  public var addressVersion: Int64?
  /// The promises that stop it, in their own words.
  public var promises: [String]?
  /// Whether it passed although its memo is older than the shop wants.
  public var isStale: Bool
  /// Whether the text is an order number and a waybill at once, so that nobody knows which is meant.
  public var isAmbiguous: Bool?
  /// The orders that share its parcels; of a waybill, all that are in it. nil where there are none.
  public var mates: [GateMate]?
  /// What has to be taken out before the rest may pass.
  public var takeOut: [TakeOut]?
  /// What remarks say that did not hold it: whoever handles the goods has to know.
  public var notes: [GateNote]?

  public init(order: String?, waybill: String? = nil, gate: String, outcome: GateOutcome) {
    self.order = order
    self.waybill = waybill
    self.gate = gate
    self.outcome = outcome
    holds = []
    isStale = false
  }

  /// What was asked about, as it was scanned.
  public var asked: String { order ?? waybill ?? "" }
}

/// An order of a parcel that was asked about.
public struct GateMate: Sendable, Codable, Equatable {
  public let order: String
  /// Its version at that moment; where it passed with this scan, its version with the pass.
  public let orderVersion: Int64
  /// Whether it passed with this scan: a mate that its own number brought here before does not pass again.
  public let passed: Bool
}

/// An order that may not go, and what of it is in the parcel.
public struct TakeOut: Sendable, Codable, Equatable {
  public let order: String
  public let outcome: GateOutcome
  public var holds: [HoldReason]
  /// Title, attributes and quantity of its items, as far as they are known.
  public var items: [String]

  public init(order: String, outcome: GateOutcome, holds: [HoldReason] = [], items: [String] = []) {
    self.order = order
    self.outcome = outcome
    self.holds = holds
    self.items = items
  }
}

/// Something that a remark says and that does not stop the goods.
public struct GateNote: Sendable, Codable, Equatable {
  public let order: String
  /// `memo`, or the kind of a to-do such as `courier`.
  public let kind: String
  /// `must` or `mustNot`; nil for a memo.
  public let mode: String?
  /// What exactly, such as the courier; nil for a memo.
  public let value: String?
  /// The words.
  public let text: String
}
