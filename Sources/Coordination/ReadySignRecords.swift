import Store
import Vocabulary

/// The SQL of ready_sign.
enum ReadySignRecords {
  static func insert(_ sign: ReadySigns.Sign, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO ready_sign (shop, item, signed_at, signed_by, note, operation_id) VALUES ($1, $2, $3, $4, $5, $6)
      """,
      [
        .text(shop), .text(sign.item.rawValue), .integer(sign.at.milliseconds), .text(sign.by), .text(sign.note),
        .text(change.operation.id.text),
      ])
  }

  static func last(_ item: ReadySigns.Item, shop: String, _ session: any Session) throws -> ReadySigns.Sign? {
    try session.first(
      """
      SELECT signed_at, signed_by, note FROM ready_sign WHERE shop = $1 AND item = $2 ORDER BY signed_at DESC LIMIT 1
      """, [.text(shop), .text(item.rawValue)]
    ) {
      ReadySigns.Sign(
        item: item, at: Instant(milliseconds: try $0.integer(0)), by: try $0.text(1), note: try $0.text(2))
    }
  }
}
