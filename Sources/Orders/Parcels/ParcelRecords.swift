import Store
import Vocabulary

/// The SQL of parcel and its contents. What is in a parcel changes only under the locks of the orders concerned and
/// then of the parcel, which is how a gate locks them too.
enum ParcelRecords {
  /// Parcels by waybill; `locking` keeps them as they are to the end of the transaction.
  static func parcels(
    _ shop: String, _ waybills: Value, locking: Bool, _ session: any Session
  ) throws -> [ParcelRow] {
    try session.all(locking ? locked : seen, [.text(shop), waybills], row)
  }

  private static let locked = SQL(
    // Differs because each engine has its own functions for JSON, and SQLite has one writer and no row locks.
    sqlite: """
      SELECT waybill, courier, stage, version, source_at, missing FROM parcel
      WHERE shop = $1 AND waybill IN (SELECT value FROM json_each($2)) ORDER BY waybill
      """,
    postgres: """
      SELECT waybill, courier, stage, version, source_at, missing FROM parcel
      WHERE shop = $1 AND waybill = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
      ORDER BY waybill FOR UPDATE
      """)

  private static let seen = SQL(
    // Differs because each engine has its own functions for JSON.
    sqlite: """
      SELECT waybill, courier, stage, version, source_at, missing FROM parcel
      WHERE shop = $1 AND waybill IN (SELECT value FROM json_each($2)) ORDER BY waybill
      """,
    postgres: """
      SELECT waybill, courier, stage, version, source_at, missing FROM parcel
      WHERE shop = $1 AND waybill = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json)))) ORDER BY waybill
      """)

  private static func row(_ row: any Row) throws -> ParcelRow {
    ParcelRow(
      waybill: try row.text(0), courier: try row.text(1), stage: try stage(row, 2), version: try row.integer(3),
      sourceAt: Instant(milliseconds: try row.integer(4)),
      missing: try row.text(5).split(separator: " ").map(String.init))
  }

  static func stage(_ row: any Row, _ column: Int) throws -> OrderStage {
    guard let stage = OrderStage(rawValue: try row.integer(column)) else {
      throw StoreError.engine("parcel holds a stage this program does not know")
    }
    return stage
  }

  /// The parcels that an order is in, with their stages, by waybill.
  static func homes(of order: OrderKey, _ session: any Session) throws -> [(waybill: String, stage: OrderStage)] {
    try session.all(
      """
      SELECT DISTINCT p.waybill, p.stage FROM parcel_item i
      JOIN parcel p ON p.shop = i.shop AND p.waybill = i.waybill
      WHERE i.shop = $1 AND i.order_id = $2 AND i.out_at IS NULL ORDER BY p.waybill
      """, [.text(order.shop), .text(order.id)]
    ) { (try $0.text(0), try stage($0, 1)) }
  }

  /// Orders in a parcel now.
  static func orders(in waybill: String, shop: String, _ session: any Session) throws -> [String] {
    try session.all(
      "SELECT DISTINCT order_id FROM parcel_item WHERE shop = $1 AND waybill = $2 AND out_at IS NULL ORDER BY order_id",
      [.text(shop), .text(waybill)]
    ) { try $0.text(0) }
  }

