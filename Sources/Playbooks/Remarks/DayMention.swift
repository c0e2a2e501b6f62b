public import Vocabulary

/// A day that a remark names, as far as it names it: 11.20后, 明天, 15号前.
public struct DayMention: Sendable, Equatable, Codable {
  /// 1–12; nil for 15号 and 明天.
  public let month: Int?
  /// 1–31; nil for 明天.
  public let day: Int?
  /// Days from the day on which it was written: 0 for 今天, 1 for 明天; nil for a date.
  public let offset: Int?

  public init(month: Int?, day: Int?, offset: Int?) {
    self.month = month
    self.day = day
    self.offset = offset
  }

  /// The first moment of that day in shop time, the next one of that name after `written` (or that very day); nil for a
  /// day that does not exist.
  public func start(after written: Instant) -> Instant? {
    nil
  }
}
