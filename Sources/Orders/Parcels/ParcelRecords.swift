import Store
import Vocabulary

/// The SQL of parcel and parcel_item.
enum ParcelRecords {
  /// Notes that an order, or one line of it, is in a parcel; its row is locked. An older source only adds.
  static func link(
    waybill: String, courier: String, to order: OrderKey, line: String = "", stage: OrderStage, sourceAt: Instant,
    _ change: Change
  ) throws {
    try change.session.run(
      """
      INSERT INTO parcel (shop, waybill, courier, stage, version, source_at, operation_id)
      VALUES ($1, $2, $3, $4, 1, $5, $6)
      ON CONFLICT (shop, waybill) DO NOTHING
      """,
      [
        .text(order.shop), .text(waybill), .text(courier), .integer(stage.rawValue),
        .integer(sourceAt.milliseconds), .text(change.operation.id.text),
      ])
    try change.session.run(
      """
      INSERT INTO parcel_item (shop, waybill, order_id, line, operation_id) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (shop, waybill, order_id, line) DO NOTHING
      """,
      [.text(order.shop), .text(waybill), .text(order.id), .text(line), .text(change.operation.id.text)])
  }
}
