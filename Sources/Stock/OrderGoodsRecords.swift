import Orders
import Store
import Vocabulary

/// The SQL of where the goods of orders stand.
enum OrderGoodsRecords {
  static func hasShops(_ session: any Session) throws -> Bool {
    try session.first("SELECT 1 FROM stock_shop LIMIT 1") { try $0.integer(0) } != nil
  }

  /// The orders that this operation changed, of shops that keep stock here, in key order. Their rows are locked: this
  /// transaction wrote them. CROSS JOIN keeps SQLite from beginning with the shop and walking through all its orders.
  static func changed(by change: Change) throws -> [OrderGoods] {
    var orders: [OrderGoods] = []
    try change.session.rows(
      """
      SELECT o.shop, o.id, s.warehouse, o.stage, o.refund_block, o.paid_fen, o.created_at, o.paid_at, o.consigned_at,
        l.line, l.sku, l.quantity, l.refund_state,
        CASE WHEN o.open_holds = 0 THEN 0 ELSE (
          SELECT COALESCE(MAX(CASE h.reason WHEN 'buyerCancelled' THEN 2 WHEN 'refundRequested' THEN 1 ELSE 0 END), 0)
          FROM hold h WHERE h.shop = o.shop AND h.order_id = o.id AND h.lifted_at IS NULL AND h.line IN ('', l.line)
        ) END,
        CASE WHEN o.consigned_at IS NOT NULL THEN 1 WHEN o.stage <> 110 THEN 0 ELSE (
          SELECT COUNT(*) FROM gate_pass p
          WHERE p.shop = o.shop AND p.order_id = o.id AND p.undone_at IS NULL AND p.to_stage >= 80
        ) END
      FROM shop_order o CROSS JOIN stock_shop s CROSS JOIN order_line l
      WHERE o.operation_id = $1 AND o.has_sku = 1 AND s.shop = o.shop AND l.shop = o.shop AND l.order_id = o.id
        AND l.sku <> '' AND l.quantity > 0
      ORDER BY o.shop, o.id, l.line
      """, [.text(change.operation.id.text)]
    ) { row in
      let key = OrderKey(shop: try row.text(0), id: try row.text(1))
      if orders.last?.key != key {
        orders.append(
          OrderGoods(
            key: key, warehouse: .warehouse(try row.text(2)), paidFen: try row.optionalInteger(5) ?? 0,
            createdAt: try row.optionalInteger(6).map(Instant.init(milliseconds:)),
            paidAt: try row.optionalInteger(7).map(Instant.init(milliseconds:)),
            consignedAt: try row.optionalInteger(8).map(Instant.init(milliseconds:)), lines: []))
      }
      guard let stage = OrderStage(rawValue: try row.integer(3)), let block = RefundBlock(rawValue: try row.integer(4)),
        let unwanted = GoodsState.Unwanted(rawValue: try row.integer(13))
      else { throw StoreError.engine("shop_order holds a stage this program does not know") }
      orders[orders.count - 1].lines.append(
        OrderGoods.Line(
          line: try row.text(9), sku: try row.text(10), quantity: try row.integer(11),
          state: GoodsState(
            stage: stage, unwanted: unwanted, block: block,
            refund: try row.optionalText(12).flatMap(RefundState.init), hasLeft: try row.integer(14) > 0)))
    }
    try addStanding(to: &orders, change)
    return orders
  }

  private static func addStanding(to orders: inout [OrderGoods], _ change: Change) throws {
    guard !orders.isEmpty else { return }
    var place = 0
    try change.session.rows(
      """
      SELECT g.shop, g.order_id, g.line, g.part, g.sku, g.quantity, g.account, g.moves
      FROM shop_order o CROSS JOIN stock_line g
      WHERE o.operation_id = $1 AND o.has_sku = 1 AND g.shop = o.shop AND g.order_id = o.id
      ORDER BY g.shop, g.order_id, g.line, g.part, g.sku
      """, [.text(change.operation.id.text)]
    ) { row in
      let key = OrderKey(shop: try row.text(0), id: try row.text(1))
      while place < orders.count, orders[place].key != key { place += 1 }
      guard place < orders.count else { throw StoreError.engine("stock_line has an order without goods") }
      guard let part = GoodsPart(rawValue: try row.text(3)) else {
        throw StoreError.engine("stock_line holds a word this program does not know")
      }
      orders[place].standing.append(
        StandingGoods(
          place: .init(line: try row.text(2), part: part, sku: try row.text(4)), quantity: try row.integer(5),
          account: StockAccount(try row.text(6)), moves: try row.integer(7)))
    }
  }

