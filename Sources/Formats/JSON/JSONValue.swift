/// An object that was read whole and checked, in the reader's own buffer.
public struct JSONRecord {
  let reader: JSONReader
  let generation: Int

  /// The line where it begins; the first is 1.
  public var line: Int { reader.recordLine }

  public var value: JSONValue { JSONValue(reader: reader, number: 0, generation: generation) }

  /// The record as it stands in the file, cut to `limit` bytes, for a rejects file.
  public func rawText(limit: Int = 64 << 10) -> String {
    let count = min(reader.recordEnd - reader.recordStart, limit)
    return String(decoding: UnsafeBufferPointer(start: reader.base + reader.recordStart, count: count), as: UTF8.self)
  }
}

/// One value of a record, valid as long as the record.
public struct JSONValue {
  let reader: JSONReader
  let number: Int
  let generation: Int

  private var node: JSONNode {
    assert(generation == reader.generation, "a record is valid until the next one is read")
    return reader.nodes[number]
  }

  public var kind: JSONKind { node.kind }

  /// A string without its escapes, or the digits of a number as they are written; nil for anything else.
  public var text: String? {
    switch node.kind {
    case .string, .number: withBytes { String(decoding: $0, as: UTF8.self) }
    default: nil
    }
  }

  /// The same, cleaned as a table's cell is (`Cell.clean`), so that one order reads alike from every kind of file; nil for
  /// a blank one.
  public var cleanText: String? {
    switch node.kind {
    case .string, .number: withBytes { Cell.clean(utf8: $0) }
    default: nil
    }
  }

  /// A string that holds escapes: only these may hold a NUL.
  public var isEscaped: Bool { node.isEscaped }

  /// nil unless it is `true` or `false`.
  public var bool: Bool? { node.kind == .bool ? node.end - node.start == 4 : nil }

  /// The bytes of a string without its escapes, else of the value as it is written. They last as long as the call.
  public func withBytes<Result>(_ use: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    let node = self.node
    let bytes = UnsafeBufferPointer(
      start: reader.base + reader.recordStart + Int(node.start), count: Int(node.end - node.start))
    guard node.isEscaped else { return try use(bytes) }
    return try JSONString.unescape(bytes).withUnsafeBufferPointer(use)
  }

  /// The elements of an array; none for anything else.
  public var elements: [JSONValue] {
    guard node.kind == .array else { return [] }
    return children.map { JSONValue(reader: reader, number: $0, generation: generation) }
  }

  /// The members of an object in their order; none for anything else.
  public var members: [(name: String, value: JSONValue)] {
    guard node.kind == .object else { return [] }
    let numbers = children
    return stride(from: 0, to: numbers.count, by: 2).map { index in
      let name = JSONValue(reader: reader, number: numbers[index], generation: generation)
      return (name.text ?? "", JSONValue(reader: reader, number: numbers[index + 1], generation: generation))
    }
  }

  /// The last member of this name; nil when there is none, or the value is no object.
  public func member(_ name: StaticString) -> JSONValue? {
    guard node.kind == .object else { return nil }
    let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    let nodes = reader.nodes
    let end = Int(nodes[self.number].next)
    var found: JSONValue?
    var key = self.number + 1
    while key < end {
      let isMeant = JSONValue(reader: reader, number: key, generation: generation).withBytes {
        $0.elementsEqual(wanted)
      }
      if isMeant { found = JSONValue(reader: reader, number: key + 1, generation: generation) }
      key = Int(nodes[key + 1].next)
    }
    return found
  }

  private var children: [Int] {
    let nodes = reader.nodes
    let end = Int(nodes[number].next)
    var found: [Int] = []
    var child = number + 1
    while child < end {
      found.append(child)
      child = Int(nodes[child].next)
    }
    return found
  }
}
