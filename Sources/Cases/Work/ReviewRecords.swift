import Store
import Vocabulary

/// The SQL of bad_review.
enum ReviewRecords {
  static func insert(_ id: String, _ noted: Reviews.Noted, stars: Int64, postedAt: Instant, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO bad_review (case_id, posted_at, stars, explain_until, change_until, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6)
      """,
      [
        .text(id), .integer(postedAt.milliseconds), .integer(stars), .integer(noted.explainUntil.milliseconds),
        .integer(noted.changeUntil.milliseconds), .text(change.operation.id.text),
      ])
  }

  static func setCause(_ cause: BadReview.Cause, of id: String, _ change: Change) throws {
    try change.session.run("UPDATE bad_review SET cause = $2 WHERE case_id = $1", [.text(id), .text(cause.rawValue)])
  }

  static func setCall(_ result: BadReview.CallResult, of id: String, _ change: Change) throws {
    try change.session.run(
      "UPDATE bad_review SET called_at = $2, call_result = $3 WHERE case_id = $1",
      [.text(id), .integer(change.operation.at.milliseconds), .text(result.rawValue)])
  }

  static func setFollowUp(of id: String, _ change: Change) throws {
    try change.session.run("UPDATE bad_review SET has_follow_up = 1 WHERE case_id = $1", [.text(id)])
  }

  static func setExplanation(_ text: String, of id: String, _ change: Change) throws {
    try change.session.run(
      "UPDATE bad_review SET explained_at = $2, explanation = $3 WHERE case_id = $1",
      [.text(id), .integer(change.operation.at.milliseconds), .text(text)])
  }

  static func find(_ id: String, _ session: any Session) throws -> BadReview? {
    try session.first(
      """
      SELECT posted_at, stars, explain_until, change_until, cause, called_at, call_result, explained_at, explanation,
        has_follow_up
      FROM bad_review WHERE case_id = $1
      """, [.text(id)]
    ) { row in
      func moment(_ column: Int) throws -> Instant? { try row.optionalInteger(column).map(Instant.init(milliseconds:)) }
      return BadReview(
        postedAt: Instant(milliseconds: try row.integer(0)), stars: try row.integer(1),
        explainUntil: Instant(milliseconds: try row.integer(2)), changeUntil: Instant(milliseconds: try row.integer(3)),
        cause: try row.optionalText(4).flatMap(BadReview.Cause.init(rawValue:)), calledAt: try moment(5),
        callResult: try row.optionalText(6).flatMap(BadReview.CallResult.init(rawValue:)),
        explainedAt: try moment(7), explanation: try row.optionalText(8), hasFollowUp: try row.integer(9) == 1)
    }
  }

  static func causes(shop: String?, since: Instant, _ session: any Session) throws -> [Reviews.CauseCount] {
    try session.all(
      """
      SELECT r.cause, COUNT(*), SUM(CASE WHEN c.state = 'open' THEN 1 ELSE 0 END),
        MIN(CASE WHEN c.state = 'open' AND r.explained_at IS NULL AND r.has_follow_up = 0 THEN r.explain_until END)
      FROM bad_review r JOIN shop_case c ON c.id = r.case_id
      WHERE r.posted_at >= $2 AND (CAST($1 AS TEXT) IS NULL OR c.shop = $1)
      GROUP BY r.cause ORDER BY COUNT(*) DESC, CASE WHEN r.cause IS NULL THEN 1 ELSE 0 END, r.cause
      """, [Value(shop), .integer(since.milliseconds)]
    ) {
      Reviews.CauseCount(
        cause: try $0.optionalText(0).flatMap(BadReview.Cause.init(rawValue:)), reviews: try $0.integer(1),
        open: try $0.integer(2), nextEnd: try $0.optionalInteger(3).map(Instant.init(milliseconds:)))
    }
  }
}
