import Playbooks
package import Store
import Vocabulary

/// The SQL of many at one gate: what hangs together is locked, orders before parcels, each in key order, and only then
/// judged.
package enum GateRoundRecords {
  /// Which orders lie in which parcels, for all parcels that are named or that a named order is in.
  static func contents(_ shop: String, named ids: Value, _ session: any Session) throws -> [Content] {
    // Differs because each engine has its own functions for JSON.
    try session.all(
      SQL(
        sqlite: """
          SELECT waybill, order_id, MIN(address_version) FROM parcel_item
          WHERE shop = $1 AND out_at IS NULL AND waybill IN (
            SELECT value FROM json_each($2)
            UNION SELECT waybill FROM parcel_item
            WHERE shop = $1 AND order_id IN (SELECT value FROM json_each($2)) AND out_at IS NULL)
          GROUP BY waybill, order_id ORDER BY waybill, order_id
          """,
        postgres: """
          SELECT waybill, order_id, MIN(address_version) FROM parcel_item
          WHERE shop = $1 AND out_at IS NULL AND waybill = ANY(ARRAY(
            SELECT json_array_elements_text(CAST($2 AS json))
            UNION SELECT waybill FROM parcel_item
            WHERE shop = $1 AND out_at IS NULL
              AND order_id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))))
          GROUP BY waybill, order_id ORDER BY waybill, order_id
          """), [.text(shop), ids]
    ) { Content(waybill: try $0.text(0), order: try $0.text(1), labelVersion: try $0.integer(2)) }
  }

  struct Content: Equatable {
    let waybill: String
    let order: String
    /// The address version that the parcel's label was printed for.
    let labelVersion: Int64
  }

  /// Locks orders in key order. `package`, because the race tests must find it to break it.
  package static let lockedOrders = SQL(
    // Differs because each engine has its own functions for JSON, and SQLite has one writer and no row locks.
    sqlite: """
      SELECT id, stage, version, open_holds, refund_block, memo_seen_at, parcels, address_version, printed_version,
        courier_promises, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id IN (SELECT value FROM json_each($2)) ORDER BY id
      """,
    postgres: """
      SELECT id, stage, version, open_holds, refund_block, memo_seen_at, parcels, address_version, printed_version,
        courier_promises, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json)))) ORDER BY id FOR UPDATE
      """)

  private static let seenOrders = SQL(
    // Differs because each engine has its own functions for JSON.
    sqlite: """
      SELECT id, stage, version, open_holds, refund_block, memo_seen_at, parcels, address_version, printed_version,
        courier_promises, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id IN (SELECT value FROM json_each($2)) ORDER BY id
      """,
    postgres: """
      SELECT id, stage, version, open_holds, refund_block, memo_seen_at, parcels, address_version, printed_version,
        courier_promises, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json)))) ORDER BY id
      """)

  static func orders(
    _ shop: String, _ ids: Value, locking: Bool, _ session: any Session
  ) throws -> [GateRow] {
    try session.all(locking ? lockedOrders : seenOrders, [.text(shop), ids]) { row in
      guard let stage = OrderStage(rawValue: try row.integer(1)),
        let block = RefundBlock(rawValue: try row.integer(4))
      else { throw StoreError.engine("shop_order holds a stage this program does not know") }
      return GateRow(
        id: try row.text(0), stage: stage, version: try row.integer(2), openHolds: try row.integer(3),
        refundBlock: block, memoSeenAt: try row.optionalInteger(5).map(Instant.init(milliseconds:)),
        parcels: try row.integer(6), addressVersion: try row.integer(7), labelVersion: try row.integer(8),
        courierPromises: try row.integer(9), printedCourier: try row.optionalText(10))
    }
  }

  /// The guard of many orders: each row is as it was judged, and nothing forbids it.
  package static let guardedPasses = SQL(
    // Differs because each engine has its own functions for JSON; and SQLite, if it may fold the list in, walks through
    // all rows of the shop for each entry.
    sqlite: """
      WITH l AS MATERIALIZED (
        SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS before,
          json_extract(value, '$[2]') AS version, json_extract(value, '$[3]') AS stage,
          json_extract(value, '$[4]') AS label
        FROM json_each($3)
      )
      UPDATE shop_order SET stage = l.stage, version = l.version, passed_from = shop_order.stage, operation_id = $2,
        printed_version = l.label,
        printed_courier = CASE WHEN $6 = 50 THEN CAST($7 AS TEXT) ELSE printed_courier END
      FROM l
      WHERE shop_order.shop = $1 AND shop_order.id = l.id AND shop_order.version = l.before
        AND shop_order.open_holds = 0 AND shop_order.refund_block = 0 AND shop_order.stage >= $4
        AND shop_order.stage < 100 AND COALESCE(shop_order.memo_seen_at, 0) >= $5
      """,
    postgres: """
      UPDATE shop_order SET stage = l.stage, version = l.version, passed_from = shop_order.stage, operation_id = $2,
        printed_version = l.label,
        printed_courier = CASE WHEN $6 = 50 THEN CAST($7 AS TEXT) ELSE printed_courier END
      FROM (
        SELECT e ->> 0 AS id, CAST(e ->> 1 AS BIGINT) AS before, CAST(e ->> 2 AS BIGINT) AS version,
          CAST(e ->> 3 AS BIGINT) AS stage, CAST(e ->> 4 AS BIGINT) AS label
        FROM json_array_elements(CAST($3 AS json)) e
      ) l
      WHERE shop_order.shop = $1 AND shop_order.id = l.id AND shop_order.version = l.before
        AND shop_order.open_holds = 0 AND shop_order.refund_block = 0 AND shop_order.stage >= $4
        AND shop_order.stage < 100 AND COALESCE(shop_order.memo_seen_at, 0) >= $5
      """)

  /// Moves the orders on and notes every pass. Throws `StoreError.retry` when a row is no longer what was judged.
  static func pass(_ round: GateRound, _ change: Change) throws {
    guard !round.passes.isEmpty else { return }
    var moved: [String: (before: Int64, row: GateRow)] = [:]
    for pass in round.passes {
      guard let row = round.orders[pass.order] else { continue }
      moved[pass.order] = (moved[pass.order]?.before ?? pass.version - 1, row)
    }
    var updates = RowList()
    for (id, move) in moved.sorted(by: { $0.key < $1.key }) {
      updates.append(
        .text(id), .integer(move.before), .integer(move.row.version), .integer(move.row.stage.rawValue),
        .integer(move.row.labelVersion))
    }
    let changed = try change.session.run(
      guardedPasses,
      [
        .text(round.shop), .text(change.operation.id.text), updates.value, .integer(round.gate.from.rawValue),
        .integer(GateRule.freshSince(round.gate, now: change.operation.at)), .integer(round.gate.to.rawValue),
        Value(round.courier),
      ])
    guard changed == moved.count else { throw StoreError.retry("an order changed in between") }
    try note(round, change)
    try bind(round, change)
  }

  private static func note(_ round: GateRound, _ change: Change) throws {
    var notes = RowList()
    for pass in round.passes where !pass.isReprint {
      notes.append(
        .text(pass.order), .text(pass.waybill), .integer(pass.from.rawValue), .integer(pass.version),
        round.gate.to == .printed ? .integer(pass.labelVersion) : .null)
    }
    let operation = change.operation
    // Differs because each engine has its own functions for JSON.
    try change.session.run(
      SQL(
        sqlite: """
          INSERT INTO gate_pass (operation_id, shop, order_id, waybill, from_stage, order_version, address_version,
            to_stage, gate, at, actor)
          SELECT $2, $1, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
            json_extract(value, '$[3]'), json_extract(value, '$[4]'), $4, $5, $6, $7
          FROM json_each($3)
          """,
        postgres: """
          INSERT INTO gate_pass (operation_id, shop, order_id, waybill, from_stage, order_version, address_version,
            to_stage, gate, at, actor)
          SELECT $2, $1, e ->> 0, e ->> 1, CAST(e ->> 2 AS BIGINT), CAST(e ->> 3 AS BIGINT), CAST(e ->> 4 AS BIGINT),
            CAST($4 AS BIGINT), $5, CAST($6 AS BIGINT), $7
          FROM json_array_elements(CAST($3 AS json)) e
          """),
      [
        .text(round.shop), .text(operation.id.text), notes.value, .integer(round.gate.to.rawValue),
        .text(round.gate.key), .integer(operation.at.milliseconds), .text(operation.actor.name),
      ])
  }

  /// Notes what was printed again, and binds the labels of scanned waybills to the addresses of their orders.
  private static func bind(_ round: GateRound, _ change: Change) throws {
    guard round.gate.to == .printed else { return }
    let operation = change.operation
    for pass in round.passes {
      if pass.isReprint {
        try change.session.run(
          """
          INSERT INTO label_reprint (operation_id, shop, order_id, waybill, address_version, order_version, at, actor)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
          """,
          [
            .text(operation.id.text), .text(round.shop), .text(pass.order), .text(pass.waybill),
            .integer(pass.labelVersion), .integer(pass.version), .integer(operation.at.milliseconds),
            .text(operation.actor.name),
          ])
      }
      guard !pass.waybill.isEmpty else { continue }
      try change.session.run(
        """
        UPDATE parcel_item SET address_version = $4
        WHERE shop = $1 AND waybill = $2 AND order_id = $3 AND out_at IS NULL AND address_version <> $4
        """, [.text(round.shop), .text(pass.waybill), .text(pass.order), .integer(pass.labelVersion)])
    }
  }
}
