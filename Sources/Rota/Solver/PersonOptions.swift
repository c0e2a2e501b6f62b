/// The shifts that one person may work, and where the person's plan begins.
struct PersonOptions {
  struct Option {
    let start: Int32
    let length: Int32
    /// See `ContractStates.kind`.
    let kind: Int32
    /// The step at which the next shift may begin; the number of steps where none can.
    let next: Int32
    /// What it costs beside its work: wishes, and whether it was published.
    let own: Int32
  }

  let states: ContractStates
  let options: Buffer<Option>
  /// By step, and one more: where its options begin.
  let firsts: Buffer<Int32>
  /// Shifts that stay as they were published.
  let fixed: [RotaShift]
  /// The state behind them, and what they and the missed wishes cost.
  let startState: Int
  let base: Int32

  init(_ problem: RotaProblem, agent index: Int, _ states: ContractStates, _ repair: RotaRepair?) {
    let agent = problem.agents[index]
    let published = repair?.published.filter { $0.agent == index } ?? []
    let from = repair?.from ?? 0
    let fixed = published.filter { $0.start < from }.sorted { $0.start < $1.start }
    let later = published.filter { $0.start >= from }
    let steps = Self.steps(problem)
    let calendar = Calendar(problem)
    self.states = states
    self.fixed = fixed
    startState = Self.state(behind: fixed, states, problem)
    let earliest = max(from, fixed.last.map { calendar.next(start: $0.start, length: $0.length) } ?? 0)
    let change = Int32(repair?.changeWeight ?? 0)
    let isAbsent = repair?.absent.contains(index) ?? false
    var base = Int32(agent.wishes.filter { $0.kind == .want }.reduce(0) { $0 + $1.weight })
    for shift in fixed { base += Self.wishes(agent, shift.start, problem) }
    self.base = base + change * Int32(later.count)
    var list: [Option] = []
    var firsts: [Int32] = []
    for step in 0..<steps {
      firsts.append(Int32(list.count))
      let start = step * problem.shift.startStep
      guard !isAbsent, start >= earliest else { continue }
      for (place, length) in problem.shift.lengths.enumerated() {
        let end = start + length
        guard end <= problem.slots, length <= agent.maxShiftSlots,
          !agent.unavailable.contains(where: { start < $0.upperBound && $0.lowerBound < end })
        else { continue }
        let wasPublished = later.contains { $0.start == start && $0.length == length }
        let next = (calendar.next(start: start, length: length) + problem.shift.startStep - 1) / problem.shift.startStep
        list.append(
          Option(
            start: Int32(start), length: Int32(length),
            kind: Int32(
              ContractStates.kind(length: place, isNight: problem.isNight(start: start, length: length))),
            next: Int32(min(next, steps)),
            own: Self.wishes(agent, start, problem) + (wasPublished ? -change : change)))
      }
    }
    firsts.append(Int32(list.count))
    options = Buffer(list)
    self.firsts = Buffer(firsts)
  }

  static func steps(_ problem: RotaProblem) -> Int {
    (problem.slots + problem.shift.startStep - 1) / problem.shift.startStep
  }

  /// When the next shift may begin.
  private struct Calendar {
    let minRest: Int
    let day: Int?

    init(_ problem: RotaProblem) {
      minRest = problem.shift.minRest
      day = problem.shift.oneStartPerDay ? problem.slotsPerDay : nil
    }

    func next(start: Int, length: Int) -> Int {
      max(start + length + minRest, day.map { (start / $0 + 1) * $0 } ?? 0)
    }
  }

  private static func state(behind fixed: [RotaShift], _ states: ContractStates, _ problem: RotaProblem) -> Int {
    fixed.reduce(0) { state, shift in
      guard let place = problem.shift.lengths.firstIndex(of: shift.length) else { return state }
      let kind = ContractStates.kind(
        length: place, isNight: problem.isNight(start: shift.start, length: shift.length))
      return max(state, Int(states.moves.base[state * states.kinds + kind]))
    }
  }

  private static func wishes(_ agent: RotaProblem.Agent, _ start: Int, _ problem: RotaProblem) -> Int32 {
    agent.wishes.reduce(0) { cost, wish in
      guard wish.isMet(by: start, slotsPerDay: problem.slotsPerDay) else { return cost }
      return cost + Int32(wish.kind == .avoid ? wish.weight : -wish.weight)
    }
  }
}
