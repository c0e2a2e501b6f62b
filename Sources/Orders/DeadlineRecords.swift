import Store
import Vocabulary

/// The SQL of what was agreed for a time.
enum DeadlineRecords {
  struct Missed {
    let key: OrderKey
    let source: String
    let text: String
  }

  /// Deadlines that passed without the order having been shipped, and that no hold was placed for yet.
  static func missed(shop: String, now: Instant, limit: Int64, _ session: any Session) throws -> [Missed] {
    try session.all(
      """
      SELECT t.order_id, t.source, t.text FROM order_todo t
      JOIN shop_order o ON o.shop = t.shop AND o.id = t.order_id
      WHERE t.shop = $1 AND t.kind = 'deadline' AND t.due_at <= $2 AND o.stage < 80
        AND NOT EXISTS (
          SELECT 1 FROM hold h
          WHERE h.shop = t.shop AND h.order_id = t.order_id AND h.source = 'deadline:' || t.source)
      ORDER BY t.order_id, t.source LIMIT $3
      """, [.text(shop), .integer(now.milliseconds), .integer(limit)]
    ) { Missed(key: OrderKey(shop: shop, id: try $0.text(0)), source: try $0.text(1), text: try $0.text(2)) }
  }

  static func count(shop: String?, now: Instant, _ session: any Session) throws -> (holds: Int64, lifts: Int64) {
    let holds = try session.count(
      """
      SELECT COUNT(*) FROM order_todo t
      JOIN shop_order o ON o.shop = t.shop AND o.id = t.order_id
      WHERE (CAST($1 AS TEXT) IS NULL OR t.shop = $1) AND t.kind = 'deadline' AND t.due_at <= $2 AND o.stage < 80
        AND NOT EXISTS (
          SELECT 1 FROM hold h
          WHERE h.shop = t.shop AND h.order_id = t.order_id AND h.source = 'deadline:' || t.source)
      """, [Value(shop), .integer(now.milliseconds)])
    let lifts = try session.count(
      """
      SELECT COUNT(*) FROM hold h JOIN shop_order o ON o.shop = h.shop AND o.id = h.order_id
      WHERE (CAST($1 AS TEXT) IS NULL OR h.shop = $1) AND h.lifted_at IS NULL AND h.reason = 'shipLater'
        AND h.until_at <= $2 AND o.stage < 100 AND o.refund_block = 0
      """, [Value(shop), .integer(now.milliseconds)])
    return (holds, lifts)
  }

  /// Orders with an open hold whose time has come.
  static func ended(shop: String, now: Instant, limit: Int64, _ session: any Session) throws -> [OrderKey] {
    try session.all(
      """
      SELECT DISTINCT h.order_id FROM hold h
      JOIN shop_order o ON o.shop = h.shop AND o.id = h.order_id
      WHERE h.shop = $1 AND h.lifted_at IS NULL AND h.reason = 'shipLater' AND h.until_at <= $2 AND o.stage < 100
        AND o.refund_block = 0
      ORDER BY h.order_id LIMIT $3
      """, [.text(shop), .integer(now.milliseconds), .integer(limit)]
    ) { OrderKey(shop: shop, id: try $0.text(0)) }
  }
}
