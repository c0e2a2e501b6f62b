import Store
import Vocabulary

/// The SQL of shop_case and case_hold.
enum CaseRecords {
  /// Opens a case that the program finds by itself. Who has to act stands in case_route, as the playbooks in force say.
  static func insertIfNoneOpen(
    _ kind: CaseKind, shop: String, order: String, subject: String, stage: OrderStage?, title: String = "", id: String,
    _ change: Change
  ) throws {
    try change.session.run(
      """
      INSERT INTO shop_case (id, kind, shop, order_id, subject, stage, owner_group, assignee, state, opened_at, due_at,
        title, operation_id, result)
      VALUES ($1, $2, $3, $4, $5, CAST($6 AS BIGINT),
        COALESCE((SELECT owner_group FROM case_route WHERE kind = $2 AND tag = ''), $7),
        COALESCE((SELECT owner FROM case_route WHERE kind = $2 AND tag = ''), ''), 'open', $8,
        $8 + 60000 * COALESCE((SELECT target_minutes FROM case_route WHERE kind = $2 AND tag = ''), $9), $10, $11, '')
      ON CONFLICT (kind, shop, order_id, subject) WHERE state = 'open' DO NOTHING
      """,
      [
        .text(id), .text(kind.rawValue), .text(shop), .text(order), .text(subject), Value(stage?.rawValue),
        .text(kind.ownerGroup.rawValue), .integer(change.operation.at.milliseconds), .integer(kind.targetMinutes),
        .text(title), .text(change.operation.id.text),
      ])
  }

  static func openSubjects(_ kind: CaseKind, shop: String, _ session: any Session) throws -> Set<String> {
    Set(
      try session.all(
        "SELECT subject FROM shop_case WHERE kind = $1 AND shop = $2 AND order_id = '' AND state = 'open'",
        [.text(kind.rawValue), .text(shop)]
      ) { try $0.text(0) })
  }

  /// The open case of an order, locked so that it cannot be closed while a hold is being attached to it.
  static func lockOpen(_ kind: CaseKind, shop: String, order: String, _ session: any Session) throws -> String? {
    // Differs because SQLite has one writer at a time and no row locks.
    try session.first(
      SQL(
        sqlite: "SELECT id FROM shop_case WHERE kind = $1 AND shop = $2 AND order_id = $3 AND state = 'open'",
        postgres: """
          SELECT id FROM shop_case WHERE kind = $1 AND shop = $2 AND order_id = $3 AND state = 'open' FOR UPDATE
          """),
      [.text(kind.rawValue), .text(shop), .text(order)]
    ) { try $0.text(0) }
  }

  static func attach(hold: String, to id: String, _ session: any Session) throws {
    try session.run(
      "INSERT INTO case_hold (case_id, hold_id) VALUES ($1, $2) ON CONFLICT (case_id, hold_id) DO NOTHING",
      [.text(id), .text(hold)])
  }

  static func attach(addressVersion number: Int64, to id: String, _ session: any Session) throws {
    try session.run(
      "INSERT INTO case_address (case_id, number) VALUES ($1, $2) ON CONFLICT (case_id, number) DO NOTHING",
      [.text(id), .integer(number)])
  }

