import Vocabulary

/// A day or a year that a text names.
struct TextDate: Equatable {
  enum Kind: Equatable {
    /// The year is nil where the text has none.
    case day(year: Int?, month: Int, day: Int)
    /// A year beside 年, 款, 双11 and the like.
    case year(Int)
  }

  let kind: Kind
  let text: String
  /// What stands around it, to see what it is about.
  let around: String

  /// The dates of a text, in its order.
  static func all(in text: String) -> [TextDate] {
    guard text.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return [] }
    let characters = Array(text)
    var found: [TextDate] = []
    var at = 0
    while at < characters.count {
      guard let first = number(characters, at), at == 0 || number(characters, at - 1) == nil else {
        at += 1
        continue
      }
      let after = first.end
      if let date = date(first.value, digits: after - at, characters, after) {
        let around = String(characters[max(0, at - 12)..<min(characters.count, date.end + 12)])
        found.append(TextDate(kind: date.kind, text: String(characters[at..<date.end]), around: around))
        at = date.end
      } else {
        at = after
      }
    }
    return found
  }

  private static let yearWords: Set<Character> = ["年", "新", "款", "双", "春", "夏", "秋", "冬"]

  private static func date(
    _ first: Int, digits: Int, _ text: [Character], _ at: Int
  ) -> (kind: Kind, end: Int)? {
    guard at < text.count else { return nil }
    if digits == 4, (2000...2099).contains(first) {
      // 2026年11月11日, 2026-11-11, 2026/11/11, 2026.11.11
      if "年-/.".contains(text[at]), let month = number(text, at + 1), month.end < text.count,
        "月-/.".contains(text[month.end]), let day = number(text, month.end + 1)
      {
        let end = day.end < text.count && text[day.end] == "日" ? day.end + 1 : day.end
        return (.day(year: first, month: month.value, day: day.value), end)
      }
      return yearWords.contains(text[at]) ? (.year(first), at + 1) : nil
    }
    if digits <= 2, text[at] == "月", let day = number(text, at + 1), day.end < text.count,
      text[day.end] == "日" || text[day.end] == "号"
    {
      return (.day(year: nil, month: first, day: day.value), day.end + 1)
    }
    return nil
  }

  private static func number(_ text: [Character], _ start: Int) -> (value: Int, end: Int)? {
    var (value, end) = (0, start)
    while end < text.count, end - start < 9, let digit = text[end].asciiValue, (0x30...0x39).contains(digit) {
      value = value * 10 + Int(digit) - 0x30
      end += 1
    }
    return end == start ? nil : (value, end)
  }
}
