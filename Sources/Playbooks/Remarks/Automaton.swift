/// All patterns of a kind of remark in one automaton, which finds the longest match that begins at a position.
///
/// A Thompson construction; its deterministic states are made when a remark first needs them (after RE2's lazy DFA,
/// swtch.com/~rsc/regexp/regexp3.html), so loading costs nothing for rules that no remark touches. Patterns have no
/// loops, so a match is bounded and a whole remark takes time linear in its length.
struct Automaton {
  /// How far the words of one match may stand apart.
  enum Joining: String, CaseIterable {
    /// No separator inside.
    case tight
    /// Spaces, dashes and pictures inside.
    case loose
    /// Those, commas, colons and brackets inside.
    case clause
    /// Any separator inside.
    case across

    fileprivate var reach: Int {
      switch self {
      case .tight: 0
      case .loose: 1
      case .clause: 2
      case .across: 3
      }
    }
  }

  /// Nodes of all patterns together; what is shipped has somewhat more than half of it.
  static let nodeLimit = 400_000
  /// More deterministic states than remarks ever need; beyond it the cache starts afresh, so memory stays bounded.
  static let stateLimit = 6_000
  private static let unknown: Int16 = -1
  private static let dead: Int16 = 0
  private static let start: Int16 = 1

  /// The patterns of each rule, until they are put together.
  private var rules: [[Pattern]] = []
  private var nodeCount = 0
  private var nodes: [Pattern.Node] = []
  private var classes: [[Folding.Symbol]] = []
  private var joinings: [Joining] = []
  private var starts: [Int32] = []
  /// The separators, as the last columns of the table: soft, within a sentence, beyond.
  private static let gaps = [Joining.loose, .clause, .across]
  private var width = 0
  /// What follows the first letter, by that letter: the start has a node for every pattern, too many to walk through for
  /// each letter of the alphabet.
  private var openings: [[Int32]] = []

  private var table: [Int16] = []
  private var accepted: [Int32] = []
  private var members: [[Int32]] = []
  private var known: [[Int32]: Int16] = [:]
  private var seen: [Int32] = []
  private var round: Int32 = 0
  /// Table steps taken so far; tests compare them to show that time is linear.
  private(set) var steps = 0

  /// Adds a rule; of matches of equal length the rule added first wins. False when there would be too many nodes.
  mutating func add(_ patterns: [Pattern], _ joining: Joining) -> Bool {
    let size = patterns.reduce(1) { $0 + $1.nodes.count }
    guard nodeCount + size <= Self.nodeLimit, joinings.count < Int16.max else { return false }
    nodeCount += size
    joinings.append(joining)
    rules.append(patterns)
    return true
  }

  /// Must be called once, after the last rule.
  mutating func finish(_ folding: Folding) {
    nodes.reserveCapacity(nodeCount)
    for (rule, patterns) in rules.enumerated() { place(patterns, Int16(rule)) }
    rules = []
    classes = folding.classes
    width = folding.alphabet + Self.gaps.count
    seen = [Int32](repeating: 0, count: nodes.count)
    openings = [[Int32]](repeating: [], count: folding.alphabet)
    round += 1
    var first: [Int32] = []
    for start in starts { close(start, &first) }
    for index in first {
      let node = nodes[Int(index)]
      switch node.kind {
      case .letter: openings[Int(node.letter)].append(node.next)
      case .oneOf: for symbol in classes[Int(node.letter)] { openings[Int(symbol)].append(node.next) }
      case .any: for symbol in openings.indices { openings[symbol].append(node.next) }
      case .split, .accept: break
      }
    }
    reset()
  }

  private mutating func place(_ patterns: [Pattern], _ rule: Int16) {
    let end = Int32(nodes.count)
    var accept = Pattern.Node(.accept)
    accept.rule = rule
    nodes.append(accept)
    for pattern in patterns {
      starts.append(Int32(nodes.count))
      for var node in pattern.nodes {
        let place = Int32(nodes.count)
        node.rule = rule
        node.next = node.next == Pattern.exit ? end : place + node.next
        node.other = node.other == Pattern.exit ? end : place + node.other
        nodes.append(node)
      }
    }
  }

  /// The longest match that begins at `position` and ends within `limit`, or nil. `end` is behind its last letter.
  mutating func longestMatch(
    _ symbols: [Folding.Symbol], at position: Int, limit: Int
  ) -> (rule: Int, end: Int)? {
    var state = Self.start
    var best: (rule: Int, end: Int)?
    var index = position
    while index < limit {
      let symbol = symbols[index]
      let column = symbol < Folding.soft ? Int(symbol) : width - Folding.reach(symbol)
      steps += 1
      var target = table[Int(state) * width + column]
      if target == Self.unknown { target = step(&state, column) }
      if target == Self.dead { break }
      state = target
      index += 1
      let rule = accepted[Int(state)]
      if rule >= 0, symbol < Folding.soft { best = (Int(rule), index) }
    }
    return best
  }

  private mutating func step(_ state: inout Int16, _ column: Int) -> Int16 {
    if members.count >= Self.stateLimit {
      let current = members[Int(state)]
      reset()
      // The start has no members of its own.
      state = state == Self.start ? Self.start : intern(current)
    }
    round += 1
    var reached: [Int32] = []
    if state == Self.start {
      if column < openings.count { for next in openings[column] { close(next, &reached) } }
    } else {
      for node in members[Int(state)] { advance(node, column, &reached) }
    }
    let target = intern(reached.sorted())
    table[Int(state) * width + column] = target
    return target
  }

  private mutating func advance(_ index: Int32, _ column: Int, _ reached: inout [Int32]) {
    let node = nodes[Int(index)]
    let isMet: Bool
    switch node.kind {
    case .letter: isMet = Int(node.letter) == column
    case .oneOf: isMet = column < openings.count && classes[Int(node.letter)].contains(Folding.Symbol(column))
    case .any: isMet = column < openings.count
    case .split, .accept: return
    }
    if isMet {
      close(node.next, &reached)
    } else if column >= openings.count, node.kind != .any, crosses(node, column) {
      reached.append(index)
    }
  }

  private func crosses(_ node: Pattern.Node, _ column: Int) -> Bool {
    joinings[Int(node.rule)].reach >= Self.gaps[column - openings.count].reach
  }

  /// Adds `node` and what is reachable from it without a letter.
  private mutating func close(_ node: Int32, _ reached: inout [Int32]) {
    var pending = [node]
    while let current = pending.popLast() {
      guard seen[Int(current)] != round else { continue }
      seen[Int(current)] = round
      let node = nodes[Int(current)]
      if node.kind == .split {
        pending.append(node.next)
        pending.append(node.other)
      } else {
        reached.append(current)
      }
    }
  }

  private mutating func intern(_ set: [Int32]) -> Int16 {
    if set.isEmpty { return Self.dead }
    if let state = known[set] { return state }
    let state = Int16(members.count)
    known[set] = state
    addState(set)
    var rule = Int32(-1)
    for index in set where nodes[Int(index)].kind == .accept {
      let found = Int32(nodes[Int(index)].rule)
      if rule < 0 || found < rule { rule = found }
    }
    accepted[Int(state)] = rule
    return state
  }

  private mutating func addState(_ set: [Int32]) {
    members.append(set)
    accepted.append(-1)
    table.append(contentsOf: repeatElement(Self.unknown, count: width))
  }

  /// Forgets all states but the dead one and the start.
  private mutating func reset() {
    table = [Int16](repeating: Self.dead, count: width)
    accepted = [-1]
    members = [[]]
    known = [:]
    addState([])
  }
}
