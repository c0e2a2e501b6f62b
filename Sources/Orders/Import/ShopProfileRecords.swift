import Store
import Vocabulary

/// The SQL of shop_profile: the name by which the platform knows a shop.
enum ShopProfileRecords {
  static func name(of shop: String, _ session: any Session) throws -> String? {
    try session.first("SELECT platform_name FROM shop_profile WHERE shop = $1", [.text(shop)]) { try $0.text(0) }
  }

  /// Keeps the name that the first export shows, or the new one of a shop that was renamed.
  static func note(_ name: String, of shop: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO shop_profile (shop, platform_name, operation_id) VALUES ($1, $2, $3) 
      ON CONFLICT (shop) DO UPDATE SET platform_name = excluded.platform_name, operation_id = excluded.operation_id
      """, [.text(shop), .text(name), .text(change.operation.id.text)])
  }
}
