import CSQLite
import Glibc
import Vocabulary

/// A store in one SQLite file, in WAL mode, shared by all processes of one machine.
public final class SQLiteDatabase: Database, NewsDesk {
  /// How a connection behaves. The defaults are the product's; tests and the benchmark's reference change them.
  public struct Settings {
    /// `FULL` syncs the write-ahead log before COMMIT returns.
    package var synchronous: StaticString = "PRAGMA synchronous=FULL"
    /// Whether writers stand in line at the turnstile; without it they rely on `busyMilliseconds` alone.
    package var usesTurnstile = true
    /// How long a writer waits in line, in milliseconds.
    public var patienceMilliseconds: Int64 = 20_000
    /// How long SQLite itself waits for locks that we do not order: a reader's recovery, an analyst's shell.
    package var busyMilliseconds: Int32 = 5_000
    /// The write-ahead log is copied into the file when it has grown beyond this many pages (1 MB). Nobody keeps the
    /// store open, so the next process to come has to read what is left of the log first: 4 MB cost it 3 ms.
    package var checkpointPages: Int32 = 256
    /// Called between the statements of a write transaction; tests inject delays here.
    package var pause: (() -> Void)?

    public init() {}
  }

  /// Marks the file as ours in its header: "PKDY".
  static let applicationID: Int64 = 0x504B_4459

  /// Done once, before the first connection of the process.
  private static let isConfigured = peakday_sqlite_drop_memory_counters() == SQLITE_OK

  public let engine = Engine.sqlite
  private let path: String
  private let connection: OpaquePointer
  private let turnstile: Turnstile?
  private let settings: Settings
  /// Statements by the address of their text: a static string never moves.
  private var statements: [UnsafePointer<UInt8>: SQLiteStatement] = [:]
  /// The number of the last commit of somebody else that `awaitNews` told of.
  private var seenCommit: Int64?
  /// Pages in the write-ahead log after the last commit, told by SQLite's hook.
  private let logPages: UnsafeMutablePointer<Int32>

