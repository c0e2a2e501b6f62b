import Playbooks
import Store
import Vocabulary

/// The SQL of reading remarks once more.
enum ReclassifyRecords {
  /// The last of the next `orders` orders behind `place`; nil when there are no more.
  static func windowEnd(
    after place: String, orders: Int64, shop: String, _ session: any Session
  ) throws -> String? {
    try session.first(
      """
      SELECT MAX(id) FROM (SELECT id FROM shop_order WHERE shop = $1 AND id > $2 ORDER BY id LIMIT $3) next
      """, [.text(shop), .text(place), .integer(orders)]
    ) { try $0.optionalText(0) } ?? nil
  }

  /// Every text of the orders in a stretch that are not over, by order; a message before the memos. Memos come with the
  /// verdict that they were given.
  static func texts(
    after place: String, upTo last: String, shop: String, _ session: any Session,
    each: (_ order: String, HoldSource, _ text: String, _ verdict: String) throws -> Void
  ) throws {
    try session.rows(
      """
      SELECT id, 0, buyer_message, '' FROM shop_order
      WHERE shop = $1 AND id > $2 AND id <= $3 AND stage < 100 AND buyer_message <> ''
      UNION ALL
      SELECT m.order_id, m.number, m.text, m.verdict FROM memo_version m
      JOIN shop_order o ON o.shop = m.shop AND o.id = m.order_id
      WHERE m.shop = $1 AND m.order_id > $2 AND m.order_id <= $3 AND o.stage < 100
      ORDER BY 1, 2
      """, [.text(shop), .text(place), .text(last)]
    ) { row in
      let number = try row.integer(1)
      try each(try row.text(0), number == 0 ? .message : .memo(number), try row.text(2), try row.text(3))
    }
  }

  /// The texts of one order with the holds that each has placed.
  static func texts(of key: OrderKey, _ session: any Session) throws -> [Reclassification.Text] {
    let holds = Dictionary(grouping: try HoldRecords.all(key, session), by: \.source).mapValues { holds in
      holds.map { Reclassification.Text.Placed(reason: $0.reason, isOpen: $0.liftedAt == nil) }
    }
    let message = try session.first(
      "SELECT buyer_message FROM shop_order WHERE shop = $1 AND id = $2 AND buyer_message <> ''",
      [.text(key.shop), .text(key.id)]
    ) { try $0.text(0) }
    let memos = try MemoRecords.all(key, session).map { memo in
      Reclassification.Text(
        source: .memo(memo.number), text: memo.text, verdict: Verdict(rawValue: memo.verdict) ?? .none,
        holds: holds[HoldSource.memo(memo.number).text] ?? [])
    }
    guard let message else { return memos }
    // No verdict is kept for a message: what it placed tells how it was read.
    let placed = holds[HoldSource.message.text] ?? []
    let verdict = Verdict.allCases.first { HoldReason($0) != nil && HoldReason($0) == placed.last?.reason } ?? .none
    return [Reclassification.Text(source: .message, text: message, verdict: verdict, holds: placed)] + memos
  }

  /// Keeps how a memo is read now. Its operation stays that of the import or person who brought the words; what changed
  /// stands in the result of this one.
  static func setVerdict(
    _ verdict: Verdict, rule: String, of key: OrderKey, number: Int64, _ change: Change
  ) throws {
    try change.session.run(
      "UPDATE memo_version SET verdict = $4, rule = $5 WHERE shop = $1 AND order_id = $2 AND number = $3",
      [.text(key.shop), .text(key.id), .integer(number), .text(verdict.rawValue), .text(rule)])
  }
}
