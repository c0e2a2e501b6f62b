import Testing

@testable import Rota

/// One person's best plan is the best of all there are.
@Suite struct PersonPlannerTests {
  @Test("the best plan costs what the cheapest of all plans costs", arguments: [0, 1, 2])
  func exact(agent: Int) {
    let problem = SmallShop.three
    let islands = SkillIslands(problem)
    let coverage = Coverage(problem, islands)
    let island = islands.ofAgent[agent]
    let lanes = Coverage.lanes(of: problem.agents[agent].skills, in: islands.skills[island])
    let found = PersonPlanner(problem).best(agent, coverage, island: island, lanes)
    let all = SmallShop.plans(of: agent, in: problem)
    #expect(all.count > 100)
    #expect(problem.breaches(found.shifts).isEmpty)
    #expect(problem.cost(found.shifts).total == all.map { problem.cost($0).total }.min())
  }

  @Test("beside others already on duty, too")
  func besideOthers() {
    let problem = SmallShop.three
    let islands = SkillIslands(problem)
    let planner = PersonPlanner(problem)
    for other in SmallShop.plans(of: 1, in: problem).prefix(60) {
      var coverage = Coverage(problem, islands)
      let lanes = Coverage.lanes(of: problem.agents[1].skills, in: islands.skills[islands.ofAgent[1]])
      for shift in other {
        shift.eachWorkedSlot { _ = coverage.change(island: islands.ofAgent[1], slot: $0, by: lanes) }
      }
      let own = Coverage.lanes(of: problem.agents[0].skills, in: islands.skills[islands.ofAgent[0]])
      let found = planner.best(0, coverage, island: islands.ofAgent[0], own).shifts
      let least = SmallShop.plans(of: 0, in: problem).map { problem.cost($0 + other).total }.min()
      #expect(problem.cost(found + other).total == least)
    }
  }

  @Test("what is fixed stays, changes cost, and who is absent begins nothing")
  func repair() {
    let problem = SmallShop.three
    let published = [
      RotaShift(agent: 0, start: 0, length: 3, breaks: []), RotaShift(agent: 0, start: 8, length: 2, breaks: []),
      RotaShift(agent: 2, start: 7, length: 3, breaks: []),
    ]
    let repair = RotaRepair(published: published, from: 6, absent: [2], changeWeight: 15)
    let islands = SkillIslands(problem)
    let planner = PersonPlanner(problem, repair: repair)
    for agent in 0..<3 {
      let island = islands.ofAgent[agent]
      let lanes = Coverage.lanes(of: problem.agents[agent].skills, in: islands.skills[island])
      let found = planner.best(agent, Coverage(problem, islands), island: island, lanes).shifts
      let own = RotaRepair(
        published: published.filter { $0.agent == agent }, from: 6, absent: [2], changeWeight: 15)
      #expect(problem.breaches(found, repair: own).isEmpty)
      let all = SmallShop.plans(of: agent, in: problem).filter { problem.breaches($0, repair: own).isEmpty }
      #expect(problem.cost(found, repair: own).total == all.map { problem.cost($0, repair: own).total }.min())
      if agent == 2 { #expect(found.allSatisfy { $0.start < 6 }) }
    }
  }
}
