import PersonalData
import Store
import Vocabulary

/// The SQL of what a gate tells beside yes and no.
enum GateDetailRecords {
  static func openHolds(
    of orders: [String], shop: String, _ session: any Session
  ) throws -> [(order: String, reason: HoldReason, line: String)] {
    // Differs because each engine has its own functions for JSON.
    try session.all(
      SQL(
        sqlite: """
          SELECT order_id, reason, line FROM hold
          WHERE shop = $1 AND lifted_at IS NULL AND order_id IN (SELECT value FROM json_each($2))
          ORDER BY placed_at, id
          """,
        postgres: """
          SELECT order_id, reason, line FROM hold
          WHERE shop = $1 AND lifted_at IS NULL
            AND order_id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
          ORDER BY placed_at, id
          """), [.text(shop), RowList.ids(orders)]
    ) { row in
      guard let reason = HoldReason(rawValue: try row.text(1)) else {
        throw StoreError.engine("hold holds a word this program does not know")
      }
      return (try row.text(0), reason, try row.text(2))
    }
  }

  /// One kind of goods of an order, in words, and the parcels that this very line is in.
  struct Item {
    let order: String
    let line: String
    var waybills: Set<String>
    let text: String
  }

  /// The lines of orders; the title of the order stands in for one without lines.
  static func items(of orders: [String], shop: String, _ session: any Session) throws -> [Item] {
    let ids = RowList.ids(orders)
    let places = try places(ids, shop, session)
    // Differs because each engine has its own functions for JSON.
    return try session.all(
      SQL(
        sqlite: """
          SELECT o.id, COALESCE(l.line, ''), COALESCE(l.title, o.title), l.attributes, COALESCE(l.quantity, o.item_count)
          FROM shop_order o
          LEFT JOIN order_line l ON l.shop = o.shop AND l.order_id = o.id
          WHERE o.shop = $1 AND o.id IN (SELECT value FROM json_each($2)) ORDER BY o.id, l.line
          """,
        postgres: """
          SELECT o.id, COALESCE(l.line, ''), COALESCE(l.title, o.title), l.attributes, COALESCE(l.quantity, o.item_count)
          FROM shop_order o
          LEFT JOIN order_line l ON l.shop = o.shop AND l.order_id = o.id
          WHERE o.shop = $1 AND o.id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
          ORDER BY o.id, l.line
          """), [.text(shop), ids]
    ) { row in
      let (order, line) = (try row.text(0), try row.text(1))
      let quantity = try row.optionalInteger(4).map { "×\($0)" }
      let words = [try row.optionalText(2), try row.optionalText(3), quantity].compactMap { $0 }
      return Item(
        order: order, line: line, waybills: places[Place(order: order, line: line)] ?? [],
        text: words.joined(separator: " "))
    }.filter { !$0.text.isEmpty }
  }

  private struct Place: Hashable {
    let order: String
    let line: String
  }

  /// In which parcels each line is.
  private static func places(_ ids: Value, _ shop: String, _ session: any Session) throws -> [Place: Set<String>] {
    // Differs because each engine has its own functions for JSON.
    let rows = try session.all(
      SQL(
        sqlite: """
          SELECT order_id, line, waybill FROM parcel_item
          WHERE shop = $1 AND out_at IS NULL AND order_id IN (SELECT value FROM json_each($2))
          """,
        postgres: """
          SELECT order_id, line, waybill FROM parcel_item
          WHERE shop = $1 AND out_at IS NULL
            AND order_id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
          """), [.text(shop), ids]
    ) { (place: Place(order: try $0.text(0), line: try $0.text(1)), waybill: try $0.text(2)) }
    return rows.reduce(into: [:]) { $0[$1.place, default: []].insert($1.waybill) }
  }

  typealias LastPasses = [String: (at: Instant, by: String)]

  /// The last pass through a gate that was not taken back, by order.
  static func lastPasses(
    ofOrders orders: [String], _ gate: String, shop: String, _ session: any Session
  ) throws -> LastPasses {
    guard !orders.isEmpty else { return [:] }
    // Differs because each engine has its own functions for JSON.
    return lastPasses(
      try session.all(
        SQL(
          sqlite: """
            SELECT order_id, at, actor FROM gate_pass
            WHERE shop = $1 AND gate = $3 AND undone_at IS NULL AND order_id IN (SELECT value FROM json_each($2))
            ORDER BY COALESCE(order_version, 0), at
            """,
          postgres: """
            SELECT order_id, at, actor FROM gate_pass
            WHERE shop = $1 AND gate = $3 AND undone_at IS NULL
              AND order_id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
            ORDER BY COALESCE(order_version, 0), at
            """), [.text(shop), RowList.ids(orders), .text(gate)], pass))
  }

