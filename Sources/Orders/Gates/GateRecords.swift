import Playbooks
package import Store
public import Vocabulary

/// The SQL of gates and gate passes.
package enum GateRecords {
  /// The one statement that lets an order through, and only if nothing forbids it. It reads columns of the order's own
  /// row and nothing else: see `shop_order.open_holds` in the migrations. `package`, because the race tests must find
  /// it to break it.
  package static let guardedPass: SQL = """
    UPDATE shop_order SET stage = $4, version = version + 1, operation_id = $6
    WHERE shop = $1 AND id = $2 AND open_holds = 0 AND refund_block = 0
      AND stage >= $3 AND stage < $4 AND COALESCE(memo_seen_at, 0) >= $5
    RETURNING memo_seen_at, version
    """

  /// Lets the order through; returns nil when the guard refused, else the time its memo was last seen.
  static func pass(_ key: OrderKey, at gate: Gate, oldestFresh: Instant, _ change: Change) throws -> Passed? {
    let passed = try change.session.first(
      guardedPass,
      [
        .text(key.shop), .text(key.id), .integer(gate.from.rawValue), .integer(gate.to.rawValue),
        .integer(gate.whenStale == .refuse ? oldestFresh.milliseconds : 0), .text(change.operation.id.text),
      ]
    ) {
      Passed(
        memoSeenAt: try $0.optionalInteger(0).map(Instant.init(milliseconds:)), orderVersion: try $0.integer(1))
    }
    guard passed != nil else { return nil }
    try change.session.run(
      "INSERT INTO gate_pass (operation_id, shop, order_id, gate, at, actor) VALUES ($1, $2, $3, $4, $5, $6)",
      [
        .text(change.operation.id.text), .text(key.shop), .text(key.id), .text(gate.key),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
      ])
    return passed
  }

  struct Passed {
    let memoSeenAt: Instant?
    let orderVersion: Int64
  }

  static func passes(_ key: OrderKey, _ session: any Session) throws -> [GatePass] {
    try session.all(
      "SELECT gate, at, actor, operation_id FROM gate_pass WHERE shop = $1 AND order_id = $2 ORDER BY at, operation_id",
      [.text(key.shop), .text(key.id)]
    ) {
      GatePass(
        gate: try $0.text(0), at: Instant(milliseconds: try $0.integer(1)), by: try $0.text(2),
        operation: try $0.text(3))
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
}
