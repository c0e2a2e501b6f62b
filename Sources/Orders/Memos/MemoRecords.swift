import PersonalData
import Playbooks
import Store
public import Vocabulary

/// The SQL of memo_version.
enum MemoRecords {
  /// Where a memo's text was read.
  enum Source: String {
    /// The platform's memo, as an export showed it.
    case `import`
    /// Typed into PeakDay.
    case person
  }

  static func nextNumber(_ key: OrderKey, _ session: any Session) throws -> Int64 {
    try session.count(
      "SELECT MAX(number) FROM memo_version WHERE shop = $1 AND order_id = $2", [.text(key.shop), .text(key.id)]) + 1
  }

  static func insert(
    _ key: OrderKey, number: Int64, text: String, seenAt: Instant, source: Source, _ classified: Classification,
    _ change: Change
  ) throws {
    try change.session.run(
      """
      INSERT INTO memo_version (shop, order_id, number, text, seen_at, source, verdict, rule, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """,
      [
        .text(key.shop), .text(key.id), .integer(number), .text(text), .integer(seenAt.milliseconds),
        .text(source.rawValue), .text(classified.verdict.rawValue), .text(classified.rule ?? ""),
        .text(change.operation.id.text),
      ])
  }

  static func text(_ key: OrderKey, number: Int64, _ session: any Session) throws -> String? {
    try session.first(
      "SELECT text FROM memo_version WHERE shop = $1 AND order_id = $2 AND number = $3",
      [.text(key.shop), .text(key.id), .integer(number)]
    ) { try $0.text(0) }
  }

  /// Whether the platform's memo has had this text before.
  static func wasImported(_ text: String, _ key: OrderKey, _ session: any Session) throws -> Bool {
    try session.count(
      """
      SELECT COUNT(*) FROM memo_version WHERE shop = $1 AND order_id = $2 AND source = 'import' AND text = $3
      """, [.text(key.shop), .text(key.id), .text(text)]) > 0
  }

  /// Whether a finished import of this very file has taken in this version.
  static func wasTaken(
    number: Int64, fromFile digest: String, _ key: OrderKey, _ session: any Session
  ) throws -> Bool {
    try session.count(
      """
      SELECT COUNT(*) FROM memo_version m
      JOIN import_run r ON substr(m.operation_id, 1, length(r.id) + 1) = r.id || '/'
      WHERE m.shop = $1 AND m.order_id = $2 AND m.number = $3
        AND r.shop = $1 AND r.file_digest = $4 AND r.state = 'done'
      """, [.text(key.shop), .text(key.id), .integer(number), .text(digest)]) > 0
  }

  static func all(_ key: OrderKey, _ session: any Session) throws -> [MemoVersion] {
    try session.all(
      """
      SELECT number, text, seen_at, source, verdict, rule FROM memo_version
      WHERE shop = $1 AND order_id = $2 ORDER BY number
      """, [.text(key.shop), .text(key.id)]
    ) { row in
      MemoVersion(
        number: try row.integer(0), text: try row.text(1), seenAt: Instant(milliseconds: try row.integer(2)),
        source: try row.text(3), verdict: try row.text(4), rule: try row.text(5))
    }
  }
}

/// One text that an order's memo has had.
public struct MemoVersion: Sendable, Equatable, Codable {
  public let number: Int64
  public let text: String
  public let seenAt: Instant
  /// `import` or `person`.
  public let source: String
  public let verdict: String
  public let rule: String

  /// As people see it who do not need the phone numbers in it.
  var masked: MemoVersion {
    MemoVersion(
      number: number, text: Masking.phones(in: text), seenAt: seenAt, source: source, verdict: verdict, rule: rule)
  }
}
