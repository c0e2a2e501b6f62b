import Testing

@testable import Rota

/// Each hard rule, broken once by hand.
@Suite struct RotaRuleTests {
  static func shift(_ start: Int, _ length: Int, breaks: [Range<Int>] = [], agent: Int = 0) -> RotaShift {
    RotaShift(agent: agent, start: start, length: length, breaks: breaks)
  }

  static let cases: [(RotaRule, [RotaShift])] = [
    (.start, [shift(11, 3)]), (.length, [shift(0, 1)]), (.breaks, [shift(0, 4)]),
    (.breaks, [shift(0, 4, breaks: [3..<4])]),
    (.breaks, [shift(0, 2, breaks: [1..<2])]), (.overlap, [shift(0, 3), shift(2, 2)]),
    (.rest, [shift(3, 3), shift(7, 2)]),
    (.oneStartPerDay, [shift(0, 2), shift(4, 2)]),
    (.maxHours, [shift(0, 4, breaks: [1..<2]), shift(6, 4, breaks: [7..<8])]),
    (.unavailable, [shift(4, 2, agent: 1)]), (.maxShiftHours, [shift(0, 4, breaks: [1..<2], agent: 1)]),
    (.maxShifts, [shift(0, 2, agent: 1), shift(6, 2, agent: 1)]),
  ]

  static var problem: RotaProblem {
    var problem = SmallShop.three
    problem.agents[1].unavailable = [5..<6]
    problem.agents[1].maxShiftSlots = 3
    problem.agents[1].maxShifts = 1
    return problem
  }

  @Test("a broken rule is named", arguments: cases.indices)
  func broken(index: Int) {
    let (rule, shifts) = Self.cases[index]
    #expect(Self.problem.breaches(shifts).map(\.rule).contains(rule))
  }

  @Test("a good rota breaks none")
  func good() {
    #expect(Self.problem.breaches([Self.shift(0, 3), Self.shift(8, 4, breaks: [9..<10])]).isEmpty)
  }

  @Test("the cost by rule, counted by hand")
  func cost() {
    // A works slots 0, 1 and 2: nobody is idle. Of skill 0, 14 people are needed, 3 of them are there.
    let cost = SmallShop.three.cost([Self.shift(0, 3)])
    #expect(cost.idle == 0)
    #expect(cost.nights == 10)
    #expect(cost.belowMinHours == 4 * (0 + 3 + 3))
    #expect(cost.wishes == 9)
    #expect(cost.missingSlots == ["pre": 12, "after": 8])
    // One missing costs 20 (12), each further one twice as much.
    let pre = (0 + 0 + 1 + 3 + 1) * 20 + (1 + 3 + 5 + 1 + 1) * 20
    let after = (1 + 1 + 1 + 1 + 1 + 1 + 3) * 12
    #expect(cost.under == pre + after)
  }

  @Test("two skills of one person are not served twice, and idle people cost")
  func idle() {
    let problem = SmallShop.three
    let both = problem.cost([Self.shift(1, 2, agent: 1), Self.shift(1, 2, agent: 2)])
    // Slot 1 needs one of each, slot 2 two and one: B serves pre, C serves after.
    #expect(both.idle == 0)
    let late = problem.cost([Self.shift(5, 2, agent: 0)])
    #expect(late.idle == 6)
  }
}
