/// Skills that people have together, directly or through others: only within such an island can somebody stand in for
/// somebody else, so that each is reckoned by itself.
struct SkillIslands {
  /// More would need wider vectors: an island with four skills has 16 sets of them.
  static let mostSkills = 4

  /// Skills of each island, ascending.
  let skills: [[Int]]
  /// The island of each agent.
  let ofAgent: [Int]

  init(_ problem: RotaProblem) {
    var island = Array(problem.skills.indices)
    for agent in problem.agents {
      guard let first = agent.skills.first else { continue }
      for skill in agent.skills where island[skill] != island[first] {
        let (old, new) = (island[skill], island[first])
        for place in island.indices where island[place] == old { island[place] = new }
      }
    }
    let names = Array(Set(island)).sorted()
    skills = names.map { name in island.indices.filter { island[$0] == name } }
    ofAgent = problem.agents.map { agent in
      agent.skills.first.flatMap { names.firstIndex(of: island[$0]) } ?? 0
    }
  }
}
