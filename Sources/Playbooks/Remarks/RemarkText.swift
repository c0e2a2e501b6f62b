/// A remark as the rules see it: folded letters and separators, with the way back to what was written. The buffers are
/// reused from remark to remark.
struct RemarkText {
  /// Letters and separators; what is invisible is left out, and equal separators in a row are one.
  private(set) var symbols: [Folding.Symbol] = []
  /// Folded, without separators, in ASCII and the marks ` `, `,`, `;`, `?` and `|` for the separators.
  var normalized: String { String(decoding: bytes, as: UTF8.self) }

  /// The remark as it was written.
  private var written = ""
  private var scalars: [Unicode.Scalar] = []
  /// Where each of `scalars` begins in the bytes of `written`, and where the last one ends.
  private var byteOffsets: [Int] = []
  /// For each symbol, its place in `scalars`.
  private var offsets: [Int] = []
  private var bytes: [UInt8] = []
  /// Whether every scalar is a character of its own.
  private var isPlain = true

  mutating func read(_ text: String, _ folding: Folding) {
    written = text
    written.makeContiguousUTF8()
    symbols.removeAll(keepingCapacity: true)
    scalars.removeAll(keepingCapacity: true)
    byteOffsets.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    isPlain = true
    var byte = 0
    for scalar in written.unicodeScalars {
      scalars.append(scalar)
      byteOffsets.append(byte)
      byte += UTF8.width(scalar)
    }
    byteOffsets.append(byte)
    var digits = 0
    for (offset, scalar) in scalars.enumerated() {
      var symbol = folding.symbol(scalar)
      if isPlain { isPlain = Self.standsAlone(scalar) }
      if symbol == Folding.dropped { continue }
      let letter = folding.letter(scalar)
      if symbol == Folding.colon, letter == 0x3A, digits > 0, isTime(after: offset, folding) { symbol = Folding.entry }
      digits = (0x30...0x39).contains(letter) ? digits + 1 : 0
      if Folding.isSeparator(symbol) {
        if symbols.last == symbol { continue }
        bytes.append(Self.mark(symbol))
      } else {
        append(letter)
      }
      symbols.append(symbol)
      offsets.append(offset)
    }
  }

  /// All letters of the remark, separators too.
  func letters(_ folding: Folding) -> [UInt32] { scalars.map { folding.letter($0) } }

  /// The letters as written from `start` up to `end`, folded; separators stay what they were.
  func letters(from start: Int, to end: Int, _ folding: Folding) -> [Unicode.Scalar] {
    scalars[offsets[start]...offsets[end - 1]].map { Unicode.Scalar(folding.letter($0)) ?? $0 }
  }

  /// The words from `start` up to `end` as they were written.
  func words(from start: Int, to end: Int) -> String { words(offsets[start]..<offsets[end - 1] + 1) }

  private func words(_ range: Range<Int>) -> String {
    let utf8 = written.utf8
    let from = utf8.index(utf8.startIndex, offsetBy: byteOffsets[range.lowerBound])
    return String(
      written[from..<utf8.index(from, offsetBy: byteOffsets[range.upperBound] - byteOffsets[range.lowerBound])])
  }

  /// The words from `start` up to `end`, and their place in characters.
  func span(from start: Int, to end: Int) -> Classification.Span {
    let first = offsets[start]
    let last = offsets[end - 1] + 1
    if isPlain { return Classification.Span(start: first, end: last, text: words(first..<last)) }
    // Outwards to whole characters: half of a cluster is nothing that a person could see.
    let text = written
    let from = text.unicodeScalars.index(text.startIndex, offsetBy: first)
    let until = text.unicodeScalars.index(from, offsetBy: last - first)
    var place = 0
    var lower = text.startIndex
    while lower < text.endIndex, text.index(after: lower) <= from {
      lower = text.index(after: lower)
      place += 1
    }
    var placeBehind = place
    var upper = lower
    while upper < text.endIndex, upper < until {
      upper = text.index(after: upper)
      placeBehind += 1
    }
    return Classification.Span(start: place, end: placeBehind, text: String(text[lower..<upper]))
  }

  /// Han letters, ASCII and CJK punctuation never join with a neighbour; CR LF, kana marks and most pictures may.
  private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0D, 0x302A...0x302F, 0x3099...0x309A, 0xFF9E...0xFF9F: false
    case 0..<0x300, 0x2E80...0xA4CF, 0xFF00...0xFFFF: true
    default: false
    }
  }

  /// Whether a colon is that of a time stamp: two digits behind it, and no word that makes it a deadline.
  private func isTime(after colon: Int, _ folding: Folding) -> Bool {
    let rest = scalars.dropFirst(colon + 1).prefix(3).map { folding.letter($0) }
    guard rest.count >= 2, (0x30...0x35).contains(rest[0]), (0x30...0x39).contains(rest[1]) else { return false }
    return rest.count < 3 || !Self.deadlineWords.contains(rest[2])
  }

  private static let deadlineWords = "前后之以点发截".unicodeScalars.map(\.value)

  private static func mark(_ symbol: Folding.Symbol) -> UInt8 {
    switch symbol {
    case Folding.soft, Folding.quotation: UInt8(ascii: " ")
    case Folding.clause, Folding.signature, Folding.colon: UInt8(ascii: ",")
    case Folding.sentence: UInt8(ascii: ";")
    case Folding.question: UInt8(ascii: "?")
    default: UInt8(ascii: "|")
    }
  }

  private mutating func append(_ letter: UInt32) {
    if letter < 0x80 {
      bytes.append(UInt8(letter))
    } else if let scalar = Unicode.Scalar(letter) {
      for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { bytes.append(byte) }
    }
  }
}
