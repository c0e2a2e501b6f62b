import CPostgreSQL
import Glibc
import Vocabulary

/// A store in the schema `peakday` of a PostgreSQL database, through libpq.
public final class PostgreSQLDatabase: Database, NewsDesk {
  public struct Settings {
    /// Called between the statements of a write transaction; tests inject delays here.
    package var pause: (() -> Void)?

    public init() {}
  }

  public let engine = Engine.postgres
  private let library: LibPQ
  private let connection: LibPQ.Connection
  private let settings: Settings
  /// How often each statement was used, by the address of its text: the second use prepares it.
  private var uses: [UnsafePointer<UInt8>: Int] = [:]
  private let warnings: Warnings

  /// Collects what the server says beside its answers; a warning at COMMIT makes the outcome unknown.
  private final class Warnings {
    let library: LibPQ
    var texts: [String] = []
    init(library: LibPQ) { self.library = library }
  }

  public init(url: String, settings: Settings) throws {
    library = try LibPQ.shared.get()
    self.settings = settings
    // Only a server that takes writes: a standby may be behind, and a gate must not decide from it.
    let parameters = [
      // Before the URL, so that the URL may say otherwise; without it an unreachable server would be waited for minutes.
      // Likewise one that goes silent later.
      ("connect_timeout", "10"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
      ("tcp_user_timeout", "20000"), ("dbname", url), ("target_session_attrs", "read-write"),
      ("client_encoding", "UTF8"),
      ("fallback_application_name", "peakday"),
    ]
    let opened = try Self.connect(library, parameters)
    connection = opened
    warnings = Warnings(library: library)
    guard library.status(opened) == CONNECTION_OK else {
      let message = Self.trimmed(String(cString: library.errorMessage(opened)))
      // libpq quotes what it cannot read of a URL, and that may be the password.
      throw StoreError.unavailable(message.contains("invalid") ? "the postgresql:// URL is malformed" : message)
    }
    _ = library.setNoticeReceiver(
      opened,
      { context, result in
        guard let context else { return }
        let warnings = Unmanaged<Warnings>.fromOpaque(context).takeUnretainedValue()
        let severity = warnings.library.resultField(result, Int32(UInt8(ascii: "V"))).map { String(cString: $0) }
        guard severity == "WARNING" else { return }
        let text = warnings.library.resultField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) }
        warnings.texts.append(text ?? "warning")
      }, Unmanaged.passUnretained(warnings).toOpaque())
    guard library.serverVersion(opened) >= 130_000 else {
      throw StoreError.unavailable("PostgreSQL 13 or newer is needed")
    }
    try script(
      """
      SET search_path = peakday; SET timezone = 'UTC'; SET lock_timeout = '20s';
      SET idle_in_transaction_session_timeout = '60s'; SET default_transaction_isolation = 'read committed'
      """)
  }

  deinit { library.finish(connection) }

  public func read<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer {
    try script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    defer { try? script("ROLLBACK") }
    return try body(PostgreSQLSession(database: self, pause: nil))
  }

  public func write<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer {
    try script("BEGIN")
    let answer: Answer
    do {
      answer = try body(PostgreSQLSession(database: self, pause: settings.pause))
    } catch {
      try? script("ROLLBACK")
      throw error
    }
    try commit()
    return answer
  }

  /// Writers of different rows do not wait for one another here.
  public func giveWay() {}

  public func startListening() throws {
    try script("LISTEN peakday_news")
  }

  /// Waits on the connection's socket: a notification is there within milliseconds of the COMMIT that sent it.
  public func awaitNews(milliseconds: Int32) throws -> Bool {
    // What came in beside the answer to an earlier statement.
    if takeNotifications() { return true }
    var descriptor = pollfd(fd: library.socket(connection), events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, milliseconds) > 0 else { return false }
    guard library.consumeInput(connection) == 1 else { throw StoreError.unavailable(connectionMessage) }
    return takeNotifications()
  }

  private func takeNotifications() -> Bool {
    var found = false
    while let notification = library.notification(connection) {
      found = true
      library.freeMemory(notification)
    }
    return found
  }

  /// Only the answer COMMIT, without a warning, is success. A lost connection, a warning (a cancelled wait for a
  /// standby) or any other error may hide a commit that happened.
  private func commit() throws {
    warnings.texts = []
    let result = library.execute(connection, "COMMIT")
    defer { library.clear(result) }
    guard library.status(connection) == CONNECTION_OK, let result else {
      throw StoreError.unknownOutcome(connectionMessage)
    }
    guard library.resultStatus(result) == PGRES_COMMAND_OK else {
      throw StoreError.postgresCommit(field(result, "C"), field(result, "M"))
    }
    switch String(cString: library.commandStatus(result)) {
    case "COMMIT":
      if let warning = warnings.texts.first { throw StoreError.unknownOutcome(warning) }
    case "ROLLBACK": throw StoreError.engine("the server rolled the transaction back")
    default: throw StoreError.unknownOutcome("unexpected answer to COMMIT")
    }
  }

  func script(_ text: String) throws {
    library.clear(try checked(library.execute(connection, text)))
  }

  fileprivate func run(_ sql: SQL, _ values: [Value], each: ((any Row) throws -> Void)?) throws -> Int {
    let result = try execute(sql.postgres, values)
    defer { library.clear(result) }
    if let each {
      for row in 0..<library.rowCount(result) {
        try each(PostgreSQLRow(library: library, result: result, row: row))
      }
    }
    // A SELECT tells there how many rows it found.
    if String(cString: library.commandStatus(result)).hasPrefix("SELECT") { return 0 }
    return Int(String(cString: library.commandTuples(result))) ?? 0
  }

  private func execute(_ text: StaticString, _ values: [Value]) throws -> LibPQ.Result {
    let query = UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    let used = uses[text.utf8Start, default: 0]
    let result = try withTexts(values) { parameters in
      if used == 0 {
        return try checked(
          library.executeParameters(connection, query, Int32(values.count), nil, parameters, nil, nil, 0))
      }
      let name = "s\(UInt(bitPattern: text.utf8Start))"
      if used == 1 {
        library.clear(try checked(library.prepare(connection, name, query, 0, nil)))
        // From here on it is prepared, whether or not it succeeds with these values.
        uses[text.utf8Start] = 2
      }
      return try checked(library.executePrepared(connection, name, Int32(values.count), parameters, nil, nil, 0))
    }
    if used == 0 { uses[text.utf8Start] = 1 }
    return result
  }

  /// Every value travels as text; the server reads it as the type that the statement gives the parameter.
  private func withTexts<Answer>(_ values: [Value], _ body: (LibPQ.Strings?) throws -> Answer) throws -> Answer {
    var bytes: [CChar] = []
    var starts: [Int?] = []
    for value in values {
      let text: String
      switch value {
      case .null:
        starts.append(nil)
        continue
      case .integer(let number): text = String(number)
      case .text(let given):
        try given.refuseNUL()
        text = given
      }
      starts.append(bytes.count)
      bytes.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
      bytes.append(0)
    }
    return try bytes.withUnsafeBufferPointer { buffer in
      let pointers = starts.map { start in start.flatMap { offset in buffer.baseAddress.map { $0 + offset } } }
      return try pointers.withUnsafeBufferPointer { try body($0.baseAddress) }
    }
  }

  /// The result, which the caller clears; after an error it is cleared here.
  private func checked(_ result: LibPQ.Result?) throws -> LibPQ.Result {
    guard let result else { throw StoreError.unavailable(connectionMessage) }
    switch library.resultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return result
    default:
      let error =
        library.status(connection) == CONNECTION_OK
        ? StoreError.postgres(field(result, "C"), field(result, "M")) : .unavailable(connectionMessage)
      library.clear(result)
      throw error
    }
  }

  private func field(_ result: LibPQ.Result?, _ code: Unicode.Scalar) -> String {
    library.resultField(result, Int32(code.value)).map { String(cString: $0) } ?? ""
  }

  private var connectionMessage: String { Self.trimmed(String(cString: library.errorMessage(connection))) }

  private static func trimmed(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private static func connect(_ library: LibPQ, _ parameters: [(String, String)]) throws -> LibPQ.Connection {
    let keys = parameters.map { Array($0.0.utf8CString) }
    let values = parameters.map { Array($0.1.utf8CString) }
    func pointers(_ texts: [[CChar]], _ body: ([UnsafePointer<CChar>?]) -> LibPQ.Connection?) -> LibPQ.Connection? {
      let flat = Array(texts.joined())
      return flat.withUnsafeBufferPointer { buffer in
        var offset = 0
        var starts: [UnsafePointer<CChar>?] = []
        for text in texts {
          starts.append(buffer.baseAddress.map { $0 + offset })
          offset += text.count
        }
        return body(starts + [nil])
      }
    }
    let opened = pointers(keys) { keys in pointers(values) { values in library.connect(keys, values, 1) } }
    guard let opened else { throw StoreError.unavailable("out of memory") }
    return opened
  }
}

