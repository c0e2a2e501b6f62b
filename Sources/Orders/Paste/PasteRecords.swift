import Store
import Vocabulary

/// The SQL of numbers that somebody pasted.
enum PasteRecords {
  /// The orders in the parcel with this waybill.
  static func orders(inParcel waybill: String, shop: String, _ session: any Session) throws -> [String] {
    try session.all(
      "SELECT DISTINCT order_id FROM parcel_item WHERE shop = $1 AND waybill = $2 ORDER BY order_id",
      [.text(shop), .text(waybill)]
    ) { try $0.text(0) }
  }

  /// Whether somebody has noted these words of the order since they were said; where no time is known, whether they
  /// were the last that anybody noted.
  static func wasNoted(
    _ words: String, of key: OrderKey, saidAt: Instant?, _ session: any Session
  ) throws -> Bool {
    if let saidAt {
      return try session.count(
        """
        SELECT COUNT(*) FROM memo_version
        WHERE shop = $1 AND order_id = $2 AND source = 'person' AND text = $3 AND seen_at >= $4
        """, [.text(key.shop), .text(key.id), .text(words), .integer(saidAt.milliseconds)]) > 0
    }
    return try session.count(
      """
      SELECT COUNT(*) FROM memo_version m
      WHERE m.shop = $1 AND m.order_id = $2 AND m.source = 'person' AND m.text = $3
        AND m.number = (SELECT MAX(number) FROM memo_version WHERE shop = $1 AND order_id = $2)
      """, [.text(key.shop), .text(key.id), .text(words)]) > 0
  }
}
