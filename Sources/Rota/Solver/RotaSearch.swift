import Glibc

/// Simulated annealing over a large neighbourhood: two to four people give up their plans, and each gets the best one
/// anew, the first of them slightly shaken.
struct RotaSearch: ~Copyable {
  /// How hot it begins and ends, in units of cost; how many people move at once; how strongly their plans are shaken.
  struct Schedule {
    var hot = 20.0
    var cold = 2.0
    var people = 2...4
    var shake: Float = 0.5
  }

  private let planner: PersonPlanner
  private let islands: [Int]
  private let lanes: [Coverage.Lanes]
  private let schedule: Schedule
  private var coverage: Coverage
  private var plans: [PersonPlanner.Plan]
  private var cost: Int
  private var random: SearchRandom
  private(set) var bestCost: Int
  private(set) var iterations = 0
  private var bestPlans: [PersonPlanner.Plan]

  /// Begins with the published rota, or gives everybody the best plan in turn.
  init(_ problem: RotaProblem, repair: RotaRepair?, seed: UInt64, _ schedule: Schedule) {
    let islands = SkillIslands(problem)
    self.islands = islands.ofAgent
    self.schedule = schedule
    planner = PersonPlanner(problem, repair: repair)
    coverage = Coverage(problem, islands)
    lanes = problem.agents.indices.map {
      Coverage.lanes(of: problem.agents[$0].skills, in: islands.skills[islands.ofAgent[$0]])
    }
    random = SearchRandom(seed: seed)
    plans = problem.agents.map { _ in PersonPlanner.Plan(shifts: [], own: 0) }
    bestPlans = plans
    cost = coverage.total
    bestCost = .max
    if let repair {
      for (agent, shifts) in problem.plans(repair.published).enumerated() { put(planner.plan(agent, shifts), agent) }
    } else {
      for agent in problem.agents.indices.shuffled(using: &random) { insert(agent, heat: 0) }
    }
    remember()
  }

  var best: [RotaShift] { bestPlans.flatMap(\.shifts) }

  /// One move at this share of the time, from 0 to 1.
  mutating func step(at part: Double) {
    iterations += 1
    let temperature = schedule.hot * pow(schedule.cold / schedule.hot, part)
    let size = min(plans.count, schedule.people.lowerBound + random.below(schedule.people.count))
    var chosen: [Int] = []
    while chosen.count < size {
      let agent = random.below(plans.count)
      if !chosen.contains(agent) { chosen.append(agent) }
    }
    let before = cost
    let old = chosen.map { plans[$0] }
    coverage.save()
    for agent in chosen { remove(agent) }
    for (place, agent) in chosen.enumerated() {
      insert(agent, heat: place == chosen.count - 1 ? 0 : Float(temperature) * schedule.shake)
    }
    if cost <= before || random.unit() < exp(Double(before - cost) / temperature) { return remember() }
    coverage.restore()
    for (agent, plan) in zip(chosen, old) { plans[agent] = plan }
    cost = before
  }

  private mutating func remember() {
    guard cost < bestCost else { return }
    bestCost = cost
    bestPlans = plans
  }

  private mutating func insert(_ agent: Int, heat: Float) {
    put(
      planner.best(
        agent, coverage, island: islands[agent], lanes[agent], heat: heat, shake: Int(random.next() & 0xFFFF)), agent)
  }

  private mutating func put(_ plan: PersonPlanner.Plan, _ agent: Int) {
    plans[agent] = plan
    cost += Int(plan.own)
    for shift in plan.shifts { change(shift, by: lanes[agent]) }
  }

  private mutating func remove(_ agent: Int) {
    cost -= Int(plans[agent].own)
    for shift in plans[agent].shifts { change(shift, by: Coverage.Lanes() &- lanes[agent]) }
  }

  private mutating func change(_ shift: RotaShift, by lanes: Coverage.Lanes) {
    let island = islands[shift.agent]
    var difference: Int32 = 0
    shift.eachWorkedSlot { difference &+= coverage.change(island: island, slot: $0, by: lanes) }
    cost += Int(difference)
  }
}
