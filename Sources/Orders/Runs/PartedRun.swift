public import Store
public import Vocabulary

/// A bulk change as a row of small operations, so that nobody waits long for the store: `RUN`, `RUN/1`, `RUN/2` …
///
/// A part's stored answer says where it ended and the next one begins there, so a run that was killed goes on under
/// the same name: the parts that are done answer from the log, and the first that is not does its work.
public struct PartedRun {
  public let store: Store
  public let id: OperationID
  public let verb: String
  public let actor: Actor
  /// What was asked for; every part carries it.
  public let arguments: Operation.Arguments
  public let now: () -> Instant

  public init(
    store: Store, id: OperationID, verb: String, actor: Actor, arguments: Operation.Arguments,
    now: @escaping () -> Instant
  ) {
    self.store = store
    self.id = id
    self.verb = verb
    self.actor = actor
    self.arguments = arguments
    self.now = now
  }

  /// The same kind of run under another name: one that somebody else left unfinished.
  func named(_ id: OperationID) -> PartedRun {
    PartedRun(store: store, id: id, verb: verb, actor: actor, arguments: arguments, now: now)
  }

  /// Makes one part, or returns its stored answer; `nil` is the run's own operation, the first.
  @discardableResult
  public func perform<Result: Codable & Sendable>(
    _ part: String?, _ body: (Change) throws -> Result
  ) throws -> Receipt<Result> {
    var arguments = arguments
    arguments.add("part", part ?? "")
    return try store.perform(
      Operation(
        id: part.map(id.part) ?? id, verb: verb, actor: actor, at: now(), arguments: arguments), body)
  }

  /// The parts `1`, `2` … that were made before, in their order.
  func storedParts<Result: Codable & Sendable>(as type: Result.Type) throws -> [Receipt<Result>] {
    var parts: [Receipt<Result>] = []
    while let part = try stored(String(parts.count + 1), as: type) { parts.append(part) }
    return parts
  }

  private struct NotMade: Error {}

  /// The answer of a part that was made before, or nil; changes nothing.
  func stored<Result: Codable & Sendable>(_ part: String?, as type: Result.Type) throws -> Receipt<Result>? {
    do {
      return try perform(part) { _ -> Result in throw NotMade() }
    } catch is NotMade {
      return nil
    }
  }
}