  /// Opens the file at `path`; `creating` also makes an empty one. Does not look at what is inside.
  public init(path: String, creating: Bool = false, settings: Settings = Settings()) throws {
    self.settings = settings
    self.path = path
    _ = Self.isConfigured
    try FileSystem.refuseNetwork(folder: FileSystem.folder(of: path))
    turnstile =
      settings.usesTurnstile ? Turnstile(beside: path, patienceMilliseconds: settings.patienceMilliseconds) : nil
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (creating ? SQLITE_OPEN_CREATE : 0)
    let code = sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(opened)
      throw StoreError.sqlite(code, "\(path): \(message)")
    }
    connection = opened
    logPages = .allocate(capacity: 1)
    logPages.initialize(to: 0)
    try configure()
  }

  deinit {
    statements.removeAll()
    sqlite3_close_v2(connection)
    logPages.deallocate()
  }

  private func configure() throws {
    sqlite3_extended_result_codes(connection, 1)
    sqlite3_busy_timeout(connection, settings.busyMilliseconds)
    if settings.usesTurnstile {
      // Neither SQLite's own checkpoints nor the one at the last close would run under the turnstile.
      guard peakday_sqlite_configure(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1) == SQLITE_OK else {
        throw lastError()
      }
      sqlite3_wal_hook(
        connection,
        { pages, _, _, count in
          pages?.assumingMemoryBound(to: Int32.self).pointee = count
          return SQLITE_OK
        }, logPages)
    }
    try execute(settings.synchronous)
    try execute("PRAGMA foreign_keys=ON")
    try execute("PRAGMA mmap_size=0")
    // A part of an import changes some 4,000 pages: with SQLite's 500 each would be written to the log several times.
    try execute("PRAGMA cache_size=-16384")
    try execute("PRAGMA temp_store=MEMORY")
  }

  public func read<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer {
    try execute("BEGIN")
    defer { sqlite3_exec(connection, "ROLLBACK", nil, nil, nil) }
    return try body(SQLiteSession(database: self, isReadOnly: true, pause: nil))
  }

  public func write<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer {
    try turnstile?.enter()
    defer { turnstile?.leave() }
    try execute("BEGIN IMMEDIATE")
    let answer: Answer
    do {
      answer = try body(SQLiteSession(database: self, isReadOnly: false, pause: settings.pause))
    } catch {
      sqlite3_exec(connection, "ROLLBACK", nil, nil, nil)
      throw error
    }
    try commit()
    if logPages.pointee > settings.checkpointPages { checkpoint() }
    return answer
  }

  public var second: (@Sendable () throws -> any Database)? {
    { [path] in try SQLiteDatabase(path: path) }
  }

  /// If somebody waits, lets the line move on for five times as long as the last write took, 0.2 s at most: an import
  /// beside 32 gates takes a sixth of the store's time, and all of it when they are idle.
  public func giveWay() {
    guard let turnstile, turnstile.somebodyWaits() else { return }
    usleep(UInt32(min(200, 5 * turnstile.lastHeldMilliseconds)) * 1_000)
  }

  private func commit() throws {
    let code = sqlite3_exec(connection, "COMMIT", nil, nil, nil)
    guard code == SQLITE_OK else {
      let error = StoreError.sqliteCommit(
        sqlite3_extended_errcode(connection), String(cString: sqlite3_errmsg(connection)))
      if sqlite3_get_autocommit(connection) == 0 { sqlite3_exec(connection, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }

  /// Copies the write-ahead log into the file, as far as readers allow. A failure here harms nothing: the commit is
  /// safe in the log, and the next writer tries again.
  private func checkpoint() {
    guard turnstile != nil else { return }
    sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
  }

  fileprivate func statement(_ sql: SQL) throws -> SQLiteStatement {
    let known = statements[sql.sqlite.utf8Start]
    if let known, !known.isRunning { return known }
    let made = try SQLiteStatement(connection, sql.sqlite)
    if known == nil { statements[sql.sqlite.utf8Start] = made }
    return made
  }

  /// Returns how many rows it changed. A write in a read would run outside the turnstile, so it is refused.
  @discardableResult
  fileprivate func run(
    _ sql: SQL, _ values: [Value], isReadOnly: Bool, each: ((any Row) throws -> Void)?
  ) throws -> Int {
    let statement = try statement(sql)
    if isReadOnly, !statement.isReadOnly { throw StoreError.engine("a read does not write: \(sql.sqlite)") }
    let before = sqlite3_total_changes64(connection)
    try statement.run(values, connection: connection, each: each)
    // What is no INSERT, UPDATE or DELETE leaves the number of the last one standing.
    return sqlite3_total_changes64(connection) == before ? 0 : Int(sqlite3_changes64(connection))
  }

  fileprivate func execute(script: String) throws {
    guard sqlite3_exec(connection, script, nil, nil, nil) == SQLITE_OK else { throw lastError() }
  }

  private func execute(_ text: StaticString) throws {
    try execute(script: text.description)
  }

  private func lastError() -> StoreError {
    StoreError.sqlite(sqlite3_extended_errcode(connection), String(cString: sqlite3_errmsg(connection)))
  }

  /// How the file keeps its changes; `wal` in a store of ours.
  func journalMode() throws -> String {
    var mode = ""
    try statement("PRAGMA journal_mode").run([], connection: connection) { mode = try $0.text(0) }
    return mode
  }

  /// A number of the file's header or of the connection, outside any transaction.
  func pragma(_ text: SQL) throws -> Int64 {
    var number: Int64 = 0
    try run(text, [], isReadOnly: true) { number = try $0.optionalInteger(0) ?? 0 }
    return number
  }

  public func startListening() throws {
    seenCommit = try pragma("PRAGMA data_version")
  }

  /// Looks at SQLite's commit counter, in shared memory, five times a second: it tells of every commit but the
  /// connection's own. Never more often, so that fifty who wait beside busy gates cost next to nothing.
  public func awaitNews(milliseconds: Int32) throws -> Bool {
    var left = milliseconds
    repeat {
      let step = min(left, 200)
      usleep(UInt32(max(0, step)) * 1_000)
      left -= step
      let commit = try pragma("PRAGMA data_version")
      if commit != seenCommit {
        seenCommit = commit
        return true
      }
    } while left > 0
    return false
  }

  /// Turns a new, empty file into one with a write-ahead log; that is remembered in the file.
  func useWriteAheadLog() throws {
    try turnstile?.enter()
    defer { turnstile?.leave() }
    try execute("PRAGMA journal_mode=WAL")
  }
}

private struct SQLiteSession: Session {
  let database: SQLiteDatabase
  let isReadOnly: Bool
  let pause: (() -> Void)?
  var engine: Engine { .sqlite }

  func run(_ sql: SQL, _ values: [Value]) throws -> Int {
    let changes = try database.run(sql, values, isReadOnly: isReadOnly, each: nil)
    pause?()
    return changes
  }

  func rows(_ sql: SQL, _ values: [Value], each: (any Row) throws -> Void) throws {
    try withoutActuallyEscaping(each) {
      _ = try database.run(sql, values, isReadOnly: isReadOnly, each: $0)
    }
    pause?()
  }

  func script(_ text: String) throws {
    if isReadOnly { throw StoreError.engine("a read runs no script") }
    try database.execute(script: text)
  }
}
