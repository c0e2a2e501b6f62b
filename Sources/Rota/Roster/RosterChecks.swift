public import Vocabulary

/// What the search does not hold by itself, and what a hand-made rota may break: found by looking at it.
public struct RosterFinding: Sendable, Codable, Equatable {
  public enum Check: String, Sendable, Codable, CaseIterable {
    /// A hard rule of a person.
    case rule
    /// A newcomer is on duty, and nobody experienced who shares a skill.
    case newcomerAlone
    /// Buyers are bound to somebody, and neither that person nor the deputy is on duty.
    case vipUnattended

    public var name: Message {
      switch self {
      case .rule: Message(zh: "硬规则", en: "hard rule")
      case .newcomerAlone: Message(zh: "新人没有熟练的人带", en: "a newcomer without anyone experienced")
      case .vipUnattended: Message(zh: "VIP 的专属客服和代理都不在", en: "neither a VIP's agent nor the deputy")
      }
    }
  }

  public let check: Check
  public let agent: String
  public let from: Instant
  public let until: Instant
  public let rule: RotaRule?
}

extension RosterSheet {
  /// Every check on the rota, by person and time.
  public var findings: [RosterFinding] {
    let broken = plan.breaches(shifts).filter { $0.rule.isPersonal }.map { breach in
      RosterFinding(
        check: .rule, agent: breach.agent, from: breach.start,
        until: shifts.first { $0.agent == breach.agent && $0.start == breach.start }?.end ?? breach.start,
        rule: breach.rule)
    }
    return broken + plan.newcomersAlone(shifts) + plan.unattended(shifts)
  }
}

extension RosterPlan {
  func newcomersAlone(_ shifts: [RosterShift]) -> [RosterFinding] {
    let present = present(self.shifts(shifts))
    return people.indices.filter { people[$0].level == .newcomer }.flatMap { newcomer in
      stretches { slot in
        present[slot].contains(newcomer)
          && !present[slot].contains {
            people[$0].level == .experienced && !Set(people[$0].skills).isDisjoint(with: people[newcomer].skills)
          }
      }.map {
        RosterFinding(
          check: .newcomerAlone, agent: people[newcomer].name, from: time($0.lowerBound), until: time($0.upperBound),
          rule: nil)
      }
    }
  }

  /// While VIP chats are expected; without a need, while anybody is on duty.
  func unattended(_ shifts: [RosterShift]) -> [RosterFinding] {
    let present = present(self.shifts(shifts))
    let vip = problem.skills.firstIndex(of: "vip")
    let isNeedKnown = problem.demand.contains { $0.contains { $0 > 0 } }
    return people.indices.filter { !people[$0].deputy.isEmpty }.flatMap { agent in
      let deputy = people.firstIndex { $0.name == people[agent].deputy }
      return stretches { slot in
        let isOpen = isNeedKnown ? vip.map { problem.demand[$0][slot] > 0 } ?? false : !present[slot].isEmpty
        return isOpen && !present[slot].contains(agent) && !(deputy.map(present[slot].contains) ?? false)
      }.map {
        RosterFinding(
          check: .vipUnattended, agent: people[agent].name, from: time($0.lowerBound), until: time($0.upperBound),
          rule: nil)
      }
    }
  }

  /// The longest stretches of slots for which something holds.
  private func stretches(_ holds: (Int) -> Bool) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for slot in 0..<problem.slots where holds(slot) {
      if let last = found.last, last.upperBound == slot {
        found[found.count - 1] = last.lowerBound..<slot + 1
      } else {
        found.append(slot..<slot + 1)
      }
    }
    return found
  }
}
