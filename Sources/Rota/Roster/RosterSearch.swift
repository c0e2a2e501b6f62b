import Vocabulary

/// How long a search may take, and what it is told about the world.
public struct RosterEffort: Sendable {
  public let limit: RotaSolver.Limit
  public let seed: UInt64
  public let clock: @Sendable () -> Double
  public let isStopped: @Sendable () -> Bool
  public let progress: @Sendable (RotaSolver.Progress) -> Void

  public init(
    limit: RotaSolver.Limit, seed: UInt64, clock: @escaping @Sendable () -> Double,
    isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (RotaSolver.Progress) -> Void = { _ in }
  ) {
    self.limit = limit
    self.seed = seed
    self.clock = clock
    self.isStopped = isStopped
    self.progress = progress
  }
}

extension RosterPlan {
  /// What a search found.
  public struct Found: Sendable {
    /// Fixed ones among them.
    public let shifts: [RosterShift]
    public let cost: RotaCost
    public let gaps: [RosterGap]
  }

  /// Looks for a rota around the shifts that are fixed by hand.
  public func search(fixed: [RosterShift] = [], _ effort: RosterEffort) throws -> Found {
    guard !people.isEmpty else {
      throw Failure(
        .refused, code: "no_agents", Message(zh: "没有一个人有需要的技能", en: "nobody has a skill that is needed"),
        place: problem.skills.joined(separator: ", "),
        next: Message(zh: "先加人：peakday agent import 名单.xlsx", en: "first add people: peakday agent import FILE"))
    }
    let solver = try RotaSolver(beside(self.shifts(fixed)), seed: effort.seed)
    let solution = solver.solve(
      effort.limit, clock: effort.clock, isStopped: effort.isStopped, progress: effort.progress)
    let shifts = fixed + solution.shifts.map { shift($0) }
    return Found(shifts: shifts, cost: cost(shifts), gaps: gaps(shifts))
  }
}
