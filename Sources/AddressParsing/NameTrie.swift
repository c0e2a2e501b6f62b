/// All names of divisions, letter by letter. A node is a small number; the edges stand in one open hash table, which is
/// quicker to fill at the start of a program than a minimal automaton and as quick to follow.
struct NameTrie: @unchecked Sendable {
  /// A bearer of a name: which entry of the table, and which kind of name it is for it.
  struct Bearer {
    let entry: Int32
    let form: Form
    fileprivate let next: Int32
  }

  enum Form: UInt8 {
    case full
    case short
  }

  private static let firstLetter: UInt32 = 0x4E00
  private static let letters: UInt32 = 0x5200
  private static let slots = 1 << 16
  /// Two thirds of the slots: more names than that need a larger table.
  private static let mostNodes = 43_000

  // Written only while the table of divisions is made; never freed, as the table lives as long as the program.
  private let roots: UnsafeMutablePointer<UInt16>
  /// A key of node and letter, and the node it leads to.
  private let edges: UnsafeMutablePointer<(key: UInt32, target: UInt32)>
  private let firstBearer: UnsafeMutablePointer<Int32>
  private let bearers: UnsafeMutablePointer<Bearer>
  private let mostBearers: Int
  private var nodeCount = 1
  private var bearerCount = 0

  init(mostBearers: Int) {
    roots = .allocate(capacity: Int(Self.letters))
    roots.initialize(repeating: 0, count: Int(Self.letters))
    edges = .allocate(capacity: Self.slots)
    edges.initialize(repeating: (0, 0), count: Self.slots)
    firstBearer = .allocate(capacity: Self.mostNodes)
    firstBearer.initialize(repeating: -1, count: Self.mostNodes)
    bearers = .allocate(capacity: mostBearers)
    self.mostBearers = mostBearers
  }

  /// Adds a name, given in UTF-8.
  mutating func insert(_ name: UnsafeBufferPointer<UInt8>, entry: Int32, form: Form) {
    var node: UInt16 = 0
    var at = 0
    while at < name.count {
      let letter = UTF8Letters.next(name, &at)
      guard let next = node == 0 ? openRoot(letter) : openEdge(node, letter) else { return }
      node = next
    }
    guard node != 0, bearerCount < mostBearers else { return }
    bearers.advanced(by: bearerCount)
      .initialize(to: Bearer(entry: entry, form: form, next: firstBearer[Int(node)]))
    firstBearer[Int(node)] = Int32(bearerCount)
    bearerCount += 1
  }

  /// The node of a first letter; 0 when no name begins with it.
  @inline(__always)
  func root(_ letter: UInt32) -> UInt16 {
    let index = letter &- Self.firstLetter
    return index < Self.letters ? roots[Int(index)] : 0
  }

  /// The node one letter further; 0 when no name goes on like that.
  @inline(__always)
  func step(_ node: UInt16, _ letter: UInt32) -> UInt16 {
    let index = letter &- Self.firstLetter
    guard index < Self.letters else { return 0 }
    let key = UInt32(node) << 16 | index + 1
    var slot = Self.slot(key)
    while edges[slot].key != 0 {
      if edges[slot].key == key { return UInt16(truncatingIfNeeded: edges[slot].target) }
      slot = (slot + 1) & (Self.slots - 1)
    }
    return 0
  }

  func isName(_ node: UInt16) -> Bool { firstBearer[Int(node)] >= 0 }

  func eachBearer(of node: UInt16, _ body: (Bearer) -> Void) {
    var index = firstBearer[Int(node)]
    while index >= 0 {
      let bearer = bearers[Int(index)]
      body(bearer)
      index = bearer.next
    }
  }

  /// Whether there was room for every name.
  var isComplete: Bool { nodeCount < Self.mostNodes && bearerCount < mostBearers }

  func isOnlyBearer(_ node: UInt16) -> Bool {
    let first = firstBearer[Int(node)]
    return first >= 0 && bearers[Int(first)].next < 0
  }

  func hasBearer(_ node: UInt16, where predicate: (Bearer) -> Bool) -> Bool {
    var index = firstBearer[Int(node)]
    while index >= 0 {
      let bearer = bearers[Int(index)]
      if predicate(bearer) { return true }
      index = bearer.next
    }
    return false
  }

  /// The names that begin at a place, shortest first, until one is accepted.
  func firstName(
    in text: Text, at start: Int, where predicate: (_ node: UInt16, _ end: Int) -> Bool
  ) -> Bool {
    var node = root(text[start])
    var end = start + 1
    while node != 0 {
      if isName(node), predicate(node, end) { return true }
      guard end < text.count else { return false }
      node = step(node, text[end])
      end += 1
    }
    return false
  }

  private static func slot(_ key: UInt32) -> Int { Int((key &* 2_654_435_769) >> 16) }

  private mutating func newNode() -> UInt16? {
    guard nodeCount < Self.mostNodes else { return nil }
    defer { nodeCount += 1 }
    return UInt16(nodeCount)
  }

  private mutating func openRoot(_ letter: UInt32) -> UInt16? {
    let index = letter &- Self.firstLetter
    guard index < Self.letters else { return nil }
    if roots[Int(index)] == 0 {
      guard let node = newNode() else { return nil }
      roots[Int(index)] = node
    }
    return roots[Int(index)]
  }

  private mutating func openEdge(_ node: UInt16, _ letter: UInt32) -> UInt16? {
    let known = step(node, letter)
    if known != 0 { return known }
    let index = letter &- Self.firstLetter
    guard index < Self.letters, let target = newNode() else { return nil }
    let key = UInt32(node) << 16 | index + 1
    var slot = Self.slot(key)
    while edges[slot].key != 0 { slot = (slot + 1) & (Self.slots - 1) }
    edges[slot] = (key, UInt32(target))
    return target
  }
}
