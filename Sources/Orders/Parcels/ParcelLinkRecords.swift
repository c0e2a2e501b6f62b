import Store
import Vocabulary

/// The SQL that puts orders into parcels as sources show them. The orders' rows are locked.
extension ParcelRecords {
  /// Notes that an order, or one line of it, is in a parcel.
  static func link(
    waybill: String, courier: String, to order: OrderKey, line: String = "", stage: OrderStage, sourceAt: Instant,
    _ change: Change
  ) throws {
    try link(
      [ParcelLink(waybill: waybill, courier: courier, order: order.id, line: line, quantity: nil, stage: stage)],
      shop: order.shop, sourceAt: sourceAt, change)
  }

  /// Notes many at once, as one source shows them. It only adds: whether something is no longer in a parcel, a single
  /// row cannot tell. What a person took out stays out. A waybill that the courier gave out anew begins a new life.
  static func link(_ links: [ParcelLink], shop: String, sourceAt: Instant, _ change: Change) throws {
    guard !links.isEmpty else { return }
    var list = RowList()
    for link in links {
      list.append(
        .text(link.waybill), .text(link.courier), .text(link.order), .text(link.line),
        link.quantity.map { .integer($0) } ?? .null, .integer(ParcelRules.firstStage(of: link.stage).rawValue))
    }
    let oldest = sourceAt.adding(minutes: -ParcelRules.reuseDays * 24 * 60)
    let rows = list.value
    let waybills = RowList.ids(Set(links.map(\.waybill)).sorted())
    let emptied = try empty(waybills, seenBefore: oldest, shop: shop, sourceAt: sourceAt, change)
    try upsertParcels(rows, shop: shop, sourceAt: sourceAt, reusedBefore: oldest, change)
    try upsertItems(rows, shop: shop, sourceAt: sourceAt, change)
    try recount(RowList.ids(Set(links.map(\.order)).union(emptied).sorted()), shop: shop, change)
  }

  /// Empties parcels that no source has shown for long; returns the orders that were in them.
  private static func empty(
    _ waybills: Value, seenBefore moment: Instant, shop: String, sourceAt: Instant, _ change: Change
  ) throws -> [String] {
    // Differs because each engine has its own functions for JSON.
    try change.session.all(
      SQL(
        sqlite: """
          UPDATE parcel_item SET out_why = 'superseded', out_at = $5, out_by = $6, out_operation_id = $2, source_at = $7
          WHERE shop = $1 AND out_at IS NULL AND waybill IN (
            SELECT waybill FROM parcel WHERE shop = $1 AND source_at < $4
              AND waybill IN (SELECT value FROM json_each($3)))
          RETURNING order_id
          """,
        postgres: """
          UPDATE parcel_item SET out_why = 'superseded', out_at = $5, out_by = $6, out_operation_id = $2, source_at = $7
          WHERE shop = $1 AND out_at IS NULL AND waybill = ANY(ARRAY(
            SELECT waybill FROM parcel WHERE shop = $1 AND source_at < $4
              AND waybill = ANY(ARRAY(SELECT json_array_elements_text(CAST($3 AS json))))))
          RETURNING order_id
          """),
      [
        .text(shop), .text(change.operation.id.text), waybills, .integer(moment.milliseconds),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .integer(sourceAt.milliseconds),
      ]
    ) { try $0.text(0) }
  }

