import Store
import Vocabulary

/// The SQL of deliveries, receipts and what was done about those who had not read.
enum DeliveryRecords {
  /// - Returns: 1, or 0 where there was one that is as early or acknowledged.
  static func insert(
    _ reference: Broadcast.Reference, _ person: Recipient, due: Instant, shop: String, _ change: Change
  ) throws -> Int {
    try change.session.run(
      """
      INSERT INTO broadcast_delivery (shop, broadcast, version, agent, cause, since_at, due_at, made_at, wrong_answers,
        operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)
      ON CONFLICT (shop, broadcast, version, agent) DO UPDATE SET cause = excluded.cause, since_at = excluded.since_at,
        due_at = excluded.due_at
      WHERE broadcast_delivery.ack_operation_id IS NULL AND excluded.since_at < broadcast_delivery.since_at
      """,
      [
        .text(shop), .integer(reference.number), .integer(reference.version), .text(person.name),
        .text(person.cause.rawValue), .integer(person.since.milliseconds), .integer(due.milliseconds),
        .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
      ])
  }

  static func acknowledged(_ reference: Broadcast.Reference, shop: String, _ session: any Session) throws -> Int64 {
    try session.count(
      """
      SELECT COUNT(*) FROM broadcast_delivery
      WHERE shop = $1 AND broadcast = $2 AND version = $3 AND ack_operation_id IS NOT NULL
      """, [.text(shop), .integer(reference.number), .integer(reference.version)])
  }

  static func unread(_ reference: Broadcast.Reference, shop: String, _ session: any Session) throws -> Int64 {
    try session.count(
      """
      SELECT COUNT(*) FROM broadcast_delivery
      WHERE shop = $1 AND broadcast = $2 AND version = $3 AND ack_operation_id IS NULL
      """, [.text(shop), .integer(reference.number), .integer(reference.version)])
  }

  /// From when the minutes of everybody with a delivery count; nil for whoever has acknowledged.
  static func starts(
    _ reference: Broadcast.Reference, shop: String, _ session: any Session
  ) throws -> [String: Instant?] {
    Dictionary(
      try session.all(
        """
        SELECT agent, CASE WHEN ack_operation_id IS NULL THEN since_at END FROM broadcast_delivery
        WHERE shop = $1 AND broadcast = $2 AND version = $3
        """, [.text(shop), .integer(reference.number), .integer(reference.version)]
      ) { (try $0.text(0), try $0.optionalInteger(1).map(Instant.init(milliseconds:))) },
      uniquingKeysWith: { one, _ in one })
  }

