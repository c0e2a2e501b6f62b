import FoundationEssentials
import Store
import Vocabulary

/// The SQL of rotas: versions, their need, the days they cover, and the changes made to them.
enum RosterRecords {
  /// A rota to be written down.
  struct New {
    let source: Roster.Source
    let from: Instant
    let until: Instant
    let slotMinutes: Int
    let cost: RotaCost
  }

  /// - Returns: its version.
  static func insert(_ new: New, shop: String, _ change: Change) throws -> Int64 {
    let version = try change.session.count("SELECT MAX(version) FROM rota WHERE shop = $1", [.text(shop)]) + 1
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let inserted = try change.session.run(
      """
      INSERT INTO rota (shop, version, state, source, from_at, until_at, slot_minutes, cost, made_at, made_by, revision,
        operation_id)
      VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9, 1, $10) ON CONFLICT (shop, version) DO NOTHING
      """,
      [
        .text(shop), .integer(version), .text(new.source.rawValue), .integer(new.from.milliseconds),
        .integer(new.until.milliseconds), .integer(Int64(new.slotMinutes)),
        .text(String(decoding: try encoder.encode(new.cost), as: UTF8.self)),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("somebody else made a rota in between") }
    return version
  }

  static func insert(need: StaffNeed, version: Int64, shop: String, _ change: Change) throws {
    for (skill, row) in zip(need.skills, need.people) {
      for (interval, people) in row.enumerated() where people > 0 {
        try change.session.run(
          "INSERT INTO rota_need (shop, version, skill, at, people) VALUES ($1, $2, $3, $4, $5)",
          [
            .text(shop), .integer(version), .text(skill), .integer(need.start(of: interval).milliseconds),
            .integer(Int64(people)),
          ])
      }
    }
  }

  /// What a rota was made for, slot by slot; nil where nothing was needed.
  static func need(of roster: Roster, shop: String, _ session: any Session) throws -> StaffNeed? {
    let rows = try session.all(
      "SELECT skill, at, people FROM rota_need WHERE shop = $1 AND version = $2 ORDER BY skill, at",
      [.text(shop), .integer(roster.version)]
    ) { (skill: try $0.text(0), at: try $0.integer(1), people: Int(try $0.integer(2))) }
    guard !rows.isEmpty else { return nil }
    let step = Int64(roster.slotMinutes) * 60_000
    let slots = Int((roster.until.milliseconds - roster.from.milliseconds) / step)
    var people: [String: [Int]] = [:]
    for row in rows {
      let slot = Int((row.at - roster.from.milliseconds) / step)
      guard (0..<slots).contains(slot) else { continue }
      people[row.skill, default: [Int](repeating: 0, count: slots)][slot] = row.people
    }
    let skills = people.keys.sorted()
    return StaffNeed(
      start: roster.from, minutes: roster.slotMinutes, skills: skills, people: skills.map { people[$0] ?? [] })
  }

  static func find(_ version: Int64, shop: String, _ session: any Session) throws -> Roster? {
    try session.first(
      """
      SELECT version, state, source, from_at, until_at, slot_minutes, cost, made_at, made_by, published_at, published_by,
        revision
      FROM rota WHERE shop = $1 AND version = $2
      """, [.text(shop), .integer(version)], roster)
  }

  /// The newest first.
  static func list(shop: String, limit: Int64, _ session: any Session) throws -> [Roster] {
    try session.all(
      """
      SELECT version, state, source, from_at, until_at, slot_minutes, cost, made_at, made_by, published_at, published_by,
        revision
      FROM rota WHERE shop = $1 ORDER BY version DESC LIMIT $2
      """, [.text(shop), .integer(limit)], roster)
  }

  /// The version that is in force on a day.
  static func inForce(on day: ShopDay, shop: String, _ session: any Session) throws -> Int64? {
    try session.first(
      "SELECT version FROM rota_day WHERE shop = $1 AND day = $2", [.text(shop), .integer(Int64(day.number))]
    ) { try $0.integer(0) }
  }

  /// Days on which a rota is in force.
  static func days(of version: Int64, shop: String, _ session: any Session) throws -> [ShopDay] {
    try session.all(
      "SELECT day FROM rota_day WHERE shop = $1 AND version = $2 ORDER BY day", [.text(shop), .integer(version)]
    ) { ShopDay(number: Int(try $0.integer(0))) }
  }

  static func publish(_ roster: Roster, on days: [ShopDay], shop: String, _ change: Change) throws {
    let changed = try change.session.run(
      """
      UPDATE rota SET state = 'published', published_at = $3, published_by = $4, publish_operation_id = $5
      WHERE shop = $1 AND version = $2 AND state = 'draft'
      """,
      [
        .text(shop), .integer(roster.version), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
    guard changed == 1 else { throw StoreError.retry("somebody else published it in between") }
    for day in days {
      try change.session.run(
        """
        INSERT INTO rota_day (shop, day, version, operation_id) VALUES ($1, $2, $3, $4)
        ON CONFLICT (shop, day) DO UPDATE SET version = excluded.version, operation_id = excluded.operation_id
        """,
        [.text(shop), .integer(Int64(day.number)), .integer(roster.version), .text(change.operation.id.text)])
    }
  }

  /// Counts a change of a rota's shifts, and locks it until the end of the transaction.
  ///
  /// - Returns: whether it stood at `revision`; with nil at any.
  static func step(_ version: Int64, from revision: Int64?, shop: String, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      UPDATE rota SET revision = revision + 1
      WHERE shop = $1 AND version = $2 AND (CAST($3 AS BIGINT) IS NULL OR revision = $3)
      """, [.text(shop), .integer(version), Value(revision)]) == 1
  }

  static func insert(_ new: RosterChange, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO rota_change (operation_id, shop, version, kind, agent, other, from_at, until_at, note, at, actor)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """,
      [
        .text(change.operation.id.text), .text(shop), .integer(new.version), .text(new.kind.rawValue), .text(new.agent),
        Value(new.other), Value(new.from?.milliseconds), Value(new.until?.milliseconds), .text(new.note),
        .integer(new.at.milliseconds), .text(new.actor),
      ])
  }

  static func changes(of version: Int64, shop: String, _ session: any Session) throws -> [RosterChange] {
    try session.all(
      """
      SELECT version, kind, agent, other, from_at, until_at, note, at, actor FROM rota_change
      WHERE shop = $1 AND version = $2 ORDER BY at, operation_id
      """, [.text(shop), .integer(version)]
    ) { row in
      guard let kind = RosterChange.Kind(rawValue: try row.text(1)) else {
        throw StoreError.engine("rota_change holds a kind this program does not know")
      }
      return RosterChange(
        version: try row.integer(0), kind: kind, agent: try row.text(2), other: try row.optionalText(3),
        from: try row.optionalInteger(4).map(Instant.init(milliseconds:)),
        until: try row.optionalInteger(5).map(Instant.init(milliseconds:)), note: try row.text(6),
        at: Instant(milliseconds: try row.integer(7)), actor: try row.text(8))
    }
  }

  private static func roster(_ row: any Row) throws -> Roster {
    guard let state = Roster.State(rawValue: try row.text(1)), let source = Roster.Source(rawValue: try row.text(2)),
      let cost = try? JSONDecoder().decode(RotaCost.self, from: Data(try row.text(6).utf8))
    else { throw StoreError.engine("rota holds a word this program does not know") }
    return Roster(
      version: try row.integer(0), state: state, source: source, from: Instant(milliseconds: try row.integer(3)),
      until: Instant(milliseconds: try row.integer(4)), slotMinutes: Int(try row.integer(5)), cost: cost,
      madeAt: Instant(milliseconds: try row.integer(7)), madeBy: try row.text(8),
      publishedAt: try row.optionalInteger(9).map(Instant.init(milliseconds:)), publishedBy: try row.optionalText(10),
      revision: try row.integer(11))
  }
}
