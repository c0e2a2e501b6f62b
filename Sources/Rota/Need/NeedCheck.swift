import Playbooks

/// Plays a need's chats, and adds people where fewer are answered in time than asked for: in bursts, where the interval
/// before leaves a queue, and where chats are not spread evenly over the agents.
struct NeedCheck {
  let skill: StaffingRules.Skill
  let chats: StaffingRules.Chats
  let minutes: Int
  let check: NeedMaker.Check

  /// Chats in all repetitions of the horizon: about a second.
  private static let chatsPerRun = 1_500_000.0
  /// Chats of one interval in all repetitions when its agents are looked for.
  private static let chatsPerLook = 12_000.0
  private static let rounds = 3
  /// Intervals before the one looked at, so that the desks are not empty.
  private static let before = 2

  private var simulation: ChatSimulation {
    ChatSimulation(
      handlingSeconds: chats.handlingSeconds, patienceSeconds: chats.patienceSeconds,
      stretchSeconds: Double(minutes * 60), withinSeconds: chats.waitSeconds)
  }

  func apply(to need: inout SkillNeed) {
    let total = need.intervals.reduce(0) { $0 + $1.load.arrivals }
    let repetitions = check.repetitions ?? Int(min(400, max(10, Self.chatsPerRun / max(1, total))))
    for round in 0...Self.rounds {
      let seen = simulation.run(need.intervals.map(Self.stretch), repetitions: repetitions, seed: check.seed)
      for place in seen.indices {
        if round == 0 { need.intervals[place].simulatedFormula = seen[place] }
        need.intervals[place].simulated = seen[place]
      }
      let short = need.intervals.indices.filter { isShort(need.intervals[$0]) }
      guard !short.isEmpty, round < Self.rounds else { break }
      for place in short { raise(place, of: &need) }
    }
    for place in need.intervals.indices {
      let agents = need.intervals[place].agents
      need.intervals[place].people = skill.people(agents)
      need.intervals[place].share =
        chats.model(arrivals: need.intervals[place].load.arrivals, minutes: minutes)
        .figures(agents: agents, within: chats.waitSeconds).withinShare
    }
  }

  /// By more than chance; in a burst, and where people were added before, at all.
  private func isShort(_ interval: SkillNeed.Interval) -> Bool {
    guard let seen = interval.simulated, seen.offered > 0, interval.agents < skill.mostAgents else { return false }
    let isKnownShort = interval.burst != nil || interval.agents > interval.formula
    return seen.high < chats.share || isKnownShort && seen.withinShare < chats.share
  }

  /// The fewest agents, one more than now at least, with whom the interval is in time behind those before it.
  private func raise(_ place: Int, of need: inout SkillNeed) {
    let first = max(0, place - Self.before)
    let arrivals = need.intervals[place].load.arrivals
    let repetitions = Int(min(2_000, max(5, Self.chatsPerLook / max(1, arrivals))))
    var stretches = need.intervals[first...place].map(Self.stretch)
    func suffices(_ agents: Int) -> Bool {
      stretches[place - first].agents = agents
      let seen = simulation.run(stretches, repetitions: repetitions, seed: check.seed)
      return (seen.last?.withinShare ?? 1) >= chats.share
    }
    var low = need.intervals[place].agents
    var high = min(skill.mostAgents, low + 1)
    var step = 1
    while high < skill.mostAgents, !suffices(high) {
      low = high
      high = min(skill.mostAgents, high + step)
      step *= 2
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if suffices(middle) { high = middle } else { low = middle }
    }
    need.intervals[place].agents = high
  }

  private static func stretch(_ interval: SkillNeed.Interval) -> ChatSimulation.Stretch {
    ChatSimulation.Stretch(arrivals: interval.load.arrivals, agents: interval.agents, burst: interval.burst)
  }
}
