import Store
import Vocabulary

/// The SQL of agents.
enum AgentRecords {
  /// The far end of time, for what has no end yet.
  static let forever: Int64 = 253_402_300_799_999

  static func put(_ agent: Agent, shop shopName: String, _ change: Change) throws {
    let (shop, name, operation) = (Value.text(shopName), Value.text(agent.name), change.operation.id.text)
    try change.session.run(
      """
      INSERT INTO agent (shop, name, group_name, concurrency, level, deputy, min_minutes, max_minutes, max_shift_minutes,
        max_shifts, left_at, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11)
      ON CONFLICT (shop, name) DO UPDATE SET group_name = excluded.group_name, concurrency = excluded.concurrency,
        level = excluded.level, deputy = excluded.deputy, min_minutes = excluded.min_minutes,
        max_minutes = excluded.max_minutes, max_shift_minutes = excluded.max_shift_minutes,
        max_shifts = excluded.max_shifts, left_at = NULL, operation_id = excluded.operation_id
      """,
      [
        shop, name, .text(agent.group), .integer(Int64(agent.concurrency)), .text(agent.level.rawValue),
        .text(agent.deputy), .integer(Int64(agent.minMinutes)), .integer(Int64(agent.maxMinutes)),
        .integer(Int64(agent.maxShiftMinutes)), .integer(Int64(agent.maxShifts)), .text(operation),
      ])
    try change.session.run("DELETE FROM agent_skill WHERE shop = $1 AND agent = $2", [shop, name])
    try change.session.run("DELETE FROM agent_unavailable WHERE shop = $1 AND agent = $2", [shop, name])
    try change.session.run("DELETE FROM agent_wish WHERE shop = $1 AND agent = $2", [shop, name])
    for skill in agent.skills {
      try change.session.run(
        "INSERT INTO agent_skill (shop, agent, skill) VALUES ($1, $2, $3)", [shop, name, .text(skill)])
    }
    for absence in agent.unavailable { try add(absence, of: agent.name, shop: shopName, change) }
    for wish in agent.wishes {
      try change.session.run(
        """
        INSERT INTO agent_wish (shop, agent, kind, day, band) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
        """, [shop, name, .text(wish.kind.rawValue), .text(wish.day), .text(wish.band.rawValue)])
    }
  }

