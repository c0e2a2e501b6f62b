import Store
import Vocabulary

/// The SQL of hold_override.
enum OverrideRecords {
  /// Notes what is asked; nil when the same is asked already. The order's row is locked.
  static func ask(_ reason: HoldReason, note: String, of key: OrderKey, _ change: Change) throws -> Int64? {
    try change.session.first(
      """
      INSERT INTO hold_override (shop, order_id, number, reason, note, asked_by, asked_at, state, operation_id)
      SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, CAST($6 AS BIGINT), 'open', $7 FROM hold_override
      WHERE shop = $1 AND order_id = $2
      ON CONFLICT (shop, order_id, reason) WHERE state = 'open' DO NOTHING
      RETURNING number
      """,
      [
        .text(key.shop), .text(key.id), .text(reason.rawValue), .text(note), .text(change.operation.actor.name),
        .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
      ]
    ) { try $0.integer(0) }
  }

  static func open(
    _ reason: HoldReason, of key: OrderKey, _ session: any Session
  ) throws -> (number: Int64, by: String)? {
    try session.first(
      """
      SELECT number, asked_by FROM hold_override
      WHERE shop = $1 AND order_id = $2 AND reason = $3 AND state = 'open'
      """, [.text(key.shop), .text(key.id), .text(reason.rawValue)]
    ) { (number: try $0.integer(0), by: try $0.text(1)) }
  }

  static func decide(_ number: Int64, agrees: Bool, of key: OrderKey, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE hold_override SET state = $4, decided_by = $5, decided_at = $6, decide_operation_id = $7
      WHERE shop = $1 AND order_id = $2 AND number = $3
      """,
      [
        .text(key.shop), .text(key.id), .integer(number), .text(agrees ? "agreed" : "refused"),
        .text(change.operation.actor.name), .integer(change.operation.at.milliseconds),
        .text(change.operation.id.text),
      ])
  }

  static func countOpen(shop: String?, _ session: any Session) throws -> Int64 {
    try session.count(
      "SELECT COUNT(*) FROM hold_override WHERE state = 'open' AND (CAST($1 AS TEXT) IS NULL OR shop = $1)",
      [Value(shop)])
  }

  static func list(shop: String?, openOnly: Bool, limit: Int64, _ session: any Session) throws -> [OverrideRequest] {
    try session.all(
      """
      SELECT shop, order_id, reason, note, asked_by, asked_at, state, decided_by FROM hold_override
      WHERE (CAST($1 AS TEXT) IS NULL OR shop = $1) AND ($2 = 0 OR state = 'open')
      ORDER BY asked_at, order_id LIMIT $3
      """, [Value(shop), Value(openOnly), .integer(limit)]
    ) { row in
      guard let reason = HoldReason(rawValue: try row.text(2)) else {
        throw StoreError.engine("hold_override holds a reason this program does not know")
      }
      return OverrideRequest(
        shop: try row.text(0), order: try row.text(1), reason: reason, note: try row.text(3),
        askedBy: try row.text(4), askedAt: Instant(milliseconds: try row.integer(5)), state: try row.text(6),
        decidedBy: try row.optionalText(7))
    }
  }
}