private struct PostgreSQLSession: Session {
  let database: PostgreSQLDatabase
  let pause: (() -> Void)?
  var engine: Engine { .postgres }

  func run(_ sql: SQL, _ values: [Value]) throws -> Int {
    let changes = try database.run(sql, values, each: nil)
    pause?()
    return changes
  }

  func rows(_ sql: SQL, _ values: [Value], each: (any Row) throws -> Void) throws {
    _ = try withoutActuallyEscaping(each) { try database.run(sql, values, each: $0) }
    pause?()
  }

  func script(_ text: String) throws {
    try database.script(text)
  }
}

private struct PostgreSQLRow: Row {
  let library: LibPQ
  let result: LibPQ.Result
  let row: Int32

  func optionalText(_ column: Int) throws -> String? {
    guard library.isNull(result, row, Int32(column)) == 0 else { return nil }
    return String(cString: library.value(result, row, Int32(column)))
  }

  func text(_ column: Int) throws -> String {
    guard let text = try optionalText(column) else { throw StoreError.engine("column \(column) is NULL") }
    return text
  }

  func optionalInteger(_ column: Int) throws -> Int64? {
    guard let text = try optionalText(column) else { return nil }
    guard let number = Int64(text) else { throw StoreError.engine("column \(column) is not an integer") }
    return number
  }

  func integer(_ column: Int) throws -> Int64 {
    guard let number = try optionalInteger(column) else { throw StoreError.engine("column \(column) is NULL") }
    return number
  }
}
