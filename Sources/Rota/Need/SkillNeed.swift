/// What one skill needs, by interval of a forecast.
public struct SkillNeed: Sendable, Equatable {
  public struct Interval: Sendable, Equatable {
    public var load: StaffForecast.Load
    /// People at work at any moment, as the formula has it.
    public var formula: Int
    /// The same after the simulation had its say; never fewer.
    public var agents: Int
    /// People on the rota: with shrinkage, and as many as have to be there anyway.
    public var people: Int
    /// Of the chats, answered in time with `agents`, by the formula; nil for work that may wait.
    public var share: Double?
    /// The same as simulated, first with the formula's people and then with `agents`; nil where nothing was.
    public var simulatedFormula: ChatSimulation.Estimate?
    public var simulated: ChatSimulation.Estimate?
    public var burst: ChatSimulation.Burst?
  }

  public let skill: String
  /// The share that is asked for; nil for work that may wait.
  public let target: Double?
  public var intervals: [Interval]

  /// Intervals in which the simulation asked for more people than the formula.
  public var raised: [Int] { intervals.indices.filter { intervals[$0].agents > intervals[$0].formula } }

  /// Intervals that miss the target by more than chance in spite of all.
  public var missed: [Int] {
    guard let target else { return [] }
    return intervals.indices.filter { intervals[$0].simulated.map { $0.high < target } ?? false }
  }
}
