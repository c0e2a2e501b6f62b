/// Arithmetic of the six digits: province, city, district, two each.
enum DivisionCode {
  /// 1 province, 2 city, 3 district.
  static func level(_ code: Int32) -> Int { code % 100 != 0 ? 3 : code % 10_000 != 0 ? 2 : 1 }
  static func province(_ code: Int32) -> Int32 { code / 10_000 * 10_000 }
  static func city(_ code: Int32) -> Int32 { code / 100 * 100 }

  static func isMunicipality(_ code: Int32) -> Bool {
    switch code / 10_000 {
    case 11, 12, 31, 50: true
    default: false
    }
  }

  /// Hong Kong, Macau and Taiwan, of which the standard names only the whole.
  static func isOutside(_ code: Int32) -> Bool { code >= 710_000 }

  /// The codes of a division and of all that lies in it. The city of a municipality is the municipality again.
  static func reach(_ code: Int32) -> ClosedRange<Int32> {
    switch level(code) {
    case 1: code...code + 9_999
    case 2 where isMunicipality(code): province(code)...province(code) + 9_999
    case 2: code...code + 99
    default: code...code
    }
  }

  static func read(_ text: some StringProtocol) -> Int32? {
    guard text.utf8.count == 6, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    return Int32(text)
  }
}
