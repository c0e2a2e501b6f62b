public import Vocabulary

/// A day that a remark names, as far as it names it: 11.20后, 明天, 15号前, 下周一.
public struct DayMention: Sendable, Equatable, Codable {
  /// 1–12; nil for 15号 and 明天.
  public let month: Int?
  /// 1–31; nil for 明天 and 下周一.
  public let day: Int?
  /// Days from the day on which it was written: 0 for 今天, 1 for 明天; nil for a date.
  public let offset: Int?
  /// 1 for Monday to 7 for Sunday; nil unless the remark names one.
  public let weekday: Int?
  /// With a weekday: weeks from the week in which it was written, 1 for 下周一; nil for 周一, the next one.
  public let weeks: Int?

  public init(month: Int?, day: Int?, offset: Int?, weekday: Int? = nil, weeks: Int? = nil) {
    self.month = month
    self.day = day
    self.offset = offset
    self.weekday = weekday
    self.weeks = weeks
  }

  /// The first moment of that day in shop time, the next one of that name after `written` (or that very day); nil for a
  /// day that does not exist.
  public func start(after written: Instant) -> Instant? {
    guard let today = ShopDay(of: written) else { return nil }
    if let offset { return today.start.adding(milliseconds: Int64(offset) * ShopDay.length) }
    if let weekday {
      guard (1...7).contains(weekday) else { return nil }
      let days = weeks.map { $0 * 7 + weekday - today.weekday } ?? (weekday - today.weekday + 7) % 7
      return today.start.adding(milliseconds: Int64(days) * ShopDay.length)
    }
    guard let day else { return nil }
    // Eight years hold a 29 February whatever the century does.
    let months = (today.month - 1)...(today.month - 1 + 8 * 12)
    for count in months where month == nil || month == count % 12 + 1 {
      guard let start = Instant(shopYear: today.year + count / 12, month: count % 12 + 1, day: day) else { continue }
      if start >= today.start { return start }
    }
    return nil
  }
}

/// A day by the shop's clock.
private struct ShopDay {
  static let length: Int64 = 86_400_000

  let year: Int
  let month: Int
  let start: Instant
  /// 1 for Monday to 7 for Sunday.
  let weekday: Int

  init?(of moment: Instant) {
    let parts = moment.shopText.prefix(10).split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, let start = Instant(shopYear: parts[0], month: parts[1], day: parts[2]),
      let monday = Instant(shopYear: 1970, month: 1, day: 5)
    else { return nil }
    year = parts[0]
    month = parts[1]
    self.start = start
    let days = (start.milliseconds - monday.milliseconds) / Self.length
    weekday = Int((days % 7 + 7) % 7) + 1
  }
}
