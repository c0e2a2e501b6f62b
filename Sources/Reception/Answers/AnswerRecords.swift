import Store
import Vocabulary

/// The SQL of common questions.
enum AnswerRecords {
  static func list(
    shop: String, state: CommonQuestion.State?, limit: Int64, _ session: any Session
  ) throws -> [CommonQuestion] {
    try session.all(
      """
      SELECT number, question, answer, sku, activity, state, proposed_by, reviewed_by, reason, changed_at,
        activity_version FROM faq
      WHERE shop = $1 AND (CAST($2 AS TEXT) IS NULL OR state = $2) ORDER BY number DESC LIMIT $3
      """, [.text(shop), Value(state?.rawValue), .integer(limit)], read)
  }

  static func find(_ number: Int64, shop: String, _ session: any Session) throws -> CommonQuestion? {
    try session.first(
      """
      SELECT number, question, answer, sku, activity, state, proposed_by, reviewed_by, reason, changed_at,
        activity_version FROM faq
      WHERE shop = $1 AND number = $2
      """, [.text(shop), .integer(number)], read)
  }

  private static func read(_ row: any Row) throws -> CommonQuestion {
    guard let state = CommonQuestion.State(rawValue: try row.text(5)) else {
      throw StoreError.engine("faq holds a state this program does not know")
    }
    return CommonQuestion(
      number: try row.integer(0), question: try row.text(1), answer: try row.text(2), sku: try row.text(3),
      activity: try row.text(4), activityVersion: try row.optionalInteger(10).map { Int($0) }, state: state,
      proposedBy: try row.text(6), reviewedBy: try row.optionalText(7),
      reason: try row.optionalText(8), changedAt: Instant(milliseconds: try row.integer(9)))
  }

  static func insert(
    _ question: String, answer: String, sku: String, activity: String, shop: String, _ change: Change
  ) throws -> Int64 {
    let number = try change.session.count("SELECT MAX(number) FROM faq WHERE shop = $1", [.text(shop)]) + 1
    let inserted = try change.session.run(
      """
      INSERT INTO faq (shop, number, question, answer, sku, activity, state, proposed_by, changed_at, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, 'candidate', $7, $8, $9) ON CONFLICT (shop, number) DO NOTHING
      """,
      [
        .text(shop), .integer(number), .text(question), .text(answer), .text(sku), .text(activity),
        .text(change.operation.actor.name), .integer(change.operation.at.milliseconds),
        .text(change.operation.id.text),
      ])
    guard inserted == 1 else { throw StoreError.retry("somebody else proposed a question in between") }
    return number
  }

  /// A candidate, or one whose activity has changed since it was reviewed.
  static func review(
    _ number: Int64, answer: String, activityVersion: Int?, shop: String, _ change: Change
  ) throws -> Bool {
    try change.session.run(
      """
      UPDATE faq SET state = 'reviewed', answer = $3, reviewed_by = $4, changed_at = $5, review_operation_id = $6,
        activity_version = $7
      WHERE shop = $1 AND number = $2
        AND (state = 'candidate' OR state IN ('reviewed', 'published') AND activity_version <> $7)
      """,
      [
        .text(shop), .integer(number), .text(answer), .text(change.operation.actor.name),
        .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
        Value(activityVersion.map { Int64($0) }),
      ]) == 1
  }

  static func publish(_ number: Int64, shop: String, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      UPDATE faq SET state = 'published', changed_at = $3, publish_operation_id = $4
      WHERE shop = $1 AND number = $2 AND state = 'reviewed'
      """,
      [
        .text(shop), .integer(number), .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
      ]) == 1
  }

  static func drop(_ number: Int64, because reason: String, shop: String, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      UPDATE faq SET state = 'dropped', reason = $3, reviewed_by = $4, changed_at = $5, review_operation_id = $6
      WHERE shop = $1 AND number = $2 AND state <> 'dropped'
      """,
      [
        .text(shop), .integer(number), .text(reason), .text(change.operation.actor.name),
        .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
      ]) == 1
  }
}
