import CSQLite
import Glibc
import Vocabulary

/// A prepared statement. `$1 …` are bound by name, because SQLite numbers them by their first appearance.
final class SQLiteStatement {
  private let handle: OpaquePointer
  /// The position of `$1`, `$2` … in SQLite's own numbering; 0 where the text does not use it.
  private let positions: [Int32]

  init(_ connection: OpaquePointer, _ text: StaticString) throws {
    var prepared: OpaquePointer?
    let code = text.withUTF8Buffer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_prepare_v3(
          connection, $0.baseAddress, Int32($0.count), UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
      }
    }
    guard code == SQLITE_OK, let prepared else {
      throw StoreError.engine("\(String(cString: sqlite3_errmsg(connection))) in: \(text)")
    }
    handle = prepared
    let count = Int(sqlite3_bind_parameter_count(prepared))
    positions = (0..<count).map { sqlite3_bind_parameter_index(prepared, "$\($0 + 1)") }
  }

  deinit { sqlite3_finalize(handle) }

  /// Whether it is in the middle of its rows: binding it again would go wrong without a word.
  var isRunning: Bool { sqlite3_stmt_busy(handle) != 0 }

  /// Whether it cannot change the file.
  var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

  /// Binds the values, runs the statement to its end and leaves it ready for the next time.
  func run(_ values: [Value], connection: OpaquePointer, each: ((any Row) throws -> Void)?) throws {
    defer {
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
    }
    try bind(values)
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW: try each?(SQLiteRow(statement: handle))
      case SQLITE_DONE: return
      default:
        throw StoreError.sqlite(sqlite3_extended_errcode(connection), String(cString: sqlite3_errmsg(connection)))
      }
    }
  }

  private func bind(_ values: [Value]) throws {
    guard values.count == positions.count, !positions.contains(0) else {
      throw StoreError.engine("the statement has \(positions.count) parameters, \(values.count) values were given")
    }
    for (index, value) in values.enumerated() {
      let position = positions[index]
      switch value {
      case .null: sqlite3_bind_null(handle, position)
      case .integer(let number): sqlite3_bind_int64(handle, position, number)
      case .text(var text):
        try text.withUTF8 { bytes in
          if let start = bytes.baseAddress, memchr(start, 0, bytes.count) != nil { throw Failure.nulByte }
          _ = bytes.withMemoryRebound(to: CChar.self) {
            // An empty buffer may have no address, and SQLite would bind NULL for it.
            if let start = $0.baseAddress {
              peakday_sqlite_bind_text(handle, position, start, Int32($0.count))
            } else {
              peakday_sqlite_bind_text(handle, position, "", 0)
            }
          }
        }
      }
    }
  }
}

struct SQLiteRow: Row {
  let statement: OpaquePointer

  func optionalInteger(_ column: Int) throws -> Int64? {
    switch sqlite3_column_type(statement, Int32(column)) {
    case SQLITE_NULL: return nil
    case SQLITE_INTEGER: return sqlite3_column_int64(statement, Int32(column))
    default: throw StoreError.engine("column \(column) is not an integer")
    }
  }

  func integer(_ column: Int) throws -> Int64 {
    guard let number = try optionalInteger(column) else { throw StoreError.engine("column \(column) is NULL") }
    return number
  }

  func optionalText(_ column: Int) throws -> String? {
    guard sqlite3_column_type(statement, Int32(column)) != SQLITE_NULL,
      let bytes = sqlite3_column_text(statement, Int32(column))
    else { return nil }
    let count = Int(sqlite3_column_bytes(statement, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  func text(_ column: Int) throws -> String {
    guard let text = try optionalText(column) else { throw StoreError.engine("column \(column) is NULL") }
    return text
  }
}

extension String {
  /// PostgreSQL cannot keep a NUL byte, and C code would cut the text there; so no engine takes one.
  func refuseNUL() throws {
    if utf8.contains(0) { throw Failure.nulByte }
  }
}

extension Failure {
  fileprivate static let nulByte = Failure(
    .usage, code: "nul_byte", Message(zh: "文字中含有 NUL 字节", en: "the text contains a NUL byte"),
    next: Message(zh: "删去该字节后重试", en: "remove that byte and try again"))
}
