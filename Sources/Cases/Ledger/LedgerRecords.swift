import Store
import Vocabulary

/// The SQL of violation and spot_check.
enum LedgerRecords {
  static func insert(_ entry: Violations.Entry, shop: String, _ change: Change) throws -> Int64 {
    let number = try change.session.count("SELECT MAX(number) FROM violation WHERE shop = $1", [.text(shop)]) + 1
    let inserted = try change.session.run(
      """
      INSERT INTO violation (shop, number, rule, points, cost_fen, agent, order_id, cause, happened_at, noted_at,
        noted_by, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (shop, number) DO NOTHING
      """,
      [
        .text(shop), .integer(number), .text(entry.rule), .integer(entry.points), .integer(entry.cost.fen),
        .text(entry.agent), .text(entry.order), .text(entry.cause), .integer(entry.happenedAt.milliseconds),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("somebody else noted one in between") }
    return number
  }

  static func totals(shop: String, _ session: any Session) throws -> (points: Int64, costFen: Int64) {
    try session.first(
      """
      SELECT CAST(COALESCE(SUM(points), 0) AS BIGINT), CAST(COALESCE(SUM(cost_fen), 0) AS BIGINT)
      FROM violation WHERE shop = $1
      """, [.text(shop)]
    ) { (try $0.integer(0), try $0.integer(1)) } ?? (0, 0)
  }

  static func violations(
    shop: String?, agent: String?, limit: Int64, _ session: any Session
  ) throws -> [Violation] {
    try session.all(
      """
      SELECT number, rule, points, cost_fen, agent, order_id, cause, happened_at, noted_at, noted_by, shop
      FROM violation
      WHERE (CAST($1 AS TEXT) IS NULL OR shop = $1) AND (CAST($2 AS TEXT) IS NULL OR agent = $2)
      ORDER BY happened_at DESC, shop, number DESC LIMIT $3
      """, [Value(shop), Value(agent), .integer(limit)]
    ) {
      Violation(
        shop: try $0.text(10), number: try $0.integer(0), rule: try $0.text(1), points: try $0.integer(2),
        costFen: try $0.integer(3),
        agent: try $0.text(4), order: try $0.text(5), cause: try $0.text(6),
        happenedAt: Instant(milliseconds: try $0.integer(7)), notedAt: Instant(milliseconds: try $0.integer(8)),
        notedBy: try $0.text(9))
    }
  }

  static func insert(
    agent: String, chat: String, scores: [Int64], note: String, shop: String, _ change: Change
  ) throws -> Int64 {
    let number = try change.session.count("SELECT MAX(number) FROM spot_check WHERE shop = $1", [.text(shop)]) + 1
    let inserted = try change.session.run(
      """
      INSERT INTO spot_check (shop, number, agent, chat, timely, friendly, professional, flexible, proactive, grateful,
        note, at, by_whom, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (shop, number) DO NOTHING
      """,
      [.text(shop), .integer(number), .text(agent), .text(chat)] + scores.map(Value.integer) + [
        .text(note), .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("somebody else noted one in between") }
    return number
  }

  static func spotChecks(
    shop: String?, agent: String?, limit: Int64, _ session: any Session
  ) throws -> [SpotCheck] {
    try session.all(
      """
      SELECT number, agent, chat, timely, friendly, professional, flexible, proactive, grateful, note, at, by_whom, shop
      FROM spot_check
      WHERE (CAST($1 AS TEXT) IS NULL OR shop = $1) AND (CAST($2 AS TEXT) IS NULL OR agent = $2)
      ORDER BY at DESC, shop, number DESC LIMIT $3
      """, [Value(shop), Value(agent), .integer(limit)]
    ) { row in
      SpotCheck(
        shop: try row.text(12), number: try row.integer(0), agent: try row.text(1), chat: try row.text(2),
        scores: try (3...8).map { try row.integer($0) }, note: try row.text(9),
        at: Instant(milliseconds: try row.integer(10)), by: try row.text(11))
    }
  }

  static func averages(shop: String?, _ session: any Session) throws -> [SpotChecks.Average] {
    try session.all(
      """
      SELECT agent, COUNT(*), CAST(SUM(timely) AS BIGINT) * 100 / COUNT(*),
        CAST(SUM(friendly) AS BIGINT) * 100 / COUNT(*), CAST(SUM(professional) AS BIGINT) * 100 / COUNT(*),
        CAST(SUM(flexible) AS BIGINT) * 100 / COUNT(*), CAST(SUM(proactive) AS BIGINT) * 100 / COUNT(*),
        CAST(SUM(grateful) AS BIGINT) * 100 / COUNT(*)
      FROM spot_check WHERE (CAST($1 AS TEXT) IS NULL OR shop = $1)
      GROUP BY agent
      ORDER BY CAST(SUM(timely + friendly + professional + flexible + proactive + grateful) AS BIGINT) * 100 / COUNT(*),
        agent
      """, [Value(shop)]
    ) { row in
      SpotChecks.Average(
        agent: try row.text(0), checks: try row.integer(1), hundredths: try (2...7).map { try row.integer($0) })
    }
  }
}