  /// Even where a newer source is known, this locks the parcel: what is in it is about to change.
  private static func upsertParcels(
    _ rows: Value, shop: String, sourceAt: Instant, reusedBefore oldest: Instant, _ change: Change
  ) throws {
    // Differs because each engine has its own functions for JSON.
    try change.session.run(
      SQL(
        sqlite: """
          INSERT INTO parcel (shop, waybill, courier, stage, version, source_at, operation_id)
          SELECT $1, json_extract(value, '$[0]'), MAX(json_extract(value, '$[1]')), MIN(json_extract(value, '$[5]')), 1,
            $4, $2
          FROM json_each($3) WHERE true GROUP BY json_extract(value, '$[0]')
          ON CONFLICT (shop, waybill) DO UPDATE SET
            courier = CASE WHEN excluded.courier <> '' THEN excluded.courier ELSE parcel.courier END,
            stage = CASE WHEN parcel.source_at < $5 THEN excluded.stage ELSE parcel.stage END,
            missing = CASE WHEN parcel.source_at < $5 THEN '' ELSE parcel.missing END,
            version = parcel.version + 1, source_at = excluded.source_at, operation_id = excluded.operation_id
          WHERE parcel.source_at < excluded.source_at
          """,
        postgres: """
          INSERT INTO parcel (shop, waybill, courier, stage, version, source_at, operation_id)
          SELECT $1, e ->> 0, MAX(e ->> 1), MIN(CAST(e ->> 5 AS BIGINT)), 1, CAST($4 AS BIGINT), $2
          FROM json_array_elements(CAST($3 AS json)) e GROUP BY e ->> 0 ORDER BY e ->> 0
          ON CONFLICT (shop, waybill) DO UPDATE SET
            courier = CASE WHEN excluded.courier <> '' THEN excluded.courier ELSE parcel.courier END,
            stage = CASE WHEN parcel.source_at < $5 THEN excluded.stage ELSE parcel.stage END,
            missing = CASE WHEN parcel.source_at < $5 THEN '' ELSE parcel.missing END,
            version = parcel.version + 1, source_at = excluded.source_at, operation_id = excluded.operation_id
          WHERE parcel.source_at < excluded.source_at
          """),
      [
        .text(shop), .text(change.operation.id.text), rows, .integer(sourceAt.milliseconds),
        .integer(oldest.milliseconds),
      ])
  }

  /// A new item's label is that of its order's newest print: a waybill that was fetched before a change of address, and
  /// was not printed since, stays void.
  private static func upsertItems(_ rows: Value, shop: String, sourceAt: Instant, _ change: Change) throws {
    // Differs because each engine has its own functions for JSON.
    try change.session.run(
      SQL(
        sqlite: """
          INSERT INTO parcel_item (shop, waybill, order_id, line, quantity, source_at, operation_id, address_version)
          SELECT $1, json_extract(value, '$[0]'), json_extract(value, '$[2]'), json_extract(value, '$[3]'),
            MAX(json_extract(value, '$[4]')), $4, $2, COALESCE((
              SELECT o.printed_version FROM shop_order o
              WHERE o.shop = $1 AND o.id = json_extract(value, '$[2]')), 1)
          FROM json_each($3) WHERE true
          GROUP BY json_extract(value, '$[0]'), json_extract(value, '$[2]'), json_extract(value, '$[3]')
          ON CONFLICT (shop, waybill, order_id, line) DO UPDATE SET
            quantity = COALESCE(excluded.quantity, parcel_item.quantity), source_at = excluded.source_at,
            operation_id = excluded.operation_id, out_why = NULL, out_at = NULL, out_by = NULL, out_operation_id = NULL
          WHERE parcel_item.source_at < excluded.source_at AND COALESCE(parcel_item.out_why, '') <> 'takenOut'
          """,
        postgres: """
          INSERT INTO parcel_item (shop, waybill, order_id, line, quantity, source_at, operation_id, address_version)
          SELECT $1, e ->> 0, e ->> 2, e ->> 3, MAX(CAST(e ->> 4 AS BIGINT)), CAST($4 AS BIGINT), $2,
            COALESCE(MIN(o.printed_version), 1)
          FROM json_array_elements(CAST($3 AS json)) e
          LEFT JOIN shop_order o ON o.shop = $1 AND o.id = e ->> 2
          GROUP BY e ->> 0, e ->> 2, e ->> 3
          ON CONFLICT (shop, waybill, order_id, line) DO UPDATE SET
            quantity = COALESCE(excluded.quantity, parcel_item.quantity), source_at = excluded.source_at,
            operation_id = excluded.operation_id, out_why = NULL, out_at = NULL, out_by = NULL, out_operation_id = NULL
          WHERE parcel_item.source_at < excluded.source_at AND COALESCE(parcel_item.out_why, '') <> 'takenOut'
          """), [.text(shop), .text(change.operation.id.text), rows, .integer(sourceAt.milliseconds)])
  }

