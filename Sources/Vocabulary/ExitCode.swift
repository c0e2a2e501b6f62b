/// The exit codes of every command: one table, the same in the README.
///
/// At a gate *any* code but 0 means: do not pass. A bulk answer has the highest code that occurred.
public enum ExitCode: Int32, Sendable, CaseIterable, Comparable {
  case done = 0
  case held = 10
  case reprint = 11
  case promise = 12
  case refunded = 13
  case unknownOrder = 14
  case notDue = 15
  case stale = 16
  case refused = 20
  case unknownOutcome = 21
  case doneWithRejects = 22
  /// The hold was recorded, and came after the parcel was handed over.
  case late = 23
  case notClean = 24
  case usage = 64
  case storeUnavailable = 69
  case `internal` = 70
  case interrupted = 130

  public init(_ kind: Failure.Kind) {
    self =
      switch kind {
      case .usage: .usage
      case .refused: .refused
      case .unknownOutcome: .unknownOutcome
      case .storeUnavailable: .storeUnavailable
      case .internal: .internal
      case .interrupted: .interrupted
      }
  }

  public static func < (left: ExitCode, right: ExitCode) -> Bool {
    left.rawValue < right.rawValue
  }
}
