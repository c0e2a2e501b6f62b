public import Vocabulary

/// Why a place stays empty: everyone who has the skill, and what stands in their way.
public struct RosterReason: Sendable, Codable, Equatable {
  public enum State: String, Sendable, Codable {
    /// On duty then, and counted: there are not enough of them.
    case onDuty
    case onBreak
    /// No shift over that time keeps the hard rules.
    case hindered
    /// A shift would be allowed, and the rota would cost more, or as much, with it.
    case dearer
    /// A shift would be allowed and make the rota cheaper: the search had too little time.
    case free
  }

  public let agent: String
  public let state: State
  /// The rules that the shift with the fewest breaches would break.
  public let rules: [RotaRule]
  /// The shift that was tried.
  public let start: Instant?
  public let end: Instant?
  /// What the rota would cost more with it.
  public let extra: Int?
}

extension RosterPlan {
  /// Everyone who has the skill of a gap, at its worst slot.
  public func reasons(for gap: RosterGap, _ shifts: [RosterShift]) -> [RosterReason] {
    guard let skill = problem.skills.firstIndex(of: gap.skill) else { return [] }
    let all = self.shifts(shifts)
    let slot = slot(gap.worst)
    let base = cost(shifts).total
    return problem.agents.indices.filter { problem.agents[$0].skills.contains(skill) }.map { agent in
      let own = all.filter { $0.agent == agent }
      if let there = own.first(where: { $0.start <= slot && slot < $0.end }) {
        let isBreak = there.breaks.contains { $0.contains(slot) }
        return RosterReason(
          agent: people[agent].name, state: isBreak ? .onBreak : .onDuty, rules: [], start: time(there.start),
          end: time(there.end), extra: nil)
      }
      return reason(agent, own, slot, all, base)
    }
  }

  private func reason(
    _ agent: Int, _ own: [RotaShift], _ slot: Int, _ all: [RotaShift], _ base: Int
  ) -> RosterReason {
    var alone = problem
    alone.agents = [problem.agents[agent]]
    let mine = own.map { RotaShift(agent: 0, start: $0.start, length: $0.length, breaks: $0.breaks) }
    let before = Set(alone.breaches(mine).map(\.rule))
    var fewest: (rules: [RotaRule], shift: RotaShift)?
    var allowed: [RotaShift] = []
    for option in options(over: slot) {
      let rules = Set(alone.breaches(mine + [option]).map(\.rule)).filter { $0.isPersonal }
      let new = RotaRule.allCases.filter { rules.contains($0) && !before.contains($0) }
      if new.isEmpty { allowed.append(option) }
      if new.count < fewest?.rules.count ?? .max { fewest = (new, option) }
    }
    let name = people[agent].name
    guard !allowed.isEmpty else {
      return RosterReason(
        agent: name, state: .hindered, rules: fewest?.rules ?? [.start], start: fewest.map { time($0.shift.start) },
        end: fewest.map { time($0.shift.end) }, extra: nil)
    }
    // A few of them tell whether any is worth it; each costs a look at the whole rota.
    let tried = stride(from: 0, to: allowed.count, by: max(1, allowed.count / 6)).map { place in
      let option = allowed[place]
      let shift = RotaShift(agent: agent, start: option.start, length: option.length, breaks: option.breaks)
      return (shift: shift, extra: problem.cost(all.filter { $0.end <= problem.slots } + [shift]).total - base)
    }
    let best = tried.min { $0.extra < $1.extra }
    return RosterReason(
      agent: name, state: (best?.extra ?? 0) < 0 ? .free : .dearer, rules: [], start: best.map { time($0.shift.start) },
      end: best.map { time($0.shift.end) }, extra: best?.extra)
  }

  /// Every shift that may be worked over a slot, its breaks put elsewhere where they can be.
  private func options(over slot: Int) -> [RotaShift] {
    var options: [RotaShift] = []
    for (place, length) in problem.shift.lengths.enumerated() {
      for start in stride(from: 0, through: slot, by: problem.shift.startStep)
      where slot < start + length && start + length <= problem.slots {
        var end = start
        let breaks = problem.shift.breaks[place].map { rule in
          let places = rule.window.map { max(end, start + $0) }
          let at = places.first { !($0..<$0 + rule.length).contains(slot) } ?? start + rule.window.lowerBound
          end = at + rule.length
          return at..<end
        }
        options.append(RotaShift(agent: 0, start: start, length: length, breaks: breaks))
      }
    }
    return options
  }
}
