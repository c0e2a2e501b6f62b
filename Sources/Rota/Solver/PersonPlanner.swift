import Glibc

/// Finds the best plan of one person while all others stay. It is exact: the slots' costs add up, and one person changes
/// each by its margin alone, so that a plan is a shortest path over the starts of shifts and the contract's states.
final class PersonPlanner {
  struct Plan {
    /// In the order of their starts, the fixed ones among them.
    let shifts: [RotaShift]
    /// What they cost beside the work: wishes, nights, hours below the contract's, changes.
    let own: Int32
  }

  private let people: [PersonOptions]
  private let steps: Int
  private let slots: Int
  private let rules: Buffer<RotaProblem.Break>
  /// By length, and one more: where its breaks begin.
  private let ruleStarts: Buffer<Int32>
  /// Added to the costs to shake a plan (`heat`): minus the logarithm of an exponential variate (Gumbel), by which the
  /// cheapest of many is drawn as if by its Boltzmann weight.
  private let noise: Buffer<Float>
  private static let noiseCount = 8_192

  // What one call works on.
  private let prefix: Buffer<Int32>
  private let margins: Buffer<Int32>
  private let costs: Buffer<Int32>
  /// By step and state: the cheapest plan whose rest ends then, and its last node.
  private let arrivals: Buffer<Int32>
  private let arrivalNodes: Buffer<Int32>
  /// By step: how many states may be reached by then.
  private let reached: Buffer<Int32>
  private let current: Buffer<Int32>
  private let currentNodes: Buffer<Int32>
  /// The chains of shifts: each node's option, and the node before it.
  private let nodeOptions: Buffer<Int32>
  private let nodesBefore: Buffer<Int32>
  private let width: Int

  init(_ problem: RotaProblem, repair: RotaRepair? = nil) {
    var tables: [ContractStates.Contract: ContractStates] = [:]
    people = problem.agents.enumerated().map { index, agent in
      let contract = ContractStates.Contract(agent)
      let states = tables[contract] ?? ContractStates(problem, contract)
      tables[contract] = states
      return PersonOptions(problem, agent: index, states, repair)
    }
    steps = PersonOptions.steps(problem)
    slots = problem.slots
    width = people.map(\.states.count).max() ?? 1
    let most = people.map(\.options.count).max() ?? 0
    rules = Buffer(problem.shift.breaks.flatMap { $0 })
    var starts: [Int32] = [0]
    for list in problem.shift.breaks { starts.append((starts.last ?? 0) + Int32(list.count)) }
    ruleStarts = Buffer(starts)
    var random = SearchRandom(seed: 20_261_111)
    noise = Buffer((0..<Self.noiseCount).map { _ in Float(-log(-log(random.unit() * 0.999_999 + 1e-9))) })
    func empty(_ count: Int) -> Buffer<Int32> { Buffer([Int32](repeating: 0, count: count)) }
    prefix = empty(slots + 1)
    margins = empty(slots)
    costs = empty(most)
    arrivals = empty((steps + 1) * width)
    arrivalNodes = empty((steps + 1) * width)
    reached = empty(steps + 1)
    current = empty(width)
    currentNodes = empty(width)
    nodeOptions = empty(most * width + 1)
    nodesBefore = empty(most * width + 1)
  }

  /// The cheapest plan of somebody who is not on duty in `coverage`. With `heat` the costs of the shifts are shaken by
  /// about as much, from the place `shake` of the noise on.
  func best(
    _ agent: Int, _ coverage: borrowing Coverage, island: Int, _ lanes: Coverage.Lanes, heat: Float = 0, shake: Int = 0
  ) -> Plan {
    let person = people[agent]
    // What lies before the first start is not looked at: of a repair that is half.
    let first = person.options.count > 0 ? Int(person.options.base[0].start) : slots
    coverage.margins(island: island, lanes, from: first, into: margins.base)
    prefix.base[first] = 0
    for slot in first..<slots { prefix.base[slot &+ 1] = prefix.base[slot] &+ margins.base[slot] }
    price(person, heat, shake)
    let end = shortest(person)
    return plan(agent, person, end)
  }

  /// The cost of each shift, with its breaks where they save the most.
  private func price(_ person: PersonOptions, _ heat: Float, _ shake: Int) {
    let (options, costs, prefix, ruleStarts) = (person.options.base, costs.base, prefix.base, ruleStarts.base)
    for place in 0..<person.options.count {
      let option = options[place]
      let start = Int(option.start)
      var cost = option.own &+ prefix[start &+ Int(option.length)] &- prefix[start]
      let length = Int(option.kind) / 2
      for rule in Int(ruleStarts[length])..<Int(ruleStarts[length + 1]) {
        cost &-= dearest(rules.base[rule], start).cost
      }
      if heat > 0 { cost &-= Int32(heat * noise.base[(shake &+ place) & (Self.noiseCount - 1)]) }
      costs[place] = cost
    }
  }

  /// Where a break saves the most.
  @inline(__always)
  private func dearest(_ rule: RotaProblem.Break, _ start: Int) -> (at: Int, cost: Int32) {
    let prefix = prefix.base
    var at = start &+ rule.window.lowerBound
    let last = start &+ rule.window.upperBound
    var found = (at: at, cost: Int32.min)
    while at <= last {
      let cost = prefix[at &+ rule.length] &- prefix[at]
      if cost > found.cost { found = (at, cost) }
      at &+= 1
    }
    return found
  }

