import Store
import Vocabulary

/// The SQL of whole orders that their buyers do not want.
enum UnwantedRecords {
  /// Paid orders, not over, that this operation held so. Their rows are locked: placing a hold writes them.
  static func held(_ change: Change) throws -> [Order] {
    try change.session.all(
      """
      SELECT o.shop, o.id, o.stage, o.version, o.open_holds, o.refund_block, o.memo_seen_at, o.memo_version, o.source_at,
        o.platform_status, o.created_at, o.paid_at, o.total_fen, o.paid_fen, o.refund_fen, o.title, o.item_count,
        o.consigned_at, o.buyer_message, o.flag, o.modified_sku, o.exception_note, o.refund_state, o.deposit_fen,
        o.final_fen, o.ship_by, o.ship_by_source, o.address_version, o.printed_version, o.region, o.address_digest,
        o.masked_address_digest, o.awaited_address, o.courier_promises
      FROM shop_order o
      WHERE o.stage BETWEEN 30 AND 90 AND o.refund_block <> 2 AND (o.shop, o.id) IN (
        SELECT h.shop, h.order_id FROM hold h
        WHERE h.operation_id = $1 AND h.reason = 'buyerCancelled' AND h.line = '' AND h.lifted_at IS NULL)
      ORDER BY o.shop, o.id
      """, [.text(change.operation.id.text)], OrderRecords.order)
  }

  /// Orders that this operation wrote as paid and that are held so. Read from the open holds, which are few.
  static func paid(_ change: Change) throws -> [Order] {
    try change.session.all(
      """
      SELECT o.shop, o.id, o.stage, o.version, o.open_holds, o.refund_block, o.memo_seen_at, o.memo_version, o.source_at,
        o.platform_status, o.created_at, o.paid_at, o.total_fen, o.paid_fen, o.refund_fen, o.title, o.item_count,
        o.consigned_at, o.buyer_message, o.flag, o.modified_sku, o.exception_note, o.refund_state, o.deposit_fen,
        o.final_fen, o.ship_by, o.ship_by_source, o.address_version, o.printed_version, o.region, o.address_digest,
        o.masked_address_digest, o.awaited_address, o.courier_promises
      FROM shop_order o
      WHERE o.stage BETWEEN 30 AND 90 AND o.refund_block <> 2 AND o.operation_id = $1 AND (o.shop, o.id) IN (
        SELECT h.shop, h.order_id FROM hold h
        WHERE h.lifted_at IS NULL AND h.reason = 'buyerCancelled' AND h.line = '')
      ORDER BY o.shop, o.id
      """, [.text(change.operation.id.text)], OrderRecords.order)
  }

  static func wantedAgain(_ change: Change) throws -> [OrderKey] {
    try change.session.all(
      """
      SELECT DISTINCT h.shop, h.order_id FROM hold h
      WHERE h.lift_operation_id = $1 AND h.reason = 'buyerCancelled' AND h.line = '' AND NOT EXISTS (
        SELECT 1 FROM hold other
        WHERE other.shop = h.shop AND other.order_id = h.order_id AND other.reason = 'buyerCancelled'
          AND other.line = '' AND other.lifted_at IS NULL)
      ORDER BY h.shop, h.order_id
      """, [.text(change.operation.id.text)]
    ) { OrderKey(shop: try $0.text(0), id: try $0.text(1)) }
  }

  /// Open holds of paid orders, not over: what `day close` looks at.
  static func open(shop: String?, _ session: any Session) throws -> [OrderKey] {
    try session.all(
      """
      SELECT DISTINCT h.shop, h.order_id FROM hold h
      JOIN shop_order o ON o.shop = h.shop AND o.id = h.order_id
      WHERE h.lifted_at IS NULL AND h.reason = 'buyerCancelled' AND h.line = ''
        AND o.stage BETWEEN 30 AND 90 AND o.refund_block <> 2 AND (CAST($1 AS TEXT) IS NULL OR h.shop = $1)
      ORDER BY h.shop, h.order_id
      """, [Value(shop)]
    ) { OrderKey(shop: try $0.text(0), id: try $0.text(1)) }
  }
}
