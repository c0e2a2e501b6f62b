import CSQLite
import Vocabulary

extension SQLiteDatabase {
  /// What the file tells of its health.
  func diagnose() throws -> [Diagnosis] {
    let library = String(cString: sqlite3_libversion())
    let mode = try journalMode()
    let check = try read { try $0.first("PRAGMA quick_check(1)") { try $0.text(0) } } ?? ""
    return [
      Diagnosis("engine", Message(zh: "SQLite \(library)", en: "SQLite \(library)")),
      Diagnosis(
        "write_ahead_log", isGood: mode == "wal",
        Message(zh: "日志方式 \(mode)", en: "journal mode \(mode)")),
      Diagnosis(
        "integrity", isGood: check == "ok", Message(zh: "完整性检查：\(check)", en: "integrity check: \(check)")),
    ]
  }
}
