/// Finds the first day that a stretch of a remark names: 11.20, 11月20号, 15号, 十五号, 明天, 3天后, 周五, 下周一, 双12.
struct DayReader {
  /// Folded: simplified, half width, small letters.
  private let letters: [Unicode.Scalar]

  static func day(in letters: [Unicode.Scalar]) -> DayMention? {
    let reader = DayReader(letters: letters)
    for index in letters.indices {
      if let found = reader.day(at: index) { return found }
    }
    return nil
  }

  private func day(at index: Int) -> DayMention? {
    switch letters[index] {
    case "今", "当": return isAny(of: "天日晚", at: index + 1) ? days(0) : nil
    case "明", "次": return isAny(of: "天日早晚", at: index + 1) ? days(1) : nil
    case "后": return isAny(of: "天日", at: index + 1) && !follows(index, "之以天日周月") ? days(2) : nil
    case "大": return letter(index + 1) == "后" && letter(index + 2) == "天" ? days(3) : nil
    case "双": return doubleDay(at: index + 1)
    case "元": return letter(index + 1) == "旦" ? DayMention(month: 1, day: 1, offset: nil) : nil
    case "周", "星", "礼", "下": return weekday(at: index)
    default: return dateOrSpan(at: index)
    }
  }

  private func days(_ offset: Int) -> DayMention { DayMention(month: nil, day: nil, offset: offset) }

  /// 双11, 双十二.
  private func doubleDay(at index: Int) -> DayMention? {
    guard let number = number(at: index), number.value == 11 || number.value == 12 else { return nil }
    return DayMention(month: number.value, day: number.value, offset: nil)
  }

  private func dateOrSpan(at index: Int) -> DayMention? {
    // Only where a number begins: the 20 of 11.20 is the twentieth of November.
    if index > 0, Self.numeral(letters[index - 1]) != nil || letters[index - 1] == "." { return nil }
    guard let first = number(at: index) else { return nil }
    if isAny(of: ".-/月", at: first.end), (1...12).contains(first.value), let second = number(at: first.end + 1),
      (1...31).contains(second.value)
    {
      return DayMention(month: first.value, day: second.value, offset: nil)
    }
    if isAny(of: "号日", at: first.end), (1...31).contains(first.value) {
      return DayMention(month: nil, day: first.value, offset: nil)
    }
    guard let unit = letter(first.end), unit == "天" || unit == "周" || unit == "个" else { return nil }
    // 3天后, 两周以后, 3个工作日后: a stretch of time counts only where it is said to pass.
    guard letters[first.end...].prefix(6).contains(where: { $0 == "后" || $0 == "再" }) else { return nil }
    let isWeeks = unit == "周" || unit == "个" && isAny(of: "星礼", at: first.end + 1)
    let isDays = unit == "天" || unit == "个" && letter(first.end + 1) == "工"
    return isWeeks ? days(first.value * 7) : isDays ? days(first.value) : nil
  }

  /// 周五, 星期五, 礼拜五, 下周五, 下下周; 下周 alone is its Monday.
  private func weekday(at index: Int) -> DayMention? {
    if follows(index, "下") { return nil }
    var place = index
    while letter(place) == "下" { place += 1 }
    let weeks = place == index ? nil : place - index
    if weeks != nil, letter(place) == "个" { place += 1 }
    switch letter(place) {
    case "周": place += 1
    case "星" where letter(place + 1) == "期", "礼" where letter(place + 1) == "拜": place += 2
    default: return nil
    }
    if let name = letter(place), let day = Self.weekdays.firstIndex(of: name) {
      return DayMention(month: nil, day: nil, offset: nil, weekday: min(day + 1, 7), weeks: weeks)
    }
    return weeks.map { DayMention(month: nil, day: nil, offset: nil, weekday: 1, weeks: $0) }
  }

  private static let weekdays = Array("一二三四五六日天".unicodeScalars)

  private func letter(_ index: Int) -> Unicode.Scalar? { index < letters.count ? letters[index] : nil }

  private func isAny(of set: String, at index: Int) -> Bool {
    letter(index).map { set.unicodeScalars.contains($0) } ?? false
  }

  private func follows(_ index: Int, _ set: String) -> Bool { index > 0 && isAny(of: set, at: index - 1) }

  /// Digits, or Chinese numerals up to 三十一.
  private func number(at start: Int) -> (value: Int, end: Int)? {
    var end = start
    var value = 0
    while let digit = letter(end), ("0"..."9").contains(digit), end - start < 4 {
      value = value * 10 + Int(digit.value) - 0x30
      end += 1
    }
    if end > start { return (value, end) }
    while let numeral = letter(end).flatMap(Self.numeral), end - start < 3 {
      value = numeral == 10 ? max(value, 1) * 10 : value + numeral
      end += 1
    }
    return end > start ? (value, end) : nil
  }

  private static func numeral(_ letter: Unicode.Scalar) -> Int? {
    switch letter {
    case "0"..."9": Int(letter.value) - 0x30
    case "一": 1
    case "二", "两": 2
    case "三": 3
    case "四": 4
    case "五": 5
    case "六": 6
    case "七": 7
    case "八": 8
    case "九": 9
    case "十": 10
    default: nil
    }
  }
}
