/// Finds the end of a string and undoes its escapes.
enum JSONString {
  enum End {
    case closed(at: Int, isEscaped: Bool)
    case fault(JSONDefect.Reason, at: Int)
  }

  /// How far behind a position this may look: a pair of `\u` escapes. The buffer has as many zeros behind its content.
  static let lookahead = 12

  /// Scans from behind the opening quote. UTF-8 is checked by Unicode 17.0, table 3-7; zeros behind the content stop it.
  @inline(__always)
  static func scan(_ base: UnsafePointer<UInt8>, from start: Int) -> End {
    let raw = UnsafeRawPointer(base)
    var at = start
    var isEscaped = false
    while true {
      // Eight bytes at once as long as none is a quote, a backslash, a control character or part of a longer character.
      while true {
        let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        let stops = stopBits(word)
        if stops != 0 {
          at &+= stops.trailingZeroBitCount &>> 3
          break
        }
        at &+= 8
      }
      let byte = base[at]
      if byte >= 0x80 {
        guard skipCharacters(raw, &at) else { return .fault(.invalidUTF8, at: at) }
      } else if byte == UInt8(ascii: "\"") {
        return .closed(at: at, isEscaped: isEscaped)
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
        switch escapeLength(base + at) {
        case .success(let length): at &+= length
        case .failure(let fault): return .fault(fault.reason, at: at)
        }
      } else {
        return .fault(.controlCharacter, at: at)
      }
    }
  }

  /// The high bit of each byte that ends a plain stretch; exact up to the lowest one, which is all that is looked at.
  @inline(__always)
  private static func stopBits(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5C)
    return (((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | ((word &- ones &* 0x20) & ~word) | word)
      & (ones &* 0x80)
  }

  /// Skips characters beyond ASCII, up to one that is not valid.
  @inline(__always)
  private static func skipCharacters(_ raw: UnsafeRawPointer, _ at: inout Int) -> Bool {
    while true {
      let word = raw.loadUnaligned(fromByteOffset: at, as: UInt32.self)
      if word & 0x00C0_C0F0 == 0x0080_80E0 {
        // Three bytes: neither a longer form than needed nor a surrogate.
        let key = word & 0x200F
        guard key != 0, key != 0x200D else { return false }
        at &+= 3
      } else if word & 0x80 == 0 {
        return true
      } else if word & 0xC0E0 == 0x80C0 {
        guard word & 0x1E != 0 else { return false }
        at &+= 2
      } else if word & 0xC0C0_C0F8 == 0x8080_80F0 {
        // U+10000 to U+10FFFF.
        let point = (word & 0x07) << 2 | (word >> 12) & 0x03
        guard (1...16).contains(point) else { return false }
        at &+= 4
      } else {
        return false
      }
    }
  }

  struct Fault: Error {
    let reason: JSONDefect.Reason
  }

  /// How many bytes an escape has that begins here.
  private static func escapeLength(_ bytes: UnsafePointer<UInt8>) -> Result<Int, Fault> {
    switch bytes[1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return .success(2)
    case UInt8(ascii: "u"):
      guard let unit = unit(bytes + 2) else { return .failure(Fault(reason: .invalidEscape)) }
      if !(0xD800...0xDFFF).contains(unit) { return .success(6) }
      guard unit < 0xDC00, bytes[6] == UInt8(ascii: "\\"), bytes[7] == UInt8(ascii: "u"),
        let second = self.unit(bytes + 8), (0xDC00...0xDFFF).contains(second)
      else { return .failure(Fault(reason: .loneSurrogate)) }
      return .success(12)
    default:
      return .failure(Fault(reason: .invalidEscape))
    }
  }

  /// Four hexadecimal digits.
  private static func unit(_ bytes: UnsafePointer<UInt8>) -> UInt32? {
    var unit: UInt32 = 0
    for index in 0..<4 {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return unit
  }

  /// The text of a scanned string that holds escapes.
  static func unescape(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    guard let base = bytes.baseAddress else { return [] }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var at = 0
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "\\") else {
        result.append(bytes[at])
        at += 1
        continue
      }
      switch bytes[at + 1] {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        var point = unit(base + at + 2) ?? 0xFFFD
        if (0xD800...0xDBFF).contains(point) {
          point = 0x10000 + (point - 0xD800) << 10 + ((unit(base + at + 8) ?? 0xDC00) - 0xDC00)
          at += 6
        }
        at += 4
        result += Array(String(Unicode.Scalar(point) ?? "\u{FFFD}").utf8)
      default: result.append(bytes[at + 1])
      }
      at += 2
    }
    return result
  }
}
