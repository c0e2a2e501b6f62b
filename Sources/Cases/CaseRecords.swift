import Store
import Vocabulary

/// The SQL of shop_case and case_hold.
enum CaseRecords {
  static func insertIfNoneOpen(_ opening: Cases.Opening, id: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO shop_case (id, kind, shop, order_id, subject, stage, owner_group, state, opened_at, operation_id,
        result)
      VALUES ($1, $2, $3, $4, '', $5, $6, 'open', $7, $8, '')
      ON CONFLICT (kind, shop, order_id, subject) WHERE state = 'open' DO NOTHING
      """,
      [
        .text(id), .text(opening.kind.rawValue), .text(opening.shop), .text(opening.order),
        .integer(opening.stage.rawValue), .text(opening.kind.ownerGroup),
        .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
      ])
  }

  static func insertIfNoneOpen(_ kind: CaseKind, shop: String, subject: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO shop_case (id, kind, shop, order_id, subject, stage, owner_group, state, opened_at, operation_id,
        result)
      VALUES ($1, $2, $3, '', $4, NULL, $5, 'open', $6, $7, '')
      ON CONFLICT (kind, shop, order_id, subject) WHERE state = 'open' DO NOTHING
      """,
      [
        .text("\(change.operation.id):\(kind.rawValue):\(subject)"), .text(kind.rawValue), .text(shop), .text(subject),
        .text(kind.ownerGroup), .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
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
      WHERE shop = $1 AND order_id = $2 AND subject = '' AND state = 'open'
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

  static func list(_ kind: CaseKind, shop: String?, openOnly: Bool, limit: Int64, _ session: any Session) throws
    -> [ShopCase]
  {
    try session.all(
      """
      SELECT id, kind, shop, order_id, stage, owner_group, state, opened_at, closed_at, closed_by, result, subject
      FROM shop_case
      WHERE kind = $1 AND (CAST($2 AS TEXT) IS NULL OR shop = $2) AND ($3 = 0 OR state = 'open')
      ORDER BY opened_at, id LIMIT $4
      """, [.text(kind.rawValue), Value(shop), Value(openOnly), .integer(limit)], shopCase)
  }

  static func ofOrder(shop: String, order: String, _ session: any Session) throws -> [ShopCase] {
    try session.all(
      """
      SELECT id, kind, shop, order_id, stage, owner_group, state, opened_at, closed_at, closed_by, result, subject
      FROM shop_case WHERE shop = $1 AND order_id = $2 ORDER BY opened_at, id
      """, [.text(shop), .text(order)], shopCase)
  }

  static func countOpen(_ kind: CaseKind, shop: String?, _ session: any Session) throws -> Int64 {
    try session.count(
      """
      SELECT COUNT(*) FROM shop_case
      WHERE kind = $1 AND state = 'open' AND (CAST($2 AS TEXT) IS NULL OR shop = $2)
      """, [.text(kind.rawValue), Value(shop)])
  }

  /// Cases that ended without success.
  static func countFailed(shop: String?, _ session: any Session) throws -> Int64 {
    try session.count(
      "SELECT COUNT(*) FROM shop_case WHERE state = 'failed' AND (CAST($1 AS TEXT) IS NULL OR shop = $1)",
      [Value(shop)])
  }

  private static func shopCase(_ row: any Row) throws -> ShopCase {
    let stage = try row.optionalInteger(4).map(OrderStage.init(rawValue:))
    guard let kind = CaseKind(rawValue: try row.text(1)), stage == nil || stage != .some(nil),
      let state = CaseState(rawValue: try row.text(6))
    else { throw StoreError.engine("shop_case holds a word this program does not know") }
    return ShopCase(
      id: try row.text(0), kind: kind, shop: try row.text(2), order: try row.text(3), subject: try row.text(11),
      stage: stage.flatMap { $0 },
      ownerGroup: try row.text(5), state: state, openedAt: Instant(milliseconds: try row.integer(7)),
      closedAt: try row.optionalInteger(8).map(Instant.init(milliseconds:)), closedBy: try row.optionalText(9),
      result: try row.text(10))
  }
}