  /// One item of a parcel, by its key.
  struct Item: Codable, Hashable, Sendable {
    let waybill: String
    let order: String
    let line: String
  }

  /// What is in these parcels and was last shown by a source older than this one.
  static func stale(
    in waybills: Value, shop: String, olderThan sourceAt: Instant, _ session: any Session
  ) throws -> [Item] {
    // Differs because each engine has its own functions for JSON.
    try session.all(
      SQL(
        sqlite: """
          SELECT waybill, order_id, line FROM parcel_item
          WHERE shop = $1 AND out_at IS NULL AND source_at < $3 AND waybill IN (SELECT value FROM json_each($2))
          """,
        postgres: """
          SELECT waybill, order_id, line FROM parcel_item
          WHERE shop = $1 AND out_at IS NULL AND source_at < $3
            AND waybill = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
          """), [.text(shop), waybills, .integer(sourceAt.milliseconds)]
    ) { Item(waybill: try $0.text(0), order: try $0.text(1), line: try $0.text(2)) }
  }

  /// What persons took out of these parcels, each as a whole.
  static func takenOut(of waybills: Value, shop: String, _ session: any Session) throws -> [Item] {
    // Differs because each engine has its own functions for JSON.
    try session.all(
      SQL(
        sqlite: """
          SELECT DISTINCT waybill, order_id FROM parcel_item
          WHERE shop = $1 AND out_why = 'takenOut' AND waybill IN (SELECT value FROM json_each($2))
          """,
        postgres: """
          SELECT DISTINCT waybill, order_id FROM parcel_item
          WHERE shop = $1 AND out_why = 'takenOut'
            AND waybill = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
          """), [.text(shop), waybills]
    ) { Item(waybill: try $0.text(0), order: try $0.text(1), line: "") }
  }

  /// Notes that a newer list no longer shows an item; returns whether it was still there and older.
  static func supersede(_ item: Item, shop: String, by sourceAt: Instant, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      UPDATE parcel_item SET out_why = 'superseded', out_at = $5, out_by = $6, out_operation_id = $7, source_at = $8
      WHERE shop = $1 AND waybill = $2 AND order_id = $3 AND line = $4 AND out_at IS NULL AND source_at < $8
      """,
      [
        .text(shop), .text(item.waybill), .text(item.order), .text(item.line),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text), .integer(sourceAt.milliseconds),
      ]) == 1
  }

  /// The order lines with a shop's own code, by order and code; a code that two lines share names neither.
  static func lines(
    of orders: Value, shop: String, _ session: any Session
  ) throws -> [String: [String: String]] {
    // Differs because each engine has its own functions for JSON.
    let rows = try session.all(
      SQL(
        sqlite: """
          SELECT order_id, sku, MIN(line) FROM order_line
          WHERE shop = $1 AND sku IS NOT NULL AND order_id IN (SELECT value FROM json_each($2))
          GROUP BY order_id, sku HAVING COUNT(*) = 1
          """,
        postgres: """
          SELECT order_id, sku, MIN(line) FROM order_line
          WHERE shop = $1 AND sku IS NOT NULL
            AND order_id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
          GROUP BY order_id, sku HAVING COUNT(*) = 1
          """), [.text(shop), orders]
    ) { (order: try $0.text(0), sku: try $0.text(1), line: try $0.text(2)) }
    return rows.reduce(into: [:]) { $0[$1.order, default: [:]][$1.sku] = $1.line }
  }
}
