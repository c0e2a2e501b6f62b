/// Why a command could not do what it was asked, in the words of the person who asked.
///
/// It answers three questions: what is wrong (`message`), where (`place`), what to type next (`next`). It never carries
/// bound personal data: names, phones, addresses and remarks stay out of it.
public struct Failure: Error, Sendable, Equatable {
  /// The kinds, each with one exit code (`ExitCode.init(_:)`).
  public enum Kind: String, Sendable, CaseIterable {
    /// The command line or an input file cannot be used as it is.
    case usage
    /// The request was understood, and the rules forbid it; nothing changed.
    case refused
    /// The connection or the disk failed during COMMIT: the change may or may not have happened.
    case unknownOutcome = "unknown_outcome"
    /// The store cannot be opened, is busy for too long, or is full; nothing changed.
    case storeUnavailable = "store_unavailable"
    /// A promise of the program itself is broken.
    case `internal`
    /// The person stopped the command.
    case interrupted
  }

  public let kind: Kind
  /// A stable English identifier for scripts and tests, such as `store_newer`.
  public let code: String
  public let message: Message
  /// The file, row, column, order or store concerned.
  public let place: String?
  /// What to type or do next.
  public let next: Message?

  public init(_ kind: Kind, code: String, _ message: Message, place: String? = nil, next: Message? = nil) {
    self.kind = kind
    self.code = code
    self.message = message
    self.place = place
    self.next = next
  }
}
