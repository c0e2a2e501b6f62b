import Broadcasts
public import Rota
public import Store
import Training
public import Vocabulary

/// Who may serve: what training and broadcasts say of people on the rota.
public enum Fitness {
  /// Who is rostered and who is ready: there, with valid passes, and up to date with changes.
  public static func ready(shop: String, now: Instant, _ session: any Session) throws -> ReadyHeads {
    let gaps = try TrainingGaps(shop: shop, at: now, session)
    let behind = try Inbox.behind(shop: shop, now: now, session)
    return try Presence.ready(
      shop: shop, now: now,
      lacks: { agent in
        (gaps.courses(agent.name, skills: agent.skills).isEmpty ? [] : [.noPass])
          + (behind[agent.name] == nil ? [] : [.unread])
      }, session)
  }

  /// How many are rostered at this moment and how many of them ready; nil for all shops.
  public static func heads(
    shop: String?, now: Instant, _ session: any Session
  ) throws -> (rostered: Int64, ready: Int64) {
    try (shop.map { [$0] } ?? Agents.shops(session)).reduce(into: (0, 0)) { sum, shop in
      let heads = try ready(shop: shop, now: now, session)
      sum.0 += Int64(heads.rostered)
      sum.1 += Int64(heads.ready)
    }
  }

  /// Somebody whom a rota does not place for some of their skills.
  public struct Unplaced: Sendable, Codable, Equatable {
    public let agent: String
    public let skills: [String]
    public let courses: [String]
  }

  /// People with only the skills that they have the passes for: nobody else is placed.
  public static func placeable(
    _ agents: [Agent], shop: String, at moment: Instant, _ session: any Session
  ) throws -> (agents: [Agent], unplaced: [Unplaced]) {
    let gaps = try TrainingGaps(shop: shop, at: moment, session)
    guard !gaps.isEmpty else { return (agents, []) }
    var unplaced: [Unplaced] = []
    let placeable = agents.map { agent -> Agent in
      let barred = agent.skills.filter { !gaps.courses(agent.name, skill: $0).isEmpty }
      guard !barred.isEmpty else { return agent }
      unplaced.append(
        Unplaced(agent: agent.name, skills: barred, courses: gaps.courses(agent.name, skills: barred)))
      var rest = agent
      rest.skills.removeAll { barred.contains($0) }
      return rest
    }
    return (placeable, unplaced)
  }

  /// Refuses shifts for people whom no rota places: without a valid pass at its start for any of their skills.
  ///
  /// - Parameter anyway: whether the command may be told to go on all the same.
  public static func require(
    _ shifts: [RosterShift], shop: String, _ session: any Session, anyway: Bool = false
  ) throws {
    let skills = Dictionary(
      try Agents.list(shop: shop, session).map { ($0.name, $0.skills) }, uniquingKeysWith: { one, _ in one })
    var gaps: [Instant: TrainingGaps] = [:]
    var barred: [String: [String]] = [:]
    for shift in shifts {
      guard let agent = shift.agent, let skills = skills[agent], !skills.isEmpty else { continue }
      let moment = try gaps[shift.start] ?? TrainingGaps(shop: shop, at: shift.start, session)
      gaps[shift.start] = moment
      guard skills.allSatisfy({ !moment.courses(agent, skill: $0).isEmpty }) else { continue }
      barred[agent] = moment.courses(agent, skills: skills)
    }
    guard let first = barred.min(by: { $0.key < $1.key }) else { return }
    let names = barred.keys.sorted().joined(separator: "、")
    let courses = first.value.joined(separator: "、")
    throw Failure(
      .refused, code: "no_valid_pass",
      Message(
        zh: "没有合格证不排班：\(names)；\(first.key) 还没有通过 \(courses)",
        en: "without a valid pass nobody is put on a shift: \(names); \(first.key) has not passed \(courses)"),
      place: first.key,
      next: Message(
        zh: "查看：peakday training pass --lacking" + (anyway ? "；仍要发布加 --anyway" : ""),
        en: "look: peakday training pass --lacking" + (anyway ? "; to publish it all the same add --anyway" : "")))
  }
}
