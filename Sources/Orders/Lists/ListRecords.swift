import Store
import Vocabulary

/// The SQL of order_list and list_entry.
/// What belongs on a list, and whether it is new, say
/// the views `approved_for_list`, `held_for_list` and `released_for_list`.
enum ListRecords {
  static func unfinished(
    _ kind: ListKind, shop: String, _ session: any Session
  ) throws -> (number: Int64, run: OperationID, isFull: Bool)? {
    try session.first(
      "SELECT number, run_id, is_full FROM order_list WHERE shop = $1 AND list = $2 AND state = 'running'",
      [.text(shop), .text(kind.rawValue)]
    ) { row in
      guard let run = OperationID(try row.text(1)) else { throw StoreError.engine("order_list holds no run's name") }
      return (try row.integer(0), run, try row.integer(2) == 1)
    }
  }

  /// Returns the new list's number, or nil when another one is open.
  static func begin(_ request: OrderLists.Request, run: OperationID, _ change: Change) throws -> Int64? {
    try change.session.first(
      """
      INSERT INTO order_list (shop, list, number, run_id, state, is_full, orders, taken_at, taken_by, operation_id)
      SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), COALESCE(MAX(number), 0) + 1, CAST($3 AS TEXT), 'running',
        CAST($4 AS BIGINT), 0, CAST($5 AS BIGINT), CAST($6 AS TEXT), CAST($7 AS TEXT)
      FROM order_list WHERE shop = $1 AND list = $2
      ON CONFLICT DO NOTHING
      RETURNING number
      """,
      [
        .text(request.shop), .text(request.kind.rawValue), .text(run.text), Value(request.isFull),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ]
    ) { try $0.integer(0) }
  }

