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
    case let file as SQLiteDatabase: found += try file.diagnose()
    case let server as PostgreSQLDatabase: found += try server.diagnose()
    default: break
    }
    return found
  }
}
