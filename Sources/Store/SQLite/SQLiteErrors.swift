import CSQLite

extension StoreError {
  /// Translates a result code of SQLite. `message` comes from `sqlite3_errmsg`, which never contains bound values.
  static func sqlite(_ code: Int32, _ message: String) -> StoreError {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_FULL: .full
    case SQLITE_CONSTRAINT: .constraint(message)
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_PERM:
      .unavailable("\(message) (SQLite \(code))")
    default: .engine("\(message) (SQLite \(code))")
    }
  }

  /// Whether SQLite found that the file is none of its own.
  var isNotADatabase: Bool {
    if case .unavailable(let detail) = self { detail.hasSuffix("(SQLite \(SQLITE_NOTADB))") } else { false }
  }

  /// Translates a failed COMMIT: an I/O error may have come after the frames reached the disk.
  static func sqliteCommit(_ code: Int32, _ message: String) -> StoreError {
    code & 0xFF == SQLITE_IOERR ? .unknownOutcome("\(message) (SQLite \(code))") : sqlite(code, message)
  }
}
