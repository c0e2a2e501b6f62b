import Playbooks
import Store
public import Vocabulary

/// The SQL of promise and courier_name.
enum PromiseRecords {
  /// Notes promises of an order whose row is locked, or was just written; `first` is the number of the first.
  static func insert(_ promises: [NewPromise], of key: OrderKey, first: Int64, _ change: Change) throws {
    for (place, promise) in promises.enumerated() {
      try change.session.run(
        """
        INSERT INTO promise (shop, order_id, number, kind, mode, value, text, due_at, owner, source, state, made_at,
          made_by, result, operation_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12, '', $13)
        """,
        [
          .text(key.shop), .text(key.id), .integer(first + Int64(place)), .text(promise.kind.rawValue),
          .text(promise.mode.rawValue), .text(promise.value), .text(promise.text), Value(promise.due?.milliseconds),
          .text(promise.owner), .text(promise.source.text), .integer(change.operation.at.milliseconds),
          .text(change.operation.actor.name), .text(change.operation.id.text),
        ])
    }
  }

  static func nextNumber(_ key: OrderKey, _ session: any Session) throws -> Int64 {
    try session.count(
      "SELECT COALESCE(MAX(number), 0) + 1 FROM promise WHERE shop = $1 AND order_id = $2",
      [.text(key.shop), .text(key.id)])
  }

  /// Ends the open promises of a kind that older remarks made; returns how many.
  static func replace(_ kind: Promise.Kind, of key: OrderKey, _ change: Change) throws -> Int64 {
    Int64(
      try change.session.run(
        """
        UPDATE promise SET state = 'replaced', decided_at = $4, decided_by = $5, decide_operation_id = $6
        WHERE shop = $1 AND order_id = $2 AND kind = $3 AND state = 'open' AND substr(source, 1, 5) = 'memo:'
        """,
        [
          .text(key.shop), .text(key.id), .text(kind.rawValue), .integer(change.operation.at.milliseconds),
          .text(change.operation.actor.name), .text(change.operation.id.text),
        ]))
  }

