import Store
import Vocabulary

/// The SQL of personal data: its settings, and its end.
enum PersonalDataRecords {
  static func rules(_ session: any Session) throws -> PersonalDataRules {
    var rules = PersonalDataRules(keyID: nil, days: nil)
    try session.rows("SELECT name, value FROM store_setting WHERE name IN ('personal_key', 'personal_days')", []) {
      let value = try $0.text(1)
      if try $0.text(0) == "personal_key" { rules.keyID = value } else { rules.days = Int64(value) }
    }
    return rules
  }

  static func set(_ rules: PersonalDataRules, _ session: any Session) throws {
    try session.run("DELETE FROM store_setting WHERE name IN ('personal_key', 'personal_days')")
    for (name, value) in [("personal_key", rules.keyID), ("personal_days", rules.days.map(String.init))] {
      guard let value else { continue }
      try session.run("INSERT INTO store_setting (name, value) VALUES ($1, $2)", [.text(name), .text(value)])
    }
  }

  /// Forgets what was sealed for orders that ended before a moment; with nil for all that were handed over.
  static func purge(endedBefore moment: Instant?, limit: Int64, _ session: any Session) throws -> Int64 {
    let versions = try session.run(
      """
      UPDATE address_version SET envelope = NULL, phone_digest = NULL, place_digest = NULL
      WHERE (shop, order_id, number) IN (
        SELECT v.shop, v.order_id, v.number FROM address_version v
        JOIN shop_order o ON o.shop = v.shop AND o.id = v.order_id
        WHERE v.envelope IS NOT NULL AND ((CAST($1 AS BIGINT) IS NULL AND o.stage >= 90)
          OR (o.stage >= 100 AND o.source_at < $1))
        LIMIT $2)
      """, [Value(moment?.milliseconds), .integer(limit)])
    let proposals = try session.run(
      """
      UPDATE address_proposal SET envelope = NULL, phone_digest = NULL, place_digest = NULL
      WHERE (shop, order_id, number) IN (
        SELECT p.shop, p.order_id, p.number FROM address_proposal p
        JOIN shop_order o ON o.shop = p.shop AND o.id = p.order_id
        WHERE p.envelope IS NOT NULL AND (p.state <> 'open' OR o.stage >= 100)
          AND ((CAST($1 AS BIGINT) IS NULL AND o.stage >= 90) OR (o.stage >= 100 AND o.source_at < $1))
        LIMIT $2)
      """, [Value(moment?.milliseconds), .integer(limit)])
    return Int64(versions + proposals)
  }
}
