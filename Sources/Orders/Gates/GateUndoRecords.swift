import Store
import Vocabulary

/// The SQL of passes that are taken back.
enum GateUndoRecords {
  /// All passes of an order, oldest first.
  static func passes(ofOrder id: String, _ shop: String, _ session: any Session) throws -> [UndoRule.Pass] {
    try session.all(
      """
      SELECT operation_id, gate, at, actor, waybill, from_stage, to_stage, undone_at FROM gate_pass
      WHERE shop = $1 AND order_id = $2 ORDER BY COALESCE(order_version, 0), at, operation_id
      """, [.text(shop), .text(id)], pass)
  }

  /// All passes of a parcel, oldest first.
  static func passes(ofParcel waybill: String, _ shop: String, _ session: any Session) throws -> [UndoRule.Pass] {
    try session.all(
      """
      SELECT operation_id, gate, at, actor, order_id, from_stage, to_stage, undone_at FROM parcel_pass
      WHERE shop = $1 AND waybill = $2 ORDER BY parcel_version
      """, [.text(shop), .text(waybill)], pass)
  }

  private static func pass(_ row: any Row) throws -> UndoRule.Pass {
    let isUndone = try row.optionalInteger(7) != nil
    var step: StageHistory.Step?
    if let from = try row.optionalInteger(5).flatMap(OrderStage.init(rawValue:)),
      let to = try row.optionalInteger(6).flatMap(OrderStage.init(rawValue:))
    {
      step = StageHistory.Step(from: from, to: to, isUndone: isUndone)
    }
    return UndoRule.Pass(
      operation: try row.text(0), gate: try row.text(1), at: Instant(milliseconds: try row.integer(2)),
      by: try row.text(3), other: try row.text(4), step: step, isUndone: isUndone)
  }

  /// Takes an order back to a stage and marks its pass. Both must hit exactly the row that was judged.
  static func undo(
    _ order: GateRow, waybill: String, _ pass: UndoRule.Pass, to stage: OrderStage, _ shop: String, _ change: Change
  ) throws {
    let moved = try change.session.run(
      """
      UPDATE shop_order SET stage = $4, version = version + 1, operation_id = $5,
        printed_version = CASE WHEN CAST($4 AS BIGINT) < 50 THEN 1 ELSE printed_version END,
        printed_courier = CASE WHEN CAST($4 AS BIGINT) < 50 THEN NULL ELSE printed_courier END
      WHERE shop = $1 AND id = $2 AND version = $3 AND open_holds = 0
      """,
      [
        .text(shop), .text(order.id), .integer(order.version), .integer(stage.rawValue),
        .text(change.operation.id.text),
      ])
    let marked = try change.session.run(
      """
      UPDATE gate_pass SET undone_at = $5, undone_by = $6, undo_operation_id = $7
      WHERE operation_id = $1 AND shop = $2 AND order_id = $3 AND waybill = $4 AND undone_at IS NULL
      """,
      [
        .text(pass.operation), .text(shop), .text(order.id), .text(waybill),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ])
    guard moved == 1, marked == 1 else { throw StoreError.retry("the order changed in between") }
  }

  /// The same of a parcel, which `order` had taken along (empty: its own waybill was scanned).
  static func undo(
    _ parcel: ParcelRow, because order: String, _ pass: UndoRule.Pass, to stage: OrderStage, _ shop: String,
    _ change: Change
  ) throws {
    let moved = try change.session.run(
      """
      UPDATE parcel SET stage = $4, version = version + 1, operation_id = $5
      WHERE shop = $1 AND waybill = $2 AND version = $3
      """,
      [
        .text(shop), .text(parcel.waybill), .integer(parcel.version), .integer(stage.rawValue),
        .text(change.operation.id.text),
      ])
    let marked = try change.session.run(
      """
      UPDATE parcel_pass SET undone_at = $5, undone_by = $6, undo_operation_id = $7
      WHERE operation_id = $1 AND shop = $2 AND waybill = $3 AND order_id = $4 AND undone_at IS NULL
      """,
      [
        .text(pass.operation), .text(shop), .text(parcel.waybill), .text(order),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ])
    guard moved == 1, marked == 1 else { throw StoreError.retry("the parcel changed in between") }
    guard stage < .printed else { return }
    try change.session.run(
      "UPDATE parcel_item SET address_version = 1 WHERE shop = $1 AND waybill = $2 AND out_at IS NULL",
      [.text(shop), .text(parcel.waybill)])
  }
}
