import Store
import Vocabulary

/// The SQL of parcels that pass gates.
enum ParcelMoveRecords {
  /// Moves on the parcels of one order that passed by its own number at a gate where its mates do not matter. The order
  /// is locked.
  static func follow(_ order: OrderKey, to stage: OrderStage, gate: String, _ change: Change) throws {
    let waybills = try ParcelRecords.homes(of: order, change.session).map(\.waybill)
    let rows = try ParcelRecords.parcels(order.shop, RowList.ids(waybills), locking: true, change.session)
    let moves = rows.map {
      GateRound.Move(waybill: $0.waybill, order: order.id, from: $0.stage, version: $0.version + 1)
    }
    try write(moves, shop: order.shop, to: stage, gate: gate, change)
  }

  static func write(
    _ moves: [GateRound.Move], shop: String, to stage: OrderStage, gate: String, _ change: Change
  ) throws {
    guard !moves.isEmpty else { return }
    // One operation may move a parcel several times: by two of its orders, or by its waybill too.
    var last: [String: (before: Int64, after: Int64, stage: OrderStage)] = [:]
    var notes = RowList()
    for move in moves {
      last[move.waybill] = (last[move.waybill]?.before ?? move.version - 1, move.version, max(move.from, stage))
      notes.append(
        .text(move.waybill), .text(move.order), .integer(move.from.rawValue), .integer(move.version))
    }
    var updates = RowList()
    for (waybill, move) in last.sorted(by: { $0.key < $1.key }) {
      updates.append(.text(waybill), .integer(move.before), .integer(move.after), .integer(move.stage.rawValue))
    }
    let operation = change.operation
    // Differs because each engine has its own functions for JSON; and SQLite, if it may fold the list in, walks through
    // all rows of the shop for each entry.
    let changed = try change.session.run(
      SQL(
        sqlite: """
          WITH l AS MATERIALIZED (
            SELECT json_extract(value, '$[0]') AS waybill, json_extract(value, '$[1]') AS before,
              json_extract(value, '$[2]') AS version, json_extract(value, '$[3]') AS stage
            FROM json_each($3)
          )
          UPDATE parcel SET stage = l.stage, version = l.version, operation_id = $2
          FROM l
          WHERE parcel.shop = $1 AND parcel.waybill = l.waybill AND parcel.version = l.before
          """,
        postgres: """
          UPDATE parcel SET stage = l.stage, version = l.version, operation_id = $2
          FROM (
            SELECT e ->> 0 AS waybill, CAST(e ->> 1 AS BIGINT) AS before, CAST(e ->> 2 AS BIGINT) AS version,
              CAST(e ->> 3 AS BIGINT) AS stage
            FROM json_array_elements(CAST($3 AS json)) e
          ) l
          WHERE parcel.shop = $1 AND parcel.waybill = l.waybill AND parcel.version = l.before
          """), [.text(shop), .text(operation.id.text), updates.value])
    guard changed == last.count else { throw StoreError.retry("a parcel changed in between") }
    // Differs because each engine has its own functions for JSON.
    try change.session.run(
      SQL(
        sqlite: """
          INSERT INTO parcel_pass (operation_id, shop, waybill, order_id, from_stage, parcel_version, to_stage, gate, at,
            actor)
          SELECT $2, $1, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
            json_extract(value, '$[3]'), $4, $5, $6, $7
          FROM json_each($3)
          """,
        postgres: """
          INSERT INTO parcel_pass (operation_id, shop, waybill, order_id, from_stage, parcel_version, to_stage, gate, at,
            actor)
          SELECT $2, $1, e ->> 0, e ->> 1, CAST(e ->> 2 AS BIGINT), CAST(e ->> 3 AS BIGINT), CAST($4 AS BIGINT), $5,
            CAST($6 AS BIGINT), $7
          FROM json_array_elements(CAST($3 AS json)) e
          """),
      [
        .text(shop), .text(operation.id.text), notes.value, .integer(stage.rawValue), .text(gate),
        .integer(operation.at.milliseconds), .text(operation.actor.name),
      ])
  }

  static func passes(_ waybill: String, shop: String, _ session: any Session) throws -> [ParcelPass] {
    try session.all(
      """
      SELECT gate, at, actor, order_id, operation_id, undone_at, undone_by FROM parcel_pass
      WHERE shop = $1 AND waybill = $2 ORDER BY parcel_version
      """, [.text(shop), .text(waybill)]
    ) { row in
      ParcelPass(
        gate: try row.text(0), at: Instant(milliseconds: try row.integer(1)), by: try row.text(2),
        order: try row.text(3), operation: try row.text(4),
        undoneAt: try row.optionalInteger(5).map(Instant.init(milliseconds:)), undoneBy: try row.optionalText(6))
    }
  }
}
