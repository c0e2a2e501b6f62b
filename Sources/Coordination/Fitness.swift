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
}
