/// The tree of words, made into an automaton that never goes back.
struct WordTrie {
  private let classes: Int
  /// State × class → state; -1 while nothing is there.
  private(set) var moves: [Int32]
  private(set) var ending: [Int32] = [-1]
  private(set) var shorter: [Int32] = [0]

  init(classes: Int) {
    self.classes = classes
    moves = [Int32](repeating: -1, count: classes)
  }

  /// A word that is there already keeps the place of the first.
  mutating func add(_ spelling: [UInt8], word: Int) {
    var state = 0
    for symbol in spelling {
      let place = state * classes + Int(symbol)
      if moves[place] < 0 {
        moves[place] = Int32(ending.count)
        moves += [Int32](repeating: -1, count: classes)
        ending.append(-1)
        shorter.append(0)
      }
      state = Int(moves[place])
    }
    if ending[state] < 0 { ending[state] = Int32(word) }
  }

  /// Fills every move, breadth first: where a word does not go on, its longest end that another one begins with does.
  mutating func link() {
    var fallback = [Int32](repeating: 0, count: ending.count)
    var queue: [Int32] = []
    for symbol in 0..<classes {
      if moves[symbol] < 0 { moves[symbol] = 0 } else { queue.append(moves[symbol]) }
    }
    var next = 0
    while next < queue.count {
      let state = Int(queue[next])
      next += 1
      let back = Int(fallback[state])
      shorter[state] = ending[back] >= 0 ? Int32(back) : shorter[back]
      for symbol in 0..<classes {
        let place = state * classes + symbol
        let elsewhere = moves[back * classes + symbol]
        if moves[place] < 0 {
          moves[place] = elsewhere
        } else {
          fallback[Int(moves[place])] = elsewhere
          queue.append(moves[place])
        }
      }
    }
  }
}
