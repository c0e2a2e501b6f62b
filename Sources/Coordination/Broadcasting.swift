public import Broadcasts
import Playbooks
public import Rota
public import Store
public import Vocabulary

/// Broadcasts and the rota: who gets one, who stands in for whom, who came since.
public enum Broadcasting {
  /// Everybody of an audience who is on shift, has clocked in, or comes on shift soon; nobody twice.
  static func recipients(
    _ concerns: (Agent) -> Bool, shop: String, now: Instant, comingHours: Int64, _ session: any Session
  ) throws -> [Recipient] {
    let agents = try Agents.list(shop: shop, session).filter(concerns)
    let present = try Presence.present(shop: shop, session)
    let shifts = Dictionary(
      grouping: try Rosters.shifts(
        shop: shop, from: now, until: now.adding(minutes: max(1, comingHours * 60)), session), by: \.agent)
    return agents.compactMap { agent in
      let first = shifts[agent.name]?.map(\.start).min()
      if let first, first <= now { return Recipient(name: agent.name, cause: .onShift, since: now) }
      if present[agent.name] != nil { return Recipient(name: agent.name, cause: .clockedIn, since: now) }
      return first.map { Recipient(name: agent.name, cause: .comingOn, since: $0) }
    }
  }

  /// The audience in its one spelling. Throws for a word that names no skill, no group and nobody.
  public static func audience(_ words: [String], shop: String, _ session: any Session) throws -> [String] {
    let agents = try Agents.list(shop: shop, session)
    return try words.map { word in
      let skill = Agent.skill(word)
      if agents.contains(where: { $0.skills.contains(skill) }) { return skill }
      if agents.contains(where: { $0.group == word || $0.name == word }) { return word }
      throw Failure(
        .refused, code: "unknown_audience",
        Message(zh: "“\(word)”不是任何人的技能、组或名字", en: "'\(word)' is nobody's skill, group or name"), place: word,
        next: Message(zh: "查看名单：peakday agent list", en: "look: peakday agent list"))
    }
  }

  /// Sends a broadcast to whoever of its audience is on shift or coming on.
  public static func send(_ request: Broadcasts.Request, shop: String, _ change: Change) throws -> Broadcasts.Sent {
    let rules = try Setup.broadcastRules(change.session)
    var request = request
    request.audience = try audience(request.audience, shop: shop, change.session)
    let audience = Broadcast.Audience(request.audience)
    let people = try recipients(
      { audience.holds(name: $0.name, group: $0.group, skills: $0.skills) }, shop: shop, now: change.operation.at,
      comingHours: rules.comingHours, change.session)
    return try Broadcasts.send(request, to: people, shop: shop, rules, change)
  }

  /// Who stands in for somebody, if that deputy is on shift or clocked in.
  static func deputies(shop: String, now: Instant, _ session: any Session) throws -> (String) -> String? {
    var reachable = Set(try Presence.present(shop: shop, session).keys)
    for shift in try Rosters.shifts(shop: shop, from: now, until: now.adding(milliseconds: 1), session) {
      if let agent = shift.agent { reachable.insert(agent) }
    }
    let deputies = Dictionary(
      try Agents.list(shop: shop, session).map { ($0.name, $0.deputy) }, uniquingKeysWith: { one, _ in one })
    return { name in deputies[name].flatMap { reachable.contains($0) ? $0 : nil } }
  }

  /// Whether there is anything to do for `poll`.
  public static func isPollDue(shop: String, now: Instant, _ session: any Session) throws -> Bool {
    let rules = try Setup.broadcastRules(session)
    for broadcast in try Broadcasts.list(shop: shop, inForce: true, limit: .max, session) {
      if try !newcomers(to: broadcast, comingHours: rules.comingHours, shop: shop, now: now, session).isEmpty {
        return true
      }
    }
    return try Escalation.isDue(
      shop: shop, now: now, rules, deputy: try deputies(shop: shop, now: now, session), session)
  }

  /// One look: people who have come on shift since get what is in force; whoever has not read in time is reminded, then
  /// the deputy is told, then the lead.
  public static func poll(shop: String, _ change: Change) throws -> Escalation.Round {
    let now = change.operation.at
    let rules = try Setup.broadcastRules(change.session)
    var joined = 0
    for broadcast in try Broadcasts.list(shop: shop, inForce: true, limit: .max, change.session) {
      let people = try newcomers(
        to: broadcast, comingHours: rules.comingHours, shop: shop, now: now, change.session)
      joined += try Broadcasts.deliver(broadcast.reference, broadcast.urgency, to: people, shop: shop, rules, change)
    }
    var round = try Escalation.take(
      shop: shop, rules, deputy: try deputies(shop: shop, now: now, change.session), change)
    round.joined = joined
    if joined > 0 { try change.tellWatchers() }
    return round
  }

  /// People of an audience who are on shift or coming on and have no delivery yet.
  private static func newcomers(
    to broadcast: Broadcast, comingHours: Int64, shop: String, now: Instant, _ session: any Session
  ) throws -> [Recipient] {
    let reached = try Broadcasts.reached(broadcast.reference, shop: shop, session)
    return try recipients(
      { !reached.contains($0.name) && broadcast.concerns(name: $0.name, group: $0.group, skills: $0.skills) },
      shop: shop, now: now, comingHours: comingHours, session)
  }

  /// Somebody clocks in, and gets what is in force and not sent to them yet.
  public static func clockIn(_ name: String, shop: String, _ change: Change) throws -> Attendance {
    let attendance = try Presence.clockIn(name, shop: shop, change)
    let agent = try Agents.find(name, shop: shop, change.session)
    let open = try Broadcasts.list(shop: shop, inForce: true, limit: .max, change.session)
      .filter { $0.concerns(name: agent.name, group: agent.group, skills: agent.skills) }
    guard !open.isEmpty else { return attendance }
    let rules = try Setup.broadcastRules(change.session)
    let person = Recipient(name: name, cause: .clockedIn, since: change.operation.at)
    for broadcast in open {
      try Broadcasts.deliver(broadcast.reference, broadcast.urgency, to: [person], shop: shop, rules, change)
    }
    return attendance
  }
}
