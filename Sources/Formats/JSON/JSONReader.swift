import Glibc

/// Reads the records of a JSON file of any size in bounded memory: one object at a time, whole or set aside with its
/// reason. Strict by RFC 8259; numbers keep their digits, so that an identifier beyond 2^53 stays what it is.
///
/// A record is an object that stands by itself, in an array, or in an envelope: one document a line, one large document,
/// or both. Members of an envelope that hold no records are checked and skipped. Names that stand twice in one object
/// are left to whoever reads it (`JSONMembers.repeated`). Not for two threads at once.
public final class JSONReader {
  public enum Item {
    /// Valid until the next call of `next()`.
    case record(JSONRecord)
    case defect(JSONDefect)
  }

  public let name: String
  private let source: ByteSource
  private var scanner: JSONScanner
  private let limits: JSONLimits
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var filled = 0
  private var position = 0
  private var sourceEnded = false
  /// The bytes of the file before the buffer's first.
  private var dropped = 0
  /// The line of `position`, from 1.
  private var line = 1
  /// The containers around the next record: whether each is an object.
  private var envelope: [Bool] = []
  /// A value stands before `position` in the innermost container.
  private var isBehindValue = false
  /// The line on which that value ended.
  private var valueEndLine = 0
  /// The line on which the document began that is being read or was read last.
  private var documentLine = 0
  private var hasRead = false
  private var isEnded = false

  private(set) var recordStart = 0
  private(set) var recordEnd = 0
  private(set) var recordLine = 0
  /// How often `next()` moved on; a record of an earlier number is gone.
  private(set) var generation = 0

  /// - Parameter opens: Given the name of a member that holds an object or array: whether records stand in there, so
  ///   that what it belongs to is an envelope.
  public init(
    _ source: ByteSource, limits: JSONLimits = JSONLimits(),
    opening opens: @escaping (UnsafeBufferPointer<UInt8>) -> Bool = { _ in false }
  ) {
    self.source = source
    self.limits = limits
    name = source.name
    scanner = JSONScanner(limits: limits, opens: opens)
    capacity = 2 * limits.chunkBytes
    buffer = .allocate(capacity: capacity + Self.padding)
    buffer.update(repeating: 0, count: Self.padding)
  }

  deinit {
    buffer.deallocate()
    scanner.free()
  }

  /// Zeros behind the content.
  private static let padding = 16

  var base: UnsafePointer<UInt8> { UnsafePointer(buffer) }
  var nodes: UnsafePointer<JSONNode> { UnsafePointer(scanner.tape.nodes) }

