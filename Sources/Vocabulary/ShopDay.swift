/// A day by the shop's clock, from midnight to midnight (+08:00).
public struct ShopDay: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01.
  public let number: Int

  public init(number: Int) {
    self.number = number
  }

  /// The day that holds a moment.
  public init(_ moment: Instant) {
    let shifted = moment.milliseconds + Instant.shopOffset
    number = Int((shifted >= 0 ? shifted : shifted - 86_399_999) / 86_400_000)
  }

  /// Reads `2026-11-11`, `2026/11/11`, `2026年11月11日`, `11-11`, `11.11`, `11月11日`; whatever follows behind a space or a
  /// bracket, such as the day of the week, does not matter. Where no year is written, it is the one in which the day lies
  /// nearest to `near`. Returns nil for anything else.
  public init?(_ text: some StringProtocol, near: ShopDay) {
    let date = text.prefix { !" \t(（星周T".contains($0) }
    let parts = date.split(omittingEmptySubsequences: true) { "-/.年月日号".contains($0) }.map { Int($0) }
    guard !date.isEmpty, !parts.contains(nil), case let numbers = parts.compactMap({ $0 }),
      numbers.allSatisfy({ $0 > 0 })
    else { return nil }
    func day(_ year: Int, _ month: Int, _ day: Int) -> ShopDay? {
      Instant(shopYear: year, month: month, day: day).map { ShopDay($0) }
    }
    switch numbers.count {
    case 3:
      guard let found = day(numbers[0], numbers[1], numbers[2]) else { return nil }
      self = found
    case 2:
      let year = Instant.civil(dayNumber: near.number).year
      let choices = (year - 1...year + 1).compactMap { day($0, numbers[0], numbers[1]) }
      guard let found = choices.min(by: { abs($0.number - near.number) < abs($1.number - near.number) }) else {
        return nil
      }
      self = found
    default: return nil
    }
  }

  public static func < (left: ShopDay, right: ShopDay) -> Bool { left.number < right.number }

  public func adding(_ days: Int) -> ShopDay { ShopDay(number: number + days) }

  public var start: Instant { Instant(milliseconds: Int64(number) * 86_400_000 - Instant.shopOffset) }

  public var end: Instant { adding(1).start }

  /// The moment at so many minutes after midnight.
  public func at(minute: Int) -> Instant { start.adding(minutes: Int64(minute)) }

  /// `2026-11-11`
  public var text: String {
    let (year, month, day) = Instant.civil(dayNumber: number)
    return Instant.padded(year, 4) + "-" + Instant.padded(month, 2) + "-" + Instant.padded(day, 2)
  }

  /// `11-11`
  public var shortText: String { String(text.suffix(5)) }

  public var weekday: Message {
    // 1970-01-01 was a Thursday.
    let place = ((number + 4) % 7 + 7) % 7
    return Message(
      zh: "周" + ["日", "一", "二", "三", "四", "五", "六"][place],
      en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][place])
  }
}

extension Instant {
  /// Minutes since the midnight of a day: 90 for 01:30, 1530 for 01:30 of the day after.
  public func minutes(since day: ShopDay) -> Int {
    Int((milliseconds - day.start.milliseconds) / 60_000)
  }

  /// `01:30`, as a clock shows it.
  public var clockText: String {
    let minutes = minutes(since: ShopDay(self))
    return Self.padded(minutes / 60, 2) + ":" + Self.padded(minutes % 60, 2)
  }
}
