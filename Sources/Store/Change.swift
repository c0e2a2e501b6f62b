/// Something that happened in a room and that other rooms may have to follow: each room has its own type of facts.
public protocol Fact: Sendable {}

/// Runs what follows a fact, in the same transaction. It throws for a fact it does not know: a consequence that
/// nobody handles must not be lost.
public typealias FactHandler = (any Fact, Change) throws -> Void

/// A change in progress: its transaction, and the operation that it belongs to.
public final class Change {
  public let session: any Session
  public let operation: Operation
  private let follow: FactHandler

  init(session: any Session, operation: Operation, follow: @escaping FactHandler) {
    self.session = session
    self.operation = operation
    self.follow = follow
  }

  /// Tells the other rooms, which act before this returns and may refuse the whole change.
  public func announce(_ fact: any Fact) throws {
    try follow(fact, self)
  }

  /// Wakes whoever waits for news on this store, once this change is committed.
  public func tellWatchers() throws {
    // Differs because SQLite's watchers see every commit by themselves.
    try session.rows(SQL(sqlite: "SELECT 1", postgres: "SELECT pg_notify('peakday_news', '')"), []) { _ in }
  }

  /// Until this change has ended nobody else is between these doors: for decisions that read rows which another change
  /// is about to write. To be called before the first look at them.
  public func enterAlone(_ door: String) throws {
    // Differs because SQLite has one writer at a time anyway.
    try session.rows(
      SQL(
        sqlite: "SELECT 1 WHERE $1 <> ''",
        postgres: "SELECT pg_advisory_xact_lock(hashtextextended(CAST($1 AS TEXT), 0))"), [.text(door)]
    ) { _ in }
  }
}