  /// The same by waybill.
  static func lastPasses(
    ofParcels waybills: [String], _ gate: String, shop: String, _ session: any Session
  ) throws -> LastPasses {
    guard !waybills.isEmpty else { return [:] }
    // Differs because each engine has its own functions for JSON.
    return lastPasses(
      try session.all(
        SQL(
          sqlite: """
            SELECT waybill, at, actor FROM parcel_pass
            WHERE shop = $1 AND gate = $3 AND undone_at IS NULL AND waybill IN (SELECT value FROM json_each($2))
            ORDER BY parcel_version
            """,
          postgres: """
            SELECT waybill, at, actor FROM parcel_pass
            WHERE shop = $1 AND gate = $3 AND undone_at IS NULL
              AND waybill = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
            ORDER BY parcel_version
            """), [.text(shop), RowList.ids(waybills), .text(gate)], pass))
  }

  private static func pass(_ row: any Row) throws -> (id: String, at: Instant, by: String) {
    (try row.text(0), Instant(milliseconds: try row.integer(1)), try row.text(2))
  }

  private static func lastPasses(_ rows: [(id: String, at: Instant, by: String)]) -> LastPasses {
    rows.reduce(into: [:]) { $0[$1.id] = ($1.at, $1.by) }
  }

  /// What remarks say of orders that did not hold them: the platform's memo as it stands, what was typed here, and every
  /// to-do of these and of the buyer's message. What a later memo of the platform replaced is no longer said.
  static func notes(of orders: [String], shop: String, _ session: any Session) throws -> [GateNote] {
    let ids = RowList.ids(orders)
    let memos = try memos(ids, shop, session)
    let todos = try todos(ids, shop, session)
    return orders.flatMap { order in
      memos.filter { $0.order == order } + todos.filter { $0.order == order }
    }
  }

  private static func memos(_ ids: Value, _ shop: String, _ session: any Session) throws -> [GateNote] {
    // Differs because each engine has its own functions for JSON.
    try session.all(
      SQL(
        sqlite: """
          SELECT DISTINCT m.order_id, m.text FROM memo_version m
          JOIN shop_order o ON o.shop = m.shop AND o.id = m.order_id
          WHERE m.shop = $1 AND m.order_id IN (SELECT value FROM json_each($2)) AND m.verdict IN ('none', 'resume')
            AND (m.source = 'person' OR m.number = o.memo_version)
          ORDER BY m.order_id, m.text
          """,
        postgres: """
          SELECT DISTINCT m.order_id, m.text FROM memo_version m
          JOIN shop_order o ON o.shop = m.shop AND o.id = m.order_id
          WHERE m.shop = $1 AND m.order_id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
            AND m.verdict IN ('none', 'resume') AND (m.source = 'person' OR m.number = o.memo_version)
          ORDER BY m.order_id, m.text
          """), [.text(shop), ids]
    ) { GateNote(order: try $0.text(0), kind: "memo", mode: nil, value: nil, text: Masking.phones(in: try $0.text(1))) }
  }

  private static func todos(_ ids: Value, _ shop: String, _ session: any Session) throws -> [GateNote] {
    // Differs because each engine has its own functions for JSON.
    try session.all(
      SQL(
        sqlite: """
          SELECT t.order_id, t.kind, t.mode, t.value, t.text FROM order_todo t
          JOIN shop_order o ON o.shop = t.shop AND o.id = t.order_id
          LEFT JOIN memo_version m ON m.shop = t.shop AND m.order_id = t.order_id
            AND t.source = 'memo:' || CAST(m.number AS TEXT)
          WHERE t.shop = $1 AND t.order_id IN (SELECT value FROM json_each($2))
            AND (m.number IS NULL OR m.source = 'person' OR m.number = o.memo_version)
          ORDER BY t.order_id, t.source, t.number
          """,
        postgres: """
          SELECT t.order_id, t.kind, t.mode, t.value, t.text FROM order_todo t
          JOIN shop_order o ON o.shop = t.shop AND o.id = t.order_id
          LEFT JOIN memo_version m ON m.shop = t.shop AND m.order_id = t.order_id
            AND t.source = 'memo:' || CAST(m.number AS TEXT)
          WHERE t.shop = $1 AND t.order_id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
            AND (m.number IS NULL OR m.source = 'person' OR m.number = o.memo_version)
          ORDER BY t.order_id, t.source, t.number
          """), [.text(shop), ids]
    ) {
      GateNote(
        order: try $0.text(0), kind: try $0.text(1), mode: try $0.text(2), value: try $0.text(3),
        text: Masking.phones(in: try $0.text(4)))
    }
  }
}
