import Store
import Vocabulary

/// The SQL that shows parcels to people.
enum ParcelListRecords {
  static func find(_ waybill: String, shop: String, _ session: any Session) throws -> Parcel? {
    guard
      let row = try ParcelRecords.parcels(shop, RowList.ids([waybill]), locking: false, session).first
    else { return nil }
    return Parcel(
      shop: shop, waybill: waybill, courier: row.courier, stage: row.stage,
      items: try items(waybill, shop, session), missing: row.missing,
      passes: try ParcelMoveRecords.passes(waybill, shop: shop, session))
  }

  private static func items(_ waybill: String, _ shop: String, _ session: any Session) throws -> [ParcelItem] {
    try session.all(
      """
      SELECT i.order_id, i.line, i.quantity, o.stage, o.open_holds, COALESCE(l.title, o.title), l.attributes,
        i.out_why, i.out_at, i.out_by
      FROM parcel_item i
      JOIN shop_order o ON o.shop = i.shop AND o.id = i.order_id
      LEFT JOIN order_line l ON l.shop = i.shop AND l.order_id = i.order_id AND l.line = i.line
      WHERE i.shop = $1 AND i.waybill = $2 ORDER BY i.order_id, i.line
      """, [.text(shop), .text(waybill)]
    ) { row in
      let words = [try row.optionalText(5), try row.optionalText(6)].compactMap { $0 }
      return ParcelItem(
        order: try row.text(0), line: try row.text(1), quantity: try row.optionalInteger(2),
        stage: try ParcelRecords.stage(row, 3), openHolds: try row.integer(4),
        title: words.isEmpty ? nil : words.joined(separator: " "), outWhy: try row.optionalText(7),
        outAt: try row.optionalInteger(8).map(Instant.init(milliseconds:)), outBy: try row.optionalText(9))
    }
  }

  static func waybills(ofOrder key: OrderKey, _ session: any Session) throws -> [String] {
    try session.all(
      "SELECT DISTINCT waybill FROM parcel_item WHERE shop = $1 AND order_id = $2 ORDER BY waybill",
      [.text(key.shop), .text(key.id)]
    ) { try $0.text(0) }
  }

  static func couriers(ofOrder key: OrderKey, _ session: any Session) throws -> [String] {
    try session.all(
      """
      SELECT DISTINCT p.courier FROM parcel_item i
      JOIN parcel p ON p.shop = i.shop AND p.waybill = i.waybill
      JOIN shop_order o ON o.shop = i.shop AND o.id = i.order_id
      WHERE i.shop = $1 AND i.order_id = $2 AND i.out_at IS NULL AND p.courier <> ''
        AND (p.stage >= $3 OR i.address_version = o.address_version)
      ORDER BY p.courier
      """, [.text(key.shop), .text(key.id), .integer(OrderStage.handedOver.rawValue)]
    ) { try $0.text(0) }
  }

  static func list(_ filter: ParcelFilter, _ session: any Session) throws -> [ParcelSummary] {
    try session.all(
      """
      SELECT shop, waybill, courier, stage, missing, orders, stopped FROM (
        SELECT p.shop, p.waybill, p.courier, p.stage, p.missing,
          (SELECT COUNT(DISTINCT i.order_id) FROM parcel_item i
            WHERE i.shop = p.shop AND i.waybill = p.waybill AND i.out_at IS NULL) AS orders,
          (SELECT COUNT(DISTINCT i.order_id) FROM parcel_item i
            JOIN shop_order o ON o.shop = i.shop AND o.id = i.order_id
            WHERE i.shop = p.shop AND i.waybill = p.waybill AND i.out_at IS NULL
              AND (o.open_holds > 0 OR o.refund_block <> 0 OR i.address_version <> o.address_version)) AS stopped
        FROM parcel p
        WHERE (CAST($1 AS TEXT) IS NULL OR p.shop = $1) AND (CAST($2 AS BIGINT) IS NULL OR p.stage = $2)
          AND (CAST($4 AS TEXT) IS NULL OR p.waybill > $4)
      ) found
      WHERE $3 = 0 OR stopped > 0 OR missing <> ''
      ORDER BY waybill, shop LIMIT $5
      """,
      [
        Value(filter.shop), Value(filter.stage?.rawValue), Value(filter.stoppedOnly), Value(filter.after),
        .integer(filter.limit),
      ]
    ) { row in
      ParcelSummary(
        shop: try row.text(0), waybill: try row.text(1), courier: try row.text(2),
        stage: try ParcelRecords.stage(row, 3), orders: try row.integer(5), stopped: try row.integer(6),
        missing: try row.text(4).split(separator: " ").map(String.init))
    }
  }

  static func takenOut(_ change: Change) throws -> [OrderKey] {
    try change.session.all(
      """
      SELECT DISTINCT i.shop, i.order_id FROM parcel_item i
      JOIN shop_order o ON o.shop = i.shop AND o.id = i.order_id
      WHERE i.out_operation_id = $1 AND i.out_why = 'takenOut' AND o.parcels = 0 ORDER BY i.shop, i.order_id
      """, [.text(change.operation.id.text)]
    ) { OrderKey(shop: try $0.text(0), id: try $0.text(1)) }
  }
}
