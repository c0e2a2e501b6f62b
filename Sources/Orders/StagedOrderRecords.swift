import Store
import Vocabulary

/// New orders in bulk.
///
/// Differs because a statement that runs once for each row builds the sets of its CHECKs anew each time: on SQLite rows
/// are put into a bare temporary table first, and one statement carries them over, in two thirds of the time. On
/// PostgreSQL a row is a message either way.
enum StagedOrderRecords {
  /// Writes the orders that the store does not have yet, and returns their ids.
  static func insert(_ orders: [Order], _ change: Change) throws -> Set<String> {
    switch change.session.engine {
    case .sqlite: try carryOver(orders, change)
    case .postgres: Set(try orders.filter { try OrderRecords.insert($0, change) }.map(\.key.id))
    }
  }

  private static func carryOver(_ orders: [Order], _ change: Change) throws -> Set<String> {
    guard let shop = orders.first?.key.shop else { return [] }
    let session = change.session
    try session.run(
      """
      CREATE TEMP TABLE IF NOT EXISTS staged_order (shop, id, stage, version, open_holds, refund_block, memo_seen_at,
        memo_version, source_at, platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title,
        item_count, consigned_at, buyer_message, flag, modified_sku, exception_note, refund_state, deposit_fen,
        final_fen, ship_by, ship_by_source, region, address_digest, masked_address_digest, courier_promises,
        operation_id)
      """)
    try session.run("DELETE FROM staged_order")
    for order in orders { try stage(order, change) }
    let inserted = try session.run(
      """
      INSERT INTO shop_order (shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
        platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count, consigned_at,
        buyer_message, flag, modified_sku, exception_note, refund_state, deposit_fen, final_fen, ship_by,
        ship_by_source, region, address_digest, masked_address_digest, courier_promises, operation_id)
      SELECT shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
        platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count, consigned_at,
        buyer_message, flag, modified_sku, exception_note, refund_state, deposit_fen, final_fen, ship_by,
        ship_by_source, region, address_digest, masked_address_digest, courier_promises, operation_id
      FROM staged_order WHERE true
      ON CONFLICT (shop, id) DO NOTHING
      """)
    if inserted == orders.count { return Set(orders.lazy.map(\.key.id)) }
    return Set(
      try session.all(
        """
        SELECT s.id FROM staged_order s JOIN shop_order o ON o.shop = s.shop AND o.id = s.id
        WHERE o.shop = $1 AND o.operation_id = $2 AND o.version = 1
        """, [.text(shop), .text(change.operation.id.text)]
      ) { try $0.text(0) })
  }

  private static func stage(_ order: Order, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO staged_order VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
        $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)
      """, OrderRecords.values(of: order, change))
  }
}
