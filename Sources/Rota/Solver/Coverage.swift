/// Who is on duty in each slot, and what that costs. People with several skills serve where they are worth most: serving
/// the tiers in falling weight, each up to the smallest Hall slack over the sets of skills that contain it, is exact,
/// because what can be served is a polymatroid (J. Edmonds, 1970).
struct Coverage {
  /// One lane for each set of an island's skills: how many people on duty have one of them.
  typealias Lanes = SIMD16<Int16>

  private struct Tier {
    var units: Int16 = 0
    var skill: Int16 = 0
    /// What serving one saves: the shortage, and somebody who would be idle.
    var value: Int32 = 0
  }

  let slots: Int
  /// Islands times slots: all arrays have this shape.
  let cells: Int
  private let idle: Int32
  private let tiersPerCell: Int
  private let tiers: [Tier]
  /// The cost of a cell with nobody on duty.
  private let base: [Int32]
  /// The lanes of each skill of an island: all bits set where the set contains it; and the same for the others, as a
  /// number that no smallest slack can be.
  private let contains: [Lanes]
  private let others: [Lanes]
  private var present: [Lanes]
  private var costs: [Int32]
  private var savedPresent: [Lanes]
  private var savedCosts: [Int32]

  init(_ problem: RotaProblem, _ islands: SkillIslands) {
    slots = problem.slots
    cells = islands.skills.count * problem.slots
    idle = Int32(problem.idleWeight)
    contains = (0..<SkillIslands.mostSkills).map { skill in
      var lanes = Lanes()
      for set in 0..<16 where set & (1 << skill) != 0 { lanes[set] = -1 }
      return lanes
    }
    others = contains.map { ~$0 & Lanes(repeating: Int16.max) }
    var lists: [[Tier]] = []
    for island in islands.skills {
      for slot in 0..<problem.slots { lists.append(Self.tiers(problem, island, slot, idle)) }
    }
    let width = lists.map(\.count).max() ?? 0
    tiersPerCell = width
    tiers = lists.flatMap { list in list + [Tier](repeating: Tier(), count: width - list.count) }
    let idle = idle
    base = lists.map { list in list.reduce(0) { $0 + Int32($1.units) * ($1.value - idle) } }
    present = [Lanes](repeating: Lanes(), count: cells)
    costs = base
    savedPresent = present
    savedCosts = costs
  }

  private static func tiers(_ problem: RotaProblem, _ island: [Int], _ slot: Int, _ idle: Int32) -> [Tier] {
    var tiers: [Tier] = []
    for (place, skill) in island.enumerated() {
      for (units, weight) in problem.tierUnits(skill: skill, slot: slot) where units > 0 {
        tiers.append(Tier(units: Int16(units), skill: Int16(place), value: Int32(weight) + idle))
      }
    }
    return tiers.sorted { $0.value > $1.value }
  }

  /// The lanes that somebody with these of an island's skills adds to.
  static func lanes(of skills: [Int], in island: [Int]) -> Lanes {
    let own = island.indices.filter { skills.contains(island[$0]) }.reduce(0) { $0 | 1 << $1 }
    var lanes = Lanes()
    for set in 1..<16 where set & own != 0 { lanes[set] = 1 }
    return lanes
  }

  var total: Int { costs.reduce(0) { $0 + Int($1) } }

  /// What a cell costs with these people. The last lane counts everybody.
  @inline(__always)
  private func cost(_ cell: Int, _ people: Lanes) -> Int32 {
    var slack = people
    var total = base[cell] &+ idle &* Int32(people[15])
    let first = cell &* tiersPerCell
    for place in first..<first &+ tiersPerCell {
      let tier = tiers[place]
      let skill = Int(tier.skill)
      let served = min(tier.units, Self.least(slack | others[skill]))
      total &-= Int32(served) &* tier.value
      slack &-= Lanes(repeating: served) & contains[skill]
    }
    return total
  }

  /// The smallest lane, half against half: the generic `min()` looks at one lane after another.
  @inline(__always)
  private static func least(_ lanes: Lanes) -> Int16 {
    let eight = pointwiseMin(lanes.lowHalf, lanes.highHalf)
    let four = pointwiseMin(eight.lowHalf, eight.highHalf)
    let two = pointwiseMin(four.lowHalf, four.highHalf)
    return min(two.x, two.y)
  }

  /// What one more such person would change, slot by slot, from `start` on.
  func margins(island: Int, _ lanes: Lanes, from start: Int, into margins: UnsafeMutablePointer<Int32>) {
    let first = island * slots
    for slot in start..<slots {
      let cell = first &+ slot
      margins[slot] = cost(cell, present[cell] &+ lanes) &- costs[cell]
    }
  }

  /// Adds such people to a slot, or takes them away with negative lanes; returns the change of cost.
  @inline(__always)
  mutating func change(island: Int, slot: Int, by lanes: Lanes) -> Int32 {
    let cell = island &* slots &+ slot
    present[cell] &+= lanes
    let cost = cost(cell, present[cell])
    defer { costs[cell] = cost }
    return cost &- costs[cell]
  }

  /// Keeps the present state, to come back to it.
  mutating func save() {
    for cell in 0..<cells {
      savedPresent[cell] = present[cell]
      savedCosts[cell] = costs[cell]
    }
  }

  mutating func restore() {
    for cell in 0..<cells {
      present[cell] = savedPresent[cell]
      costs[cell] = savedCosts[cell]
    }
  }
}
