/// Finds one telephone number as people write it: +86 138 0013 8000, 13800138000-1234, 138****8000, 010-12345678, 400-….
struct PhoneNumber {
  let digits: String
  let range: Range<Int>

  /// The number that begins at this place.
  static func read(_ text: Text, at start: Int) -> PhoneNumber? {
    switch text[start] {
    case _ where start > 0 && (text.isDigit(start - 1) || text[start - 1] == 0x2A): nil
    case 0x31: start + 11 <= text.count && text.isDigit(start + 1) ? mobile(text, start) : nil
    case 0x2B: mobile(text, start)
    case 0x38: mobile(text, start) ?? service(text, start)
    case 0x34: service(text, start)
    case 0x30: mobile(text, start) ?? landline(text, start)
    case 0x28 where start + 1 < text.count && text[start + 1] == 0x30: landline(text, start)
    default: nil
    }
  }

  /// Eleven digits beginning 13 to 19; stars may hide some in the middle.
  private static func mobile(_ text: Text, _ start: Int) -> PhoneNumber? {
    var at = afterCountry(text, start)
    var digits: [UInt32] = []
    while at < text.count, digits.count < 11 {
      let letter = text[at]
      if text.isDigit(at) || letter == 0x2A && digits.count >= 3 {
        digits.append(letter)
        at += 1
      } else if letter == 0x20 || letter == 0x2D, !digits.isEmpty, at + 1 < text.count,
        text.isDigit(at + 1) || text[at + 1] == 0x2A, digits.count >= 3
      {
        at += 1
      } else {
        break
      }
    }
    guard digits.count == 11, digits[0] == 0x31, digits[1] >= 0x33, digits.count(where: { $0 != 0x2A }) >= 7,
      at == text.count || !text.isDigit(at) && text[at] != 0x2A
    else { return nil }
    return finish(digits, text, start, at)
  }

  /// 0 and an area of two or three digits, then seven or eight; the area may stand in brackets.
  private static func landline(_ text: Text, _ start: Int) -> PhoneNumber? {
    var at = start
    let isBracketed = text[at] == 0x28
    if isBracketed { at += 1 }
    var area: [UInt32] = []
    while at < text.count, area.count < 4, text.isDigit(at) || text[at] == 0x2A && !area.isEmpty {
      area.append(text[at])
      at += 1
    }
    guard area.count >= 3, area[0] == 0x30, area[1] != 0x30 else { return nil }
    // 010 and 02x are the areas of three digits.
    if area.count == 4, area[1] == 0x31 || area[1] == 0x32 {
      area.removeLast()
      at -= 1
    }
    if isBracketed {
      guard at < text.count, text[at] == 0x29 else { return nil }
      at += 1
    }
    while at < text.count, text[at] == 0x2D || text[at] == 0x20 { at += 1 }
    var number: [UInt32] = []
    while at < text.count, number.count < 9, text.isDigit(at) || text[at] == 0x2A {
      number.append(text[at])
      at += 1
    }
    guard number.count == 7 || number.count == 8 else { return nil }
    return finish(area + [0x2D] + number, text, start, at)
  }

  /// 400 and 800 numbers: ten digits.
  private static func service(_ text: Text, _ start: Int) -> PhoneNumber? {
    guard text[start] == 0x34 || text[start] == 0x38 else { return nil }
    var digits: [UInt32] = []
    var at = start
    while at < text.count, text.isDigit(at) || text[at] == 0x2D && digits.count >= 3 {
      if text[at] != 0x2D { digits.append(text[at]) }
      at += 1
    }
    guard digits.count == 10, digits[1] == 0x30, digits[2] == 0x30 else { return nil }
    return PhoneNumber(digits: Self.string(digits), range: start..<at)
  }

  /// Past +86, 86 or 0086.
  private static func afterCountry(_ text: Text, _ start: Int) -> Int {
    var at = start
    let isPlus = text[at] == 0x2B
    if isPlus { at += 1 }
    while at < text.count, text[at] == 0x30, !isPlus, at - start < 2 { at += 1 }
    guard at - start != 1 || isPlus, at + 1 < text.count, text[at] == 0x38, text[at + 1] == 0x36 else {
      return start
    }
    at += 2
    while at < text.count, text[at] == 0x2D || text[at] == 0x20 { at += 1 }
    return at
  }

  /// With the extension behind it: -1234, 转1234.
  private static func finish(_ digits: [UInt32], _ text: Text, _ start: Int, _ end: Int) -> PhoneNumber? {
    var at = end
    if at < text.count, text[at] == 0x2D || text[at] == 0x8F6C {
      var next = at + 1
      while next < text.count, text.isDigit(next), next - at <= 6 { next += 1 }
      if next > at + 1, next == text.count || !text.isDigit(next) {
        let number = Self.string(digits) + "-" + Text.string(next - at - 1) { text[at + 1 + $0] }
        return PhoneNumber(digits: number, range: start..<next)
      }
      at = end
    }
    guard at == text.count || !text.isDigit(at) else { return nil }
    return PhoneNumber(digits: Self.string(digits), range: start..<at)
  }

  private static func string(_ digits: [UInt32]) -> String { Text.string(digits.count) { digits[$0] } }
}
