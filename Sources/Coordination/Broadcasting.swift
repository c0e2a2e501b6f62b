public import Broadcasts
import Playbooks
public import Rota
public import Store
public import Vocabulary

/// Broadcasts and the rota: who gets one, who stands in for whom, who came since.
public enum Broadcasting {
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
    var request = request
    request.audience = try audience(request.audience, shop: shop, change.session)
    return try send(spelled: request, shop: shop, change)
  }

  /// The same, with an audience in its one spelling: a word of it may name nobody any more.
  static func send(
    spelled request: Broadcasts.Request, shop: String, _ change: Change
  ) throws -> Broadcasts.Sent {
    let rules = try Setup.broadcastRules(change.session)
    let crew = try Crew(shop: shop, now: change.operation.at, comingHours: rules.comingHours, change.session)
    return try Broadcasts.send(
      request, to: crew.recipients(Broadcast.Audience(request.audience)), shop: shop, rules, change)
  }

  /// Whether there is anything to do for `poll`.
  public static func isPollDue(shop: String, now: Instant, _ session: any Session) throws -> Bool {
    let rules = try Setup.broadcastRules(session)
    let crew = try Crew(shop: shop, now: now, comingHours: rules.comingHours, session)
    for broadcast in try Broadcasts.list(shop: shop, inForce: true, limit: .max, session) {
      if try !newcomers(to: broadcast, crew, shop: shop, session).isEmpty { return true }
    }
    return try Escalation.isDue(shop: shop, now: now, rules, crew.people, session)
  }

  /// One look: people who have come on shift since get what is in force; whoever has not read in time is reminded, then
  /// the deputy is told, then the lead.
  public static func poll(shop: String, _ change: Change) throws -> Escalation.Round {
    let rules = try Setup.broadcastRules(change.session)
    let crew = try Crew(shop: shop, now: change.operation.at, comingHours: rules.comingHours, change.session)
    var joined = 0
    for broadcast in try Broadcasts.list(shop: shop, inForce: true, limit: .max, change.session) {
      joined += try Broadcasts.deliver(
        broadcast.reference, broadcast.urgency, to: try newcomers(to: broadcast, crew, shop: shop, change.session),
        shop: shop, rules, change)
    }
    var round = try Escalation.take(shop: shop, rules, crew.people, change)
    round.joined = joined
    if joined > 0 { try change.tellWatchers() }
    return round
  }

  /// People of an audience who are on shift or coming on and have no delivery yet, or one for later than that.
  private static func newcomers(
    to broadcast: Broadcast, _ crew: Crew, shop: String, _ session: any Session
  ) throws -> [Recipient] {
    try Broadcasts.news(
      broadcast.reference, among: crew.recipients(Broadcast.Audience(broadcast.audience)), shop: shop, session)
  }

  /// Somebody clocks in, and gets what is in force and not sent to them yet; the minutes of what was begin now.
  public static func clockIn(_ name: String, shop: String, _ change: Change) throws -> Attendance {
    let attendance = try Presence.clockIn(name, shop: shop, change)
    try Broadcasts.begin(name, shop: shop, change)
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