  private static let never = Int32.max / 2

  /// Goes over the steps with the cheapest plan for each state; returns the last node of the best, -1 for no shift.
  private func shortest(_ person: PersonOptions) -> Int32 {
    let (options, firsts, costs) = (person.options.base, person.firsts.base, costs.base)
    let states = person.states
    let (moves, ends, reach, kinds) = (states.moves.base, states.ends.base, states.reach.base, states.kinds)
    let (arrivals, arrivalNodes, reached) = (arrivals.base, arrivalNodes.base, reached.base)
    let (current, currentNodes) = (current.base, currentNodes.base)
    let (nodeOptions, nodesBefore, steps, width) = (nodeOptions.base, nodesBefore.base, steps, width)
    for step in 0...steps { reached[step] = 0 }
    for state in 0...person.startState { current[state] = Self.never }
    current[person.startState] = 0
    currentNodes[person.startState] = -1
    var known = person.startState + 1
    // The first node is the end of the best plan.
    var nodes: Int32 = 1
    var least = ends[person.startState]
    var end: Int32 = -1
    for step in 0..<steps {
      // Those whose rest ends here.
      let arrived = Int(reached[step])
      while known < arrived {
        current[known] = Self.never
        known &+= 1
      }
      var state = 0
      while state < arrived {
        if arrivals[step &* width &+ state] < current[state] {
          current[state] = arrivals[step &* width &+ state]
          currentNodes[state] = arrivalNodes[step &* width &+ state]
        }
        state &+= 1
      }
      var place = Int(firsts[step])
      let last = Int(firsts[step + 1])
      while place < last {
        let next = Int(options[place].next)
        let kind = Int(options[place].kind)
        let cost = costs[place]
        var state = 0
        if next < steps {
          let row = next &* width
          let far = reach[known &- 1]
          while reached[next] < far {
            arrivals[row &+ Int(reached[next])] = Self.never
            reached[next] &+= 1
          }
          while state < known {
            let to = moves[state &* kinds &+ kind]
            let total = current[state] &+ cost
            if to >= 0, current[state] < Self.never {
              if total < arrivals[row &+ Int(to)] {
                arrivals[row &+ Int(to)] = total
                arrivalNodes[row &+ Int(to)] = nodes
                nodeOptions[Int(nodes)] = Int32(truncatingIfNeeded: place)
                nodesBefore[Int(nodes)] = currentNodes[state]
                nodes &+= 1
              }
              if total &+ ends[Int(to)] < least {
                least = total &+ ends[Int(to)]
                nodeOptions[0] = Int32(truncatingIfNeeded: place)
                nodesBefore[0] = currentNodes[state]
                end = 0
              }
            }
            state &+= 1
          }
        } else {
          // Nothing can follow it: the plan ends here.
          while state < known {
            let to = moves[state &* kinds &+ kind]
            if to >= 0, current[state] < Self.never, current[state] &+ cost &+ ends[Int(to)] < least {
              least = current[state] &+ cost &+ ends[Int(to)]
              nodeOptions[0] = Int32(truncatingIfNeeded: place)
              nodesBefore[0] = currentNodes[state]
              end = 0
            }
            state &+= 1
          }
        }
        place &+= 1
      }
    }
    return end
  }

  private func plan(_ agent: Int, _ person: PersonOptions, _ end: Int32) -> Plan {
    let states = person.states
    var chain: [PersonOptions.Option] = []
    var node = end
    while node >= 0 {
      chain.append(person.options.base[Int(nodeOptions.base[Int(node)])])
      node = nodesBefore.base[Int(node)]
    }
    var shifts = person.fixed
    var own = person.base
    var state = person.startState
    for option in chain.reversed() {
      let rules = Int(ruleStarts.base[Int(option.kind) / 2])..<Int(ruleStarts.base[Int(option.kind) / 2 + 1])
      shifts.append(
        RotaShift(
          agent: agent, start: Int(option.start), length: Int(option.length),
          breaks: rules.map { rule in
            let at = dearest(self.rules.base[rule], Int(option.start)).at
            return at..<at + self.rules.base[rule].length
          }))
      own &+= option.own
      state = Int(states.moves.base[state * states.kinds + Int(option.kind)])
    }
    return Plan(shifts: shifts, own: own &+ states.ends.base[state])
  }

  /// A given plan as the search keeps it. Its shifts must be such as the person may work.
  func plan(_ agent: Int, _ shifts: [RotaShift]) -> Plan {
    let person = people[agent]
    let states = person.states
    let fixed = Set(person.fixed.map(ShiftKey.init))
    var kept = person.fixed
    var own = person.base
    var state = person.startState
    for shift in shifts.sorted(by: { $0.start < $1.start }) where !fixed.contains(ShiftKey(shift)) {
      guard
        let place = (0..<person.options.count).first(where: {
          person.options.base[$0].start == shift.start && person.options.base[$0].length == shift.length
        })
      else { continue }
      let option = person.options.base[place]
      let next = states.moves.base[state * states.kinds + Int(option.kind)]
      guard next >= 0 else { continue }
      state = Int(next)
      own &+= option.own
      kept.append(shift)
    }
    return Plan(shifts: kept, own: own &+ states.ends.base[state])
  }
}
