import Broadcasts
import Rota
import Store
import Vocabulary

/// Who is there at a moment, who comes, and who stands in for whom: of the rota and the clock.
struct Crew {
  private let coming: [(agent: Agent, recipient: Recipient)]
  /// Who is on shift, as the rota has it, or has clocked in. Whoever has left hears of changes when they come again;
  /// whoever is on shift and has not come is late like anybody else.
  let people: Escalation.People

  init(shop: String, now: Instant, comingHours: Int64, _ session: any Session) throws {
    let agents = try Agents.list(shop: shop, session)
    let present = try Presence.present(shop: shop, session)
    let shifts = Dictionary(
      grouping: try Rosters.shifts(
        shop: shop, from: now, until: now.adding(minutes: max(1, comingHours * 60)), session), by: \.agent)
    var there = Set(present.keys)
    coming = agents.compactMap { agent in
      let first = shifts[agent.name]?.map(\.start).min()
      let recipient: Recipient? =
        if let first, first <= now {
          Recipient(name: agent.name, cause: .onShift, since: now)
        } else if present[agent.name] != nil {
          Recipient(name: agent.name, cause: .clockedIn, since: now)
        } else {
          first.map { Recipient(name: agent.name, cause: .comingOn, since: $0) }
        }
      if recipient?.cause == .onShift { there.insert(agent.name) }
      return recipient.map { (agent, $0) }
    }
    people = Escalation.People(
      there: there,
      deputies: Dictionary(agents.map { ($0.name, $0.deputy) }, uniquingKeysWith: { one, _ in one }))
  }

  /// Everybody of an audience who is on shift, has clocked in, or comes on shift soon; nobody twice.
  func recipients(_ audience: Broadcast.Audience) -> [Recipient] {
    coming.filter { audience.holds(name: $0.agent.name, group: $0.agent.group, skills: $0.agent.skills) }
      .map(\.recipient)
  }
}
