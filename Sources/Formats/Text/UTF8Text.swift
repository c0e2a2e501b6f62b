/// Strict UTF-8 (Unicode 17.0, table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Text {
  /// The offset of the first character that is not valid; nil when all are.
  static func firstFault(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let end = bytes.count
    let raw = UnsafeRawPointer(base)
    let highBits: UInt64 = 0x8080_8080_8080_8080
    var at = 0
    while at < end {
      let lead = base[at]
      if lead < 0x80 {
        at &+= 1
        while at &+ 8 <= end, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & highBits == 0 { at &+= 8 }
        continue
      }
      let length = characterLength(lead)
      guard length > 0, at &+ length <= end, secondByte(after: lead).contains(base[at &+ 1]) else { return at }
      if length > 2, base[at &+ 2] & 0xC0 != 0x80 { return at }
      if length > 3, base[at &+ 3] & 0xC0 != 0x80 { return at }
      at &+= length
    }
    return nil
  }

  /// Whether the bytes begin a valid character and end inside it.
  static func isUnfinished(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let lead = bytes.first else { return false }
    guard bytes.count < characterLength(lead) else { return false }
    if bytes.count > 1, !secondByte(after: lead).contains(bytes[1]) { return false }
    return bytes.dropFirst(2).allSatisfy { $0 & 0xC0 == 0x80 }
  }

  /// How many bytes a character with this lead byte above 0x7F has; 0 when no character begins so.
  @inline(__always)
  private static func characterLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }

  @inline(__always)
  private static func secondByte(after lead: UInt8) -> ClosedRange<UInt8> {
    switch lead {
    case 0xE0: 0xA0...0xBF
    case 0xED: 0x80...0x9F
    case 0xF0: 0x90...0xBF
    case 0xF4: 0x80...0x8F
    default: 0x80...0xBF
    }
  }
}
