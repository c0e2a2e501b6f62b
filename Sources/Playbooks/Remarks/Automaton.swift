/// All patterns of a rule file in one automaton, which finds the longest match that begins at a position.
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
    /// Any separator inside.
    case across
  }

  private enum Node {
    case letter(Folding.Symbol, next: Int32)
    case oneOf([Folding.Symbol], next: Int32)
    case any(next: Int32)
    case split(Int32, Int32)
    case accept
  }

  /// More deterministic states than remarks ever need; beyond it the cache starts afresh, so memory stays bounded.
  static let stateLimit = 6_000
  private static let unknown: Int32 = -1
  private static let dead: Int32 = 0
  private static let start: Int32 = 1

  private var nodes: [Node] = []
  private var ruleOfNode: [Int32] = []
  private var joinings: [Joining] = []
  private var starts: [Int32] = []
  private var width = 0

  private var table: [Int32] = []
  private var accepted: [Int32] = []
  private var members: [[Int32]] = []
  private var known: [[Int32]: Int32] = [:]
  private var seen: [Int32] = []
  private var round: Int32 = 0
  /// Table steps taken so far; tests compare them to show that time is linear.
  private(set) var steps = 0

  /// Adds a rule; of matches of equal length the rule added first wins.
  mutating func add(_ patterns: [Pattern], _ joining: Joining) {
    let rule = Int32(joinings.count)
    joinings.append(joining)
    let end = append(.accept, rule)
    for pattern in patterns { starts.append(build(pattern, before: end, rule)) }
  }

  /// Must be called once, after the last rule. `alphabet` is the number of letter symbols.
  mutating func finish(alphabet: Int) {
    width = alphabet + 2
    seen = [Int32](repeating: 0, count: nodes.count)
    reset()
  }

  private mutating func append(_ node: Node, _ rule: Int32) -> Int32 {
    nodes.append(node)
    ruleOfNode.append(rule)
    return Int32(nodes.count - 1)
  }

  private mutating func build(_ pattern: Pattern, before next: Int32, _ rule: Int32) -> Int32 {
    switch pattern {
    case .letter(let symbol): return append(.letter(symbol, next: next), rule)
    case .oneOf(let symbols): return append(.oneOf(symbols, next: next), rule)
    case .gap(let least, let most):
      var entry = next
      for count in stride(from: most, to: 0, by: -1) {
        let step = append(.any(next: entry), rule)
        entry = count > least ? append(.split(step, next), rule) : step
      }
      return entry
    case .sequence(let parts):
      return parts.reversed().reduce(next) { build($1, before: $0, rule) }
    case .choice(let parts):
      var entry = build(parts[parts.count - 1], before: next, rule)
      for part in parts.dropLast().reversed() {
        let branch = build(part, before: next, rule)
        entry = append(.split(branch, entry), rule)
      }
      return entry
    case .optional(let part):
      let branch = build(part, before: next, rule)
      return append(.split(branch, next), rule)
    }
  }

  /// The longest match that begins at `position`, or nil. `end` is behind its last letter.
  mutating func longestMatch(_ symbols: [Folding.Symbol], at position: Int) -> (rule: Int, end: Int)? {
    var state = Self.start
    var best: (rule: Int, end: Int)?
    var index = position
    while index < symbols.count {
      let symbol = symbols[index]
      let column =
        symbol < Folding.soft ? Int(symbol) : symbol == Folding.soft ? width - 2 : width - 1
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

  private mutating func step(_ state: inout Int32, _ column: Int) -> Int32 {
    if members.count >= Self.stateLimit {
      let current = members[Int(state)]
      reset()
      state = state == Self.start ? Self.start : intern(current)
    }
    round += 1
    var reached: [Int32] = []
    for node in members[Int(state)] {
      switch nodes[Int(node)] {
      case .letter(let symbol, let next):
        if column >= width - 2 {
          if crosses(node, column) { reached.append(node) }
        } else if Int(symbol) == column {
          close(next, &reached)
        }
      case .oneOf(let symbols, let next):
        if column >= width - 2 {
          if crosses(node, column) { reached.append(node) }
        } else if symbols.contains(Folding.Symbol(column)) {
          close(next, &reached)
        }
      case .any(let next):
        if column < width - 2 { close(next, &reached) }
      case .split, .accept: break
      }
    }
    let target = intern(reached.sorted())
    table[Int(state) * width + column] = target
    return target
  }

  private func crosses(_ node: Int32, _ column: Int) -> Bool {
    switch joinings[Int(ruleOfNode[Int(node)])] {
    case .tight: false
    case .loose: column == width - 2
    case .across: true
    }
  }

  /// Adds `node` and what is reachable from it without a letter.
  private mutating func close(_ node: Int32, _ reached: inout [Int32]) {
    var pending = [node]
    while let current = pending.popLast() {
      guard seen[Int(current)] != round else { continue }
      seen[Int(current)] = round
      if case .split(let left, let right) = nodes[Int(current)] {
        pending.append(left)
        pending.append(right)
      } else {
        reached.append(current)
      }
    }
  }

  private mutating func intern(_ set: [Int32]) -> Int32 {
    if set.isEmpty { return Self.dead }
    if let state = known[set] { return state }
    let state = Int32(members.count)
    known[set] = state
    members.append(set)
    table.append(contentsOf: repeatElement(Self.unknown, count: width))
    var rule = Int32(-1)
    for node in set {
      if case .accept = nodes[Int(node)], rule < 0 || ruleOfNode[Int(node)] < rule { rule = ruleOfNode[Int(node)] }
    }
    accepted.append(rule)
    return state
  }

  private mutating func reset() {
    table = [Int32](repeating: Self.dead, count: width)
    accepted = [-1]
    members = [[]]
    known = [:]
    round += 1
    var reached: [Int32] = []
    for start in starts { close(start, &reached) }
    _ = intern(reached.sorted())
  }
}
