import Testing
import Vocabulary

@testable import Rota

@Suite struct RotaSolverTests {
  @Test("the search's own sum is the cost counted from the rules, after every move")
  func sums() {
    let problem = SmallShop.problem(
      [
        SmallShop.agent("A", [0]), SmallShop.agent("B", [0, 1]), SmallShop.agent("C", [1, 2]),
        SmallShop.agent("D", [2]),
        SmallShop.agent("E", [0, 1, 2]),
      ], skills: 3)
    var search = RotaSearch(problem, repair: nil, seed: 7, .build)
    var last = Int.max
    for move in 0..<300 {
      search.step(at: Double(move) / 300)
      #expect(search.bestCost <= last)
      last = search.bestCost
      #expect(problem.cost(search.best).total == search.bestCost)
      #expect(problem.breaches(search.best).isEmpty)
    }
  }

  @Test("three people: as cheap as the best of all rotas")
  func optimum() throws {
    var problem = SmallShop.three
    problem.shift.lengths = [2, 3]
    problem.shift.breaks = [[], []]
    let plans = (0..<3).map { SmallShop.plans(of: $0, in: problem) }
    var least = Int.max
    for first in plans[0] {
      for second in plans[1] {
        let both = first + second
        for third in plans[2].prefix(12) { least = min(least, problem.cost(both + third).total) }
      }
      if plans[0].count > 40 { break }
    }
    let solution = try RotaSolver(problem, seed: 3).solve(.iterations(500), clock: { 0 })
    #expect(solution.cost.total <= least)
  }

  @Test("the same seed and moves give the same rota, and another seed need not")
  func reproducible() throws {
    let problem = SmallShop.three
    let first = try RotaSolver(problem, seed: 5).solve(.iterations(200), clock: { 0 })
    let second = try RotaSolver(problem, seed: 5).solve(.iterations(200), clock: { 0 })
    #expect(first.shifts == second.shifts)
    #expect(first.iterations == 400)
  }

  @Test("it stops when asked, with a whole rota")
  func stopped() throws {
    let solution = try RotaSolver(SmallShop.three, seed: 1).solve(.seconds(1_000), clock: { 0 }, isStopped: { true })
    #expect(solution.iterations <= 32)
    #expect(SmallShop.three.breaches(solution.shifts).isEmpty)
  }

  @Test("nobody with a skill, nobody there, nobody at all: a rota with the gap")
  func impossible() throws {
    var nobodyCan = SmallShop.problem([SmallShop.agent("A", [0])])
    #expect(try solve(nobodyCan).missingSlots["after"] == 8)
    nobodyCan.agents[0].unavailable = [0..<12]
    let away = try solve(nobodyCan)
    #expect(away.missingSlots == ["pre": 15, "after": 8])
    #expect(try solve(SmallShop.problem([])).total == away.total - away.belowMinHours)
    var restless = SmallShop.three
    restless.shift.minRest = 12
    #expect(try solve(restless).total > 0)
  }

  private func solve(_ problem: RotaProblem) throws -> RotaCost {
    let solution = try RotaSolver(problem, seed: 1).solve(.iterations(50), clock: { 0 })
    #expect(problem.breaches(solution.shifts).isEmpty)
    #expect(solution.cost == problem.cost(solution.shifts))
    return solution.cost
  }

  @Test("what cannot be searched is refused")
  func refused() throws {
    var heavy = SmallShop.three
    heavy.idleWeight = 1_000_000
    #expect(throws: Failure.self) { _ = try RotaSolver(heavy, seed: 1) }
    var entangled = SmallShop.three
    entangled.skills = ["a", "b", "c", "d", "e"]
    entangled.demand = Array(repeating: [Int](repeating: 1, count: 12), count: 5)
    entangled.underWeights = [1, 2, 3, 4, 5]
    entangled.agents = [SmallShop.agent("A", [0, 1, 2, 3, 4])]
    #expect(throws: Failure.self) { _ = try RotaSolver(entangled, seed: 1) }
    var dear = SmallShop.three
    dear.underWeights = [100_000, 100_000]
    dear.tiers[1].factor = 1_000
    #expect(throws: Failure.self) { _ = try RotaSolver(dear, seed: 1) }
    var long = SmallShop.problem([SmallShop.agent("A", [0])])
    long.slots = 1_200
    long.demand = [[Int](repeating: 1, count: 1_200), [Int](repeating: 1, count: 1_200)]
    long.agents[0].maxSlots = 1_200
    long.agents[0].maxShifts = 60
    #expect(throws: Failure.self) { _ = try RotaSolver(long, seed: 1) }
  }

  @Test("a repair keeps what began, leaves the absent out, and changes little")
  func repair() throws {
    let problem = SmallShop.three
    let published = try RotaSolver(problem, seed: 2).solve(.iterations(300), clock: { 0 }).shifts
    let repair = RotaRepair(published: published, from: 6, absent: [1], changeWeight: 15)
    let solution = try RotaSolver(problem, repair: repair, seed: 2).solve(.iterations(300), clock: { 0 })
    #expect(problem.breaches(solution.shifts, repair: repair).isEmpty)
    let nothingDone = published.filter { $0.agent != 1 || $0.start < 6 }
    #expect(solution.cost.total <= problem.cost(nothingDone, repair: repair).total)
  }
}
