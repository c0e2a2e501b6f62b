import Store
import Vocabulary

/// The SQL of picking lists.
enum PickRecords {
  static func orders(
    _ filter: PickFilter, after: PickedOrder?, limit: Int64, _ session: any Session
  ) throws -> [PickedOrder] {
    // An order without a time to ship by comes last: the largest number stands for it.
    try session.all(
      """
      SELECT id, stage, ship_by, title, item_count, region FROM shop_order
      WHERE shop = $1 AND stage BETWEEN $2 AND $3 AND open_holds = 0 AND refund_block = 0
        AND (stage < 50 OR printed_version = address_version)
        AND (COALESCE(ship_by, 9223372036854775807) > $4
          OR (COALESCE(ship_by, 9223372036854775807) = $4 AND id > $5))
      ORDER BY COALESCE(ship_by, 9223372036854775807), id LIMIT $6
      """,
      [
        .text(filter.shop), .integer(filter.from.rawValue), .integer(filter.to.rawValue),
        .integer(after.map { $0.shipBy?.milliseconds ?? .max } ?? .min), .text(after?.order ?? ""), .integer(limit),
      ]
    ) { row in
      guard let stage = OrderStage(rawValue: try row.integer(1)) else {
        throw StoreError.engine("shop_order holds a stage this program does not know")
      }
      return PickedOrder(
        shop: filter.shop, order: try row.text(0), stage: stage,
        shipBy: try row.optionalInteger(2).map(Instant.init(milliseconds:)), waybills: [],
        lines: [
          PickLine(
            sku: nil, title: try row.optionalText(3), attributes: nil, quantity: try row.optionalInteger(4))
        ], gifts: [], couriers: [], notes: [], region: try row.optionalText(5))
    }
  }

  static func lines(
    of ids: [String], shop: String, _ session: any Session
  ) throws -> [(order: String, line: PickLine)] {
    // Differs because each engine has its own functions for JSON. A line that was paid back is not picked.
    try session.all(
      SQL(
        sqlite: """
          SELECT order_id, sku, title, attributes, quantity FROM order_line
          WHERE shop = $1 AND order_id IN (SELECT value FROM json_each($2)) AND COALESCE(refund_state, '') <> 'refunded'
          ORDER BY order_id, sku, line
          """,
        postgres: """
          SELECT order_id, sku, title, attributes, quantity FROM order_line
          WHERE shop = $1 AND order_id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
            AND COALESCE(refund_state, '') <> 'refunded'
          ORDER BY order_id, sku, line
          """), [.text(shop), RowList.ids(ids)]
    ) {
      (
        try $0.text(0),
        PickLine(
          sku: try $0.optionalText(1), title: try $0.optionalText(2), attributes: try $0.optionalText(3),
          quantity: try $0.optionalInteger(4))
      )
    }
  }

  static func waybills(
    of ids: [String], shop: String, _ session: any Session
  ) throws -> [(order: String, waybill: String)] {
    // Differs because each engine has its own functions for JSON. A waybill with an older address is not worked with.
    try session.all(
      SQL(
        sqlite: """
          SELECT DISTINCT i.order_id, i.waybill FROM parcel_item i
          JOIN shop_order o ON o.shop = i.shop AND o.id = i.order_id
          WHERE i.shop = $1 AND i.out_at IS NULL AND i.address_version = o.address_version
            AND i.order_id IN (SELECT value FROM json_each($2))
          ORDER BY i.order_id, i.waybill
          """,
        postgres: """
          SELECT DISTINCT i.order_id, i.waybill FROM parcel_item i
          JOIN shop_order o ON o.shop = i.shop AND o.id = i.order_id
          WHERE i.shop = $1 AND i.out_at IS NULL AND i.address_version = o.address_version
            AND i.order_id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
          ORDER BY i.order_id, i.waybill
          """), [.text(shop), RowList.ids(ids)]
    ) { (try $0.text(0), try $0.text(1)) }
  }

  static func promises(
    of ids: [String], shop: String, _ session: any Session
  ) throws -> [(order: String, kind: Promise.Kind, text: String)] {
    // Differs because each engine has its own functions for JSON.
    try session.all(
      SQL(
        sqlite: """
          SELECT order_id, kind, text FROM promise
          WHERE shop = $1 AND state = 'open' AND kind IN ('courier', 'gift', 'card')
            AND order_id IN (SELECT value FROM json_each($2))
          ORDER BY order_id, number
          """,
        postgres: """
          SELECT order_id, kind, text FROM promise
          WHERE shop = $1 AND state = 'open' AND kind IN ('courier', 'gift', 'card')
            AND order_id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
          ORDER BY order_id, number
          """), [.text(shop), RowList.ids(ids)]
    ) { row in
      guard let kind = Promise.Kind(rawValue: try row.text(1)) else {
        throw StoreError.engine("promise holds a kind this program does not know")
      }
      return (try row.text(0), kind, try row.text(2))
    }
  }
}
