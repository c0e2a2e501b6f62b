public import Playbooks
public import Store
public import Vocabulary

/// A rota with all that it takes to judge it.
public struct RosterSheet: Sendable {
  public let roster: Roster
  public let shifts: [RosterShift]
  public let need: StaffNeed?
  public let agents: [Agent]
  public let plan: RosterPlan
  let rules: ShiftRules

  /// Loads a version.
  ///
  /// - Parameter able: people with the skills that they may serve, where these are not all they have.
  public static func load(
    _ roster: Roster, shop: String, _ rules: ShiftRules, _ session: any Session,
    able: ([Agent]) throws -> [Agent] = { $0 }
  ) throws -> RosterSheet {
    let shifts = try RosterShiftRecords.of(roster.version, shop: shop, session)
    let need = try RosterRecords.need(of: roster, shop: shop, session)
    var input = try Rosters.input(
      from: roster.from, until: roster.until, need: need, shop: shop, rules, session, besideVersion: roster.version)
    input.agents = try able(input.agents)
    return RosterSheet(
      roster: roster, shifts: shifts, need: need, agents: input.agents,
      plan: try RosterPlan(input, slotMinutes: roster.slotMinutes), rules: rules)
  }

  public var gaps: [RosterGap] { plan.gaps(shifts) }

  /// Missing people times slots.
  static func missing(_ gaps: [RosterGap]) -> Int { gaps.reduce(0) { $0 + $1.personSlots } }
}

/// What can be asked about rotas.
public enum Rosters {
  public static func list(shop: String, limit: Int64, _ session: any Session) throws -> [Roster] {
    try RosterRecords.list(shop: shop, limit: limit, session)
  }

  /// A version; without one the newest.
  public static func find(_ version: Int64?, shop: String, _ session: any Session) throws -> Roster {
    if let version {
      guard let roster = try RosterRecords.find(version, shop: shop, session) else {
        throw Failure(
          .refused, code: "unknown_rota", Message(zh: "没有这一版排班", en: "there is no such rota"), place: String(version),
          next: Message(zh: "查看各版：peakday rota show --list", en: "look: peakday rota show --list"))
      }
      return roster
    }
    guard let roster = try RosterRecords.list(shop: shop, limit: 1, session).first else {
      throw Failure(
        .refused, code: "no_rota", Message(zh: "还没有排班", en: "there is no rota yet"),
        next: Message(zh: "先排一版：peakday rota build --need need.csv", en: "make one: peakday rota build --need need.csv")
      )
    }
    return roster
  }

  /// The rota that is in force on a day.
  public static func inForce(on day: ShopDay, shop: String, _ session: any Session) throws -> Roster {
    guard let version = try RosterRecords.inForce(on: day, shop: shop, session),
      let roster = try RosterRecords.find(version, shop: shop, session)
    else {
      throw Failure(
        .refused, code: "day_not_covered",
        Message(zh: "\(day.text) 没有已发布的排班", en: "no published rota covers \(day.text)"), place: day.text,
        next: Message(zh: "先发布：peakday rota publish", en: "first publish one: peakday rota publish"))
    }
    return roster
  }

  public static func changes(of roster: Roster, shop: String, _ session: any Session) throws -> [RosterChange] {
    try RosterRecords.changes(of: roster.version, shop: shop, session)
  }

  /// The last rota that was published; nil where none was.
  public static func lastPublished(shop: String, _ session: any Session) throws -> Roster? {
    try RosterRecords.list(shop: shop, limit: 1_000, session).first { $0.state == .published }
  }

  /// Shifts that people go by and that touch a stretch.
  public static func shifts(
    shop: String, from: Instant, until: Instant, _ session: any Session
  ) throws -> [RosterShift] {
    try RosterShiftRecords.inForce(shop: shop, from: from, until: until, session)
  }

  /// What a rota of these days is made of.
  public static func input(
    from: Instant, until: Instant, need: StaffNeed?, shop: String, _ rules: ShiftRules, _ session: any Session,
    besideVersion: Int64? = nil
  ) throws -> RosterPlan.Input {
    let days = ShopDay(from)...ShopDay(until.adding(milliseconds: -1))
    // Two days on each side: nobody's rest is longer.
    let beside = try RosterShiftRecords.inForce(
      shop: shop, from: days.lowerBound.adding(-2).start, until: days.upperBound.adding(2).end, session
    ).filter { $0.version != besideVersion && !days.contains($0.day) }
    return RosterPlan.Input(
      from: from, until: until, need: need, agents: try AgentRecords.list(shop: shop, session), beside: beside,
      rules: rules)
  }
}
