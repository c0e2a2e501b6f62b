import Store
import Vocabulary

/// The SQL of compensation.
enum CompensationRecords {
  static func insert(_ id: String, _ asked: Compensations.Decided, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO compensation (case_id, claim_fen, liability, limit_fen, offer_fen, needs_approval, state, rule,
        operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, 'asked', '', $7)
      """,
      [
        .text(id), .integer(asked.claimFen), .text(asked.liability.rawValue), .integer(asked.limitFen),
        .integer(asked.offerFen), Value(asked.needsApproval), .text(change.operation.id.text),
      ])
  }

  static func decide(
    _ id: String, as state: Compensation.State, fen: Int64, rule: String, _ change: Change
  ) throws {
    try change.session.run(
      """
      UPDATE compensation SET state = $2, offer_fen = $3, rule = $4, decided_at = $5, decided_by = $6,
        decide_operation_id = $7
      WHERE case_id = $1
      """,
      [
        .text(id), .text(state.rawValue), .integer(fen), .text(rule), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
  }

  /// All that was granted for an order.
  static func granted(order: String, shop: String, _ session: any Session) throws -> Money {
    Money(
      fen: try session.count(
        """
        SELECT CAST(COALESCE(SUM(m.offer_fen), 0) AS BIGINT) FROM compensation m JOIN shop_case c ON c.id = m.case_id
        WHERE c.shop = $1 AND c.order_id = $2 AND c.kind = 'compensation' AND m.state = 'granted'
        """, [.text(shop), .text(order)]))
  }

  static func granted(_ change: Change) throws -> [Compensations.Granted] {
    try change.session.all(
      """
      SELECT c.id, c.shop, c.order_id, m.offer_fen FROM compensation m JOIN shop_case c ON c.id = m.case_id
      WHERE m.decide_operation_id = $1 AND m.state = 'granted' ORDER BY c.id
      """, [.text(change.operation.id.text)]
    ) {
      Compensations.Granted(
        id: try $0.text(0), shop: try $0.text(1), order: try $0.text(2), amount: Money(fen: try $0.integer(3)))
    }
  }

  static func find(_ id: String, _ session: any Session) throws -> Compensation? {
    try session.first(
      """
      SELECT m.claim_fen, m.liability, m.limit_fen, m.offer_fen, m.needs_approval, m.state, m.rule, m.decided_at,
        m.decided_by, c.opened_by
      FROM compensation m JOIN shop_case c ON c.id = m.case_id WHERE m.case_id = $1
      """, [.text(id)], compensation)
  }

  static func list(
    shop: String?, state: Compensation.State?, limit: Int64, _ session: any Session
  ) throws -> [Compensations.Line] {
    try session.all(
      """
      SELECT m.claim_fen, m.liability, m.limit_fen, m.offer_fen, m.needs_approval, m.state, m.rule, m.decided_at,
        m.decided_by, c.opened_by, c.order_id, c.opened_at, c.title, c.shop
      FROM compensation m JOIN shop_case c ON c.id = m.case_id
      WHERE (CAST($1 AS TEXT) IS NULL OR c.shop = $1) AND (CAST($2 AS TEXT) IS NULL OR m.state = $2)
      ORDER BY c.opened_at, c.id LIMIT $3
      """, [Value(shop), Value(state?.rawValue), .integer(limit)]
    ) {
      Compensations.Line(
        shop: try $0.text(13), order: try $0.text(10), openedAt: Instant(milliseconds: try $0.integer(11)),
        reason: try $0.text(12),
        compensation: try compensation($0))
    }
  }

  private static func compensation(_ row: any Row) throws -> Compensation {
    guard let liability = Liability(rawValue: try row.text(1)),
      let state = Compensation.State(rawValue: try row.text(5))
    else { throw StoreError.engine("compensation holds a word this program does not know") }
    return Compensation(
      claimFen: try row.integer(0), liability: liability, limitFen: try row.integer(2), offerFen: try row.integer(3),
      needsApproval: try row.integer(4) == 1, state: state, rule: try row.text(6), askedBy: try row.text(9),
      decidedAt: try row.optionalInteger(7).map(Instant.init(milliseconds:)), decidedBy: try row.optionalText(8))
  }
}
