/// Reads remarks one after the other: folds the text, cuts it into words that rules know, lets `RemarkDecision` weigh
/// them. Holds the buffers and the automaton, both reused from remark to remark.
struct RemarkScanner {
  private let folding: Folding
  private(set) var automaton: Automaton
  private let rules: [RemarkRule]
  private var symbols: [Folding.Symbol] = []
  /// For each symbol, the offset of its scalar in the remark.
  private var offsets: [Int] = []
  private var written: [UInt8] = []

  init(folding: Folding, automaton: Automaton, rules: [RemarkRule]) {
    self.folding = folding
    self.automaton = automaton
    self.rules = rules
  }

  mutating func classify(_ text: String) -> Classification {
    let plain = fold(text)
    var decision = RemarkDecision()
    var position = 0
    while position < symbols.count {
      let symbol = symbols[position]
      if Folding.isSeparator(symbol) {
        decision.separator(symbol, at: position)
        position += 1
      } else if let match = automaton.longestMatch(symbols, at: position) {
        decision.match(rules[match.rule], RemarkDecision.Place(rule: match.rule, start: position, end: match.end))
        position = match.end
      } else {
        position += 1
      }
    }
    if decision.turned { decision.weigh(NoteOrder(letters: text.unicodeScalars.map { folding.letter($0) })) }
    return Classification(
      verdict: decision.verdict, rule: decision.place.map { rules[$0.rule].key },
      span: decision.place.map { span($0, of: text, plain: plain) },
      normalized: String(decoding: written, as: UTF8.self))
  }

  /// Fills the buffers. Returns whether every scalar is a character of its own.
  private mutating func fold(_ text: String) -> Bool {
    symbols.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    written.removeAll(keepingCapacity: true)
    var plain = true
    var offset = 0
    var digits = 0
    for scalar in text.unicodeScalars {
      var symbol = folding.symbol(scalar)
      defer { offset += 1 }
      if plain { plain = Self.standsAlone(scalar) }
      if symbol == Folding.dropped { continue }
      let letter = folding.letter(scalar)
      if symbol == Folding.colon, letter == 0x3A, digits > 0, isTime(text, after: offset) { symbol = Folding.entry }
      digits = (0x30...0x39).contains(letter) ? digits + 1 : 0
      if Folding.isSeparator(symbol) {
        if symbols.last == symbol { continue }
        written.append(Self.mark(symbol))
      } else {
        Self.append(letter, to: &written)
      }
      symbols.append(symbol)
      offsets.append(offset)
    }
    return plain
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
  private func isTime(_ text: String, after colon: Int) -> Bool {
    let scalars = text.unicodeScalars
    let rest = scalars.dropFirst(colon + 1).prefix(6).map { folding.letter($0) }
    guard rest.count >= 2, rest[0] >= 0x30, rest[0] <= 0x35, (0x30...0x39).contains(rest[1]) else { return false }
    let deadline: [UInt32] = ["前", "后", "之", "以", "点", "发", "截"].map { (scalar: Unicode.Scalar) in scalar.value }
    return rest.count < 3 || !deadline.contains(rest[2])
  }

  private static func mark(_ symbol: Folding.Symbol) -> UInt8 {
    switch symbol {
    case Folding.soft: UInt8(ascii: " ")
    case Folding.clause, Folding.signature, Folding.colon: UInt8(ascii: ",")
    case Folding.sentence: UInt8(ascii: ";")
    case Folding.question: UInt8(ascii: "?")
    default: UInt8(ascii: "|")
    }
  }

  private static func append(_ letter: UInt32, to bytes: inout [UInt8]) {
    if letter < 0x80 {
      bytes.append(UInt8(letter))
    } else if let scalar = Unicode.Scalar(letter) {
      for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { bytes.append(byte) }
    }
  }

  private func span(_ place: RemarkDecision.Place, of text: String, plain: Bool) -> Classification.Span {
    let first = offsets[place.start]
    let last = offsets[place.end - 1]
    let scalars = text.unicodeScalars
    let from = scalars.index(scalars.startIndex, offsetBy: first)
    let until = scalars.index(from, offsetBy: last + 1 - first)
    if plain { return Classification.Span(start: first, end: last + 1, text: String(scalars[from..<until])) }
    // Outwards to whole characters: half of a cluster is nothing that a person could see.
    var start = 0
    var lower = text.startIndex
    while lower < text.endIndex, text.index(after: lower) <= from {
      lower = text.index(after: lower)
      start += 1
    }
    var end = start
    var upper = lower
    while upper < text.endIndex, upper < until {
      upper = text.index(after: upper)
      end += 1
    }
    return Classification.Span(start: start, end: end, text: String(text[lower..<upper]))
  }
}
