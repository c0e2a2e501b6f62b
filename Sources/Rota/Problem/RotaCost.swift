/// What a rota costs, rule by rule.
public struct RotaCost: Sendable, Equatable, Codable {
  /// Missing people, weighted.
  public var under = 0
  public var idle = 0
  public var belowMinHours = 0
  public var wishes = 0
  public var nights = 0
  /// Shifts added to or taken from the published rota.
  public var changes = 0
  /// Missing people times slots, by skill.
  public var missingSlots: [String: Int] = [:]

  public var total: Int { under + idle + belowMinHours + wishes + nights + changes }
}

extension RotaProblem {
  /// Counts the cost of a rota from the rules, without the search's tables.
  public func cost(_ shifts: [RotaShift], repair: RotaRepair? = nil) -> RotaCost {
    var cost = RotaCost()
    for (index, plan) in plans(shifts).enumerated() {
      let agent = agents[index]
      cost.belowMinHours += belowMinWeight * max(0, agent.minSlots - plan.reduce(0) { $0 + $1.length })
      let nights = plan.count { isNight(start: $0.start, length: $0.length) }
      cost.nights += nightWeight * nights * nights
      for wish in agent.wishes {
        let isMet = plan.contains { wish.isMet(by: $0.start, slotsPerDay: slotsPerDay) }
        if (wish.kind == .avoid) == isMet { cost.wishes += wish.weight }
      }
    }
    addWork(shifts, to: &cost)
    if let repair {
      let before = Set(repair.published.filter { $0.start >= repair.from }.map(ShiftKey.init))
      let after = Set(shifts.filter { $0.start >= repair.from }.map(ShiftKey.init))
      cost.changes = repair.changeWeight * before.symmetricDifference(after).count
    }
    return cost
  }

  private func addWork(_ shifts: [RotaShift], to cost: inout RotaCost) {
    var present = [[Int]](repeating: [], count: slots)
    for item in shifts {
      item.eachWorkedSlot { present[$0].append(item.agent) }
    }
    for slot in 0..<slots {
      let work = work(in: slot, of: present[slot])
      cost.under += work.cost
      for (skill, missing) in work.missing.enumerated() where missing > 0 {
        cost.missingSlots[skills[skill], default: 0] += missing
      }
      cost.idle += idleWeight * (present[slot].count - work.served.reduce(0, +))
    }
  }

  /// How many of the needed people the agents present in a slot are, and how many are missing, by skill.
  func work(in slot: Int, of present: [Int]) -> (served: [Int], missing: [Int], cost: Int) {
    var groups: [Set<Int>: Int] = [:]
    for agent in present { groups[Set(agents[agent].skills), default: 0] += 1 }
    var units: [(skill: Int, units: Int, weight: Int)] = []
    for skill in skills.indices {
      for (count, weight) in tierUnits(skill: skill, slot: slot) { units.append((skill, count, weight)) }
    }
    // The dearest first: serving one more person there is worth the most.
    units.sort { ($0.weight, $1.skill) > ($1.weight, $0.skill) }
    var served = [Int](repeating: 0, count: skills.count)
    var missing = served
    var cost = 0
    for (skill, count, weight) in units {
      var done = 0
      while done < count, canServe(served, oneMore: skill, groups) {
        served[skill] += 1
        done += 1
      }
      cost += (count - done) * weight
      missing[skill] += count - done
    }
    return (served, missing, cost)
  }

  /// Hall's condition: for every set of skills, enough people have one of them.
  private func canServe(_ served: [Int], oneMore skill: Int, _ groups: [Set<Int>: Int]) -> Bool {
    let others = skills.indices.filter { $0 != skill && served[$0] > 0 }
    for choice in 0..<(1 << others.count) {
      var set: Set<Int> = [skill]
      for (place, other) in others.enumerated() where choice & (1 << place) != 0 { set.insert(other) }
      let people = groups.reduce(0) { $0 + ($1.key.isDisjoint(with: set) ? 0 : $1.value) }
      if set.reduce(1, { $0 + served[$1] }) > people { return false }
    }
    return true
  }
}
