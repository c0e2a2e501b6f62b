/// Text of unknown origin on a terminal: made harmless, measured, cut.
public enum TerminalText {
  /// The text without anything that could steer the terminal or hide: control characters, ESC, bidirectional controls,
  /// zero-width and other invisible format characters are shown as `\u{1B}`. A line end becomes ⏎, a tab a space.
  ///
  /// U+FE0F stays behind an emoji such as ❤️, where it belongs.
  public static func safe(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\n", "\r": result.append("⏎")
      case "\t": result.append(" ")
      case "\u{FE0F}" where previous.map(isNonASCIIEmoji) ?? false: result.append(scalar)
      case _ where isHarmful(scalar):
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
      default: result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }

  /// How many columns the text takes: full-width characters and emoji two, combining ones none, ambiguous ones one.
  /// Control characters count as none; text of unknown origin goes through `safe` first.
  public static func width(_ text: String) -> Int {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text.utf8.count }
    return text.reduce(0) { $0 + width(of: $1) }
  }

  /// The text cut to at most `width` columns, with `…` where something was cut off.
  public static func fit(_ text: String, to width: Int) -> String {
    if self.width(text) <= width { return text }
    guard width > 0 else { return "" }
    var result = ""
    var used = 0
    for character in text {
      let next = self.width(of: character)
      if used + next > width - 1 { break }
      result.append(character)
      used += next
    }
    return result + "…"
  }

  /// The columns of what people see as one character. An emoji sequence (skin tones, families, flags) is one picture.
  static func width(of character: Character) -> Int {
    var sum = 0
    var previous: Unicode.Scalar?
    var joined = false
    var flagHalf = false
    for scalar in character.unicodeScalars {
      defer { previous = scalar }
      if joined {
        joined = false
        continue
      }
      switch scalar.value {
      case 0x200D where sum > 0: joined = true
      case 0xFE0F where previous.map(isNonASCIIEmoji) ?? false && sum == 1: sum = 2
      case 0x1F3FB...0x1F3FF where sum > 0: break
      case 0x1F1E6...0x1F1FF:
        if flagHalf { continue }
        flagHalf = true
        sum += width(of: scalar)
      default: sum += width(of: scalar)
      }
    }
    return sum
  }

  /// The columns of one code point: 0, 1 or 2.
  static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: 1
    case 0..<0xA0: 0
    case 0x4E00...0x9FFF: 2
    default:
      WidthTable.holds(WidthTable.two, scalar.value) ? 2 : WidthTable.holds(WidthTable.none, scalar.value) ? 0 : 1
    }
  }

  private static func isNonASCIIEmoji(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII && scalar.properties.isEmoji
  }

  /// Control, format, line and paragraph separators, and whatever else Unicode means to be invisible.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
