import Playbooks
import Store
import Vocabulary

/// The SQL of scripts: their use, and the phrases that were handed out.
enum ScriptRecords {
  static func use(_ script: Script, shop: String, order: String?, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO script_use (operation_id, shop, script, purpose, style, agent, order_id, used_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """,
      [
        .text(change.operation.id.text), .text(shop), .text(script.id), .text(script.purpose.rawValue),
        .text(script.style.rawValue), .text(change.operation.actor.name), Value(order),
        .integer(change.operation.at.milliseconds),
      ])
  }

  static func counts(
    shop: String, since: Instant?, agent: String?, _ session: any Session
  ) throws -> [ScriptUse.Count] {
    try session.all(
      """
      SELECT u.script, MAX(u.purpose), COUNT(*), COUNT(DISTINCT u.agent), COUNT(DISTINCT u.order_id),
        COUNT(DISTINCT CASE WHEN o.stage >= 30 AND o.stage <> 110 THEN u.order_id END), MAX(u.used_at)
      FROM script_use u LEFT JOIN shop_order o ON o.shop = u.shop AND o.id = u.order_id
      WHERE u.shop = $1 AND u.used_at >= $2 AND (CAST($3 AS TEXT) IS NULL OR u.agent = $3)
      GROUP BY u.script ORDER BY COUNT(*) DESC, u.script
      """, [.text(shop), .integer(since?.milliseconds ?? 0), Value(agent)]
    ) {
      ScriptUse.Count(
        script: try $0.text(0), purpose: try $0.text(1), uses: try $0.integer(2), agents: try $0.integer(3),
        orders: try $0.integer(4), paidOrders: try $0.integer(5),
        lastUsedAt: Instant(milliseconds: try $0.integer(6)))
    }
  }

  /// The number of the newest export; 0 where there is none.
  static func lastExport(shop: String, _ session: any Session) throws -> Int64 {
    try session.count("SELECT MAX(number) FROM phrase_export WHERE shop = $1", [.text(shop)])
  }

  static func phrases(of number: Int64, shop: String, _ session: any Session) throws -> [String: String] {
    let pairs = try session.all(
      "SELECT script, text FROM phrase_entry WHERE shop = $1 AND number = $2", [.text(shop), .integer(number)]
    ) { (try $0.text(0), try $0.text(1)) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// Two exports at once: the second one begins again and sees the first.
  static func insert(_ phrases: [Phrases.Phrase], number: Int64, shop: String, _ change: Change) throws {
    let inserted = try change.session.run(
      "INSERT INTO phrase_export (shop, number, operation_id) VALUES ($1, $2, $3) ON CONFLICT (shop, number) DO NOTHING",
      [.text(shop), .integer(number), .text(change.operation.id.text)])
    guard inserted == 1 else { throw StoreError.retry("somebody else exported phrases in between") }
    for phrase in phrases {
      try change.session.run(
        "INSERT INTO phrase_entry (shop, number, script, text) VALUES ($1, $2, $3, $4)",
        [.text(shop), .integer(number), .text(phrase.script), .text(phrase.text)])
    }
  }
}
