import Orders
import Store
import Vocabulary

/// The SQL of how SKUs are sold and who waits for them.
enum PublicationRecords {
  /// Sales by SKU of which the orders took goods off the shelf since a moment.
  static func sales(shop: String, since moment: Instant, _ session: any Session) throws -> [String: RecentSales] {
    var sales: [String: RecentSales] = [:]
    try session.rows(
      """
      SELECT sku, quantity, recorded_at - at FROM stock_movement
      WHERE shop = $1 AND recorded_at > $2 AND at > $2 AND substr(source, 1, 6) = 'order:'
        AND substr(from_account, 1, 10) = 'warehouse:'
      """, [.text(shop), .integer(moment.milliseconds)]
    ) {
      let sku = try $0.text(0)
      sales[sku, default: RecentSales()].quantity += try $0.integer(1)
      sales[sku, default: RecentSales()].lags.append(try $0.integer(2))
    }
    return sales
  }

  /// What became of goods that were held because the buyer did not want them.
  static func keepRate(shop: String, _ session: any Session) throws -> KeepRate {
    try session.first(
      """
      SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN substr(to_account, 1, 10) = 'warehouse:'
        OR to_account = 'unavailable:refundRequested' THEN 0 ELSE 1 END), 0) AS BIGINT)
      FROM stock_movement WHERE shop = $1 AND from_account = 'unavailable:buyerCancelled'
      """, [.text(shop)]
    ) { KeepRate(kept: try $0.integer(1), decided: try $0.integer(0)) } ?? KeepRate(kept: 0, decided: 0)
  }

  /// The orders that wait for a SKU.
  static func claims(on sku: String, shop: String, _ session: any Session) throws -> [Oversold.Claim] {
    try session.all(
      """
      SELECT o.id, CAST(SUM(g.quantity) AS BIGINT), o.stage, o.paid_at, COALESCE(o.paid_fen, 0)
      FROM stock_line g JOIN shop_order o ON o.shop = g.shop AND o.id = g.order_id
      WHERE g.shop = $1 AND g.sku = $2 AND g.quantity > 0 AND g.account IN ('reserved', 'committed', 'reserved:gift',
        'committed:gift', 'reserved:bundle', 'committed:bundle')
      GROUP BY o.id, o.stage, o.paid_at, o.paid_fen
      """, [.text(shop), .text(sku)]
    ) { row in
      guard let stage = OrderStage(rawValue: try row.integer(2)) else {
        throw StoreError.engine("shop_order holds a stage this program does not know")
      }
      return Oversold.Claim(
        order: try row.text(0), quantity: try row.integer(1), stage: stage,
        paidAt: try row.optionalInteger(3).map(Instant.init(milliseconds:)), paid: Money(fen: try row.integer(4)))
    }
  }
}
