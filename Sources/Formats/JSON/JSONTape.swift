/// One value of a record, with its place in the record's bytes. An object's or array's content stands behind it, keys as
/// strings before their values; `next` leads past all of it.
struct JSONNode {
  var kind: JSONKind
  /// A string that holds escapes.
  var isEscaped = false
  /// The content's bytes, relative to the record: a string's without its quotes.
  var start: UInt32
  var end: UInt32 = 0
  /// The number of the node behind this value.
  var next: UInt32 = 0
}

public enum JSONKind: UInt8, Sendable {
  case object, array, string, number, bool, null
}

/// The values of one record in the order in which they are written: no tree, no strings, no dictionary are built, and the
/// memory is used again for the next record.
struct JSONTape {
  private(set) var nodes: UnsafeMutablePointer<JSONNode> = .allocate(capacity: 1_024)
  private var capacity = 1_024
  private(set) var count = 0

  mutating func clear() { count = 0 }

  func free() { nodes.deallocate() }

  /// Adds a value and returns its number.
  @inline(__always)
  mutating func add(_ kind: JSONKind, start: Int) -> Int {
    if count == capacity { grow() }
    nodes[count] = JSONNode(kind: kind, start: UInt32(truncatingIfNeeded: start))
    count &+= 1
    return count &- 1
  }

  /// Notes where the value ends; what was added since belongs to it.
  @inline(__always)
  func close(_ number: Int, end: Int) {
    nodes[number].end = UInt32(truncatingIfNeeded: end)
    nodes[number].next = UInt32(truncatingIfNeeded: count)
  }

  @inline(__always)
  func setEscaped(_ number: Int) { nodes[number].isEscaped = true }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<JSONNode>.allocate(capacity: capacity * 2)
    larger.update(from: nodes, count: count)
    nodes.deallocate()
    nodes = larger
    capacity *= 2
  }
}
