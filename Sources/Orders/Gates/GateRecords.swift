import Playbooks
package import Store
public import Vocabulary

/// The SQL of gates and gate passes.
package enum GateRecords {
  /// The one statement that lets an order through, and only if nothing forbids it. It reads columns of the order's own
  /// row: see `shop_order.open_holds` in the migrations. What is picked, packed or handed over in a parcel goes the long
  /// way (`GateRound`), because others may be in it. The look at waybills is about the name alone: a text that is one
  /// too ($7 = 0) may mean either. `package`, because the race tests must find it to break it.
  package static let guardedPass: SQL = """
    UPDATE shop_order SET stage = $4, version = version + 1, passed_from = stage, operation_id = $6,
      printed_version = CASE WHEN $4 = 50 THEN address_version ELSE printed_version END,
      printed_courier = CASE WHEN $4 = 50 THEN CAST($9 AS TEXT) ELSE printed_courier END
    WHERE shop = $1 AND id = $2 AND open_holds = 0 AND refund_block = 0
      AND stage >= $3 AND stage < $4 AND COALESCE(memo_seen_at, 0) >= $5
      AND (parcels = 0 OR $4 <= 50)
      AND ($4 <= 50 OR printed_version = address_version)
      AND (courier_promises = 0 OR $4 NOT IN (50, 90))
      AND ($7 = 1 OR NOT EXISTS (SELECT 1 FROM parcel p WHERE p.shop = $1 AND p.waybill = $2))
    RETURNING memo_seen_at, version, passed_from, parcels, printed_version,
      CASE WHEN $8 = 1 AND (
        EXISTS (SELECT 1 FROM memo_version m WHERE m.shop = $1 AND m.order_id = $2)
        OR EXISTS (SELECT 1 FROM order_todo t WHERE t.shop = $1 AND t.order_id = $2)) THEN 1 ELSE 0 END
    """

  /// Lets the order through; returns nil when the guard refused. `isSurelyOrder`: it was said that the text means an
  /// order.
  static func pass(
    _ key: OrderKey, at gate: Gate, isSurelyOrder: Bool = false, courier: String? = nil, now: Instant,
    _ change: Change
  ) throws -> Passed? {
    let found = try change.session.first(
      guardedPass,
      [
        .text(key.shop), .text(key.id), .integer(gate.from.rawValue), .integer(gate.to.rawValue),
        .integer(GateRule.freshSince(gate, now: now)), .text(change.operation.id.text), Value(isSurelyOrder),
        Value(GateRule.showsNotes(gate)), Value(courier),
      ]
    ) {
      Passed(
        memoSeenAt: try $0.optionalInteger(0).map(Instant.init(milliseconds:)), orderVersion: try $0.integer(1),
        from: try $0.integer(2), parcels: try $0.integer(3),
        labelVersion: gate.to == .printed ? try $0.integer(4) : nil, hasNotes: try $0.integer(5) == 1)
    }
    guard let passed = found else { return nil }
    try change.session.run(
      """
      INSERT INTO gate_pass (operation_id, shop, order_id, waybill, gate, at, actor, from_stage, to_stage,
        order_version, address_version)
      VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8, $9, $10)
      """,
      [
        .text(change.operation.id.text), .text(key.shop), .text(key.id), .text(gate.key),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name), .integer(passed.from),
        .integer(gate.to.rawValue), .integer(passed.orderVersion), Value(passed.labelVersion),
      ])
    return passed
  }

  struct Passed {
    let memoSeenAt: Instant?
    let orderVersion: Int64
    let from: Int64
    let parcels: Int64
    /// The address version on the label, where one was printed.
    let labelVersion: Int64?
    /// Whether there may be something to tell of it.
    let hasNotes: Bool
  }

  static func passes(_ key: OrderKey, _ session: any Session) throws -> [GatePass] {
    try session.all(
      """
      SELECT gate, at, actor, operation_id, waybill, undone_at, undone_by FROM gate_pass
      WHERE shop = $1 AND order_id = $2 ORDER BY COALESCE(order_version, 0), at, operation_id
      """, [.text(key.shop), .text(key.id)]
    ) { row in
      let waybill = try row.text(4)
      return GatePass(
        gate: try row.text(0), at: Instant(milliseconds: try row.integer(1)), by: try row.text(2),
        operation: try row.text(3), waybill: waybill.isEmpty ? nil : waybill,
        undoneAt: try row.optionalInteger(5).map(Instant.init(milliseconds:)), undoneBy: try row.optionalText(6))
    }
  }

  static func gates(_ session: any Session) throws -> [Gate] {
    try session.all(
      """
      SELECT key, zh, en, from_stage, to_stage, freshness_limit_minutes, when_stale, enabled FROM gate ORDER BY position
      """
    ) { row in
      guard let from = OrderStage(rawValue: try row.integer(3)), let to = OrderStage(rawValue: try row.integer(4)),
        let whenStale = Gate.WhenStale(rawValue: try row.text(6))
      else { throw StoreError.engine("gate holds a word this program does not know") }
      return Gate(
        key: try row.text(0), zh: try row.text(1), en: try row.text(2), from: from, to: to,
        freshnessLimitMinutes: try row.integer(5), whenStale: whenStale, enabled: try row.integer(7) == 1)
    }
  }

  /// Puts the gates of a new playbook version in the place of the old ones.
  static func replaceGates(_ gates: [Gate], _ session: any Session) throws {
    try session.run("DELETE FROM gate")
    for (position, gate) in gates.enumerated() {
      try session.run(
        """
        INSERT INTO gate (key, position, zh, en, from_stage, to_stage, freshness_limit_minutes, when_stale, enabled)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        [
          .text(gate.key), .integer(Int64(position)), .text(gate.zh), .text(gate.en), .integer(gate.from.rawValue),
          .integer(gate.to.rawValue), .integer(gate.freshnessLimitMinutes), .text(gate.whenStale.rawValue),
          Value(gate.enabled),
        ])
    }
  }
}

/// One pass through a gate.
public struct GatePass: Sendable, Equatable, Codable {
  public let gate: String
  public let at: Instant
  public let by: String
  public let operation: String
  /// The parcel whose waybill was scanned; nil for the order's own number.
  public let waybill: String?
  /// When and by whom it was taken back; it stays in the history.
  public let undoneAt: Instant?
  public let undoneBy: String?
}
