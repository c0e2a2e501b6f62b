/// What a person's contract tells apart of the shifts so far: how many, how long, how many nights. A small table of moves.
final class ContractStates {
  /// What two people share who may work alike.
  struct Contract: Hashable {
    let minSlots: Int
    let maxSlots: Int
    let maxShiftSlots: Int
    let maxShifts: Int

    init(_ agent: RotaProblem.Agent) {
      minSlots = agent.minSlots
      maxSlots = agent.maxSlots
      maxShiftSlots = agent.maxShiftSlots
      maxShifts = agent.maxShifts
    }
  }

  private struct Key: Hashable {
    var shifts = 0
    var slots = 0
    var nights = 0
  }

  /// By state and kind of shift (`kind`): the state behind it, or -1 where the contract forbids it.
  let moves: Buffer<Int32>
  /// What it costs to end in a state.
  let ends: Buffer<Int32>
  /// By state: how many states have at most one shift more. States are numbered by their shifts.
  let reach: Buffer<Int32>
  let count: Int
  /// Kinds of shifts: each length by day and by night.
  let kinds: Int

  static func kind(length place: Int, isNight: Bool) -> Int { place * 2 + (isNight ? 1 : 0) }

  init(_ problem: RotaProblem, _ contract: Contract) {
    var keys = [Key()]
    var places = [Key(): 0]
    var moves: [Int32] = []
    var at = 0
    while at < keys.count {
      for next in Self.next(keys[at], problem, contract) {
        guard let next else {
          moves.append(-1)
          continue
        }
        let place = places[next] ?? keys.count
        if place == keys.count {
          keys.append(next)
          places[next] = place
        }
        moves.append(Int32(place))
      }
      at += 1
    }
    count = keys.count
    kinds = problem.shift.lengths.count * 2
    self.moves = Buffer(moves)
    ends = Buffer(
      keys.map { key in
        Int32(
          problem.belowMinWeight * max(0, contract.minSlots - key.slots)
            + problem.nightWeight * key.nights * key.nights)
      })
    let perShifts = keys.reduce(into: [Int: Int]()) { $0[$1.shifts, default: 0] += 1 }
    reach = Buffer(
      keys.map { key in Int32((0...key.shifts + 1).reduce(0) { $0 + perShifts[$1, default: 0] }) })
  }

  /// The states behind one, by kind of shift; nil where the contract forbids it.
  private static func next(_ key: Key, _ problem: RotaProblem, _ contract: Contract) -> [Key?] {
    problem.shift.lengths.flatMap { length in
      (0...1).map { night in
        let next = Key(shifts: key.shifts + 1, slots: key.slots + length, nights: key.nights + night)
        let isAllowed =
          next.shifts <= contract.maxShifts && next.slots <= contract.maxSlots && length <= contract.maxShiftSlots
        return isAllowed ? next : nil
      }
    }
  }

  /// How many states a contract has; `limit` where it has as many or more.
  static func count(_ problem: RotaProblem, _ contract: Contract, limit: Int) -> Int {
    var known: Set<Key> = [Key()]
    var fresh = [Key()]
    while let key = fresh.popLast(), known.count < limit {
      for case let next? in next(key, problem, contract) where known.insert(next).inserted { fresh.append(next) }
    }
    return min(known.count, limit)
  }
}

/// Numbers that the search reads millions of times: without bounds and reference counts.
final class Buffer<Element> {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    base = .allocate(capacity: max(count, 1))
    base.initialize(from: elements, count: count)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }
}
