public import Playbooks
public import Store
import Vocabulary

/// The verbs of people: who serves, and under which account.
public enum Agents {
  /// A person on the command line, in the words of a file's cells.
  public struct Request: Sendable {
    public var name: String
    public var group = ""
    public var skills: String
    public var concurrency: Int?
    public var level = ""
    public var deputy = ""
    public var minHours: Double?
    public var maxHours: Double?
    public var maxShiftHours: Double?
    public var maxShifts: Int?
    public var unavailable: [String] = []
    public var wishes: [String] = []
    public var accounts: [String] = []

    public init(name: String, skills: String) {
      self.name = name
      self.skills = skills
    }

    func row(near: ShopDay) throws(AgentDefect) -> AgentRow {
      var row = AgentRow()
      row.name = try AgentWords.name(name)
      row.group = group
      row.skills = try AgentWords.skills(skills)
      row.concurrency = concurrency
      row.level = try AgentWords.level(level)
      row.deputy = deputy.isEmpty ? "" : try AgentWords.name(deputy, "deputy")
      row.minHours = minHours
      row.maxHours = maxHours
      row.maxShiftHours = maxShiftHours
      row.maxShifts = maxShifts
      for part in unavailable { row.unavailable.append(try AgentWords.absence(part, near: near)) }
      for part in wishes { row.wishes.append(try AgentWords.wish(part, near: near)) }
      for part in accounts { row.accounts.append(try AgentWords.nick(part)) }
      return row
    }
  }

  public struct Added: Sendable, Codable, Equatable {
    public let agents: [String]
    /// Of them, how many were there before.
    public let renewed: Int
  }

  public static func list(shop: String, _ session: any Session) throws -> [Agent] {
    try AgentRecords.list(shop: shop, session)
  }

  /// Every shop that has anybody.
  public static func shops(_ session: any Session) throws -> [String] {
    try AgentRecords.shops(session)
  }

  public static func find(_ name: String, shop: String, _ session: any Session) throws -> Agent {
    guard let agent = try AgentRecords.list(shop: shop, name: name, withLeft: true, session).first else {
      throw unknown(name)
    }
    return agent
  }

  /// Adds somebody, or writes anew what is known of them.
  public static func add(_ request: Request, shop: String, _ rules: ShiftRules, _ change: Change) throws -> Added {
    let row: AgentRow
    do {
      row = try request.row(near: ShopDay(change.operation.at))
    } catch {
      throw Failure(
        .usage, code: error.code, error.message, place: error.column,
        next: Message(zh: "改好再试：peakday agent add --help", en: "mend it and try again: peakday agent add --help"))
    }
    return try put([row], shop: shop, rules, change)
  }

  /// Takes a whole file in; the caller has made sure that it has no faults.
  public static func take(_ file: AgentFile, shop: String, _ rules: ShiftRules, _ change: Change) throws -> Added {
    try put(file.rows, shop: shop, rules, change)
  }

  private static func put(
    _ rows: [AgentRow], shop: String, _ rules: ShiftRules, _ change: Change
  ) throws -> Added {
    let before = Set(try AgentRecords.list(shop: shop, change.session).map(\.name))
    let names = before.union(rows.map(\.name))
    for row in rows {
      let agent = try agent(row, rules)
      guard agent.deputy.isEmpty || names.contains(agent.deputy) && agent.deputy != agent.name else {
        throw Failure(
          .refused, code: "unknown_deputy",
          Message(
            zh: "代理“\(agent.deputy)”不在名单里，或是本人",
            en: "the deputy '\(agent.deputy)' is not in the list, or is the same person"),
          place: agent.name, next: Message(zh: "先加这个人", en: "first add that person"))
      }
      try AgentRecords.put(agent, shop: shop, change)
    }
    for row in rows {
      for nick in row.accounts { try bind(nick, to: row.name, shop: shop, change) }
    }
    return Added(agents: rows.map(\.name), renewed: rows.count { before.contains($0.name) })
  }

  private static func agent(_ row: AgentRow, _ rules: ShiftRules) throws -> Agent {
    func minutes(_ hours: Double?, _ usual: Int) -> Int { Int((hours ?? Double(usual)) * 60) }
    let contract = rules.contract
    let most = minutes(row.maxHours, contract.maxHours)
    let agent = Agent(
      name: row.name, group: row.group, skills: row.skills.sorted(), concurrency: row.concurrency ?? 3,
      level: row.level, deputy: row.deputy,
      minMinutes: row.minHours.map { Int($0 * 60) } ?? min(most, contract.minHours * 60),
      maxMinutes: most, maxShiftMinutes: minutes(row.maxShiftHours, contract.maxShiftHours),
      maxShifts: row.maxShifts ?? contract.maxShifts, unavailable: row.unavailable, wishes: row.wishes, accounts: [])
    guard agent.minMinutes <= agent.maxMinutes, agent.maxShiftMinutes > 0 else {
      throw Failure(
        .usage, code: "contract_impossible",
        Message(zh: "最少工时比最多工时多，或单班最长是 0", en: "the least hours exceed the most, or shifts have no length"),
        place: row.name,
        next: Message(zh: "核对工时", en: "check the hours"))
    }
    return agent
  }

  /// From now on the account is this person's; whoever held it holds it no more.
  private static func bind(_ nick: String, to agent: String, shop: String, _ change: Change) throws {
    let now = change.operation.at
    let last = try AgentRecords.holder(of: nick, shop: shop, change.session)
    if let last, last.until == AgentRecords.forever {
      if last.agent == agent { return }
      guard last.from < now.milliseconds else {
        throw Failure(
          .refused, code: "account_later",
          Message(zh: "这个子账号从更晚的时间起归 \(last.agent)", en: "the account is \(last.agent)'s from a later time on"),
          place: nick)
      }
      try AgentRecords.end(nick, at: now, shop: shop, change)
      return try AgentRecords.give(nick, to: agent, from: now, after: now.milliseconds, shop: shop, change)
    }
    let from = Instant(milliseconds: max(now.milliseconds, last?.until ?? 0))
    try AgentRecords.give(nick, to: agent, from: from, after: last?.until, shop: shop, change)
  }

  public struct Removed: Sendable, Codable, Equatable {
    public let agent: String
    /// Accounts that nobody holds now.
    public let accounts: [String]
    /// Published shifts that they still have.
    public let shifts: Int
  }

  /// Somebody leaves: no rota counts on them any more, what they did stays written.
  public static func remove(_ name: String, shop: String, _ change: Change) throws -> Removed {
    guard try AgentRecords.leave(name, shop: shop, change) else { throw unknown(name) }
    let accounts = try AgentRecords.held(by: name, shop: shop, change.session)
    for nick in accounts { try AgentRecords.end(nick, at: change.operation.at, shop: shop, change) }
    let shifts = try RosterShiftRecords.inForce(
      shop: shop, from: change.operation.at, until: Instant(milliseconds: AgentRecords.forever), change.session
    ).count { $0.agent == name }
    return Removed(agent: name, accounts: accounts, shifts: shifts)
  }

  static func unknown(_ name: String) -> Failure {
    Failure(
      .refused, code: "unknown_agent", Message(zh: "没有这个人", en: "there is nobody of this name"), place: name,
      next: Message(zh: "查看名单：peakday agent list", en: "look: peakday agent list"))
  }
}
