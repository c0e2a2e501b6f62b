/// A text on its way to an address: its letters as they are compared (half-width, simplified), what each may mean, and
/// where it stands in the original. All three have the same indices. The memory is borrowed for the time of one call.
struct Text {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let plain: UnsafeMutableBufferPointer<UInt32>
  /// Where each letter begins in `bytes`, and one more: where the last one ends.
  private let starts: UnsafeMutableBufferPointer<UInt32>
  private let traits: UnsafeMutableBufferPointer<UInt16>
  let count: Int
  /// Whether there are stars, which hide something, and six digits in a row, which may be a postcode.
  let hasStar: Bool
  let hasSixDigits: Bool

  /// What takes the place of letters that were read; both are separators.
  static let taken: UInt32 = 0x0A
  static let division: UInt32 = 0x0B

  static func read<Result>(_ string: String, _ body: (Text) -> Result) -> Result {
    var string = string
    return string.withUTF8 { bytes in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: bytes.count * 2 + 1) { scalars in
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: bytes.count + 1) { traits in
          body(Text(bytes, scalars, traits))
        }
      }
    }
  }

  private init(
    _ bytes: UnsafeBufferPointer<UInt8>, _ scalars: UnsafeMutableBufferPointer<UInt32>,
    _ traits: UnsafeMutableBufferPointer<UInt16>
  ) {
    self.bytes = bytes
    plain = UnsafeMutableBufferPointer(rebasing: scalars[..<bytes.count])
    starts = UnsafeMutableBufferPointer(rebasing: scalars[bytes.count...])
    self.traits = traits
    let table = Letter.table
    var count = 0
    var at = 0
    var hasStar = false
    var digits = 0
    var longest = 0
    while at < bytes.count {
      starts[count] = UInt32(truncatingIfNeeded: at)
      let (letter, meaning) = table.read(UTF8Letters.next(bytes, &at))
      plain[count] = letter
      traits[count] = meaning
      hasStar = letter == 0x2A || hasStar
      digits = meaning & LetterTraits.digit.rawValue == 0 ? 0 : digits &+ 1
      longest = digits > longest ? digits : longest
      count &+= 1
    }
    starts[count] = UInt32(truncatingIfNeeded: at)
    self.hasStar = hasStar
    hasSixDigits = longest >= 6
    self.count = count
  }

  subscript(index: Int) -> UInt32 { plain[index] }

  func has(_ index: Int, _ trait: LetterTraits) -> Bool { traits[index] & trait.rawValue != 0 }
  func isDigit(_ index: Int) -> Bool { plain[index] &- 0x30 < 10 }
  func isHan(_ index: Int) -> Bool { has(index, .han) }
  func isSeparator(_ index: Int) -> Bool { has(index, .separator) }
  /// A piece of the text ends before this place, or the text does.
  func isEdge(_ index: Int) -> Bool { index < 0 || index >= count || has(index, .separator) }

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
      var at = Int(starts[index])
      (plain[index], traits[index]) = table.read(UTF8Letters.next(bytes, &at))
    }
  }

  /// As it was written.
  func string(_ range: Range<Int>) -> String {
    // A stretch of whole letters of a `String` is valid: it need not be looked at again.
    String(copying: UTF8Span(unchecked: written(range).span))
  }

  private func written(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[Int(starts[range.lowerBound])..<Int(starts[range.upperBound])])
  }

  static func string(_ count: Int, _ scalar: (Int) -> UInt32) -> String {
    String(unsafeUninitializedCapacity: count * 4) { bytes in
      var end = 0
      for index in 0..<count { end = UTF8Letters.encode(scalar(index), into: bytes, at: end) }
      return end
    }
  }

  /// What nobody took, in order; each gap becomes one blank.
  func remains() -> String {
    guard let first = piece(from: 0) else { return "" }
    guard var next = piece(from: first.upperBound) else { return string(first) }
    return String(unsafeUninitializedCapacity: bytes.count) { bytes in
      var end = bytes[...].update(fromContentsOf: written(first))
      while true {
        bytes[end] = 0x20
        end = bytes[(end + 1)...].update(fromContentsOf: written(next))
        guard let further = piece(from: next.upperBound) else { return end }
        next = further
      }
    }
  }

  /// The next stretch of what nobody took.
  private func piece(from position: Int) -> Range<Int>? {
    var start = position
    while start < count, isGap(start) { start += 1 }
    guard start < count else { return nil }
    var end = start + 1
    while end < count, !isGap(end) { end += 1 }
    return start..<end
  }

  /// 、 stands in the street: 1、2号楼.
  private func isGap(_ index: Int) -> Bool { isSeparator(index) && plain[index] != 0x3001 }
}

/// UTF-8 to scalars and back, for text that is known to be valid (a `String`, our own data).
enum UTF8Letters {
  /// The scalar that begins at `at`, which moves behind it.
  @inline(__always)
  static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> UInt32 {
    let first = UInt32(bytes[at])
    // Nearly every letter of an address is one of these two; both are computed, so that nothing has to be guessed.
    let isPlain = first < 0x80
    if at &+ 2 < bytes.count, isPlain || first & 0xF0 == 0xE0 {
      let scalar = (first & 0x0F) << 12 | (UInt32(bytes[at &+ 1]) & 0x3F) << 6 | UInt32(bytes[at &+ 2]) & 0x3F
      at &+= isPlain ? 1 : 3
      return isPlain ? first : scalar
    }
    if isPlain {
      at += 1
      return first
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