  /// What is in force and unread, and of which nothing was said yet: its minutes begin now, as many as they were.
  static func begin(_ agent: String, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE broadcast_delivery SET since_at = $3, due_at = $3 + (due_at - since_at)
      WHERE shop = $1 AND agent = $2 AND ack_operation_id IS NULL AND since_at <> $3
        AND EXISTS (SELECT 1 FROM broadcast b WHERE b.shop = broadcast_delivery.shop
          AND b.number = broadcast_delivery.broadcast AND b.version = broadcast_delivery.version
          AND b.end_operation_id IS NULL)
        AND NOT EXISTS (SELECT 1 FROM broadcast_step s WHERE s.shop = broadcast_delivery.shop
          AND s.broadcast = broadcast_delivery.broadcast AND s.version = broadcast_delivery.version
          AND s.agent = broadcast_delivery.agent)
      """, [.text(shop), .text(agent), .integer(change.operation.at.milliseconds)])
  }

  /// Changes in force that people have not acknowledged whose minutes have begun, the oldest first, and how many.
  static func unread(
    shop: String, now: Instant, _ session: any Session
  ) throws -> [(reference: Broadcast.Reference, people: Int64)] {
    try session.all(
      """
      SELECT d.broadcast, d.version, COUNT(*)
      FROM broadcast b
      JOIN broadcast_delivery d ON d.shop = b.shop AND d.broadcast = b.number AND d.version = b.version
      WHERE b.shop = $1 AND b.end_operation_id IS NULL AND d.ack_operation_id IS NULL AND d.since_at <= $2
      GROUP BY d.broadcast, d.version ORDER BY d.broadcast
      """, [.text(shop), .integer(now.milliseconds)]
    ) { (.init(number: try $0.integer(0), version: try $0.integer(1)), try $0.integer(2)) }
  }

  /// Changes in force of which somebody has not acknowledged theirs, and how many people that is, of those whose minutes
  /// have begun; nil for all shops.
  static func countUnread(
    shop: String?, now: Instant, _ session: any Session
  ) throws -> (broadcasts: Int64, people: Int64) {
    try session.first(
      """
      SELECT COUNT(DISTINCT d.shop || ' ' || CAST(d.broadcast AS TEXT)), COUNT(DISTINCT d.shop || ' ' || d.agent)
      FROM broadcast b
      JOIN broadcast_delivery d ON d.shop = b.shop AND d.broadcast = b.number AND d.version = b.version
      WHERE (CAST($1 AS TEXT) IS NULL OR b.shop = $1) AND b.end_operation_id IS NULL AND d.ack_operation_id IS NULL
        AND d.since_at <= $2
      """, [Value(shop), .integer(now.milliseconds)]
    ) { (try $0.integer(0), try $0.integer(1)) } ?? (0, 0)
  }

  /// - Returns: false where somebody has none, or has acknowledged it before.
  static func acknowledge(
    _ reference: Broadcast.Reference, _ agent: String, shop: String, _ change: Change
  ) throws -> Bool {
    try change.session.run(
      """
      UPDATE broadcast_delivery SET acknowledged_at = $5, ack_operation_id = $6
      WHERE shop = $1 AND broadcast = $2 AND version = $3 AND agent = $4 AND ack_operation_id IS NULL
      """,
      [
        .text(shop), .integer(reference.number), .integer(reference.version), .text(agent),
        .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
      ]) == 1
  }

  static func countWrong(
    _ reference: Broadcast.Reference, _ agent: String, shop: String, _ change: Change
  ) throws {
    try change.session.run(
      """
      UPDATE broadcast_delivery SET wrong_answers = wrong_answers + 1
      WHERE shop = $1 AND broadcast = $2 AND version = $3 AND agent = $4 AND ack_operation_id IS NULL
      """, [.text(shop), .integer(reference.number), .integer(reference.version), .text(agent)])
  }

  /// The deliveries of a version, whoever still has to read it first.
  static func of(
    _ reference: Broadcast.Reference, shop: String, _ session: any Session
  ) throws -> [Delivery] {
    try session.all(
      """
      SELECT d.broadcast, d.version, d.agent, d.cause, d.since_at, d.due_at, d.wrong_answers, d.acknowledged_at,
        (SELECT COALESCE(MAX(r.place), 0) FROM broadcast_step r WHERE r.shop = d.shop AND r.broadcast = d.broadcast
          AND r.version = d.version AND r.agent = d.agent AND r.kind = 'reminder'),
        e.at, e.told
      FROM broadcast_delivery d
      LEFT JOIN broadcast_step e ON e.shop = d.shop AND e.broadcast = d.broadcast AND e.version = d.version
        AND e.agent = d.agent AND e.kind = (
          SELECT MIN(f.kind) FROM broadcast_step f WHERE f.shop = d.shop AND f.broadcast = d.broadcast
            AND f.version = d.version AND f.agent = d.agent AND f.kind <> 'reminder')
      WHERE d.shop = $1 AND d.broadcast = $2 AND d.version = $3
      ORDER BY CASE WHEN d.acknowledged_at IS NULL THEN 0 ELSE 1 END, d.due_at, d.agent
      """, [.text(shop), .integer(reference.number), .integer(reference.version)], delivery)
  }

  /// One person's delivery; nil for none.
  static func one(
    _ reference: Broadcast.Reference, _ agent: String, shop: String, _ session: any Session
  ) throws -> (wrongAnswers: Int64, acknowledgedAt: Instant?)? {
    try session.first(
      """
      SELECT wrong_answers, acknowledged_at FROM broadcast_delivery
      WHERE shop = $1 AND broadcast = $2 AND version = $3 AND agent = $4
      """, [.text(shop), .integer(reference.number), .integer(reference.version), .text(agent)]
    ) { (try $0.integer(0), try $0.optionalInteger(1).map(Instant.init(milliseconds:))) }
  }

  /// What somebody has not acknowledged of what is in force, the first due first.
  static func unread(by agent: String, shop: String, _ session: any Session) throws -> [Inbox.Item] {
    try session.all(
      """
      SELECT b.shop, b.number, b.version, b.title, b.body, b.urgency, b.audience, b.activity, b.activity_version,
        b.effective_at, b.question, b.options, b.answer, b.sent_at, b.sent_by, b.ended_at, d.due_at, d.wrong_answers,
        d.since_at
      FROM broadcast_delivery d
      JOIN broadcast b ON b.shop = d.shop AND b.number = d.broadcast AND b.version = d.version
      WHERE d.shop = $1 AND d.agent = $2 AND d.ack_operation_id IS NULL AND b.end_operation_id IS NULL
      ORDER BY d.due_at, b.number
      """, [.text(shop), .text(agent)]
    ) {
      Inbox.Item(
        try BroadcastRecords.broadcast($0), due: Instant(milliseconds: try $0.integer(16)),
        wrongAnswers: try $0.integer(17), since: Instant(milliseconds: try $0.integer(18)))
    }
  }

  /// People who have something in force to read whose minutes have begun, and how much.
  static func behind(shop: String, now: Instant, _ session: any Session) throws -> [String: Int] {
    var behind: [String: Int] = [:]
    try session.rows(
      """
      SELECT d.agent, COUNT(*)
      FROM broadcast b
      JOIN broadcast_delivery d ON d.shop = b.shop AND d.broadcast = b.number AND d.version = b.version
      WHERE b.shop = $1 AND b.end_operation_id IS NULL AND d.ack_operation_id IS NULL AND d.since_at <= $2
      GROUP BY d.agent
      """, [.text(shop), .integer(now.milliseconds)]
    ) { behind[try $0.text(0)] = Int(try $0.integer(1)) }
    return behind
  }

  /// Others who have not read what is in force, and of whom `told` was told; '' for the lead.
  static func toTell(_ told: String, shop: String, _ session: any Session) throws -> [Inbox.Errand] {
    try session.all(
      """
      SELECT b.number, b.version, b.title, s.agent, s.at
      FROM broadcast_step s
      JOIN broadcast b ON b.shop = s.shop AND b.number = s.broadcast AND b.version = s.version
      JOIN broadcast_delivery d ON d.shop = s.shop AND d.broadcast = s.broadcast AND d.version = s.version
        AND d.agent = s.agent
      WHERE s.shop = $1 AND s.told = $2 AND s.kind <> 'reminder' AND b.end_operation_id IS NULL
        AND d.ack_operation_id IS NULL
      ORDER BY s.at, b.number, s.agent
      """, [.text(shop), .text(told)]
    ) {
      Inbox.Errand(
        number: try $0.integer(0), version: try $0.integer(1), title: try $0.text(2), agent: try $0.text(3),
        since: Instant(milliseconds: try $0.integer(4)))
    }
  }

  // MARK: What is done about those who have not read

  /// Unread deliveries in force whose minutes have begun.
  static func pending(shop: String, now: Instant, _ session: any Session) throws -> [Escalation.Pending] {
    try session.all(
      """
      SELECT d.broadcast, d.version, d.agent, b.urgency, b.title, d.since_at, d.due_at,
        (SELECT COALESCE(MAX(r.place), 0) FROM broadcast_step r WHERE r.shop = d.shop AND r.broadcast = d.broadcast
          AND r.version = d.version AND r.agent = d.agent AND r.kind = 'reminder'),
        (SELECT COUNT(*) FROM broadcast_step r WHERE r.shop = d.shop AND r.broadcast = d.broadcast
          AND r.version = d.version AND r.agent = d.agent AND r.kind = 'deputy'),
        (SELECT COUNT(*) FROM broadcast_step r WHERE r.shop = d.shop AND r.broadcast = d.broadcast
          AND r.version = d.version AND r.agent = d.agent AND r.kind = 'lead'),
        d.wrong_answers
      FROM broadcast b
      JOIN broadcast_delivery d ON d.shop = b.shop AND d.broadcast = b.number AND d.version = b.version
      WHERE b.shop = $1 AND b.end_operation_id IS NULL AND d.ack_operation_id IS NULL AND d.since_at <= $2
      ORDER BY d.due_at, d.broadcast, d.agent
      """, [.text(shop), .integer(now.milliseconds)]
    ) { row in
      Escalation.Pending(
        reference: .init(number: try row.integer(0), version: try row.integer(1)), agent: try row.text(2),
        urgency: try row.text(3), title: try row.text(4), since: Instant(milliseconds: try row.integer(5)),
        due: Instant(milliseconds: try row.integer(6)), reminders: Int(try row.integer(7)),
        isDeputyTold: try row.integer(8) > 0, isLeadTold: try row.integer(9) > 0, wrongAnswers: try row.integer(10))
    }
  }

  /// - Returns: 1, or 0 where somebody else took the step.
  static func insert(_ step: Escalation.Step, shop: String, _ change: Change) throws -> Int {
    try change.session.run(
      """
      INSERT INTO broadcast_step (shop, broadcast, version, agent, kind, place, told, at, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (shop, broadcast, version, agent, kind, place) DO NOTHING
      """,
      [
        .text(shop), .integer(step.pending.reference.number), .integer(step.pending.reference.version),
        .text(step.pending.agent), .text(step.kind.rawValue), .integer(Int64(step.place)), .text(step.told),
        .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
      ])
  }

  private static func delivery(_ row: any Row) throws -> Delivery {
    guard let cause = Recipient.Cause(rawValue: try row.text(3)) else {
      throw StoreError.engine("broadcast_delivery holds a word this program does not know")
    }
    return Delivery(
      number: try row.integer(0), version: try row.integer(1), agent: try row.text(2), cause: cause,
      since: Instant(milliseconds: try row.integer(4)), due: Instant(milliseconds: try row.integer(5)),
      wrongAnswers: try row.integer(6), acknowledgedAt: try row.optionalInteger(7).map(Instant.init(milliseconds:)),
      reminders: try row.integer(8), escalatedAt: try row.optionalInteger(9).map(Instant.init(milliseconds:)),
      told: try row.optionalText(10))
  }
}