  static func bundles(_ session: any Session) throws -> Bundles {
    var bundles = Bundles()
    try session.rows("SELECT part, sku, paid_fen, component, quantity FROM stock_bundle ORDER BY sku, component", []) {
      guard let part = GoodsPart(rawValue: try $0.text(0)) else {
        throw StoreError.engine("stock_bundle holds a word this program does not know")
      }
      bundles.add(
        part, sku: try $0.text(1), paidFen: try $0.integer(2),
        .init(sku: try $0.text(3), quantity: try $0.integer(4)))
    }
    return bundles
  }

  static func write(_ goods: [StandingGoods], of key: OrderKey, into rows: inout RowList) {
    for goods in goods {
      rows.append(
        .text(key.shop), .text(key.id), .text(goods.place.line), .text(goods.place.part.rawValue),
        .text(goods.place.sku), .integer(goods.quantity), .text(goods.account.name), .integer(goods.moves))
    }
  }

  static func put(_ rows: RowList, _ change: Change) throws {
    // Differs because each engine has its own functions for JSON.
    try change.session.run(
      SQL(
        sqlite: """
          INSERT INTO stock_line (shop, order_id, line, part, sku, quantity, account, moves, operation_id)
          SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, $2
          FROM json_each($1) WHERE true
          ON CONFLICT (shop, order_id, line, part, sku) DO UPDATE SET quantity = excluded.quantity,
            account = excluded.account, moves = excluded.moves, operation_id = excluded.operation_id
          """,
        postgres: """
          INSERT INTO stock_line (shop, order_id, line, part, sku, quantity, account, moves, operation_id)
          SELECT r ->> 0, r ->> 1, r ->> 2, r ->> 3, r ->> 4, CAST(r ->> 5 AS BIGINT), r ->> 6,
            CAST(r ->> 7 AS BIGINT), CAST($2 AS TEXT)
          FROM json_array_elements(CAST($1 AS json)) AS r
          ON CONFLICT (shop, order_id, line, part, sku) DO UPDATE SET quantity = excluded.quantity,
            account = excluded.account, moves = excluded.moves, operation_id = excluded.operation_id
          """), [rows.value, .text(change.operation.id.text)])
  }

  // MARK: Bundles of the playbook

  static func clearBundles(_ session: any Session) throws {
    try session.run("DELETE FROM stock_bundle")
  }

  static func addBundle(
    _ part: GoodsPart, sku: String, paidFen: Int64, component: String, quantity: Int64, _ session: any Session
  ) throws {
    try session.run(
      "INSERT INTO stock_bundle (sku, part, paid_fen, component, quantity) VALUES ($1, $2, $3, $4, $5)",
      [.text(sku), .text(part.rawValue), .integer(paidFen), .text(component), .integer(quantity)])
  }

  // MARK: Shops

  static func shop(_ shop: String, _ session: any Session) throws -> (warehouse: String, takenUpTo: String?)? {
    try session.first("SELECT warehouse, taken_up_to FROM stock_shop WHERE shop = $1", [.text(shop)]) {
      (warehouse: try $0.text(0), takenUpTo: try $0.optionalText(1))
    }
  }

  static func addShop(_ shop: String, warehouse: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO stock_shop (shop, warehouse, taken_up_to, operation_id) VALUES ($1, $2, '', $3)
      ON CONFLICT (shop) DO NOTHING
      """, [.text(shop), .text(warehouse), .text(change.operation.id.text)])
  }

  static func setTakenUpTo(_ order: String?, of shop: String, _ session: any Session) throws {
    try session.run("UPDATE stock_shop SET taken_up_to = $2 WHERE shop = $1", [.text(shop), Value(order)])
  }

  /// Makes the next orders of a shop rows of this operation, which locks them; returns the last one's id.
  static func touch(after id: String, of shop: String, limit: Int64, _ change: Change) throws -> String? {
    let last = try change.session.first(
      """
      SELECT MAX(id) FROM (
        SELECT id FROM shop_order WHERE shop = $1 AND id > $2 ORDER BY id LIMIT $3
      ) next
      """, [.text(shop), .text(id), .integer(limit)]
    ) { try $0.optionalText(0) }
    guard let last = last.flatMap({ $0 }) else { return nil }
    try change.session.run(
      """
      UPDATE shop_order SET operation_id = $4 WHERE shop = $1 AND id > $2 AND id <= $3 AND has_sku = 1
      """, [.text(shop), .text(id), .text(last), .text(change.operation.id.text)])
    return last
  }
}
