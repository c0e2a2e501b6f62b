import Vocabulary

/// A connection to one store, used by one thread at a time. Both engines keep the same contract: StoreTests run one
/// conformance suite on each.
public protocol Database: AnyObject {
  var engine: Engine { get }

  /// Runs `body` on one consistent picture of the store. Never writes, and never waits for a writer.
  func read<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer

  /// Runs `body` in one transaction and returns after COMMIT returned OK.
  ///
  /// Throws `StoreError.unknownOutcome` when the connection or the disk failed during COMMIT. After every other error,
  /// the body's own included, nothing of the transaction remains.
  func write<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer

  /// Bulk work calls this between its parts: where writers stand in one line, those who wait get most of the time.
  func giveWay()

  /// Opens a second connection on which a long question can be answered beside the first, on a thread of its own; nil
  /// where the engine shares such work out by itself.
  var second: (@Sendable () throws -> any Database)? { get }
}

extension Database {
  public var second: (@Sendable () throws -> any Database)? { nil }
}

/// A connection that can wait until somebody changed something.
public protocol NewsDesk: AnyObject {
  /// From now on news are kept for `awaitNews`; to be called before the first look at what there is.
  func startListening() throws

  /// Waits until there may be something new, at most so long. PostgreSQL tells of changes that called `tellWatchers`,
  /// SQLite of every one: whoever is told has to look.
  ///
  /// - Returns: false when the time has passed.
  func awaitNews(milliseconds: Int32) throws -> Bool
}

/// A transaction in progress; valid only inside the closure that receives it.
public protocol Session {
  var engine: Engine { get }

  /// Runs a statement and returns how many rows it changed.
  @discardableResult
  func run(_ sql: SQL, _ values: [Value]) throws -> Int

  /// Runs a statement and hands over its rows in order. Long answers are read in pages: PostgreSQL sends all of an
  /// answer before the first row is seen.
  func rows(_ sql: SQL, _ values: [Value], each: (any Row) throws -> Void) throws

  /// Runs a migration: several statements without values.
  func script(_ text: String) throws
}

extension Session {
  @discardableResult
  public func run(_ sql: SQL) throws -> Int { try run(sql, []) }

  /// All rows of a short answer.
  public func all<Element>(_ sql: SQL, _ values: [Value] = [], _ make: (any Row) throws -> Element) throws -> [Element]
  {
    var elements: [Element] = []
    try rows(sql, values) { elements.append(try make($0)) }
    return elements
  }

  /// The first row of an answer, or nil when it is empty.
  public func first<Element>(_ sql: SQL, _ values: [Value] = [], _ make: (any Row) throws -> Element) throws -> Element?
  {
    var element: Element?
    try rows(sql, values) { if element == nil { element = try make($0) } }
    return element
  }

  /// A single number, such as a count; 0 for NULL or no row.
  public func count(_ sql: SQL, _ values: [Value] = []) throws -> Int64 {
    try first(sql, values) { try $0.optionalInteger(0) ?? 0 } ?? 0
  }
}