  /// The next record or defect; nil at the end.
  ///
  /// Behind a defect reading goes on with the next line where the document stood on one line, and else ends.
  ///
  /// - Throws: `Failure` when the source cannot be read further.
  public func next() throws -> Item? {
    generation &+= 1
    if dropped == 0, position == 0 { try skipMark() }
    while !isEnded {
      try skipBlank()
      guard let inObject = envelope.last else {
        guard position < filled else { break }
        if isBehindValue, valueEndLine == line { return try setAside(.trailing, at: position) }
        isBehindValue = false
        documentLine = line
        if let item = try value(mayOpen: true) { return item }
        continue
      }
      let byte = buffer[position]
      if byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
        position += 1
        envelope.removeLast()
        endValue()
        continue
      }
      if isBehindValue {
        guard byte == UInt8(ascii: ",") else { return try setAside(.unexpected, at: position) }
        position += 1
        isBehindValue = false
        try skipBlank()
        // No comma before the end.
        if buffer[position] == UInt8(ascii: "]") { return try setAside(.unexpected, at: position) }
      }
      if let item = inObject ? try member() : try value(mayOpen: true) { return item }
    }
    return nil
  }

  /// A byte order mark at the beginning.
  private func skipMark() throws {
    while filled < 3, !sourceEnded { try refill() }
    if buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { position = 3 }
  }

  private func skipBlank() throws {
    while true {
      while true {
        let byte = buffer[position]
        if byte == 0x0A { line += 1 } else if byte != 0x20, byte != 0x0D, byte != 0x09 { break }
        position += 1
      }
      if position < filled || sourceEnded { return }
      try refill()
    }
  }

  /// The value at `position`: a record, the opening of what holds records, or what should not be there.
  private func value(mayOpen: Bool) throws -> Item? {
    if buffer[position] == UInt8(ascii: "[") { return try open(isObject: false) }
    let isObject = buffer[position] == UInt8(ascii: "{")
    switch try scanned(mayOpen: mayOpen) {
    case .record where isObject:
      hasRead = true
      endValue()
      return .record(JSONRecord(reader: self, generation: generation))
    case .record:
      endValue()
      return .defect(notARecord())
    case .envelope: return try open(isObject: true)
    case .defect(let defect): return .defect(defect)
    }
  }

  private func endValue() {
    isBehindValue = true
    valueEndLine = line
  }

  private func open(isObject: Bool) throws -> Item? {
    guard envelope.count < limits.depth else { return try setAside(.tooDeep(limit: limits.depth), at: position) }
    envelope.append(isObject)
    position += 1
    isBehindValue = false
    return nil
  }

  /// A member of an envelope: what it opens, or something to be skipped.
  private func member() throws -> Item? {
    guard buffer[position] == UInt8(ascii: "\"") else { return try setAside(.unexpected, at: position) }
    let name: [UInt8]
    switch try scanned(mayOpen: false) {
    case .defect(let defect): return .defect(defect)
    default:
      let node = nodes[0]
      name = Array(UnsafeBufferPointer(start: base + recordStart + Int(node.start), count: Int(node.end - node.start)))
    }
    try skipBlank()
    guard buffer[position] == UInt8(ascii: ":") else { return try setAside(.unexpected, at: position) }
    position += 1
    try skipBlank()
    let holdsValues = buffer[position] == UInt8(ascii: "{") || buffer[position] == UInt8(ascii: "[")
    if holdsValues, name.withUnsafeBufferPointer(scanner.opens) { return try value(mayOpen: true) }
    switch try scanned(mayOpen: false) {
    case .defect(let defect): return .defect(defect)
    default:
      endValue()
      return nil
    }
  }

  private enum Scanned {
    case record
    case envelope
    case defect(JSONDefect)
  }

  /// Scans the value at `position` and moves behind it, or stays where an envelope begins.
  private func scanned(mayOpen: Bool) throws -> Scanned {
    while true {
      let outcome = scanner.scan(
        base, from: position, end: filled, isWhole: sourceEnded, outer: envelope.count, mayOpen: mayOpen)
      switch outcome {
      case .complete(let end):
        guard end - position <= limits.recordBytes else { return .defect(try tooLong()) }
        recordStart = position
        recordEnd = end
        recordLine = line
        position = end
        line += scanner.lineFeeds
        return .record
      case .envelope: return .envelope
      case .unfinished:
        guard filled - position <= limits.recordBytes else { return .defect(try tooLong()) }
        try refill(atLeast: filled - position)
      case .fault(let reason, let place):
        line += scanner.lineFeeds
        return .defect(try defect(reason, at: place))
      }
    }
  }

  // MARK: Defects

  private func setAside(_ reason: JSONDefect.Reason, at place: Int) throws -> Item {
    .defect(try defect(place >= filled ? .endsInside : reason, at: place))
  }

  private func notARecord() -> JSONDefect {
    JSONDefect(
      reason: .notARecord, line: recordLine, byte: dropped + recordStart + 1,
      rawBytes: raw(from: recordStart, to: recordEnd),
      endsFile: false)
  }

  private func tooLong() throws -> JSONDefect {
    line += scanner.lineFeeds
    return try defect(.recordTooLong(limit: limits.recordBytes), at: position)
  }

  /// Notes a fault and moves to where reading can go on: behind the line feed that ends its line, if the document began
  /// on it, for no string holds one. `position` is where the value begins.
  private func defect(_ reason: JSONDefect.Reason, at place: Int) throws -> JSONDefect {
    let (faultLine, byte) = (line, dropped + place + 1)
    var kept: [UInt8] = []
    var from = max(position, place)
    while true {
      let lineEnd = (from..<filled).first { buffer[$0] == 0x0A } ?? filled
      kept += raw(from: position, to: lineEnd).prefix(limits.rawBytes - kept.count)
      position = lineEnd
      if lineEnd < filled || sourceEnded { break }
      try refill()
      from = position
    }
    envelope.removeAll()
    isBehindValue = false
    // The line feed is counted by whoever passes it.
    try skipBlank()
    let goesOn =
      faultLine == documentLine && position < filled
      && (hasRead || buffer[position] == UInt8(ascii: "{") || buffer[position] == UInt8(ascii: "["))
    isEnded = !goesOn
    return JSONDefect(reason: reason, line: faultLine, byte: byte, rawBytes: kept, endsFile: isEnded)
  }

  private func raw(from start: Int, to end: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: base + start, count: min(max(0, end - start), limits.rawBytes)))
  }

  // MARK: Bytes

  /// Moves what is before `position` out and reads at least `wanted` bytes more, if there are any.
  private func refill(atLeast wanted: Int = 1) throws {
    if position > 0 {
      memmove(buffer, buffer + position, filled - position)
      dropped += position
      filled -= position
      position = 0
    }
    let target = filled + max(wanted, 1)
    let needed = max(target, filled + limits.chunkBytes)
    if needed > capacity {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: needed + Self.padding)
      larger.update(from: buffer, count: filled)
      buffer.deallocate()
      buffer = larger
      capacity = needed
    }
    while filled < target, !sourceEnded {
      let count = try source.fill(UnsafeMutableRawBufferPointer(start: buffer + filled, count: capacity - filled))
      if count == 0 { sourceEnded = true } else { filled += count }
    }
    (buffer + filled).update(repeating: 0, count: Self.padding)
  }
}
