import FoundationEssentials
import Store
import Vocabulary

/// The SQL of changes to activities.
enum ActivityRecords {
  static func insert(
    _ activity: String, _ number: Int64, _ patch: ActivityPatch, from effective: Instant, note: String, shop: String,
    _ change: Change
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let inserted = try change.session.run(
      """
      INSERT INTO activity_version (shop, activity, number, effective_at, fields, note, at, actor, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (shop, activity, number) DO NOTHING
      """,
      [
        .text(shop), .text(activity), .integer(number), .integer(effective.milliseconds),
        .text(String(decoding: try encoder.encode(patch), as: UTF8.self)), .text(note),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("somebody else changed it in between") }
  }

  /// By number; nil for every activity.
  static func versions(_ activity: String?, shop: String, _ session: any Session) throws -> [ActivityVersion] {
    try session.all(
      """
      SELECT activity, number, effective_at, fields, note, at, actor FROM activity_version
      WHERE shop = $1 AND (CAST($2 AS TEXT) IS NULL OR activity = $2) ORDER BY activity, number
      """, [.text(shop), Value(activity)]
    ) { row in
      guard let patch = try? JSONDecoder().decode(ActivityPatch.self, from: Data(try row.text(3).utf8)) else {
        throw StoreError.engine("activity_version holds fields this program does not know")
      }
      return ActivityVersion(
        activity: try row.text(0), number: try row.integer(1), effectiveAt: Instant(milliseconds: try row.integer(2)),
        patch: patch, note: try row.text(4), at: Instant(milliseconds: try row.integer(5)), actor: try row.text(6))
    }
  }
}
