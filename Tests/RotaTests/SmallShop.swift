import Vocabulary

@testable import Rota

/// Two days of six slots, small enough to try every plan.
enum SmallShop {
  static func agent(_ id: String, _ skills: [Int], wishes: [RotaProblem.Wish] = []) -> RotaProblem.Agent {
    RotaProblem.Agent(
      id: id, skills: skills, minSlots: 3, maxSlots: 7, maxShiftSlots: 4, maxShifts: 2, unavailable: [], wishes: wishes)
  }

  static func problem(_ agents: [RotaProblem.Agent], skills: Int = 2) -> RotaProblem {
    let demand = [
      [1, 1, 2, 2, 1, 0, 0, 1, 2, 3, 1, 1], [0, 1, 1, 1, 0, 0, 1, 1, 1, 2, 0, 0], [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0],
    ]
    return RotaProblem(
      name: "small", slots: 12, slotsPerDay: 6, skills: ["pre", "after", "vip"].prefix(skills).map { $0 },
      demand: Array(demand.prefix(skills)), underWeights: Array([20, 12, 30].prefix(skills)),
      tiers: [.init(share: 0.2, factor: 1), .init(share: 1, factor: 2)],
      shift: .init(
        startStep: 1, lengths: [2, 3, 4],
        breaks: [[], [], [.init(length: 1, window: 1...2)]], minRest: 2, oneStartPerDay: true),
      night: 0..<2, nightSlots: 1, idleWeight: 3, belowMinWeight: 4, nightWeight: 10, agents: agents)
  }

  /// Three people, one of them with both skills.
  static var three: RotaProblem {
    problem([
      agent("A", [0], wishes: [.init(kind: .want, day: 1, starts: 0..<3, weight: 9)]),
      agent("B", [0, 1], wishes: [.init(kind: .avoid, day: 0, starts: 0..<3, weight: 7)]), agent("C", [1]),
    ])
  }

  /// Every plan that one person may work, hard rules kept, each with every place of its breaks.
  static func plans(of agent: Int, in problem: RotaProblem) -> [[RotaShift]] {
    var single: [RotaShift] = []
    for start in stride(from: 0, to: problem.slots, by: problem.shift.startStep) {
      for (place, length) in problem.shift.lengths.enumerated() where start + length <= problem.slots {
        var pauses: [[Range<Int>]] = [[]]
        for rule in problem.shift.breaks[place] {
          pauses = pauses.flatMap { list in
            rule.window.map { list + [start + $0..<start + $0 + rule.length] }
          }
        }
        for breaks in pauses {
          single.append(RotaShift(agent: agent, start: start, length: length, breaks: breaks))
        }
      }
    }
    var all: [[RotaShift]] = [[]] + single.map { [$0] }
    for first in single { for second in single where first.start < second.start { all.append([first, second]) } }
    return all.filter { problem.breaches($0).isEmpty }
  }
}
