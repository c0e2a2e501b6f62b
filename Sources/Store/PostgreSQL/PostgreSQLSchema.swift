import Vocabulary

/// Looks at a PostgreSQL database before it is trusted.
extension PostgreSQLDatabase {
  /// The version of the store's schema, or nil where there is none.
  func schemaVersion() throws -> Int64? {
    try read { session in
      let present = try session.count(
        "SELECT CASE WHEN to_regclass('peakday.schema_migration') IS NULL THEN 0 ELSE 1 END")
      return present == 1 ? try Migrator.version(session) : nil
    }
  }

  func createSchema() throws {
    try write { session in
      try Self.lockSchema(session)
      try session.script("CREATE SCHEMA IF NOT EXISTS peakday")
    }
  }

  /// Waits until no other `create` is at work: IF NOT EXISTS does not keep two of them apart.
  static func lockSchema(_ session: any Session) throws {
    try session.rows("SELECT pg_advisory_xact_lock($1)", [.integer(0x504B_4459)]) { _ in }
  }

  /// The database's collation and encoding; both engines must sort text alike.
  func collation() throws -> (collation: String, encoding: String) {
    try read { session in
      // ICU sorts by rules of its own, whatever datcollate says; the column exists since PostgreSQL 15.
      try session.first(
        """
        SELECT CASE WHEN to_jsonb(d) ->> 'datlocprovider' = 'i' THEN 'ICU' ELSE datcollate END,
          pg_encoding_to_char(encoding)
        FROM pg_database d WHERE datname = current_database()
        """
      ) { (try $0.text(0), try $0.text(1)) } ?? ("", "")
    }
  }

  static func sortsLikeSQLite(collation: String, encoding: String) -> Bool {
    ["C", "POSIX", "C.UTF-8", "C.utf8"].contains(collation) && encoding == "UTF8"
  }

  func refuseForeignCollation() throws {
    let (collation, encoding) = try collation()
    guard Self.sortsLikeSQLite(collation: collation, encoding: encoding) else {
      throw Failure(
        .storeUnavailable, code: "store_collation",
        Message(
          zh: "数据库的排序规则是 \(collation)、编码是 \(encoding)，需要 C 与 UTF8",
          en: "the database has collation \(collation) and encoding \(encoding); C and UTF8 are needed"),
        next: Message(
          zh: "新建：createdb --template=template0 --encoding=UTF8 --locale=C 库名",
          en: "make one: createdb --template=template0 --encoding=UTF8 --locale=C NAME"))
    }
  }
}