  /// Ends the open cases of an order that answer to holds alone.
  static func void(shop: String, order: String, result: String, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE shop_case
      SET state = 'void', result = $3, closed_at = $4, closed_by = $5, close_operation_id = $6
      WHERE shop = $1 AND order_id = $2 AND subject = '' AND state = 'open' AND kind IN ('recall', 'interception')
        AND NOT EXISTS (SELECT 1 FROM case_address a WHERE a.case_id = shop_case.id)
      """,
      [
        .text(shop), .text(order), .text(result), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
  }

  /// Ends the open case of an order, or of a SKU; returns how many there were (0 or 1).
  static func close(
    _ kind: CaseKind, shop: String, order: String, subject: String = "", as state: CaseState, result: String,
    _ change: Change
  ) throws -> Int {
    try change.session.run(
      """
      UPDATE shop_case
      SET state = $4, result = $5, closed_at = $6, closed_by = $7, close_operation_id = $8
      WHERE kind = $1 AND shop = $2 AND order_id = $3 AND subject = $9 AND state = 'open'
      """,
      [
        .text(kind.rawValue), .text(shop), .text(order), .text(state.rawValue), .text(result),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text), .text(subject),
      ])
  }

  static func list(_ filter: CaseFilter, _ session: any Session) throws -> [ShopCase] {
    try session.all(
      """
      SELECT id, kind, shop, order_id, stage, owner_group, state, opened_at, closed_at, closed_by, result, subject,
        title, tag, assignee, opened_by, due_at, level, cool_until, received_at, received_by, follows, handed_at
      FROM shop_case
      WHERE (CAST($1 AS TEXT) IS NULL OR kind = $1) AND (CAST($2 AS TEXT) IS NULL OR shop = $2)
        AND ($3 = 0 OR state = 'open') AND (CAST($4 AS TEXT) IS NULL OR owner_group = $4)
        AND (CAST($5 AS TEXT) IS NULL OR tag = $5)
        AND (CAST($6 AS TEXT) IS NULL OR assignee = $6 OR received_by = $6)
        AND (CAST($7 AS BIGINT) IS NULL OR due_at < $7) AND (CAST($8 AS TEXT) IS NULL OR order_id = $8)
        AND (CAST($9 AS TEXT) IS NULL OR follows = $9)
      ORDER BY opened_at, id LIMIT $10
      """,
      [
        Value(filter.kind?.rawValue), Value(filter.shop), Value(filter.openOnly), Value(filter.group?.rawValue),
        Value(filter.tag), Value(filter.person), Value(filter.dueBefore?.milliseconds), Value(filter.order),
        Value(filter.follows), .integer(filter.limit),
      ], shopCase)
  }

  /// The case that a reference names: the open one, else the newest. With `lock` nobody else changes it meanwhile.
  static func find(
    _ reference: CaseReference, shop: String, lock: Bool, _ session: any Session
  ) throws -> ShopCase? {
    // Differs because SQLite has one writer at a time and no row locks.
    if lock, session.engine == .postgres {
      try session.rows(
        SQL(
          sqlite: "SELECT id FROM shop_case",
          postgres: """
            SELECT id FROM shop_case WHERE kind = $1 AND shop = $2 AND (order_id = $3 OR (order_id = '' AND subject = $3))
            ORDER BY id FOR UPDATE
            """), [.text(reference.kind.rawValue), .text(shop), .text(reference.about)]
      ) { _ in }
    }
    return try session.first(
      """
      SELECT id, kind, shop, order_id, stage, owner_group, state, opened_at, closed_at, closed_by, result, subject,
        title, tag, assignee, opened_by, due_at, level, cool_until, received_at, received_by, follows, handed_at
      FROM shop_case WHERE kind = $1 AND shop = $2 AND (order_id = $3 OR (order_id = '' AND subject = $3))
      ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, opened_at DESC, id DESC LIMIT 1
      """, [.text(reference.kind.rawValue), .text(shop), .text(reference.about)], shopCase)
  }

  /// The shops that have a case of this name.
  static func shops(of reference: CaseReference, _ session: any Session) throws -> [String] {
    try session.all(
      """
      SELECT DISTINCT shop FROM shop_case WHERE kind = $1 AND (order_id = $2 OR (order_id = '' AND subject = $2))
      ORDER BY shop
      """, [.text(reference.kind.rawValue), .text(reference.about)]
    ) { try $0.text(0) }
  }

  static func ofOrder(shop: String, order: String, _ session: any Session) throws -> [ShopCase] {
    try list(CaseFilter(shop: shop, order: order, openOnly: false, limit: .max), session)
  }

  static func countOpen(_ kind: CaseKind, shop: String?, _ session: any Session) throws -> Int64 {
    try session.count(
      """
      SELECT COUNT(*) FROM shop_case
      WHERE kind = $1 AND state = 'open' AND (CAST($2 AS TEXT) IS NULL OR shop = $2)
      """, [.text(kind.rawValue), Value(shop)])
  }

  /// Parcels that were not got hold of.
  static func countFailed(shop: String?, _ session: any Session) throws -> Int64 {
    try session.count(
      """
      SELECT COUNT(*) FROM shop_case
      WHERE state = 'failed' AND kind IN ('recall', 'interception') AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
      """, [Value(shop)])
  }

  static func countOverdue(shop: String?, now: Instant, _ session: any Session) throws -> Int64 {
    try session.count(
      """
      SELECT COUNT(*) FROM shop_case
      WHERE state = 'open' AND due_at < $2 AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
      """, [Value(shop), .integer(now.milliseconds)])
  }

  private static func shopCase(_ row: any Row) throws -> ShopCase {
    let stage = try row.optionalInteger(4).map(OrderStage.init(rawValue:))
    guard let kind = CaseKind(rawValue: try row.text(1)), stage == nil || stage != .some(nil),
      let state = CaseState(rawValue: try row.text(6))
    else { throw StoreError.engine("shop_case holds a word this program does not know") }
    func moment(_ column: Int) throws -> Instant? { try row.optionalInteger(column).map(Instant.init(milliseconds:)) }
    let received = try moment(19)
    let (order, subject) = (try row.text(3), try row.text(11))
    return ShopCase(
      id: try row.text(0), reference: CaseReference(kind: kind, about: order.isEmpty ? subject : order), kind: kind,
      shop: try row.text(2), order: order, subject: subject,
      stage: stage.flatMap { $0 }, title: try row.text(12), tag: try row.text(13),
      ownerGroup: try row.text(5), assignee: try row.text(14),
      state: state == .open && received != nil ? .received : state,
      openedAt: Instant(milliseconds: try row.integer(7)), openedBy: try row.text(15), handedAt: try moment(22),
      dueAt: try moment(16),
      level: try row.integer(17), coolUntil: try moment(18), receivedAt: received, receivedBy: try row.optionalText(20),
      closedAt: try moment(8), closedBy: try row.optionalText(9), result: try row.text(10),
      follows: try row.text(21))
  }
}
