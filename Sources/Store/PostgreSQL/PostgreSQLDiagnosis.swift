import Vocabulary

extension PostgreSQLDatabase {
  /// What the server tells of its health.
  func diagnose() throws -> [Diagnosis] {
    let version = try read {
      try $0.first("SELECT current_setting('server_version')") { try $0.text(0) }
    }
    let durable = try read {
      try $0.first("SELECT current_setting('fsync') || '/' || current_setting('synchronous_commit')") { try $0.text(0) }
    }
    let (collation, encoding) = try collation()
    return [
      Diagnosis("engine", Message(zh: "PostgreSQL \(version ?? "?")", en: "PostgreSQL \(version ?? "?")")),
      Diagnosis(
        "durability", isGood: durable?.hasPrefix("on/") == true && durable != "on/off",
        Message(
          zh: "fsync/synchronous_commit：\(durable ?? "?")", en: "fsync/synchronous_commit: \(durable ?? "?")")),
      Diagnosis(
        "collation", isGood: Self.sortsLikeSQLite(collation: collation, encoding: encoding),
        Message(zh: "排序规则 \(collation)，编码 \(encoding)", en: "collation \(collation), encoding \(encoding)")),
    ]
  }
}
