/// A compiled pattern: a piece of an automaton that can be written into others by copying it.
///
/// A small regular subset without loops, so that matching is linear and cannot run away. Words are written into each
/// other, so a short text may stand for a pattern without end: the size is known before anything of it is built.
struct Pattern {
  struct Node {
    enum Kind: UInt8 { case letter, oneOf, any, split, accept }

    /// Where the match goes on, counted from this node; `Pattern.exit` for the end of the pattern.
    var next: Int32
    /// The other way of a split.
    var other: Int32
    /// The symbol of a letter; the index of a class of letters.
    let letter: UInt16
    /// The rule of which the node is part, once it stands in an automaton.
    var rule: Int16 = 0
    let kind: Kind

    init(_ kind: Kind, letter: UInt16 = 0, next: Int32 = Pattern.exit, other: Int32 = Pattern.exit) {
      self.kind = kind
      self.letter = letter
      self.next = next
      self.other = other
    }
  }

  static let exit = Int32.max
  /// Nodes of one pattern; the largest that is shipped has about a tenth of it.
  static let sizeLimit = 30_000

  /// The first is the entry.
  private(set) var nodes: [Node]
  /// The fewest letters that it matches.
  let least: Int

  /// One letter.
  init(_ symbol: Folding.Symbol) {
    nodes = [Node(.letter, letter: symbol)]
    least = 1
  }

  /// Its letters, where it is a plain word.
  var literal: [Folding.Symbol]? {
    nodes.allSatisfy { $0.kind == .letter } ? nodes.map { $0.letter } : nil
  }

  /// One letter of a class.
  init(classAt index: UInt16) {
    nodes = [Node(.oneOf, letter: index)]
    least = 1
  }

  /// Between `least` and `most` letters of any kind; never a separator.
  init(least: Int, most: Int) {
    nodes = []
    for count in 0..<most {
      if count >= least { nodes.append(Node(.split, next: 1)) }
      nodes.append(Node(.any, next: count + 1 < most ? 1 : Self.exit))
    }
    self.least = least
  }

  /// One of `parts` behind the other.
  init(sequence parts: [Pattern]) throws(PatternError) {
    if parts.count == 1 {
      self = parts[0]
      return
    }
    least = parts.reduce(0) { $0 + $1.least }
    nodes = try Self.space(for: parts)
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      isLast ? nodes.append(contentsOf: part.nodes) : append(part, exitTo: Int32(nodes.count + part.nodes.count))
    }
  }

  /// Either of `parts`.
  init(choice parts: [Pattern]) throws(PatternError) {
    if parts.count == 1 {
      self = parts[0]
      return
    }
    nodes = try Self.space(for: parts)
    for part in parts.dropLast() {
      nodes.append(Node(.split, next: 1, other: Int32(part.nodes.count + 1)))
      nodes.append(contentsOf: part.nodes)
    }
    nodes.append(contentsOf: parts[parts.count - 1].nodes)
    least = parts.map { $0.least }.min() ?? 0
  }

  init(optional part: Pattern) {
    nodes = [Node(.split, next: 1)] + part.nodes
    least = 0
  }

  /// An empty list with room for `parts`. Each of them is within the limit and a text is short, so nothing overflows.
  private static func space(for parts: [Pattern]) throws(PatternError) -> [Node] {
    let size = parts.reduce(parts.count) { $0 + $1.nodes.count }
    guard size <= sizeLimit else {
      throw PatternError(zh: "展开后超过 \(sizeLimit) 个节点", en: "spelt out it has more than \(sizeLimit) nodes")
    }
    var nodes: [Node] = []
    nodes.reserveCapacity(size)
    return nodes
  }

  private mutating func append(_ part: Pattern, exitTo target: Int32) {
    for var node in part.nodes {
      let way = target - Int32(nodes.count)
      if node.next == Self.exit { node.next = way }
      if node.kind == .split, node.other == Self.exit { node.other = way }
      nodes.append(node)
    }
  }
}

/// Why a pattern is outside the subset.
struct PatternError: Error {
  let zh: String
  let en: String
}
