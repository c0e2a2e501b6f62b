/// Reads `literals`, `(a|b)`, `x?`, `[abc]`, `[0-9]`, `.`, `.{0,N}` with N ≤ 12, and `<word>` for a named pattern.
struct PatternParser {
  static let gapLimit = 12
  static let depthLimit = 16
  static let lengthLimit = 4_000

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private let words: [String: Pattern]
  private var folding: Folding

  /// `folding` gains the letters and classes of letters that the pattern is the first to use.
  static func parse(
    _ text: Substring, words: [String: Pattern], folding: inout Folding
  ) throws(PatternError) -> Pattern {
    guard text.unicodeScalars.count <= lengthLimit else { throw PatternError(zh: "太长", en: "it is too long") }
    var parser = PatternParser(scalars: Array(text.unicodeScalars), words: words, folding: folding)
    // The parser holds the only copy while it works; otherwise every new letter would copy the tables.
    folding = Folding.empty
    defer { folding = parser.folding }
    let pattern = try parser.choice(depth: 0)
    guard parser.position == parser.scalars.count else { throw PatternError(zh: "多余的 )", en: "there is a stray )") }
    guard pattern.least > 0 else { throw PatternError(zh: "可以匹配空白", en: "it matches nothing at all") }
    return pattern
  }

  private init(scalars: [Unicode.Scalar], words: [String: Pattern], folding: Folding) {
    self.scalars = scalars
    self.words = words
    self.folding = folding
  }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func choice(depth: Int) throws(PatternError) -> Pattern {
    guard depth <= Self.depthLimit else { throw PatternError(zh: "括号太深", en: "its brackets nest too deep") }
    var choices = [try sequence(depth: depth)]
    while next == "|" {
      position += 1
      choices.append(try sequence(depth: depth))
    }
    return try Self.choice(choices, &folding)
  }

  /// Either of `parts`; plain words among them share their beginnings, which is a fraction of the size.
  static func choice(_ parts: [Pattern], _ folding: inout Folding) throws(PatternError) -> Pattern {
    let words = parts.compactMap { $0.literal }
    guard words.count > 1 else { return try Pattern(choice: parts) }
    let tree = try WordTree(words).pattern(&folding)
    return try Pattern(choice: [tree] + parts.filter { $0.literal == nil })
  }

  private mutating func sequence(depth: Int) throws(PatternError) -> Pattern {
    var parts: [Pattern] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      position += 1
      var part: Pattern
      switch scalar {
      case "(":
        part = try choice(depth: depth + 1)
        guard next == ")" else { throw PatternError(zh: "缺少 )", en: "a ) is missing") }
        position += 1
      case "[": part = try letterClass()
      case "<": part = try word()
      case ".": part = try gap()
      case "*", "+":
        throw PatternError(
          zh: "不支持重复（\(scalar)）：它会没有尽头", en: "repetition (\(scalar)) is not supported: it may have no end")
      case "?", "{", "}", "]", ">", "\\", "^", "$":
        throw PatternError(zh: "不支持“\(scalar)”用在这里", en: "'\(scalar)' is not supported here")
      default: part = Pattern(try symbol(scalar))
      }
      if next == "?" {
        position += 1
        part = Pattern(optional: part)
      }
      parts.append(part)
    }
    guard !parts.isEmpty else { throw PatternError(zh: "有空的选项", en: "a branch is empty") }
    return try Pattern(sequence: parts)
  }

  private mutating func symbol(_ scalar: Unicode.Scalar) throws(PatternError) -> Folding.Symbol {
    guard let symbol = folding.symbol(ofPattern: scalar) else {
      throw PatternError(zh: "标点“\(scalar)”不参与匹配", en: "'\(scalar)' never takes part in matching")
    }
    return symbol
  }

  private mutating func letterClass() throws(PatternError) -> Pattern {
    var symbols: [Folding.Symbol] = []
    while let scalar = next, scalar != "]" {
      position += 1
      if next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
        let last = scalars[position + 1]
        guard scalar.value <= last.value, last.value - scalar.value < 64 else {
          throw PatternError(zh: "字符范围不对", en: "a character range is wrong")
        }
        position += 2
        for value in scalar.value...last.value {
          if let member = Unicode.Scalar(value) { symbols.append(try symbol(member)) }
        }
      } else {
        symbols.append(try symbol(scalar))
      }
    }
    guard next == "]", !symbols.isEmpty else { throw PatternError(zh: "缺少 ]", en: "a ] is missing") }
    position += 1
    return Pattern(classAt: folding.class(of: symbols))
  }

  private mutating func word() throws(PatternError) -> Pattern {
    var name = ""
    while let scalar = next, scalar != ">" {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard next == ">" else { throw PatternError(zh: "缺少 >", en: "a > is missing") }
    position += 1
    guard let pattern = words[name] else {
      let near = nearest(to: name, among: words.keys.sorted()) ?? ""
      throw PatternError(zh: "没有词组 <\(name)>，是不是 <\(near)>？", en: "there is no word <\(name)>; did you mean <\(near)>?")
    }
    return pattern
  }

  private mutating func gap() throws(PatternError) -> Pattern {
    guard next == "{" else { return Pattern(least: 1, most: 1) }
    position += 1
    let least = number()
    guard next == "," else { throw PatternError(zh: "间隔应写成 .{0,N}", en: "a gap is written .{0,N}") }
    position += 1
    let most = number()
    guard next == "}", let least, let most, least <= most, (1...Self.gapLimit).contains(most) else {
      throw PatternError(zh: "间隔应写成 .{0,N}，N 不超过 12", en: "a gap is written .{0,N} with N up to 12")
    }
    position += 1
    return Pattern(least: least, most: most)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let scalar = next, ("0"..."9").contains(scalar), (value ?? 0) < 100 {
      value = (value ?? 0) * 10 + Int(scalar.value - 0x30)
      position += 1
    }
    return value
  }
}
