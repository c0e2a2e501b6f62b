import Dispatch

extension Store {
  /// Answers a question while a long count goes on beside it, both on one and the same picture of the store.
  ///
  /// `body` gets what was counted by calling its second parameter, and should do so late. Where there is no second
  /// connection, or somebody wrote between the two beginnings, the count is made on the first one when it is asked for.
  public func read<Count: Sendable, Answer>(
    beside count: @escaping @Sendable (any Session) throws -> Count,
    _ body: (any Session, () throws -> Count) throws -> Answer
  ) throws -> Answer {
    try read { session in
      guard let second = database.second else { return try body(session) { try count(session) } }
      // Every change moves the log's head: where it is the same, so is everything else.
      let head = try OperationLog.head(session)
      let neighbour = Neighbour<Count>()
      neighbour.start {
        try second().read { try OperationLog.head($0) == head ? count($0) : nil }
      }
      // Its connection is not to outlive the answer, whatever becomes of that.
      defer { neighbour.wait() }
      return try body(session) { try neighbour.found() ?? count(session) }
    }
  }
}

/// Work on a thread of its own, for which one other thread waits.
private final class Neighbour<Found: Sendable>: @unchecked Sendable {  // `result` is read only behind `group`.
  private let group = DispatchGroup()
  private var result: Result<Found?, any Error> = .success(nil)

  func start(_ work: @escaping @Sendable () throws -> Found?) {
    DispatchQueue.global().async(group: group) { self.result = Result(catching: work) }
  }

  func wait() { group.wait() }

  /// nil where it saw another picture of the store.
  func found() throws -> Found? {
    wait()
    return try result.get()
  }
}