  static func end(_ request: OrderLists.Request, number: Int64, orders: Int64, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE order_list SET state = 'done', orders = $4, taken_at = $5, taken_by = $6, operation_id = $7
      WHERE shop = $1 AND list = $2 AND number = $3
      """,
      [
        .text(request.shop), .text(request.kind.rawValue), .integer(number), .integer(orders),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ])
  }

  /// A finished list; the last one without `number`.
  static func find(
    _ kind: ListKind, shop: String, number: Int64?, _ session: any Session
  ) throws -> OrderList? {
    try session.first(
      """
      SELECT number, is_full, orders, taken_at, taken_by FROM order_list
      WHERE shop = $1 AND list = $2 AND state = 'done' AND (CAST($3 AS BIGINT) IS NULL OR number = $3)
      ORDER BY number DESC LIMIT 1
      """, [.text(shop), .text(kind.rawValue), Value(number)]
    ) {
      OrderList(
        list: kind, shop: shop, number: try $0.integer(0), isFull: try $0.integer(1) == 1,
        orders: try $0.integer(2), takenAt: Instant(milliseconds: try $0.integer(3)), takenBy: try $0.text(4))
    }
  }

  /// The orders of a list behind `place`, whole: at most `limit` rows, an order with several reasons has several.
  static func entries(
    of list: OrderList, after place: String, limit: Int64, _ session: any Session
  ) throws -> [ListedOrder] {
    var (orders, rows): ([ListedOrder], Int64) = ([], 0)
    try session.rows(
      """
      SELECT order_id, reason, stage, ship_by FROM list_entry
      WHERE shop = $1 AND list = $2 AND number = $3 AND order_id > $4 ORDER BY order_id, reason LIMIT $5
      """,
      [.text(list.shop), .text(list.list.rawValue), .integer(list.number), .text(place), .integer(limit)]
    ) { row in
      rows += 1
      let (order, reason) = (try row.text(0), try row.text(1))
      guard let stage = OrderStage(rawValue: try row.integer(2)) else {
        throw StoreError.engine("list_entry holds a stage this program does not know")
      }
      if orders.last?.order != order {
        orders.append(
          ListedOrder(
            order: order, reasons: [], stage: stage,
            shipBy: try row.optionalInteger(3).map(Instant.init(milliseconds:))))
      }
      if let reason = HoldReason(rawValue: reason), orders.last?.reasons.last != reason {
        orders[orders.count - 1].reasons.append(reason)
      }
    }
    // The last order may go on behind a full page.
    if rows == limit, orders.count > 1 { orders.removeLast() }
    return orders
  }
}

extension ListRecords {
  /// The last order of the next part: at most `limit` rows behind `place`. Nil when there are no more.
  static func next(
    _ request: OrderLists.Request, after place: String, limit: Int64, _ session: any Session
  ) throws -> String? {
    let sql: SQL =
      switch request.kind {
      case .approved:
        """
        SELECT MAX(order_id) FROM (
          SELECT order_id FROM approved_for_list WHERE shop = $1 AND order_id > $2 AND ($3 = 1 OR is_new = 1)
          ORDER BY order_id LIMIT $4
        ) part
        """
      case .held:
        """
        SELECT MAX(order_id) FROM (
          SELECT order_id FROM held_for_list WHERE shop = $1 AND order_id > $2 AND ($3 = 1 OR is_new = 1)
          ORDER BY order_id LIMIT $4
        ) part
        """
      case .released:
        """
        SELECT MAX(order_id) FROM (
          SELECT order_id FROM released_for_list WHERE shop = $1 AND order_id > $2 AND ($3 = 1 OR is_new = 1)
          ORDER BY order_id LIMIT $4
        ) part
        """
      }
    return try session.first(
      sql, [.text(request.shop), .text(place), Value(request.isFull), .integer(limit)]
    ) { try $0.optionalText(0) } ?? nil
  }

  /// Enters what belongs on the list between two places, and returns how many orders those are.
  static func enter(
    _ request: OrderLists.Request, number: Int64, after place: String, upTo last: String, _ change: Change
  ) throws -> Int64 {
    let sql: SQL =
      switch request.kind {
      case .approved:
        """
        INSERT INTO list_entry (shop, list, number, order_id, mark, reason, stage, ship_by, operation_id)
        SELECT shop, CAST($2 AS TEXT), CAST($3 AS BIGINT), order_id, mark, reason, stage, ship_by, CAST($7 AS TEXT)
        FROM approved_for_list WHERE shop = $1 AND order_id > $4 AND order_id <= $5 AND ($6 = 1 OR is_new = 1)
        """
      case .held:
        """
        INSERT INTO list_entry (shop, list, number, order_id, mark, reason, stage, ship_by, operation_id)
        SELECT shop, CAST($2 AS TEXT), CAST($3 AS BIGINT), order_id, mark, reason, stage, ship_by, CAST($7 AS TEXT)
        FROM held_for_list WHERE shop = $1 AND order_id > $4 AND order_id <= $5 AND ($6 = 1 OR is_new = 1)
        """
      case .released:
        """
        INSERT INTO list_entry (shop, list, number, order_id, mark, reason, stage, ship_by, operation_id)
        SELECT shop, CAST($2 AS TEXT), CAST($3 AS BIGINT), order_id, mark, reason, stage, ship_by, CAST($7 AS TEXT)
        FROM released_for_list WHERE shop = $1 AND order_id > $4 AND order_id <= $5 AND ($6 = 1 OR is_new = 1)
        """
      }
    let stretch: [Value] = [
      .text(request.shop), .text(request.kind.rawValue), .integer(number), .text(place), .text(last),
    ]
    try change.session.run(sql, stretch + [Value(request.isFull), .text(change.operation.id.text)])
    return try change.session.count(
      """
      SELECT COUNT(DISTINCT order_id) FROM list_entry
      WHERE shop = $1 AND list = $2 AND number = $3 AND order_id > $4 AND order_id <= $5
      """, stretch)
  }

  /// Orders that were on a list of held ones and are free again, and on no list since.
  static func countReleased(shop: String, _ session: any Session) throws -> Int64 {
    try session.count(
      "SELECT COUNT(DISTINCT order_id) FROM released_for_list WHERE shop = $1 AND is_new = 1", [.text(shop)])
  }
}
