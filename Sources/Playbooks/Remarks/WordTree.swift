/// Words that share their beginnings: 面膜 and 面霜 are 面, then one of 膜霜.
struct WordTree {
  /// Whether a word ends here.
  private var isEnd = false
  /// In the order in which the words come, so that the same file always gives the same automaton.
  private var branches: [(letter: Folding.Symbol, tree: WordTree)] = []

  init(_ words: [[Folding.Symbol]]) {
    for word in words { add(word[...]) }
  }

  private init() {}

  private mutating func add(_ word: ArraySlice<Folding.Symbol>) {
    guard let letter = word.first else {
      isEnd = true
      return
    }
    if let index = branches.firstIndex(where: { $0.letter == letter }) {
      branches[index].tree.add(word.dropFirst())
    } else {
      var tree = WordTree()
      tree.add(word.dropFirst())
      branches.append((letter, tree))
    }
  }

  /// The pattern of all its words; there must be one, and none may be empty.
  func pattern(_ folding: inout Folding) throws(PatternError) -> Pattern {
    let last = branches.filter { $0.tree.branches.isEmpty }.map { $0.letter }
    var parts: [Pattern] = []
    if last.count == 1 { parts.append(Pattern(last[0])) }
    if last.count > 1 { parts.append(Pattern(classAt: folding.class(of: last))) }
    for (letter, tree) in branches where !tree.branches.isEmpty {
      let rest = try tree.pattern(&folding)
      parts.append(try Pattern(sequence: [Pattern(letter), tree.isEnd ? Pattern(optional: rest) : rest]))
    }
    return try Pattern(choice: parts)
  }
}