  /// Takes an order out of a parcel, or puts it back; the parcel and the order are locked. Returns how many of its lines
  /// that concerned.
  static func takeOut(_ order: OrderKey, of waybill: String, _ change: Change) throws -> Int {
    try change.session.run(
      """
      UPDATE parcel_item SET out_why = 'takenOut', out_at = $4, out_by = $5, out_operation_id = $6
      WHERE shop = $1 AND waybill = $2 AND order_id = $3 AND out_at IS NULL
      """,
      [
        .text(order.shop), .text(waybill), .text(order.id), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
  }

  /// Notes of an order that no import has shown that it does not belong into the parcel, whatever lists say.
  static func exclude(_ order: OrderKey, from waybill: String, sourceAt: Instant, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO parcel_item (shop, waybill, order_id, line, source_at, operation_id, out_why, out_at, out_by,
        out_operation_id)
      VALUES ($1, $2, $3, '', $4, $5, 'takenOut', $6, $7, $5)
      ON CONFLICT (shop, waybill, order_id, line) DO NOTHING
      """,
      [
        .text(order.shop), .text(waybill), .text(order.id), .integer(sourceAt.milliseconds),
        .text(change.operation.id.text), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name),
      ])
  }

  static func putBack(_ order: OrderKey, into waybill: String, _ change: Change) throws -> Int {
    try change.session.run(
      """
      UPDATE parcel_item SET out_why = NULL, out_at = NULL, out_by = NULL, out_operation_id = NULL, operation_id = $4
      WHERE shop = $1 AND waybill = $2 AND order_id = $3 AND out_why = 'takenOut'
      """, [.text(order.shop), .text(waybill), .text(order.id), .text(change.operation.id.text)])
  }

  /// Sets which orders of a parcel nobody knows.
  static func setMissing(_ missing: [String], of waybill: String, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE parcel SET missing = $3, version = version + 1, operation_id = $4 WHERE shop = $1 AND waybill = $2
      """,
      [
        .text(shop), .text(waybill), .text(missing.joined(separator: " ")), .text(change.operation.id.text),
      ])
  }

  /// Counts a change of what is in the parcel.
  static func touch(_ waybill: String, shop: String, _ change: Change) throws {
    try change.session.run(
      "UPDATE parcel SET version = version + 1, operation_id = $3 WHERE shop = $1 AND waybill = $2",
      [.text(shop), .text(waybill), .text(change.operation.id.text)])
  }

  /// Counts anew in how many parcels these orders are; their rows are locked.
  static func recount(_ orders: Value, shop: String, _ change: Change) throws {
    // Differs because each engine has its own functions for JSON; and SQLite, if it may fold the list in, walks through
    // all rows of the shop for each entry.
    try change.session.run(
      SQL(
        sqlite: """
          WITH c AS MATERIALIZED (
            SELECT value AS id, (
              SELECT COUNT(DISTINCT i.waybill) FROM parcel_item i
              WHERE i.shop = $1 AND i.order_id = value AND i.out_at IS NULL) AS parcels
            FROM json_each($3)
          )
          UPDATE shop_order SET parcels = c.parcels, version = version + 1, operation_id = $2
          FROM c
          WHERE shop_order.shop = $1 AND shop_order.id = c.id AND shop_order.parcels <> c.parcels
          """,
        postgres: """
          UPDATE shop_order SET parcels = c.parcels, version = version + 1, operation_id = $2
          FROM (
            SELECT id, (
              SELECT COUNT(DISTINCT i.waybill) FROM parcel_item i
              WHERE i.shop = $1 AND i.order_id = id AND i.out_at IS NULL) AS parcels
            FROM json_array_elements_text(CAST($3 AS json)) id
          ) c
          WHERE shop_order.shop = $1 AND shop_order.id = c.id AND shop_order.parcels <> c.parcels
          """), [.text(shop), .text(change.operation.id.text), orders])
  }

  /// Orders whose number of parcels is not what the table of items says.
  static func miscounted(_ session: any Session) throws -> [OrderKey] {
    try session.all(
      """
      SELECT o.shop, o.id FROM shop_order o
      LEFT JOIN (
        SELECT shop, order_id, COUNT(DISTINCT waybill) AS parcels FROM parcel_item WHERE out_at IS NULL
        GROUP BY shop, order_id
      ) i ON i.shop = o.shop AND i.order_id = o.id
      WHERE o.parcels <> COALESCE(i.parcels, 0) ORDER BY o.shop, o.id LIMIT 100
      """
    ) { OrderKey(shop: try $0.text(0), id: try $0.text(1)) }
  }
}
