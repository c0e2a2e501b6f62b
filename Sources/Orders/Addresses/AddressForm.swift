/// Addresses in the form in which they are compared: without what one source writes and another leaves out.
enum AddressForm {
  /// A detail without blanks, punctuation, and the town in front, if something stands behind it.
  static func canonical(_ detail: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in detail.unicodeScalars where !isSeparator(scalar) { plain.append(scalar) }
    return String(withoutTown(plain))
  }

  private static let towns: [[Unicode.Scalar]] = ["街道", "镇", "乡"].map { Array($0.unicodeScalars) }

  /// 西溪街道文三路1号 → 文三路1号. A town's name has at most ten letters.
  private static func withoutTown(_ plain: String.UnicodeScalarView) -> Substring.UnicodeScalarView {
    for end in towns {
      var index = plain.startIndex
      for length in 0..<10 where index < plain.endIndex {
        let rest = plain[index...]
        if length > 0, rest.starts(with: end), rest.dropFirst(end.count).first != nil {
          return rest.dropFirst(end.count)
        }
        index = plain.index(after: index)
      }
    }
    return plain[...]
  }

  /// A number without what stands between its digits, of either width; stars stay.
  static func digits(_ phone: String) -> String {
    var digits = String.UnicodeScalarView()
    for scalar in phone.unicodeScalars {
      switch scalar.value {
      case 0x30...0x39, 0x2A: digits.append(scalar)
      case 0xFF10...0xFF19, 0xFF0A:
        if let narrow = Unicode.Scalar(scalar.value - 0xFEE0) { digits.append(narrow) }
      default: continue
      }
    }
    return String(digits)
  }

  /// Blanks and punctuation of either width; letters, digits and stars stay.
  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2A: false
    case 0...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0xA0: true
    case 0x2000...0x206F, 0x3000...0x303F, 0xFF00...0xFF0F, 0xFF1A...0xFF20, 0xFF3B...0xFF40, 0xFF5B...0xFF65: true
    default: false
    }
  }
}
