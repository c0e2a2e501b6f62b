import CSQLite
public import Vocabulary

/// One thing that `doctor` looked at.
public struct Diagnosis: Sendable, Codable, Equatable {
  /// A stable English name: `engine`, `schema`, `write_ahead_log` …
  public let check: String
  public let isGood: Bool
  public let zh: String
  public let en: String

  public init(_ check: String, isGood: Bool = true, _ message: Message) {
    self.check = check
    self.isGood = isGood
    zh = message.zh
    en = message.en
  }
}

extension Store {
  /// What the store itself can tell of its health. Writes nothing.
  public func diagnose() throws -> [Diagnosis] {
    let edited = try read { try Migrator.edited($0) }
    let version = try read { try Migrator.version($0) }
    var found = [
      Diagnosis("schema", Message(zh: "表结构版本 \(version)", en: "schema version \(version)")),
      Diagnosis(
        "migrations", isGood: edited.isEmpty,
        edited.isEmpty
          ? Message(zh: "迁移文件与建库时一致", en: "migrations are those that made the store")
          : Message(
            zh: "迁移文件被改过：\(edited.joined(separator: "、"))", en: "edited since: \(edited.joined(separator: ", "))")),
    ]
    switch database {
    case let file as SQLiteDatabase: found += try diagnose(file)
    case let server as PostgreSQLDatabase: found += try diagnose(server)
    default: break
    }
    return found
  }

  private func diagnose(_ file: SQLiteDatabase) throws -> [Diagnosis] {
    let library = String(cString: sqlite3_libversion())
    let mode = try file.journalMode()
    let check = try file.read { try $0.first("PRAGMA quick_check(1)") { try $0.text(0) } } ?? ""
    return [
      Diagnosis("engine", Message(zh: "SQLite \(library)", en: "SQLite \(library)")),
      Diagnosis(
        "write_ahead_log", isGood: mode == "wal",
        Message(zh: "日志方式 \(mode)", en: "journal mode \(mode)")),
      Diagnosis(
        "integrity", isGood: check == "ok", Message(zh: "完整性检查：\(check)", en: "integrity check: \(check)")),
    ]
  }

  private func diagnose(_ server: PostgreSQLDatabase) throws -> [Diagnosis] {
    let version = try server.read {
      try $0.first("SELECT current_setting('server_version')") { try $0.text(0) }
    }
    let durable = try server.read {
      try $0.first("SELECT current_setting('fsync') || '/' || current_setting('synchronous_commit')") { try $0.text(0) }
    }
    let (collation, encoding) = try server.collation()
    return [
      Diagnosis("engine", Message(zh: "PostgreSQL \(version ?? "?")", en: "PostgreSQL \(version ?? "?")")),
      Diagnosis(
        "durability", isGood: durable?.hasPrefix("on/") == true && durable != "on/off",
        Message(
          zh: "fsync/synchronous_commit：\(durable ?? "?")", en: "fsync/synchronous_commit: \(durable ?? "?")")),
      Diagnosis(
        "collation", isGood: PostgreSQLDatabase.sortsLikeSQLite(collation: collation, encoding: encoding),
        Message(zh: "排序规则 \(collation)，编码 \(encoding)", en: "collation \(collation), encoding \(encoding)")),
    ]
  }
}