  /// Of two that begin together the longer one stays.
  static func add(_ absence: Agent.Absence, of agent: String, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO agent_unavailable (shop, agent, from_at, until_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (shop, agent, from_at) DO UPDATE SET until_at = CASE
        WHEN agent_unavailable.until_at > excluded.until_at THEN agent_unavailable.until_at ELSE excluded.until_at END
      """,
      [.text(shop), .text(agent), .integer(absence.from.milliseconds), .integer(absence.until.milliseconds)])
  }

  static func leave(_ name: String, shop: String, _ change: Change) throws -> Bool {
    try change.session.run(
      "UPDATE agent SET left_at = $3, operation_id = $4 WHERE shop = $1 AND name = $2 AND left_at IS NULL",
      [.text(shop), .text(name), .integer(change.operation.at.milliseconds), .text(change.operation.id.text)]) == 1
  }

  /// Who is there, by name; with `name` that one, with those who left too where asked.
  static func list(shop: String, name: String? = nil, withLeft: Bool = false, _ session: any Session) throws -> [Agent]
  {
    let values: [Value] = [.text(shop), Value(name)]
    var agents = try session.all(
      """
      SELECT name, group_name, concurrency, level, deputy, min_minutes, max_minutes, max_shift_minutes, max_shifts
      FROM agent WHERE shop = $1 AND (CAST($2 AS TEXT) IS NULL OR name = $2) AND ($3 = 1 OR left_at IS NULL) ORDER BY name
      """, values + [Value(withLeft)]
    ) { row in
      guard let level = Agent.Level(rawValue: try row.text(3)) else {
        throw StoreError.engine("agent holds a level this program does not know")
      }
      return Agent(
        name: try row.text(0), group: try row.text(1), skills: [], concurrency: Int(try row.integer(2)), level: level,
        deputy: try row.text(4), minMinutes: Int(try row.integer(5)), maxMinutes: Int(try row.integer(6)),
        maxShiftMinutes: Int(try row.integer(7)), maxShifts: Int(try row.integer(8)), unavailable: [], wishes: [],
        accounts: [])
    }
    let places = Dictionary(uniqueKeysWithValues: agents.enumerated().map { ($1.name, $0) })
    func each(_ sql: SQL, _ take: (Int, any Row) throws -> Void) throws {
      try session.rows(sql, values) { row in
        if let place = places[try row.text(0)] { try take(place, row) }
      }
    }
    try each(
      """
      SELECT agent, skill FROM agent_skill WHERE shop = $1 AND (CAST($2 AS TEXT) IS NULL OR agent = $2)
      ORDER BY agent, skill
      """
    ) { agents[$0].skills.append(try $1.text(1)) }
    try each(
      """
      SELECT agent, from_at, until_at FROM agent_unavailable
      WHERE shop = $1 AND (CAST($2 AS TEXT) IS NULL OR agent = $2) ORDER BY agent, from_at
      """
    ) {
      agents[$0].unavailable.append(
        Agent.Absence(
          from: Instant(milliseconds: try $1.integer(1)), until: Instant(milliseconds: try $1.integer(2))))
    }
    try each(
      """
      SELECT agent, kind, day, band FROM agent_wish
      WHERE shop = $1 AND (CAST($2 AS TEXT) IS NULL OR agent = $2) ORDER BY agent, day, band, kind
      """
    ) {
      guard let kind = Agent.Wish.Kind(rawValue: try $1.text(1)), let band = Agent.Wish.Band(rawValue: try $1.text(3))
      else { throw StoreError.engine("agent_wish holds a word this program does not know") }
      agents[$0].wishes.append(Agent.Wish(kind: kind, day: try $1.text(2), band: band))
    }
    try each(
      """
      SELECT agent, nick, from_at, until_at FROM agent_account
      WHERE shop = $1 AND (CAST($2 AS TEXT) IS NULL OR agent = $2) ORDER BY agent, nick, from_at
      """
    ) {
      let until = try $1.integer(3)
      agents[$0].accounts.append(
        Agent.Account(
          nick: try $1.text(1), from: Instant(milliseconds: try $1.integer(2)),
          until: until == forever ? nil : Instant(milliseconds: until)))
    }
    return agents
  }

  /// Who holds an account now or held it last: the agent, since when, until when.
  static func holder(of nick: String, shop: String, _ session: any Session) throws -> (
    agent: String, from: Int64, until: Int64
  )? {
    try session.first(
      """
      SELECT agent, from_at, until_at FROM agent_account WHERE shop = $1 AND nick = $2 ORDER BY until_at DESC LIMIT 1
      """, [.text(shop), .text(nick)]
    ) { (try $0.text(0), try $0.integer(1), try $0.integer(2)) }
  }

  /// Ends an account's last holding at a moment. The row says itself when that is no time at all.
  static func end(_ nick: String, at moment: Instant, shop: String, _ change: Change) throws {
    try change.session.run(
      "UPDATE agent_account SET until_at = $3 WHERE shop = $1 AND nick = $2 AND until_at = $4",
      [.text(shop), .text(nick), .integer(moment.milliseconds), .integer(forever)])
  }

  static func give(
    _ nick: String, to agent: String, from: Instant, after before: Int64?, shop: String, _ change: Change
  ) throws {
    try change.session.run(
      """
      INSERT INTO agent_account (shop, nick, agent, from_at, until_at, before_until, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """,
      [
        .text(shop), .text(nick), .text(agent), .integer(from.milliseconds), .integer(forever), Value(before),
        .text(change.operation.id.text),
      ])
  }

  /// The accounts that somebody holds.
  static func held(by agent: String, shop: String, _ session: any Session) throws -> [String] {
    try session.all(
      "SELECT nick FROM agent_account WHERE shop = $1 AND agent = $2 AND until_at = $3 ORDER BY nick",
      [.text(shop), .text(agent), .integer(forever)]
    ) { try $0.text(0) }
  }

  static func shops(_ session: any Session) throws -> [String] {
    try session.all("SELECT DISTINCT shop FROM agent ORDER BY shop") { try $0.text(0) }
  }
}
