import Store
import Vocabulary

/// The SQL of broadcasts.
enum BroadcastRecords {
  static func last(shop: String, _ session: any Session) throws -> Int64 {
    try session.count("SELECT MAX(number) FROM broadcast WHERE shop = $1", [.text(shop)])
  }

  static func insert(
    _ request: Broadcasts.Request, _ reference: Broadcast.Reference, shop: String, _ change: Change
  ) throws {
    let inserted = try change.session.run(
      """
      INSERT INTO broadcast (shop, number, version, title, body, urgency, audience, activity, activity_version,
        effective_at, question, options, answer, sent_at, sent_by, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
      ON CONFLICT (shop, number, version) DO NOTHING
      """,
      [
        .text(shop), .integer(reference.number), .integer(reference.version), .text(request.title), .text(request.body),
        .text(request.urgency), .text(request.audience.joined(separator: "\n")), .text(request.activity),
        .integer(request.activityVersion), .integer(request.effectiveAt.milliseconds),
        .text(request.question?.text ?? ""), .text(request.question?.options.joined(separator: "\n") ?? ""),
        .integer(Int64(request.question?.answer ?? 0)), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("somebody else sent one in between") }
  }

  /// - Returns: false when it had ended already.
  static func end(_ reference: Broadcast.Reference, shop: String, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      UPDATE broadcast SET ended_at = $4, end_operation_id = $5
      WHERE shop = $1 AND number = $2 AND version = $3 AND end_operation_id IS NULL
      """,
      [
        .text(shop), .integer(reference.number), .integer(reference.version),
        .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
      ]) == 1
  }

  static func versions(_ number: Int64, shop: String, _ session: any Session) throws -> [Broadcast] {
    try session.all(
      """
      SELECT shop, number, version, title, body, urgency, audience, activity, activity_version, effective_at, question,
        options, answer, sent_at, sent_by, ended_at
      FROM broadcast WHERE shop = $1 AND number = $2 ORDER BY version DESC
      """, [.text(shop), .integer(number)], broadcast)
  }

  /// The newest version of each, the newest broadcast first.
  static func list(shop: String, inForce: Bool, limit: Int64, _ session: any Session) throws -> [Broadcast] {
    try session.all(
      """
      SELECT shop, number, version, title, body, urgency, audience, activity, activity_version, effective_at, question,
        options, answer, sent_at, sent_by, ended_at
      FROM broadcast b
      WHERE shop = $1 AND ($2 = 0 OR end_operation_id IS NULL)
        AND version = (SELECT MAX(n.version) FROM broadcast n WHERE n.shop = b.shop AND n.number = b.number)
      ORDER BY number DESC LIMIT $3
      """, [.text(shop), Value(inForce), .integer(limit)], broadcast)
  }

  /// The broadcast in force that tells of an activity's last change.
  static func number(ofActivity activity: String, shop: String, _ session: any Session) throws -> Int64? {
    try session.first(
      """
      SELECT number FROM broadcast WHERE shop = $1 AND activity = $2 AND end_operation_id IS NULL
      ORDER BY number DESC LIMIT 1
      """, [.text(shop), .text(activity)]
    ) { try $0.integer(0) }
  }

  static func broadcast(_ row: any Row) throws -> Broadcast {
    func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
    let question = try row.text(10)
    return Broadcast(
      shop: try row.text(0), number: try row.integer(1), version: try row.integer(2), title: try row.text(3),
      body: try row.text(4), urgency: try row.text(5), audience: lines(try row.text(6)), activity: try row.text(7),
      activityVersion: try row.integer(8), effectiveAt: Instant(milliseconds: try row.integer(9)),
      question: question.isEmpty
        ? nil
        : Broadcast.Question(text: question, options: lines(try row.text(11)), answer: Int(try row.integer(12))),
      sentAt: Instant(milliseconds: try row.integer(13)), sentBy: try row.text(14),
      endedAt: try row.optionalInteger(15).map(Instant.init(milliseconds:)))
  }
}
