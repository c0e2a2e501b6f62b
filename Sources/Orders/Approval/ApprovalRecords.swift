import Playbooks
import Store
import Vocabulary

/// The SQL of approving many orders at once. Its condition is that of `GateRecords.guardedPass`, column by column; a
/// test holds both against `GateRule` over the whole table of cases.
///
/// Orders are taken stretch by stretch. Where a stretch begins and ends is an engine's matter, and a text: the row's
/// place in the file on SQLite, its key on PostgreSQL.
///
/// Differs because on SQLite neighbours in the file share pages: a stretch of keys that were imported in no order
/// touches, logs and copies every page of the table for each part (a third slower, and parts twice as long). On
/// PostgreSQL rows are locked in key order, as every bulk verb does.
enum ApprovalRecords {
  /// A stretch of orders, both ends included.
  struct Window: Equatable {
    let first: String
    let last: String
    /// How many in it may pass, as it looked a moment ago.
    let free: Int64
  }

  static func lastPlace(shop: String, _ session: any Session) throws -> String? {
    try session.first(
      SQL(
        sqlite: "SELECT CAST(rowid AS TEXT) FROM shop_order WHERE +shop = $1 ORDER BY rowid DESC LIMIT 1",
        postgres: "SELECT id FROM shop_order WHERE shop = $1 ORDER BY id DESC LIMIT 1"), [.text(shop)]
    ) { try $0.text(0) }
  }

  /// The next `rows` orders behind `place`, or nil when there are none up to `last`.
  static func window(
    after place: String, upTo last: String, rows: Int64, shop: String, at gate: Gate, now: Instant,
    _ session: any Session
  ) throws -> Window? {
    try session.first(
      SQL(
        // The + keeps SQLite from looking the shop up in the key and visiting all of its rows for each stretch.
        sqlite: """
          SELECT CAST(MIN(place) AS TEXT), CAST(MAX(place) AS TEXT), SUM(free) FROM (
            SELECT rowid AS place, open_holds = 0 AND refund_block = 0 AND stage >= $5 AND stage < $6
              AND COALESCE(memo_seen_at, 0) >= $7 AS free
            FROM shop_order
            WHERE rowid > CAST($2 AS INTEGER) AND rowid <= CAST($3 AS INTEGER) AND +shop = $1
            ORDER BY rowid LIMIT $4
          )
          """,
        postgres: """
          SELECT MIN(place), MAX(place), CAST(SUM(free) AS BIGINT) FROM (
            SELECT id AS place, CASE WHEN open_holds = 0 AND refund_block = 0 AND stage >= $5 AND stage < $6
              AND COALESCE(memo_seen_at, 0) >= $7 THEN 1 ELSE 0 END AS free
            FROM shop_order WHERE shop = $1 AND id > $2 AND id <= $3 ORDER BY id LIMIT $4
          ) next
          """),
      [.text(shop), .text(place), .text(last), .integer(rows)] + limits(gate, now: now)
    ) { row in
      guard let first = try row.optionalText(0) else { return nil }
      return Window(first: first, last: try row.text(1), free: try row.integer(2))
    } ?? nil
  }

