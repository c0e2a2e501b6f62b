/// Text as Office writes it in XML: `_x000D_` stands for a character that XML or its white space rules would lose, and
/// `_x005F_` for an underscore that would otherwise begin one (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
enum EscapedText {
  /// Undoes the escapes of what stands from `start` on. One that would give a NUL or half a character stays as it is.
  static func undo(_ arena: inout ByteArena, from start: Int) {
    let base = arena.base
    let end = arena.count
    var at = start
    while at < end, base[at] != underscore { at += 1 }
    guard at < end else { return }
    var target = at
    while at < end {
      if base[at] == underscore, let unit = unit(base, at, end) {
        var scalar = Unicode.Scalar(UInt32(unit))
        var length = 7
        if UTF16.isLeadSurrogate(unit), let second = self.unit(base, at + 7, end), UTF16.isTrailSurrogate(second) {
          scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(second) - 0xDC00)
          length = 14
        }
        if let scalar, scalar.value != 0 {
          for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
            base[target] = byte
            target += 1
          }
          at += length
          continue
        }
      }
      base[target] = base[at]
      target += 1
      at += 1
    }
    arena.cut(to: target)
  }

  /// The text with an escaped underscore where it would read as an escape.
  static func escaping(_ text: String) -> String {
    guard text.utf8.contains(underscore) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    for at in bytes.indices {
      let isEscape = unit(bytes, at, bytes.count) != nil
      result += isEscape ? Array("_x005F_".utf8) : [bytes[at]]
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let underscore = UInt8(ascii: "_")

  /// The code unit of `_xHHHH_`.
  private static func unit(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> UInt16? {
    guard at + 7 <= end, base[at] == underscore, base[at + 1] == UInt8(ascii: "x"), base[at + 6] == underscore else {
      return nil
    }
    var unit: UInt16 = 0
    for place in at + 2..<at + 6 {
      guard let digit = hexDigit(base[place]) else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  private static func hexDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case 0x30...0x39: UInt16(byte - 0x30)
    case 0x41...0x46: UInt16(byte - 0x41 + 10)
    case 0x61...0x66: UInt16(byte - 0x61 + 10)
    default: nil
    }
  }
}
