/// How a remark is read for matching: each scalar becomes one symbol of a small alphabet.
///
/// Full width → half width, traditional → simplified, capital → small, look-alikes of the rule file, and everything that
/// is no letter or digit → a separator of one of four strengths. One table look-up per scalar.
struct Folding {
  typealias Symbol = UInt16

  /// A letter that no rule mentions.
  static let other: Symbol = 0
  /// Invisible: as if it were not there.
  static let dropped: Symbol = 0xFFFF
  /// A space, a dash, a picture: words may go on behind it.
  static let soft: Symbol = 0xFFF0
  /// A comma, a colon, a bracket: a clause ends.
  static let clause: Symbol = 0xFFF1
  /// A full stop: a sentence ends.
  static let sentence: Symbol = 0xFFF2
  static let question: Symbol = 0xFFF3
  /// A new line or a time stamp: another entry begins.
  static let entry: Symbol = 0xFFF4
  /// An opening bracket, in which people sign: as a comma, and another note may begin.
  static let signature: Symbol = 0xFFF5
  /// A colon: as a comma, and the text of a card may begin.
  static let colon: Symbol = 0xFFF6
  /// A quotation mark: it ends no clause, but the text of a card may stand between two of them.
  static let quotation: Symbol = 0xFFF7

  /// How many of the three columns of separators lie from this one on: soft, within a sentence, beyond.
  static func reach(_ separator: Symbol) -> Int {
    switch separator {
    case soft: 3
    case clause, colon, quotation: 2
    default: 1
    }
  }

  static func isSeparator(_ symbol: Symbol) -> Bool { symbol >= soft }

  /// Symbols of the letters that occur in rules: 1 ..< alphabet.
  private(set) var alphabet = 1
  /// Classes of letters that patterns use: [0-9].
  private(set) var classes: [[Symbol]] = []
  private var indexOfClass: [[Symbol]: UInt16] = [:]
  private(set) var symbols = [Symbol](repeating: Folding.other, count: 0x1_0000)
  private var folded = [UInt16](repeating: 0, count: 0x1_0000)

  /// `variants` are the rule file's own look-alikes, written → read as.
  init(variants: [(Unicode.Scalar, Unicode.Scalar)]) {
    for value in 0..<0x1_0000 { folded[value] = UInt16(truncatingIfNeeded: value) }
    for value in 0xFF01...0xFF5E { folded[value] = UInt16(value - 0xFEE0) }
    var written: UInt16?
    for scalar in simplifiedPairs.unicodeScalars {
      let value = UInt16(truncatingIfNeeded: scalar.value)
      if let from = written {
        folded[Int(from)] = value
        written = nil
      } else {
        written = value
      }
    }
    for (index, value) in (0x2460...0x2468).enumerated() { folded[value] = UInt16(0x31 + index) }
    for (from, to) in variants where from.value < 0x1_0000 && to.value < 0x1_0000 {
      folded[Int(from.value)] = UInt16(to.value)
    }
    for value in 0..<0x1_0000 where (0x41...0x5A).contains(folded[value]) { folded[value] += 0x20 }
    markSeparators()
  }

  private init() {
    symbols = []
    folded = []
  }

  /// Stands in while somebody else owns the tables.
  static let empty = Folding()

  private mutating func markSeparators() {
    func mark(_ range: ClosedRange<Int>, _ symbol: Symbol) {
      for value in range { symbols[value] = symbol }
    }
    for range in [0x00...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0xBF, 0x2000...0x245F, 0x2469...0x2BFF] {
      mark(range, Self.soft)
    }
    for range in [0x3000...0x3004, 0x3008...0x3020, 0x3030...0x303F, 0xFE10...0xFE6F, 0xE000...0xF8FF] {
      mark(range, Self.soft)
    }
    for range in [0xFF01...0xFF0F, 0xFF1A...0xFF20, 0xFF3B...0xFF40, 0xFF5B...0xFF65, 0xFFE0...0xFFFD] {
      mark(range, Self.soft)
    }
    for range in [0x300...0x36F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xD800...0xDFFF] {
      mark(range, Self.dropped)
    }
    for value in [0xAD, 0x20E3, 0xFEFF] { symbols[value] = Self.dropped }
    for (marks, symbol) in [
      (":：︰", Self.colon), (",，()（）]】{}｛｝〕］|｜﹕﹐", Self.clause), ("[【〔［", Self.signature), (";；!！。｡﹔﹗", Self.sentence),
      ("?？﹖", Self.question), ("\"“”„‟＂「」『』﹁﹂﹃﹄", Self.quotation),
      ("\n\r\u{2028}\u{2029}\u{B}\u{C}\u{85}", Self.entry),
    ] {
      for scalar in marks.unicodeScalars { symbols[Int(scalar.value)] = symbol }
    }
  }

  /// The letter that `scalar` is read as.
  func letter(_ scalar: Unicode.Scalar) -> UInt32 {
    scalar.value < 0x1_0000 ? UInt32(folded[Int(scalar.value)]) : scalar.value
  }

  func symbol(_ scalar: Unicode.Scalar) -> Symbol {
    if scalar.value < 0x1_0000 { return symbols[Int(scalar.value)] }
    switch scalar.value {
    case 0x1F000...0x1FBFF: return Self.soft
    case 0xE0000...0xE0FFF: return Self.dropped
    default: return Self.other
    }
  }

  /// The symbol of a letter of a pattern, or nil when patterns cannot contain it (a separator, or outside the BMP).
  /// Only during compilation; `finish()` then spreads the symbols to everything that folds to these letters.
  mutating func symbol(ofPattern scalar: Unicode.Scalar) -> Symbol? {
    let letter = letter(scalar)
    guard letter < 0x1_0000, !Self.isSeparator(symbols[Int(letter)]) else { return nil }
    if symbols[Int(letter)] == Self.other {
      symbols[Int(letter)] = Symbol(alphabet)
      alphabet += 1
    }
    return symbols[Int(letter)]
  }

  /// The index of a class of letters, made when it is new.
  mutating func `class`(of symbols: [Symbol]) -> UInt16 {
    if let index = indexOfClass[symbols] { return index }
    let index = UInt16(classes.count)
    classes.append(symbols)
    indexOfClass[symbols] = index
    return index
  }

  mutating func finish() {
    for value in 0..<0x1_0000 where Int(folded[value]) != value {
      let target = symbols[Int(folded[value])]
      // A look-alike takes the place of whatever it looked like; full-width punctuation keeps its own mark.
      if !Self.isSeparator(target) { symbols[value] = target }
    }
  }
}
