import Store
import Vocabulary

/// The SQL of what our own refunds say on the order's row.
enum OrderRefundRecords {
  static func set(_ block: RefundBlock, of key: OrderKey, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE shop_order SET refund_here = $3, version = version + 1, operation_id = $4,
        refund_block = CASE WHEN refund_block > refund_here AND refund_block > $3 THEN refund_block
          WHEN $3 = 0 AND refund_state = 'applied' THEN 1 ELSE $3 END
      WHERE shop = $1 AND id = $2
      """, [.text(key.shop), .text(key.id), .integer(block.rawValue), .text(change.operation.id.text)])
  }

  static func passes(after settled: [OrderKey: Instant], _ session: any Session) throws -> [LatePass] {
    try settled.keys.sorted().flatMap { key in
      try session.all(
        """
        SELECT gate, at, actor FROM gate_pass
        WHERE shop = $1 AND order_id = $2 AND at > $3 AND undone_at IS NULL ORDER BY at LIMIT 1
        """, [.text(key.shop), .text(key.id), .integer(settled[key]?.milliseconds ?? 0)]
      ) {
        LatePass(
          key: key, gate: try $0.text(0), at: Instant(milliseconds: try $0.integer(1)), by: try $0.text(2))
      }
    }
  }
}
