import Store
import Vocabulary

/// The SQL of order_line.
enum OrderLineRecords {
  static func all(_ key: OrderKey, _ session: any Session) throws -> [OrderLine] {
    try session.all(
      """
      SELECT line, title, sku, attributes, quantity, price_fen, paid_fen, refund_fen, platform_status, refund_state,
        ship_by
      FROM order_line WHERE shop = $1 AND order_id = $2 ORDER BY line
      """, [.text(key.shop), .text(key.id)]
    ) { row in
      var line = OrderLine(line: try row.text(0))
      line.title = try row.optionalText(1)
      line.sku = try row.optionalText(2)
      line.attributes = try row.optionalText(3)
      line.quantity = try row.optionalInteger(4)
      line.price = try row.optionalInteger(5).map(Money.init(fen:))
      line.paid = try row.optionalInteger(6).map(Money.init(fen:))
      line.refund = try row.optionalInteger(7).map(Money.init(fen:))
      line.platformStatus = try row.optionalText(8)
      line.refundState = try row.optionalText(9).flatMap(RefundState.init)
      line.shipBy = try row.optionalInteger(10).map(Instant.init(milliseconds:))
      return line
    }
  }

  /// Notes that these orders, whose rows are locked, have goods with a SKU.
  static func markOrders(_ ids: Set<String>, of shop: String, _ change: Change) throws {
    guard !ids.isEmpty else { return }
    // Differs because each engine has its own functions for JSON.
    try change.session.run(
      SQL(
        sqlite: """
          UPDATE shop_order SET has_sku = 1
          WHERE shop = $1 AND has_sku = 0 AND id IN (SELECT value FROM json_each($2))
          """,
        postgres: """
          UPDATE shop_order SET has_sku = 1
          WHERE shop = $1 AND has_sku = 0 AND id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
          """), [.text(shop), RowList.ids(ids.sorted())])
  }

  /// Keeps a line as its source shows it; an older source changes nothing.
  static func put(_ line: OrderLine, of key: OrderKey, sourceAt: Instant, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO order_line (shop, order_id, line, title, sku, attributes, quantity, price_fen, paid_fen, refund_fen,
        platform_status, refund_state, ship_by, source_at, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
      ON CONFLICT (shop, order_id, line) DO UPDATE SET
        title = COALESCE(excluded.title, order_line.title), sku = COALESCE(excluded.sku, order_line.sku),
        attributes = COALESCE(excluded.attributes, order_line.attributes),
        quantity = COALESCE(excluded.quantity, order_line.quantity),
        price_fen = COALESCE(excluded.price_fen, order_line.price_fen),
        paid_fen = COALESCE(excluded.paid_fen, order_line.paid_fen),
        refund_fen = COALESCE(excluded.refund_fen, order_line.refund_fen),
        platform_status = COALESCE(excluded.platform_status, order_line.platform_status),
        refund_state = COALESCE(excluded.refund_state, order_line.refund_state),
        ship_by = COALESCE(excluded.ship_by, order_line.ship_by),
        source_at = excluded.source_at, operation_id = excluded.operation_id
      WHERE excluded.source_at >= order_line.source_at
      """,
      [
        .text(key.shop), .text(key.id), .text(line.line), Value(line.title), Value(line.sku), Value(line.attributes),
        Value(line.quantity), Value(line.price?.fen), Value(line.paid?.fen), Value(line.refund?.fen),
        Value(line.platformStatus), Value(line.refundState?.rawValue), Value(line.shipBy?.milliseconds),
        .integer(sourceAt.milliseconds), .text(change.operation.id.text),
      ])
  }
}
