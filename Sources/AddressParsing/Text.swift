/// A text on its way to an address: its scalars, the same as they are compared (half-width, simplified), and what each may
/// mean. All three have the same indices. The memory is borrowed for the time of one call.
struct Text {
  private let original: UnsafeMutableBufferPointer<UInt32>
  private let plain: UnsafeMutableBufferPointer<UInt32>
  private let traits: UnsafeMutableBufferPointer<UInt16>
  let count: Int
  /// Whether there are stars, which hide something, and six digits, which may be a postcode.
  let hasStar: Bool
  let hasSixDigits: Bool

  /// What takes the place of letters that were read; both are separators.
  static let taken: UInt32 = 0x0A
  static let division: UInt32 = 0x0B

  static func read<Result>(_ string: String, _ body: (Text) -> Result) -> Result {
    var string = string
    return string.withUTF8 { bytes in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: bytes.count * 2) { scalars in
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: bytes.count) { traits in
          body(Text(bytes, scalars, traits))
        }
      }
    }
  }

  private init(
    _ bytes: UnsafeBufferPointer<UInt8>, _ scalars: UnsafeMutableBufferPointer<UInt32>,
    _ traits: UnsafeMutableBufferPointer<UInt16>
  ) {
    original = UnsafeMutableBufferPointer(rebasing: scalars[..<bytes.count])
    plain = UnsafeMutableBufferPointer(rebasing: scalars[bytes.count...])
    self.traits = traits
    let table = Letter.table
    var count = 0
    var at = 0
    var found: UInt16 = 0
    var digits = 0
    while at < bytes.count {
      let scalar = UTF8Letters.next(bytes, &at)
      let (letter, meaning) = table.read(scalar)
      original[count] = scalar
      plain[count] = letter
      traits[count] = meaning
      found |= letter == 0x2A ? 1 : 0
      digits &+= meaning & LetterTraits.digit.rawValue == 0 ? 0 : 1
      count &+= 1
    }
    hasStar = found != 0
    hasSixDigits = digits >= 6
    self.count = count
  }

  subscript(index: Int) -> UInt32 { plain[index] }

  func has(_ index: Int, _ trait: LetterTraits) -> Bool { traits[index] & trait.rawValue != 0 }
  func isDigit(_ index: Int) -> Bool { plain[index] &- 0x30 < 10 }
  func isHan(_ index: Int) -> Bool { has(index, .han) }
  func isSeparator(_ index: Int) -> Bool { has(index, .separator) }
  /// A piece of the text ends before this place, or the text does.
  func isEdge(_ index: Int) -> Bool { index < 0 || index >= count || has(index, .separator) }
  func wasWritten(_ index: Int) -> UInt32 { original[index] }

  /// Whether the word stands here.
  func starts(_ word: [UInt32], at start: Int) -> Bool {
    guard start + word.count <= count else { return false }
    for offset in word.indices where plain[start + offset] != word[offset] { return false }
    return true
  }

  /// Two letters as one number, to look for in a table of words.
  func pair(_ index: Int) -> UInt64 {
    index + 1 < count ? UInt64(plain[index]) << 32 | UInt64(plain[index + 1]) : 0
  }

  func take(_ range: Range<Int>, as mark: UInt32 = taken) {
    for index in range {
      plain[index] = mark
      traits[index] = LetterTraits([.separator, .blank]).rawValue
    }
  }

  /// Gives back what was taken as a division.
  func release() {
    let table = Letter.table
    for index in 0..<count where plain[index] == Self.division {
      (plain[index], traits[index]) = table.read(original[index])
    }
  }

  /// As it was written.
  func string(_ range: Range<Int>) -> String { Self.string(range.count) { original[range.lowerBound + $0] } }

  static func string(_ count: Int, _ scalar: (Int) -> UInt32) -> String {
    String(unsafeUninitializedCapacity: count * 4) { bytes in
      var end = 0
      for index in 0..<count { end = UTF8Letters.encode(scalar(index), into: bytes, at: end) }
      return end
    }
  }

  /// What nobody took, in order; each gap becomes one blank.
  func remains() -> String {
    String(unsafeUninitializedCapacity: count * 4) { bytes in
      var end = 0
      var isGap = false
      for index in 0..<count {
        if has(index, .separator), plain[index] != 0x3001 {
          isGap = true
          continue
        }
        if isGap, end > 0 { end = UTF8Letters.encode(0x20, into: bytes, at: end) }
        isGap = false
        end = UTF8Letters.encode(original[index], into: bytes, at: end)
      }
      return end
    }
  }
}

/// UTF-8 to scalars and back, for text that is known to be valid (a `String`, our own data).
enum UTF8Letters {
  /// The scalar that begins at `at`, which moves behind it.
  @inline(__always)
  static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> UInt32 {
    let first = UInt32(bytes[at])
    // Nearly every letter of an address is one of these two.
    if first < 0x80 {
      at += 1
      return first
    }
    if first & 0xF0 == 0xE0, at + 2 < bytes.count {
      let scalar = (first & 0x0F) << 12 | (UInt32(bytes[at + 1]) & 0x3F) << 6 | UInt32(bytes[at + 2]) & 0x3F
      at += 3
      return scalar
    }
    at += 1
    let length = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3
    var scalar = first & (0x3F >> UInt32(length))
    for _ in 0..<length where at < bytes.count {
      scalar = scalar << 6 | UInt32(bytes[at]) & 0x3F
      at += 1
    }
    return scalar
  }

  @inline(__always)
  static func encode(_ scalar: UInt32, into bytes: UnsafeMutableBufferPointer<UInt8>, at start: Int) -> Int {
    func put(_ offset: Int, _ value: UInt32) { bytes[start + offset] = UInt8(truncatingIfNeeded: value) }
    switch scalar {
    case 0..<0x80:
      put(0, scalar)
      return start + 1
    case 0x80..<0x800:
      put(0, 0xC0 | scalar >> 6)
      put(1, 0x80 | scalar & 0x3F)
      return start + 2
    case 0x800..<0x10000:
      put(0, 0xE0 | scalar >> 12)
      put(1, 0x80 | scalar >> 6 & 0x3F)
      put(2, 0x80 | scalar & 0x3F)
      return start + 3
    default:
      put(0, 0xF0 | scalar >> 18)
      put(1, 0x80 | scalar >> 12 & 0x3F)
      put(2, 0x80 | scalar >> 6 & 0x3F)
      put(3, 0x80 | scalar & 0x3F)
      return start + 4
    }
  }
}
