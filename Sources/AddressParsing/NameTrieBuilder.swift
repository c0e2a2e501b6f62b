/// Collects the names while the data files are read. Nodes get numbers as they come; the edges stand in one open hash
/// table, which is quick to fill at the start of a program.
struct NameTrieBuilder {
  private static let slots = 1 << 16
  /// Two thirds of the slots: more names than that need a larger table.
  private static let mostNodes = 43_000

  /// A key of node and letter, and the node it leads to; 0 is free.
  private var keys = [UInt32](repeating: 0, count: slots)
  private var targets = [UInt16](repeating: 0, count: slots)
  /// The node above each node, and the letter between them; node 0 stands above the first letters.
  private var parents: [UInt16] = [0]
  private var letters: [UInt16] = [0]
  private var bearers: [(node: UInt16, bearer: NameTrie.Bearer)] = []
  private var isComplete = true

  init() {
    parents.reserveCapacity(Self.mostNodes)
    letters.reserveCapacity(Self.mostNodes)
    bearers.reserveCapacity(16_000)
  }

  /// Adds a name, given in UTF-8. A name with a letter that no Chinese place has is left out.
  mutating func insert(_ name: UnsafeBufferPointer<UInt8>, entry: Int32, form: NameTrie.Form) {
    var node: UInt16 = 0
    var at = 0
    while at < name.count {
      let letter = UTF8Letters.next(name, &at)
      guard letter &- NameTrie.firstLetter < NameTrie.letterCount else { return }
      guard let next = child(of: node, UInt16(letter)) else {
        isComplete = false
        return
      }
      node = next
    }
    guard node != 0 else { return }
    bearers.append((node, NameTrie.Bearer(entry: entry, form: form)))
  }

  private mutating func child(of node: UInt16, _ letter: UInt16) -> UInt16? {
    let key = UInt32(node) << 16 | UInt32(letter)
    var slot = Int((key &* 2_654_435_769) >> 16)
    while keys[slot] != 0 {
      if keys[slot] == key { return targets[slot] }
      slot = (slot + 1) & (Self.slots - 1)
    }
    guard parents.count < Self.mostNodes else { return nil }
    let made = UInt16(parents.count)
    parents.append(node)
    letters.append(letter)
    keys[slot] = key
    targets[slot] = made
    return made
  }

  /// The finished trie, in memory that is never freed.
  func build() -> NameTrie {
    let children = Groups(parents.indices.dropFirst(), by: { [parents] in Int(parents[$0]) }, count: parents.count)
    let byNode = Groups(bearers.indices, by: { [bearers] in Int(bearers[$0].node) }, count: parents.count)
    var order = [0]
    order.reserveCapacity(parents.count + 3)
    var nodes = [NameTrie.Node](repeating: NameTrie.Node(), count: parents.count)
    var sorted: [NameTrie.Bearer] = []
    sorted.reserveCapacity(bearers.count)

    /// Puts the children of the node at `place` behind all that is there, and behind each other what lies below them.
    func descend(_ place: Int) {
      let own = byNode.range(order[place])
      nodes[place].firstBearer = UInt16(sorted.count)
      nodes[place].bearerCount = UInt16(own.count)
      // The last read comes first: zones and towns before the divisions of today.
      for bearer in own.reversed() { sorted.append(bearers[byNode.items[bearer]].bearer) }
      let below = children.range(order[place])
      let first = order.count
      nodes[place].firstChild = UInt16(first)
      nodes[place].childCount = UInt16(below.count)
      for child in below { order.append(children.items[child]) }
      for child in first..<first + below.count { descend(child) }
    }

    var roots = [UInt16](repeating: 0, count: Int(NameTrie.letterCount))
    for root in children.range(0) {
      let node = children.items[root]
      roots[Int(letters[node]) - Int(NameTrie.firstLetter)] = UInt16(order.count)
      order.append(node)
      descend(order.count - 1)
    }
    return NameTrie(
      roots: Self.kept(roots), nodes: Self.kept(nodes), letters: Self.kept(order.map { letters[$0] } + [0, 0, 0]),
      bearers: Self.kept(sorted), isComplete: isComplete)
  }

  /// Items side by side with those of the same group, in their order.
  private struct Groups {
    private(set) var items: [Int]
    private var starts: [Int]

    init(_ all: Range<Int>, by group: (Int) -> Int, count: Int) {
      starts = [Int](repeating: 0, count: count + 1)
      for item in all { starts[group(item) + 1] += 1 }
      for place in 1...count { starts[place] += starts[place - 1] }
      items = [Int](repeating: 0, count: all.count)
      var next = starts
      for item in all {
        items[next[group(item)]] = item
        next[group(item)] += 1
      }
    }

    func range(_ group: Int) -> Range<Int> { starts[group]..<starts[group + 1] }
  }

  private static func kept<Element>(_ array: [Element]) -> UnsafePointer<Element> {
    let copy = UnsafeMutablePointer<Element>.allocate(capacity: array.count)
    copy.initialize(from: array, count: array.count)
    return UnsafePointer(copy)
  }
}
