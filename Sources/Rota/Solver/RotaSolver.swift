import Dispatch
import Synchronization

/// Looks for a cheap rota, for a time or a number of moves: at any moment there is one, and it only gets better.
public struct RotaSolver: Sendable {
  /// When to stop; the same `iterations` and seed give the same rota, however fast the machine is.
  public enum Limit: Sendable {
    case seconds(Double)
    /// Moves of each searcher.
    case iterations(Int)
  }

  public struct Progress: Sendable {
    public let seconds: Double
    public let cost: Int
    public let iterations: Int
  }

  public struct Solution: Sendable {
    public let shifts: [RotaShift]
    public let cost: RotaCost
    /// Moves of all searchers.
    public let iterations: Int
  }

  let problem: RotaProblem
  let repair: RotaRepair?
  let seed: UInt64
  let searchers: Int

  /// - Parameter searchers: how many search at once, each with a seed of its own; the best result counts.
  public init(_ problem: RotaProblem, repair: RotaRepair? = nil, seed: UInt64, searchers: Int = 2) throws {
    try Self.check(problem, repair)
    self.problem = problem
    self.repair = repair
    self.seed = seed
    self.searchers = max(1, searchers)
  }

  /// - Parameters:
  ///   - clock: seconds since any moment, never going back.
  ///   - isStopped: asked now and then; the best so far is the answer.
  ///   - progress: told about every second by one of the searchers.
  public func solve(
    _ limit: Limit, clock: @escaping @Sendable () -> Double, isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) -> Solution {
    let start = clock()
    let found = Mutex<[Int: (cost: Int, shifts: [RotaShift], iterations: Int)]>([:])
    DispatchQueue.concurrentPerform(iterations: searchers) { place in
      var search = RotaSearch(
        problem, repair: repair, seed: seed &+ UInt64(place) &* 0x9E37_79B9, repair == nil ? .build : .repair)
      var told = 0.0
      var part = 0.0
      while part < 1 {
        search.step(at: part)
        if case .iterations(let most) = limit { part = Double(search.iterations) / Double(max(1, most)) }
        guard search.iterations & 15 == 0 else { continue }
        let seconds = clock() - start
        if case .seconds(let most) = limit { part = most > 0 ? seconds / most : 1 }
        if isStopped() { break }
        if place == 0, seconds - told >= 1 {
          told = seconds
          progress(Progress(seconds: seconds, cost: search.bestCost, iterations: search.iterations))
        }
      }
      let result = (search.bestCost, search.best, search.iterations)
      found.withLock { $0[place] = result }
    }
    let results = found.withLock { all in (0..<searchers).compactMap { all[$0] } }
    // Of equals the first: which searcher is done first must not matter.
    let best = results.enumerated().min { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }
    let shifts = best?.element.shifts ?? []
    return Solution(
      shifts: shifts, cost: problem.cost(shifts, repair: repair), iterations: results.reduce(0) { $0 + $1.iterations })
  }
}

extension RotaSearch.Schedule {
  static let build = Self()
  /// Near the published rota there is little to climb over.
  static let repair = Self(hot: 10, cold: 0.5, people: 2...3, shake: 0.5)
}
