import Vocabulary

/// What a plan says about shifts: what is left beside them, what they lack, break and cost.
extension RosterPlan {
  /// The question that is left beside shifts that stay: their work is done, their people have so much less to give.
  ///
  /// Another shift on the day of a fixed one counts as forbidden even where it only runs into that day.
  func beside(_ fixed: [RotaShift]) -> RotaProblem {
    guard !fixed.isEmpty else { return problem }
    var rest = problem
    var present = [[Int]](repeating: [], count: problem.slots)
    for shift in fixed {
      shift.eachWorkedSlot { if present.indices.contains($0) { present[$0].append(shift.agent) } }
      let day = shift.start / problem.slotsPerDay * problem.slotsPerDay
      let oneADay = problem.shift.oneStartPerDay
      let lower = min(shift.start - problem.shift.minRest, oneADay ? day : shift.start)
      let upper = max(shift.end + problem.shift.minRest, oneADay ? day + problem.slotsPerDay : shift.end)
      let blocked = max(0, lower)..<min(problem.slots, upper)
      rest.agents[shift.agent].unavailable.append(blocked)
      rest.agents[shift.agent].maxSlots = max(0, rest.agents[shift.agent].maxSlots - shift.length)
      rest.agents[shift.agent].minSlots = max(0, rest.agents[shift.agent].minSlots - shift.length)
      rest.agents[shift.agent].maxShifts = max(0, rest.agents[shift.agent].maxShifts - 1)
    }
    for slot in 0..<problem.slots where !present[slot].isEmpty {
      for (skill, served) in problem.work(in: slot, of: present[slot]).served.enumerated() {
        rest.demand[skill][slot] -= served
      }
    }
    for agent in rest.agents.indices {
      rest.agents[agent].minSlots = min(rest.agents[agent].minSlots, rest.agents[agent].maxSlots)
    }
    return rest
  }

  /// The plan with somebody away.
  func without(_ name: String, _ absence: Agent.Absence) -> RosterPlan {
    var plan = self
    if let place = agentIndex(name), let slots = range(absence) { plan.problem.agents[place].unavailable.append(slots) }
    return plan
  }

  // MARK: Looking at a rota

  /// Who is on duty in each slot, breaks taken out.
  func present(_ shifts: [RotaShift]) -> [[Int]] {
    var present = [[Int]](repeating: [], count: problem.slots)
    for shift in shifts { shift.eachWorkedSlot { if present.indices.contains($0) { present[$0].append(shift.agent) } } }
    return present
  }

  /// Stretches in which people are missing, the costliest skill and the worst first.
  public func gaps(_ shifts: [RosterShift]) -> [RosterGap] {
    let present = present(self.shifts(shifts))
    let missing = (0..<problem.slots).map { problem.work(in: $0, of: present[$0]).missing }
    var gaps: [RosterGap] = []
    for (skill, name) in problem.skills.enumerated() {
      var slot = 0
      while slot < problem.slots {
        guard missing[slot][skill] > 0 else {
          slot += 1
          continue
        }
        let first = slot
        while slot < problem.slots, missing[slot][skill] > 0 { slot += 1 }
        let counts = (first..<slot).map { missing[$0][skill] }
        let most = counts.max() ?? 0
        gaps.append(
          RosterGap(
            skill: name, from: time(first), until: time(slot), most: most, personSlots: counts.reduce(0, +),
            worst: time(first + (counts.firstIndex(of: most) ?? 0))))
      }
    }
    return gaps.sorted { ($1.most, $1.personSlots, $0.from) < ($0.most, $0.personSlots, $1.from) }
  }

  public func breaches(_ shifts: [RosterShift]) -> [RosterBreach] {
    problem.breaches(self.shifts(shifts)).map { RosterBreach(rule: $0.rule, agent: $0.agent, start: time($0.start)) }
  }

  /// What runs beyond the horizon counts up to its end.
  public func cost(_ shifts: [RosterShift]) -> RotaCost {
    problem.cost(
      self.shifts(shifts).compactMap { shift in
        var shift = shift
        let end = min(shift.end, problem.slots)
        shift.length = end - shift.start
        shift.breaks.removeAll { $0.upperBound > end }
        return shift.start >= 0 && shift.length > 0 ? shift : nil
      })
  }

  /// Whether the search could make such a shift itself.
  func isUsual(_ shift: RotaShift) -> Bool {
    !problem.breaches([shift]).contains { [.start, .length, .breaks].contains($0.rule) }
  }
}
