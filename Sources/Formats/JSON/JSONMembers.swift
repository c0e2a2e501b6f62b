/// Names of members that a reader wants, to be found without building strings or dictionaries.
public struct JSONNames: Sendable {
  public let names: [String]
  /// Numbers of names by the hash of their bytes, −1 where there is none.
  private let table: [Int16]
  private let bytes: [[UInt8]]

  /// At most some hundred names, all distinct.
  public init(_ names: [String]) {
    self.names = names
    bytes = names.map { Array($0.utf8) }
    var size = 16
    while size < names.count * 4 { size *= 2 }
    var table = [Int16](repeating: -1, count: size)
    for (number, name) in bytes.enumerated() {
      var place = name.withUnsafeBufferPointer { Self.hash($0) } & (size - 1)
      while table[place] >= 0 { place = (place + 1) & (size - 1) }
      table[place] = Int16(number)
    }
    self.table = table
  }

  /// The number of a name; nil when it is not wanted.
  @inline(__always)
  func number(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    var place = Self.hash(name) & (table.count &- 1)
    while true {
      let number = Int(table[place])
      guard number >= 0 else { return nil }
      let candidate = bytes[number]
      if candidate.count == name.count, candidate.elementsEqual(name) { return number }
      place = (place &+ 1) & (table.count &- 1)
    }
  }

  /// FNV-1a.
  @inline(__always)
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int(hash ^ hash >> 15)
  }
}

/// The wanted members of one object. Kept from record to record, so that its memory is used again.
public struct JSONMembers {
  public let wanted: JSONNames
  /// The number of each one's value on the tape, 0 for one that is not there.
  private var slots: [Int32]
  private var reader: JSONReader?
  private var generation = 0
  /// A wanted name that the object has twice: nobody can tell which value is meant.
  public private(set) var repeated: String?

  public init(_ wanted: JSONNames) {
    self.wanted = wanted
    slots = [Int32](repeating: 0, count: wanted.names.count)
  }

  /// Finds the members of an object; anything else has none.
  public mutating func read(_ object: JSONValue) {
    reader = object.reader
    generation = object.generation
    repeated = nil
    for index in slots.indices { slots[index] = 0 }
    guard object.kind == .object else { return }
    let nodes = object.reader.nodes
    let base = object.reader.base + object.reader.recordStart
    let end = Int(nodes[object.number].next)
    var key = object.number + 1
    while key < end {
      let name = nodes[key]
      let value = key + 1
      let bytes = UnsafeBufferPointer(start: base + Int(name.start), count: Int(name.end - name.start))
      let number =
        name.isEscaped
        ? JSONString.unescape(bytes).withUnsafeBufferPointer { wanted.number(of: $0) } : wanted.number(of: bytes)
      if let number {
        if slots[number] != 0 { repeated = wanted.names[number] }
        slots[number] = Int32(truncatingIfNeeded: value)
      }
      key = Int(nodes[value].next)
    }
  }

  /// The value of the wanted name of this number; nil when the object has it not. Of a name that stands twice, the last.
  public subscript(_ number: Int) -> JSONValue? {
    guard slots[number] != 0, let reader else { return nil }
    return JSONValue(reader: reader, number: Int(slots[number]), generation: generation)
  }
}
