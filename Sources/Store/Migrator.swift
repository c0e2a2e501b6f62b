import Crypto
import Vocabulary

/// The numbered files of migrations/, built into the program. `0003_orders.sql` serves both engines,
/// `0002_operations.sqlite.sql` and `0002_operations.postgres.sql` one each. A landed file is never edited.
struct Migration: Sendable {
  let version: Int64
  let name: String
  let text: String

  /// SHA-256 of the text, kept in the store so that an edited migration is noticed.
  var digest: String { SHA256.hash(data: Array(text.utf8)).hexadecimal }

  /// All migrations for one engine, in order.
  static func all(for engine: Engine) -> [Migration] {
    EmbeddedFiles.all.compactMap { path, text in
      let parts = path.split(separator: ".")
      guard parts.last == "sql", parts.count == 2 || parts[1] == engine.rawValue,
        let version = Int64(parts[0].prefix(while: { $0 != "_" }))
      else { return nil }
      return Migration(version: version, name: String(parts[0]), text: text)
    }
    .sorted { $0.version < $1.version }
  }
}

/// Brings a store to the newest version.
enum Migrator {
  /// Applies what is missing, inside the caller's transaction. `newest` stops earlier, for tests of an upgrade.
  static func migrate(_ session: any Session, to newest: Int64 = .max) throws {
    try session.script(
      """
      CREATE TABLE IF NOT EXISTS schema_migration (
        version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL)
      """)
    let present = try version(session)
    for migration in Migration.all(for: session.engine) where migration.version > present && migration.version <= newest
    {
      try session.script(migration.text)
      try session.run(
        "INSERT INTO schema_migration (version, name, digest) VALUES ($1, $2, $3)",
        [.integer(migration.version), .text(migration.name), .text(migration.digest)])
    }
  }

  static func version(_ session: any Session) throws -> Int64 {
    try session.count("SELECT MAX(version) FROM schema_migration")
  }

  static func newest(for engine: Engine) -> Int64 {
    Migration.all(for: engine).last?.version ?? 0
  }

  /// The names of migrations whose text in the program is not the one that made this store.
  static func edited(_ session: any Session) throws -> [String] {
    let applied = try session.all("SELECT version, digest FROM schema_migration") {
      (version: try $0.integer(0), digest: try $0.text(1))
    }
    return Migration.all(for: session.engine)
      .filter { migration in applied.contains { $0.version == migration.version && $0.digest != migration.digest } }
      .map(\.name)
  }
}