  /// Lets through what may pass in a stretch.
  static func pass(_ window: Window, shop: String, at gate: Gate, _ change: Change) throws -> Approval.Part {
    let session = change.session
    let stretch: [Value] = [.text(shop), .text(window.first), .text(window.last)]
    let limits = limits(gate, now: change.operation.at)
    if session.engine == .postgres { try session.run(lock, stretch + limits) }
    let approved = try session.run(guardedPass, stretch + limits + [.text(change.operation.id.text)])
    guard approved > 0 else { return Approval.Part(approved: 0, approvedWithOldMemo: 0, last: window.last) }
    try session.run(
      notePasses,
      stretch + [
        .text(change.operation.id.text), .text(gate.key), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name),
      ])
    try change.announce(OrderFact.changed)
    let old =
      gate.whenStale == .warn
      ? try session.count(
        countOld,
        stretch + [
          .text(change.operation.id.text),
          .integer(GateRule.oldestFresh(gate, now: change.operation.at).milliseconds),
        ]) : 0
    return Approval.Part(approved: Int64(approved), approvedWithOldMemo: old, last: window.last)
  }

  /// The stages between which the gate passes, and the oldest memo that it takes.
  private static func limits(_ gate: Gate, now: Instant) -> [Value] {
    [
      .integer(gate.from.rawValue), .integer(gate.to.rawValue),
      .integer(gate.whenStale == .refuse ? GateRule.oldestFresh(gate, now: now).milliseconds : 0),
    ]
  }

  /// Differs because SQLite has one writer at a time. The guard is asked again after the locks are there: in the
  /// UPDATE, which then sees these rows as they are.
  private static let lock: SQL = """
    SELECT COUNT(*) FROM (
      SELECT id FROM shop_order
      WHERE shop = $1 AND id >= $2 AND id <= $3 AND open_holds = 0 AND refund_block = 0
        AND stage >= $4 AND stage < $5 AND COALESCE(memo_seen_at, 0) >= $6
      ORDER BY id FOR UPDATE
    ) locked
    """

  private static let guardedPass = SQL(
    sqlite: """
      UPDATE shop_order SET stage = $5, version = version + 1, operation_id = $7
      WHERE rowid >= CAST($2 AS INTEGER) AND rowid <= CAST($3 AS INTEGER) AND +shop = $1
        AND open_holds = 0 AND refund_block = 0
        AND stage >= $4 AND stage < $5 AND COALESCE(memo_seen_at, 0) >= $6
      """,
    postgres: """
      UPDATE shop_order SET stage = $5, version = version + 1, operation_id = $7
      WHERE shop = $1 AND id >= $2 AND id <= $3
        AND open_holds = 0 AND refund_block = 0
        AND stage >= $4 AND stage < $5 AND COALESCE(memo_seen_at, 0) >= $6
      """)

  private static let notePasses = SQL(
    sqlite: """
      INSERT INTO gate_pass (operation_id, shop, order_id, gate, at, actor)
      SELECT operation_id, shop, id, $5, $6, $7 FROM shop_order
      WHERE rowid >= CAST($2 AS INTEGER) AND rowid <= CAST($3 AS INTEGER) AND +shop = $1 AND operation_id = $4
      """,
    postgres: """
      INSERT INTO gate_pass (operation_id, shop, order_id, gate, at, actor)
      SELECT operation_id, shop, id, CAST($5 AS TEXT), CAST($6 AS BIGINT), CAST($7 AS TEXT) FROM shop_order
      WHERE shop = $1 AND id >= $2 AND id <= $3 AND operation_id = $4
      """)

  private static let countOld = SQL(
    sqlite: """
      SELECT COUNT(*) FROM shop_order
      WHERE rowid >= CAST($2 AS INTEGER) AND rowid <= CAST($3 AS INTEGER) AND +shop = $1 AND operation_id = $4
        AND COALESCE(memo_seen_at, 0) < $5
      """,
    postgres: """
      SELECT COUNT(*) FROM shop_order
      WHERE shop = $1 AND id >= $2 AND id <= $3 AND operation_id = $4 AND COALESCE(memo_seen_at, 0) < $5
      """)
}

extension ApprovalRecords {
  /// Every order before the gate, by the answer it would get: the order of the questions is that of `GateRule`.
  static func outlook(
    shop: String, at gate: Gate, now: Instant, _ session: any Session
  ) throws -> Approval.Outlook {
    var outlook = Approval.Outlook()
    try session.rows(
      """
      SELECT CASE WHEN stage < $2 THEN 'unpaid' WHEN open_holds > 0 THEN 'held' WHEN refund_block <> 0 THEN 'refunded'
          WHEN COALESCE(memo_seen_at, 0) >= $4 THEN 'free' ELSE 'old' END AS answer, COUNT(*)
      FROM shop_order WHERE shop = $1 AND stage < $3 GROUP BY 1
      """,
      [
        .text(shop), .integer(gate.from.rawValue), .integer(gate.to.rawValue),
        .integer(gate.whenStale == .ignore ? 0 : GateRule.oldestFresh(gate, now: now).milliseconds),
      ]
    ) { row in
      let count = try row.integer(1)
      switch try row.text(0) {
      case "unpaid": outlook.unpaid = count
      case "held": outlook.held = count
      case "refunded": outlook.refunded = count
      case "free": outlook.free += count
      default:
        if gate.whenStale == .refuse {
          outlook.stale = count
        } else {
          outlook.free += count
          outlook.freeWithOldMemo = count
        }
      }
    }
    outlook.reasons = try session.all(
      """
      SELECT h.reason, COUNT(DISTINCT h.order_id) FROM hold h JOIN shop_order o ON o.shop = h.shop AND o.id = h.order_id
      WHERE h.shop = $1 AND h.lifted_at IS NULL AND o.stage >= $2 AND o.stage < $3 GROUP BY h.reason ORDER BY h.reason
      """, [.text(shop), .integer(gate.from.rawValue), .integer(gate.to.rawValue)]
    ) { row in
      guard let reason = HoldReason(rawValue: try row.text(0)) else {
        throw StoreError.engine("hold holds a word this program does not know")
      }
      return OrderQuestions.ReasonCount(reason: reason, orders: try row.integer(1))
    }
    return outlook
  }
}
