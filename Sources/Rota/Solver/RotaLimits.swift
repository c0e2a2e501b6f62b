import Vocabulary

extension RotaSolver {
  /// Beyond these, tables would not fit: a wrong file rather than a large shop.
  private static let mostAgents = 5_000
  private static let mostSlots = 10_000
  private static let mostPeopleMissing = 10_000
  private static let largestWeight = 100_000

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
  }

  private static func refusal(_ code: String, _ message: Message) -> Failure {
    Failure(.usage, code: code, message)
  }
}
