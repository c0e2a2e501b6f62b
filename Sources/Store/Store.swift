import FoundationEssentials
import Glibc
public import Vocabulary

/// A store that has been opened and checked: the one place through which the product reads and changes anything.
///
/// Made by `Store.open` and `Store.create`. Used by one thread at a time.
public final class Store {
  /// What was decided when the store was made.
  public struct Settings: Sendable, Equatable {
    public let id: String
    /// A rehearsal store accepts `--now`; a real one has only the clock.
    public let isRehearsal: Bool
    let digestKey: String

    /// A secret of this store for one use, from which neither its key nor the secret of another use can be found.
    public func secret(for use: String) -> String {
      var arguments: Operation.Arguments = [:]
      arguments.add("secret", use)
      return arguments.digest(key: digestKey)
    }
  }

  /// How often a transaction that PostgreSQL rolled back for a conflict is run again.
  private static let attempts = 10

  public let database: any Database
  public let settings: Settings
  private let follow: FactHandler
  private let encoder = JSONEncoder.canonical

  init(database: any Database, settings: Settings, follow: @escaping FactHandler) {
    self.database = database
    self.settings = settings
    self.follow = follow
  }

  /// The same store through another connection object: the race tests put a broken one in front of the real one.
  package init(_ store: Store, through wrap: (any Database) -> any Database) {
    database = wrap(store.database)
    settings = store.settings
    follow = store.follow
  }

  /// Answers a question on one consistent picture of the store; never writes.
  public func read<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer {
    do {
      return try database.read(body)
    } catch let error as StoreError {
      throw error.failure()
    }
  }

  /// From now on `awaitNews` tells of changes; call it before the first look.
  public func startListening() throws {
    do { try (database as? any NewsDesk)?.startListening() } catch let error as StoreError { throw error.failure() }
  }

  /// Waits until there may be something new, at most so long; see `NewsDesk`.
  public func awaitNews(milliseconds: Int32) throws -> Bool {
    do {
      return try (database as? any NewsDesk)?.awaitNews(milliseconds: milliseconds) ?? false
    } catch let error as StoreError {
      throw error.failure()
    }
  }

  /// Makes one change: `body` and the row that records it commit together or not at all.
  ///
  /// The same operation id again gives the stored result without running `body`; with other arguments, or after
  /// `settle` has declared it never to happen, it is refused. A `Failure` thrown by `body` leaves nothing behind, not
  /// even the record. The receipt exists only after COMMIT returned OK.
  public func perform<Result: Codable & Sendable>(
    _ operation: Operation, _ body: (Change) throws -> Result
  ) throws -> Receipt<Result> {
    let digest = operation.arguments.digest(key: settings.digestKey)
    do {
      return try retrying {
        do {
          return try database.write { session in
            if let stored = try OperationLog.find(operation.id, session) {
              return try self.replay(stored, operation, digest, session)
            }
            let result = try body(Change(session: session, operation: operation, follow: follow))
            let text = String(decoding: try encoder.encode(result), as: UTF8.self)
            guard
              let head = try OperationLog.insert(operation, digest: digest, state: "done", result: text, session)
            else { throw Overtaken() }
            return Receipt(operation: operation.id, head: head, isReplay: false, result: result)
          }
        } catch is Overtaken {
          guard let receipt: Receipt<Result> = try replayIfStored(operation, digest) else {
            throw StoreError.retry("overtaken")
          }
          return receipt
        } catch  where Self.mayBeOvertaken(error, database.engine) {
          if let receipt: Receipt<Result> = try replayIfStored(operation, digest) { return receipt }
          throw error
        }
      }
    } catch let error as StoreError {
      throw error.failure(operation: operation.id)
    }
  }

  /// Thrown inside a transaction to roll it back: the same id was committed by somebody else in the meantime.
  private struct Overtaken: Error {}

  /// Whether a body may have failed only because the same operation was committed beside it: it then met its own
  /// effects. SQLite has one writer at a time, so there the id is looked up after the other commit.
  private static func mayBeOvertaken(_ error: any Error, _ engine: Engine) -> Bool {
    guard engine == .postgres else { return false }
    switch error {
    case StoreError.unknownOutcome, StoreError.unavailable, StoreError.retry: return false
    default: return true
    }
  }

  private func replayIfStored<Result: Codable & Sendable>(
    _ operation: Operation, _ digest: String
  ) throws -> Receipt<Result>? {
    try database.read { session in
      try OperationLog.find(operation.id, session).map { try self.replay($0, operation, digest, session) }
    }
  }

  private func replay<Result: Codable & Sendable>(
    _ stored: OperationLog.Stored, _ operation: Operation, _ digest: String, _ session: any Session
  ) throws -> Receipt<Result> {
    guard stored.state == "done" else {
      throw Failure(
        .refused, code: "operation_settled",
        Message(zh: "这个操作已被判定为从未发生", en: "this operation was settled: it never happened and never will"),
        place: operation.id.text,
        next: Message(zh: "去掉 --operation 重新执行", en: "run the command again without --operation"))
    }
    guard stored.argumentsDigest == digest else {
      throw Failure(
        .refused, code: "operation_reused",
        Message(zh: "这个操作号已用于另一条命令", en: "this operation id was used before with other arguments"),
        place: operation.id.text,
        next: Message(zh: "换一个操作号，或去掉 --operation", en: "choose another id, or leave out --operation"))
    }
    let result = try JSONDecoder().decode(Result.self, from: Data(stored.result.utf8))
    return Receipt(operation: operation.id, head: try OperationLog.head(session), isReplay: true, result: result)
  }

  private func retrying<Answer>(_ body: () throws -> Answer) throws -> Answer {
    var attempt = 1
    while true {
      do {
        return try body()
      } catch StoreError.retry(_) where attempt < Self.attempts {
        attempt += 1
        usleep(UInt32(attempt) * 2_000)
      }
    }
  }

  /// Finds out what became of an operation whose outcome is unknown, for good: sets a tombstone under its id, which
  /// waits for a commit still in flight and keeps a lost one from ever happening.
  public func settle(_ id: OperationID, actor: Actor, now: Instant) throws -> Settlement {
    let tombstone = Operation(id: id, verb: "operation settle", actor: actor, at: now, arguments: [:])
    do {
      return try retrying {
        let settled = try database.write { session in
          try OperationLog.insert(tombstone, digest: "", state: "never", result: "{}", session) != nil
        }
        if settled { return .never }
        return try read { session in
          guard let stored = try OperationLog.find(id, session) else { throw StoreError.retry("settle") }
          return stored.state == "done" ? .done(result: stored.result) : .never
        }
      }
    } catch let error as StoreError {
      throw error.failure(operation: id)
    }
  }
}

/// What `settle` found.
public enum Settlement: Sendable, Equatable {
  /// It had happened; `result` is its stored answer as JSON.
  case done(result: String)
  /// It has not happened, and now never will.
  case never
}

/// The proof of a change: it exists only after COMMIT returned OK.
public struct Receipt<Result: Codable & Sendable>: Sendable {
  public let operation: OperationID
  /// The log's end as this change saw it. On PostgreSQL the change itself joins the chain a moment later.
  public let head: LogHead
  /// Whether the change had been made before, under the same id.
  public let isReplay: Bool
  public let result: Result
}

extension JSONEncoder {
  /// Sorted keys: the same value always gives the same text, which the log's chain covers.
  static var canonical: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
