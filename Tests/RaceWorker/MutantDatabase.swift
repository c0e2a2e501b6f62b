import Store

/// A connection that runs other statements in the place of the guards.
final class MutantDatabase: Database {
  private let real: any Database
  private let broken: [(real: SQL, broken: SQL)]

  init(_ real: any Database, broken: [(real: SQL, broken: SQL)]) {
    self.real = real
    self.broken = broken
  }

  var engine: Engine { real.engine }

  func giveWay() { real.giveWay() }

  func read<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer { try real.read(body) }

  func write<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer {
    try real.write { try body(MutantSession(real: $0, broken: broken)) }
  }
}

private struct MutantSession: Session {
  let real: any Session
  let broken: [(real: SQL, broken: SQL)]
  var engine: Engine { real.engine }

  func run(_ sql: SQL, _ values: [Value]) throws -> Int { try real.run(changed(sql), values) }

  func rows(_ sql: SQL, _ values: [Value], each: (any Row) throws -> Void) throws {
    try real.rows(changed(sql), values, each: each)
  }

  func script(_ text: String) throws { try real.script(text) }

  private func changed(_ sql: SQL) -> SQL {
    broken.first { $0.real ~= sql }?.broken ?? sql
  }
}
