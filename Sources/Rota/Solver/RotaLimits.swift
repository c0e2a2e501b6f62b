import Vocabulary

extension RotaSolver {
  /// Beyond these, tables would not fit: a wrong file rather than a large shop.
  private static let mostAgents = 5_000
  private static let mostSlots = 10_000
  private static let mostPeopleMissing = 10_000
  private static let largestWeight = 100_000
  /// Plans of one person told apart at once: shifts that may begin times states of the contract, 8 bytes each.
  private static let mostPlanNodes = 10_000_000
  /// The search adds in 32 bits, and a quarter of them leaves room for "never".
  private static let highestCost = Double(Int32.max / 4)

  /// Refuses what cannot be searched.
  static func check(_ problem: RotaProblem, _ repair: RotaRepair?) throws(Failure) {
    if problem.agents.count > mostAgents || problem.slots > mostSlots {
      throw refusal(
        "rota_too_large",
        Message(
          zh: "排班太大：最多 \(mostAgents) 人、\(mostSlots) 个时段",
          en: "the rota is too large: at most \(mostAgents) people and \(mostSlots) slots"))
    }
    if let most = SkillIslands(problem).skills.map(\.count).max(), most > SkillIslands.mostSkills {
      throw refusal(
        "skills_too_entangled",
        Message(
          zh: "有 \(most) 种技能通过多面手连在一起，最多 \(SkillIslands.mostSkills) 种",
          en: "\(most) skills hang together through people who have several; at most \(SkillIslands.mostSkills) may"))
    }
    let isWithin =
      problem.demand.joined().allSatisfy { (0...mostPeopleMissing).contains($0) }
      && (problem.underWeights + [problem.idleWeight, problem.belowMinWeight, problem.nightWeight]
        + problem.agents.flatMap { $0.wishes.map(\.weight) } + [repair?.changeWeight ?? 0])
        .allSatisfy { (0...largestWeight).contains($0) }
      && problem.tiers.allSatisfy { (0...1_000).contains($0.factor) && (0...1).contains($0.share) }
    guard isWithin else {
      throw refusal(
        "rota_out_of_range",
        Message(
          zh: "人数要在 0–\(mostPeopleMissing) 之间，权重在 0–\(largestWeight) 之间",
          en: "people must lie between 0 and \(mostPeopleMissing), weights between 0 and \(largestWeight)"))
    }
    guard worstCost(problem, repair) < highestCost else {
      throw refusal(
        "rota_too_dear",
        Message(
          zh: "全空着的代价超过 \(Int(highestCost))：把所有权重同比缩小",
          en: "an empty rota would cost more than \(Int(highestCost)): make all weights smaller by the same factor"))
    }
    try refuseWideContracts(problem)
  }

  /// Refuses contracts that leave so much open that no memory holds the ways to fill them.
  private static func refuseWideContracts(_ problem: RotaProblem) throws(Failure) {
    let options = (problem.slots / problem.shift.startStep + 1) * problem.shift.lengths.count
    let mostStates = mostPlanNodes / max(1, options)
    var seen: Set<ContractStates.Contract> = []
    for agent in problem.agents {
      let contract = ContractStates.Contract(agent)
      guard seen.insert(contract).inserted,
        ContractStates.count(problem, contract, limit: mostStates) >= mostStates
      else { continue }
      let days = (problem.slots + problem.slotsPerDay - 1) / problem.slotsPerDay
      throw Failure(
        .usage, code: "contracts_too_wide",
        Message(
          zh: "\(days) 天里 \(agent.id) 最多 \(agent.maxShifts) 班，可能的排法太多",
          en: "\(agent.id) may work \(agent.maxShifts) shifts in \(days) days: too many ways"),
        place: agent.id,
        next: Message(zh: "分成几版，或把最多工时和班数写实", en: "make several rotas, or give the true hours and shifts"))
    }
  }

  /// No rota costs more: nobody where people are needed, everybody idle, no wish met, every shift a night.
  private static func worstCost(_ problem: RotaProblem, _ repair: RotaRepair?) -> Double {
    let factor = Double(problem.tiers.map(\.factor).max() ?? 0)
    let under = zip(problem.demand, problem.underWeights).reduce(0.0) { sum, skill in
      sum + Double(skill.0.reduce(0, +)) * Double(skill.1) * factor
    }
    return problem.agents.reduce(under) { sum, agent in
      sum + Double(problem.slots * problem.idleWeight) + Double(agent.minSlots * problem.belowMinWeight)
        + Double(agent.maxShifts * agent.maxShifts * problem.nightWeight)
        + Double(agent.wishes.reduce(0) { $0 + $1.weight })
        + Double(2 * problem.slots * (repair?.changeWeight ?? 0))
    }
  }

  private static func refusal(_ code: String, _ message: Message) -> Failure {
    Failure(.usage, code: code, message)
  }
}
