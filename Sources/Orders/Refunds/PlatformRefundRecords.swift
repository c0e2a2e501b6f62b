import Store
import Vocabulary

/// The SQL of platform_refund.
enum PlatformRefundRecords {
  /// Keeps a refund as its source shows it; an older source changes nothing, and what was paid stays paid.
  static func put(_ refund: ImportedRefund, shop: String, sourceAt: Instant, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO platform_refund (shop, id, order_id, line, state, status, amount_fen, is_whole, phase, version,
        deadline, source_at, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      ON CONFLICT (shop, id) DO UPDATE SET order_id = excluded.order_id,
        line = CASE WHEN excluded.line = '' THEN platform_refund.line ELSE excluded.line END,
        state = excluded.state, status = excluded.status,
        amount_fen = COALESCE(excluded.amount_fen, platform_refund.amount_fen),
        is_whole = COALESCE(excluded.is_whole, platform_refund.is_whole),
        phase = COALESCE(excluded.phase, platform_refund.phase),
        version = COALESCE(excluded.version, platform_refund.version),
        deadline = COALESCE(excluded.deadline, platform_refund.deadline),
        source_at = excluded.source_at, operation_id = excluded.operation_id
      WHERE platform_refund.state <> 'refunded'
        AND (excluded.state = 'refunded' OR excluded.source_at >= platform_refund.source_at)
        AND (excluded.state = 'refunded' OR COALESCE(excluded.version, 0) >= COALESCE(platform_refund.version, 0)
          OR excluded.version IS NULL)
      """,
      [
        .text(shop), .text(refund.id), .text(refund.order), .text(refund.line ?? ""), .text(refund.state.rawValue),
        .text(refund.status), Value(refund.amount?.fen), Value(refund.isWhole.map { $0 ? 1 : 0 }),
        Value(refund.phase), Value(refund.modifiedAt?.milliseconds), Value(refund.deadline?.milliseconds),
        .integer(sourceAt.milliseconds), .text(change.operation.id.text),
      ])
  }

  /// What this operation showed.
  static func shown(_ change: Change) throws -> [PlatformRefund] {
    try change.session.all(
      """
      SELECT shop, id, order_id, line, state, amount_fen, is_whole, phase, version, deadline
      FROM platform_refund WHERE operation_id = $1 ORDER BY shop, order_id, id
      """, [.text(change.operation.id.text)], refund)
  }

  static func ofOrder(_ key: OrderKey, _ session: any Session) throws -> [PlatformRefund] {
    try session.all(
      """
      SELECT shop, id, order_id, line, state, amount_fen, is_whole, phase, version, deadline
      FROM platform_refund WHERE shop = $1 AND order_id = $2 ORDER BY id
      """, [.text(key.shop), .text(key.id)], refund)
  }

  private static func refund(_ row: any Row) throws -> PlatformRefund {
    guard let state = RefundState(rawValue: try row.text(4)) else {
      throw StoreError.engine("platform_refund holds a state this program does not know")
    }
    return PlatformRefund(
      shop: try row.text(0), id: try row.text(1), order: try row.text(2), line: try row.text(3), state: state,
      amount: try row.optionalInteger(5).map(Money.init(fen:)), isWhole: try row.optionalInteger(6).map { $0 == 1 },
      phase: try row.optionalText(7) ?? "", version: try row.optionalInteger(8).map(Instant.init(milliseconds:)),
      deadline: try row.optionalInteger(9).map(Instant.init(milliseconds:)))
  }
}
