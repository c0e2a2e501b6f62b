/// All names of divisions, letter by letter. The children of a node stand side by side and close behind it: the rest of a
/// name is mostly in the cache when its first letters were read.
struct NameTrie: @unchecked Sendable {
  /// A bearer of a name: which entry of the table, and which kind of name it is for it.
  struct Bearer {
    let entry: Int32
    let form: Form
  }

  enum Form: UInt8 {
    case full
    case short
  }

  /// Stretches of the nodes and of the bearers. Without bearers it is no name.
  struct Node {
    var firstChild: UInt16 = 0
    var childCount: UInt16 = 0
    var firstBearer: UInt16 = 0
    var bearerCount: UInt16 = 0
  }

  /// The letters that names may begin with.
  static let firstLetter: UInt32 = 0x4E00
  static let letterCount: UInt32 = 0x5200

  // Made by the builder, never written or freed afterwards.
  /// The node of each first letter; 0 when no name begins with it.
  let roots: UnsafePointer<UInt16>
  let nodes: UnsafePointer<Node>
  /// By which letter each node is reached; three more stand behind the last.
  let letters: UnsafePointer<UInt16>
  let bearers: UnsafePointer<Bearer>
  /// Whether there was room for every name.
  let isComplete: Bool

  /// The node of a first letter; 0 when no name begins with it.
  @inline(__always)
  func root(_ letter: UInt32) -> UInt16 {
    let index = letter &- Self.firstLetter
    return index < Self.letterCount ? roots[Int(index)] : 0
  }

  /// The node one letter further; 0 when no name goes on like that. Four children are compared at once: most nodes have
  /// fewer, and a search that branches on each letter is guessed wrong by the processor at nearly every step.
  @inline(__always)
  func step(_ node: UInt16, _ letter: UInt32) -> UInt16 {
    guard letter <= 0xFFFF else { return 0 }
    let each: UInt64 = 0x0001_0001_0001_0001
    let wanted = UInt64(letter) &* each
    var first = Int(nodes[Int(node)].firstChild)
    let end = first &+ Int(nodes[Int(node)].childCount)
    while first < end {
      let four = UnsafeRawPointer(letters + first).loadUnaligned(as: UInt64.self) ^ wanted
      // The lowest bit that is set marks the first of the four that became zero.
      let zeros = (four &- each) & ~four & (each << 15)
      if zeros != 0 {
        let child = first &+ zeros.trailingZeroBitCount / 16
        return child < end ? UInt16(truncatingIfNeeded: child) : 0
      }
      first &+= 4
    }
    return 0
  }

  @inline(__always)
  func isName(_ node: UInt16) -> Bool { nodes[Int(node)].bearerCount > 0 }

  func bearers(of node: UInt16) -> UnsafeBufferPointer<Bearer> {
    let node = nodes[Int(node)]
    return UnsafeBufferPointer(start: bearers + Int(node.firstBearer), count: Int(node.bearerCount))
  }

  func isOnlyBearer(_ node: UInt16) -> Bool { nodes[Int(node)].bearerCount == 1 }

  func hasBearer(_ node: UInt16, where predicate: (Bearer) -> Bool) -> Bool {
    bearers(of: node).contains(where: predicate)
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
}
