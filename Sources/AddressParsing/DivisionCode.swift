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

  static func contains(_ outer: Int32, _ inner: Int32) -> Bool {
    switch level(outer) {
    case 1: province(inner) == outer
    case 2: city(inner) == outer || isMunicipality(outer) && province(inner) == province(outer)
    default: inner == outer
    }
  }

  static func read(_ text: some StringProtocol) -> Int32? {
    guard text.utf8.count == 6, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    return Int32(text)
  }
}
