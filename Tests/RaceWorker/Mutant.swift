import Orders
import Store

/// The ways to break the guard on purpose: a harness that these do not fail proves nothing.
enum Mutant: String {
  case none
  /// The guard does not look at holds at all.
  case guardRemoved = "guard-removed"
  /// The guard looks at the table of holds instead of the order's own row. On PostgreSQL a statement that has waited
  /// for the row's lock sees that table as it was before.
  case guardReadsHolds = "guard-reads-holds"

  var pass: SQL? {
    switch self {
    case .none: nil
    case .guardRemoved:
      """
      UPDATE shop_order SET stage = $4, version = version + 1, operation_id = $6
      WHERE shop = $1 AND id = $2 AND refund_block = 0
        AND stage >= $3 AND stage < $4 AND COALESCE(memo_seen_at, 0) >= $5
      RETURNING memo_seen_at, version
      """
    case .guardReadsHolds:
      """
      UPDATE shop_order SET stage = $4, version = version + 1, operation_id = $6
      WHERE shop = $1 AND id = $2 AND refund_block = 0
        AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.shop = $1 AND h.order_id = $2 AND h.lifted_at IS NULL)
        AND stage >= $3 AND stage < $4 AND COALESCE(memo_seen_at, 0) >= $5
      RETURNING memo_seen_at, version
      """
    }
  }
}

/// A connection that runs another statement in the guard's place.
final class MutantDatabase: Database {
  private let real: any Database
  private let pass: SQL

  init(_ real: any Database, pass: SQL) {
    self.real = real
    self.pass = pass
  }

  var engine: Engine { real.engine }

  func giveWay() { real.giveWay() }

  func read<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer { try real.read(body) }

  func write<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer {
    try real.write { try body(MutantSession(real: $0, pass: pass)) }
  }
}

private struct MutantSession: Session {
  let real: any Session
  let pass: SQL
  var engine: Engine { real.engine }

  func run(_ sql: SQL, _ values: [Value]) throws -> Int { try real.run(changed(sql), values) }

  func rows(_ sql: SQL, _ values: [Value], each: (any Row) throws -> Void) throws {
    try real.rows(changed(sql), values, each: each)
  }

  func script(_ text: String) throws { try real.script(text) }

  private func changed(_ sql: SQL) -> SQL { GateRecords.guardedPass ~= sql ? pass : sql }
}
