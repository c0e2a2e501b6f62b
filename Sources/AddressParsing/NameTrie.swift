/// All names of divisions, letter by letter. Nodes are numbered so that the children of one stand side by side, in the order
/// of their letters: a few kilobytes hold all of it, and a step stays in the processor's cache.
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

  /// The letters that names may begin with.
  static let firstLetter: UInt32 = 0x4E00
  static let letterCount: UInt32 = 0x5200

  // Made by the builder, never written or freed afterwards.
  /// The node of each first letter; 0 when no name begins with it.
  let roots: UnsafePointer<UInt16>
  /// Where the children of each node begin; they end where those of the next node begin.
  let children: UnsafePointer<UInt16>
  /// By which letter each node is reached.
  let letters: UnsafePointer<UInt16>
  /// Where the bearers of each node's name begin; without any it is no name.
  let bearerStarts: UnsafePointer<UInt16>
  let bearers: UnsafePointer<Bearer>
  /// Whether there was room for every name.
  let isComplete: Bool

  /// The node of a first letter; 0 when no name begins with it.
  @inline(__always)
  func root(_ letter: UInt32) -> UInt16 {
    let index = letter &- Self.firstLetter
    return index < Self.letterCount ? roots[Int(index)] : 0
  }

  /// The node one letter further; 0 when no name goes on like that.
  @inline(__always)
  func step(_ node: UInt16, _ letter: UInt32) -> UInt16 {
    var low = children[Int(node)]
    var count = children[Int(node) + 1] &- low
    guard count > 0 else { return 0 }
    while count > 1 {
      let half = count / 2
      if UInt32(letters[Int(low &+ half)]) <= letter { low &+= half }
      count &-= half
    }
    return UInt32(letters[Int(low)]) == letter ? low : 0
  }

  func isName(_ node: UInt16) -> Bool { bearerStarts[Int(node)] != bearerStarts[Int(node) + 1] }

  func bearers(of node: UInt16) -> UnsafeBufferPointer<Bearer> {
    let start = Int(bearerStarts[Int(node)])
    return UnsafeBufferPointer(start: bearers + start, count: Int(bearerStarts[Int(node) + 1]) - start)
  }

  func isOnlyBearer(_ node: UInt16) -> Bool { bearers(of: node).count == 1 }

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
