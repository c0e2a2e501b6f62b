/// Checks one value by RFC 8259 and notes its parts on the tape.
///
/// It works on bytes in memory, with zeros behind them that stop every loop. A value that is not all there is scanned
/// again from its beginning when more has been read, which happens once a chunk.
struct JSONScanner {
  enum Outcome {
    /// The value ends before `end`.
    case complete(end: Int)
    /// It is an envelope: a member whose name is to be opened holds an object or array.
    case envelope
    /// More bytes are needed.
    case unfinished
    case fault(JSONDefect.Reason, at: Int)
  }

  let limits: JSONLimits
  /// Whether a member of a record's own object holds records instead.
  let opens: (UnsafeBufferPointer<UInt8>) -> Bool
  var tape = JSONTape()
  /// Line feeds that the last scan passed.
  private(set) var lineFeeds = 0
  /// The numbers of the values that the scan is inside of.
  private let parents: UnsafeMutablePointer<Int>

  init(limits: JSONLimits, opens: @escaping (UnsafeBufferPointer<UInt8>) -> Bool) {
    self.limits = limits
    self.opens = opens
    parents = .allocate(capacity: limits.depth)
  }

  func free() {
    tape.free()
    parents.deallocate()
  }

  private enum Expected { case value, valueOrEnd, key, keyOrEnd, separator }

  /// Scans the value that begins at `start`, which is no white space.
  ///
  /// - Parameters:
  ///   - outer: the depth that it stands at.
  ///   - mayOpen: whether it may be an envelope.
  mutating func scan(
    _ base: UnsafePointer<UInt8>, from start: Int, end: Int, isWhole: Bool, outer: Int, mayOpen: Bool
  ) -> Outcome {
    tape.clear()
    lineFeeds = 0
    var at = start
    var depth = 0
    var expected = Expected.value
    let room = limits.depth - outer

    /// A fault near the end of what is there may be none when more has been read.
    func fault(_ reason: JSONDefect.Reason, _ place: Int) -> Outcome {
      if place + JSONString.lookahead > end {
        if !isWhole { return .unfinished }
        // Whatever stops at the very end, the end is what is wrong.
        if place >= end { return .fault(.endsInside, at: end) }
      }
      return .fault(reason, at: place)
    }

    while true {
      while base[at] <= 0x20 {
        switch base[at] {
        case 0x0A: lineFeeds &+= 1
        case 0x20, 0x0D, 0x09: break
        default: return fault(.unexpected, at)
        }
        at &+= 1
      }
      let byte = base[at]
      switch expected {
      case .separator:
        let parent = parents[depth &- 1]
        let isObject = tape.nodes[parent].kind == .object
        if byte == UInt8(ascii: ",") {
          at &+= 1
          expected = isObject ? .key : .value
          continue
        }
        guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return fault(.unexpected, at) }
        at &+= 1
        tape.close(parent, end: at &- start)
        depth &-= 1
      case .keyOrEnd where byte == UInt8(ascii: "}"), .valueOrEnd where byte == UInt8(ascii: "]"):
        at &+= 1
        tape.close(parents[depth &- 1], end: at &- start)
        depth &-= 1
      case .key, .keyOrEnd:
        guard byte == UInt8(ascii: "\"") else { return fault(.unexpected, at) }
        let key = at &+ 1
        if let failed = string(base, &at, start, fault) { return failed }
        let keyEnd = at &- 1
        while base[at] <= 0x20 {
          switch base[at] {
          case 0x0A: lineFeeds &+= 1
          case 0x20, 0x0D, 0x09: break
          default: return fault(.unexpected, at)
          }
          at &+= 1
        }
        guard base[at] == UInt8(ascii: ":") else { return fault(.unexpected, at) }
        at &+= 1
        if depth == 1, mayOpen {
          var ahead = at
          while base[ahead] <= 0x20, ahead < end { ahead &+= 1 }
          if base[ahead] == UInt8(ascii: "{") || base[ahead] == UInt8(ascii: "["),
            opens(UnsafeBufferPointer(start: base + key, count: keyEnd &- key))
          {
            return .envelope
          }
        }
        expected = .value
        continue
      case .value, .valueOrEnd:
        switch byte {
        case UInt8(ascii: "\""):
          if let failed = string(base, &at, start, fault) { return failed }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          guard depth < room else { return .fault(.tooDeep(limit: limits.depth), at: at) }
          let isObject = byte == UInt8(ascii: "{")
          parents[depth] = tape.add(isObject ? .object : .array, start: at &- start)
          depth &+= 1
          at &+= 1
          expected = isObject ? .keyOrEnd : .valueOrEnd
          continue
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          let number = tape.add(.number, start: at &- start)
          guard Self.skipNumber(base, &at) else { return fault(.invalidNumber, at) }
          // More digits may come.
          if at == end, !isWhole { return .unfinished }
          tape.close(number, end: at &- start)
        case UInt8(ascii: "t"):
          if let failed = literal(base, "true", .bool, &at, start, fault) { return failed }
        case UInt8(ascii: "f"):
          if let failed = literal(base, "false", .bool, &at, start, fault) { return failed }
        case UInt8(ascii: "n"):
          if let failed = literal(base, "null", .null, &at, start, fault) { return failed }
        default: return fault(.unexpected, at)
        }
      }
      if depth == 0 { return .complete(end: at) }
      expected = .separator
    }
  }

  /// Takes the string that begins at `at`, and moves behind it.
  @inline(__always)
  private mutating func string(
    _ base: UnsafePointer<UInt8>, _ at: inout Int, _ start: Int, _ fault: (JSONDefect.Reason, Int) -> Outcome
  ) -> Outcome? {
    let number = tape.add(.string, start: at &+ 1 &- start)
    switch JSONString.scan(base, from: at &+ 1) {
    case .fault(let reason, let place): return fault(reason, place)
    case .closed(let close, let isEscaped):
      guard close &- at <= limits.stringBytes else {
        return .fault(.stringTooLong(limit: limits.stringBytes), at: at)
      }
      if isEscaped { tape.setEscaped(number) }
      tape.close(number, end: close &- start)
      at = close &+ 1
      return nil
    }
  }

  private mutating func literal(
    _ base: UnsafePointer<UInt8>, _ word: StaticString, _ kind: JSONKind, _ at: inout Int, _ start: Int,
    _ fault: (JSONDefect.Reason, Int) -> Outcome
  ) -> Outcome? {
    for index in 0..<word.utf8CodeUnitCount where base[at &+ index] != word.utf8Start[index] {
      return fault(.unexpected, at &+ index)
    }
    let number = tape.add(kind, start: at &- start)
    at &+= word.utf8CodeUnitCount
    tape.close(number, end: at &- start)
    return nil
  }

  /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`; moves to the fault where there is one.
  @inline(__always)
  static func skipNumber(_ base: UnsafePointer<UInt8>, _ at: inout Int) -> Bool {
    func skipDigits() -> Bool {
      guard base[at] &- UInt8(ascii: "0") < 10 else { return false }
      while base[at] &- UInt8(ascii: "0") < 10 { at &+= 1 }
      return true
    }
    if base[at] == UInt8(ascii: "-") { at &+= 1 }
    if base[at] == UInt8(ascii: "0") { at &+= 1 } else if !skipDigits() { return false }
    if base[at] == UInt8(ascii: ".") {
      at &+= 1
      if !skipDigits() { return false }
    }
    if base[at] == UInt8(ascii: "e") || base[at] == UInt8(ascii: "E") {
      at &+= 1
      if base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at &+= 1 }
      if !skipDigits() { return false }
    }
    return true
  }
}