  /// Ends an open promise; false when there is none of that number.
  static func decide(
    _ number: Int64, of key: OrderKey, as state: Promise.State, result: String, _ change: Change
  ) throws -> Bool {
    try change.session.run(
      """
      UPDATE promise SET state = $4, decided_at = $5, decided_by = $6, decide_operation_id = $7, result = $8
      WHERE shop = $1 AND order_id = $2 AND number = $3 AND state = 'open'
      """,
      [
        .text(key.shop), .text(key.id), .integer(number), .text(state.rawValue),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text), .text(result),
      ]) == 1
  }

  /// Promises, those due first; nil narrows by nothing. What could only be done before the parcel left is no longer open
  /// behind that.
  static func list(_ filter: PromiseFilter, _ session: any Session) throws -> [Promise] {
    try session.all(
      """
      SELECT p.shop, p.order_id, p.number, p.kind, p.mode, p.value, p.text, p.due_at, p.owner, p.source, p.state,
        p.made_at, p.made_by, p.decided_by, p.result, o.stage
      FROM promise p JOIN shop_order o ON o.shop = p.shop AND o.id = p.order_id
      WHERE (CAST($1 AS TEXT) IS NULL OR p.shop = $1) AND (CAST($2 AS TEXT) IS NULL OR p.order_id = $2)
        AND (CAST($3 AS TEXT) IS NULL OR p.kind = $3)
        AND ($4 = 1 OR (p.state = 'open' AND o.stage < 100 AND (o.stage < 90
          OR p.kind NOT IN ('courier', 'gift', 'card')) AND (o.stage < 80 OR p.kind <> 'shipBy')))
        AND (CAST($5 AS BIGINT) IS NULL OR p.due_at <= $5)
      ORDER BY CASE WHEN p.due_at IS NULL THEN 1 ELSE 0 END, p.due_at, p.order_id, p.number LIMIT $6
      """,
      [
        Value(filter.shop), Value(filter.order), Value(filter.kind?.rawValue), Value(filter.withDecided),
        Value(filter.dueBefore?.milliseconds), .integer(filter.limit),
      ], promise)
  }

  /// Open promises that are due by `moment`, of orders that are not over.
  static func countDue(shop: String?, by moment: Instant, _ session: any Session) throws -> Int64 {
    try session.count(
      """
      SELECT COUNT(*) FROM promise p JOIN shop_order o ON o.shop = p.shop AND o.id = p.order_id
      WHERE p.state = 'open' AND p.due_at <= $2 AND o.stage < 100 AND (p.kind <> 'shipBy' OR o.stage < 80)
        AND (CAST($1 AS TEXT) IS NULL OR p.shop = $1)
      """, [Value(shop), .integer(moment.milliseconds)])
  }

  /// What the open promises of these orders say of their couriers.
  static func courierRules(
    of orders: [String], shop: String, _ session: any Session
  ) throws -> [String: CourierRule] {
    // Differs because each engine has its own functions for JSON.
    let rows = try session.all(
      SQL(
        sqlite: """
          SELECT order_id, mode, value, text FROM promise
          WHERE shop = $1 AND kind = 'courier' AND state = 'open' AND order_id IN (SELECT value FROM json_each($2))
          ORDER BY order_id, number
          """,
        postgres: """
          SELECT order_id, mode, value, text FROM promise
          WHERE shop = $1 AND kind = 'courier' AND state = 'open'
            AND order_id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json))))
          ORDER BY order_id, number
          """), [.text(shop), RowList.ids(orders)]
    ) { (order: try $0.text(0), mode: try $0.text(1), value: try $0.text(2), text: try $0.text(3)) }
    return rows.reduce(into: [:]) { rules, row in
      if row.mode == Todo.Mode.must.rawValue {
        rules[row.order, default: CourierRule()].wanted.insert(row.value)
      } else {
        rules[row.order, default: CourierRule()].unwanted.insert(row.value)
      }
      rules[row.order]?.words.append(row.text)
    }
  }

  static func miscounted(_ session: any Session) throws -> [OrderKey] {
    try session.all(
      """
      SELECT o.shop, o.id FROM shop_order o
      LEFT JOIN (
        SELECT shop, order_id, COUNT(*) AS promises FROM promise WHERE kind = 'courier' AND state = 'open'
        GROUP BY shop, order_id
      ) p ON p.shop = o.shop AND p.order_id = o.id
      WHERE o.courier_promises <> COALESCE(p.promises, 0) ORDER BY o.shop, o.id LIMIT 100
      """
    ) { OrderKey(shop: try $0.text(0), id: try $0.text(1)) }
  }

  static func courierNames(_ session: any Session) throws -> CourierNames {
    let rows = try session.all("SELECT name, courier FROM courier_name") { (try $0.text(0), try $0.text(1)) }
    return CourierNames(Dictionary(rows) { first, _ in first })
  }

  /// Puts the couriers of a new playbook version in the place of the old ones.
  static func replaceCouriers(_ names: CourierNames, _ session: any Session) throws {
    try session.run("DELETE FROM courier_name")
    for (name, courier) in names.list {
      try session.run(
        "INSERT INTO courier_name (name, courier) VALUES ($1, $2)", [.text(name), .text(courier)])
    }
  }

  private static func promise(_ row: any Row) throws -> Promise {
    guard let kind = Promise.Kind(rawValue: try row.text(3)), let mode = Todo.Mode(rawValue: try row.text(4)),
      let state = Promise.State(rawValue: try row.text(10)), let stage = OrderStage(rawValue: try row.integer(15))
    else { throw StoreError.engine("promise holds a word this program does not know") }
    return Promise(
      shop: try row.text(0), order: try row.text(1), number: try row.integer(2), kind: kind, mode: mode,
      value: try row.text(5), text: try row.text(6),
      due: try row.optionalInteger(7).map(Instant.init(milliseconds:)), owner: try row.text(8),
      source: try row.text(9), state: state, madeAt: Instant(milliseconds: try row.integer(11)),
      madeBy: try row.text(12), decidedBy: try row.optionalText(13), result: try row.text(14), stage: stage)
  }
}

/// Which promises a list shows.
public struct PromiseFilter: Sendable {
  public var shop: String?
  public var order: String?
  public var kind: Promise.Kind?
  /// Also those that were kept, broken or replaced, and those of orders that are over.
  public var withDecided: Bool
  public var dueBefore: Instant?
  public var limit: Int64

  public init(
    shop: String? = nil, order: String? = nil, kind: Promise.Kind? = nil, withDecided: Bool = false,
    dueBefore: Instant? = nil, limit: Int64 = 100
  ) {
    self.shop = shop
    self.order = order
    self.kind = kind
    self.withDecided = withDecided
    self.dueBefore = dueBefore
    self.limit = limit
  }
}
