public import Vocabulary

/// The hours of a shift as people write them into a cell.
public enum ShiftText {
  public enum Cell: Sendable, Equatable {
    /// 休: nobody works.
    case off
    /// Minutes after the midnight of its day; beyond 1440 on the day after.
    case shift(start: Int, end: Int)
  }

  /// Reads `9:00-17:30`, `22:00-次日6:00`, `22:00-6:00+1`, `22-6`, `休`; nil for anything else. An end that is not behind
  /// the start is of the day after.
  public static func read(_ text: String) -> Cell? {
    let text = text.filter { !$0.isWhitespace }
    if ["休", "休息", "off", "OFF", "-", "/", "×", "x"].contains(text) { return .off }
    let ends = text.split(omittingEmptySubsequences: false) { "-–—－~～至到".contains($0) }.map(String.init)
    guard ends.count == 2, let start = minute(ends[0]), start < 1_440, var end = minute(ends[1]) else { return nil }
    if end <= start { end += 1_440 }
    guard end - start <= 1_440 else { return nil }
    return .shift(start: start, end: end)
  }

  /// `9:00`, `9：30`, `9点`, `9`, `24:00`, `次日6:00` or `6:00+1` in minutes.
  static func minute(_ text: String) -> Int? {
    var clock = text[...]
    var base = 0
    for mark in ["次日", "翌日", "第二天"] where clock.hasPrefix(mark) {
      clock = clock.dropFirst(mark.count)
      base = 1_440
      break
    }
    if clock.hasSuffix("+1"), base == 0 {
      clock = clock.dropLast(2)
      base = 1_440
    }
    if clock.hasSuffix("点") || clock.hasSuffix("时") { clock = clock.dropLast() }
    let parts = clock.split(omittingEmptySubsequences: false) { ":：".contains($0) }
    guard (1...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.utf8.count) }),
      let hour = Int(parts[0]), (0...24).contains(hour)
    else { return nil }
    let minute = parts.count > 1 ? Int(parts[1]) : 0
    guard let minute, (0..<60).contains(minute), hour < 24 || minute == 0, minute % 5 == 0 else { return nil }
    // Seconds are what a spreadsheet adds.
    if parts.count == 3, parts[2] != "00" { return nil }
    return base + hour * 60 + minute
  }

  /// `09:00-17:30`, `22:00-次日06:00`; in English `22:00-06:00+1`.
  public static func write(_ start: Instant, _ end: Instant) -> Message {
    let isNextDay = ShopDay(start) != ShopDay(end.adding(milliseconds: -1))
    // A shift that ends at midnight ends with its day.
    let isMidnight = !isNextDay && end == ShopDay(start).end
    let close = isMidnight ? "24:00" : end.clockText
    return Message(
      zh: start.clockText + "-" + (isNextDay ? "次日" : "") + close,
      en: start.clockText + "-" + close + (isNextDay ? "+1" : ""))
  }
}
