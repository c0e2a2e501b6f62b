import Orders
import Store
import Vocabulary

/// The SQL of refund_chase.
enum ChaseRecords {
  static func list(
    shop: String?, openBy moment: Instant, limit: Int64, _ session: any Session
  ) throws -> [ChaseEntry] {
    try session.all(
      """
      SELECT r.shop, r.order_id, r.id, r.amount_fen, r.opens_at, o.stage, o.ship_by, COALESCE(c.number, 0), c.result,
        c.at, c.note
      FROM refund r
      JOIN shop_order o ON o.shop = r.shop AND o.id = r.order_id
      LEFT JOIN refund_chase c ON c.shop = r.shop AND c.order_id = r.order_id AND c.number = (
        SELECT MAX(l.number) FROM refund_chase l WHERE l.shop = r.shop AND l.order_id = r.order_id)
      WHERE r.state = 'awaitingApplication' AND r.opens_at <= $2 AND (CAST($1 AS TEXT) IS NULL OR r.shop = $1)
      ORDER BY CASE WHEN o.ship_by IS NULL THEN 1 ELSE 0 END, o.ship_by, r.opens_at, r.order_id, r.id LIMIT $3
      """, [Value(shop), .integer(moment.milliseconds), .integer(limit)]
    ) { row in
      guard let stage = OrderStage(rawValue: try row.integer(5)) else {
        throw StoreError.engine("shop_order holds a stage this program does not know")
      }
      return ChaseEntry(
        shop: try row.text(0), order: try row.text(1), refund: try row.text(2), amountFen: try row.optionalInteger(3),
        opensAt: Instant(milliseconds: try row.integer(4)), stage: stage,
        shipBy: try row.optionalInteger(6).map(Instant.init(milliseconds:)), attempts: try row.integer(7),
        last: try row.optionalText(8).flatMap(ChaseEntry.Result.init),
        lastAt: try row.optionalInteger(9).map(Instant.init(milliseconds:)), note: try row.optionalText(10))
    }
  }

  /// Notes a result and returns its number. The order's row is locked.
  static func add(
    _ result: ChaseEntry.Result, note: String, to order: OrderKey, _ change: Change
  ) throws -> Int64 {
    try change.session.count(
      """
      INSERT INTO refund_chase (shop, order_id, number, result, note, at, actor, operation_id)
      VALUES ($1, $2, (SELECT COALESCE(MAX(number), 0) + 1 FROM refund_chase WHERE shop = $1 AND order_id = $2),
        $3, $4, $5, $6, $7)
      RETURNING number
      """,
      [
        .text(order.shop), .text(order.id), .text(result.rawValue), .text(note),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ])
  }
}
