import Orders
import Store
import Vocabulary

/// The SQL that adds refunds up.
enum CountRecords {
  static func counts(
    shop: String?, now: Instant, fourEyesAbove: Money, _ session: any Session
  ) throws -> RefundCounts {
    var counts = RefundCounts()
    // CAST, because PostgreSQL's SUM of BIGINT is a decimal.
    try session.rows(
      """
      SELECT state, COUNT(*), CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT),
        CAST(SUM(CASE WHEN review <> '' THEN 1 ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN opens_at > $2 THEN 1 ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN amount_fen > $3 AND approved_by IS NULL THEN 1 ELSE 0 END) AS BIGINT)
      FROM refund
      WHERE state NOT IN ('refused', 'withdrawn') AND (CAST($1 AS TEXT) IS NULL OR shop = $1) GROUP BY state
      """, [Value(shop), .integer(now.milliseconds), .integer(fourEyesAbove.fen)]
    ) { row in
      let (count, fen) = (try row.integer(1), try row.integer(2))
      let state = RefundStage(rawValue: try row.text(0))
      if state == .settled {
        counts.settled = count
        counts.settledFen = fen
        return
      }
      counts.openFen += fen
      counts.review += try row.integer(3)
      if state == .awaitingApplication || state == .applied { counts.unapproved += try row.integer(5) }
      switch state {
      case .awaitingApplication: counts.awaiting = count
      case .applied:
        counts.early = try row.integer(4)
        counts.due = count - counts.early
      case .batched: counts.batched = count
      case .submitted: counts.submitted = count
      case .uncertain: counts.uncertain = count
      default: throw StoreError.engine("refund holds a word this program does not know")
      }
    }
    return counts
  }

  static func openings(
    shop: String?, now: Instant, _ session: any Session
  ) throws -> [RefundForecast.Opening] {
    try session.all(
      """
      SELECT CASE WHEN opens_at < $2 THEN $2 ELSE opens_at END AS opening,
        CAST(SUM(CASE WHEN state = 'awaitingApplication' THEN 1 ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN state = 'applied' THEN 1 ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN review <> '' THEN 1 ELSE 0 END) AS BIGINT)
      FROM refund
      WHERE state IN ('awaitingApplication', 'applied') AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
      GROUP BY CASE WHEN opens_at < $2 THEN $2 ELSE opens_at END ORDER BY 1
      """, [Value(shop), .integer(now.milliseconds)]
    ) {
      RefundForecast.Opening(
        at: Instant(milliseconds: try $0.integer(0)), unapplied: try $0.integer(1), applied: try $0.integer(2),
        undecided: try $0.integer(3))
    }
  }

  static func orders(shop: String?, _ session: any Session) throws -> Set<OrderKey> {
    Set(
      try session.all(
        """
        SELECT DISTINCT shop, order_id FROM refund
        WHERE state NOT IN ('refused', 'withdrawn') AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
        """, [Value(shop)]
      ) { OrderKey(shop: try $0.text(0), id: try $0.text(1)) })
  }

  static func settled(shop: String?, _ session: any Session) throws -> [OrderKey: Instant] {
    let rows = try session.all(
      """
      SELECT shop, order_id, settled_at FROM refund
      WHERE state = 'settled' AND kind = 'wholeOrder' AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
      """, [Value(shop)]
    ) { (OrderKey(shop: try $0.text(0), id: try $0.text(1)), Instant(milliseconds: try $0.integer(2))) }
    return Dictionary(rows) { first, _ in first }
  }

  static func miscounted(_ session: any Session) throws -> [OrderKey] {
    try session.all(
      """
      SELECT o.shop, o.id FROM shop_order o
      LEFT JOIN (
        SELECT shop, order_id, MAX(CASE state WHEN 'settled' THEN 2 ELSE 1 END) AS block FROM refund
        WHERE kind = 'wholeOrder' AND state IN ('submitted', 'uncertain', 'settled') GROUP BY shop, order_id
      ) r ON r.shop = o.shop AND r.order_id = o.id
      WHERE o.refund_here <> COALESCE(r.block, 0) ORDER BY o.shop, o.id LIMIT 100
      """
    ) { OrderKey(shop: try $0.text(0), id: try $0.text(1)) }
  }

  static func miscountedBatches(_ session: any Session) throws -> [String] {
    try session.all(
      """
      SELECT b.shop, b.number FROM refund_batch b
      LEFT JOIN (
        SELECT shop, batch, COUNT(*) AS refunds, SUM(amount_fen) AS fen FROM refund WHERE batch IS NOT NULL
        GROUP BY shop, batch
      ) r ON r.shop = b.shop AND r.batch = b.number
      WHERE b.state = 'packed' AND (b.refunds <> COALESCE(r.refunds, 0) OR b.amount_fen <> COALESCE(r.fen, 0))
      ORDER BY b.shop, b.number LIMIT 100
      """
    ) { "\(try $0.text(0))/\(try $0.integer(1))" }
  }
}
