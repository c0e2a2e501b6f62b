public import Vocabulary

/// Hours of an event in which a multiple of the usual comes in.
public struct StaffingPeak: Sendable, Equatable {
  /// The key of a window of the event calendar.
  public let window: String
  /// The day of the window by the shop's clock, from 1; nil for every day.
  public let day: Int?
  /// Minutes of the day; `end` is the first one after the peak.
  public let start: Int
  public let end: Int
  public let factor: Double
  /// The part of what comes in that comes in the first minutes of the peak.
  public let burstShare: Double
  public let burstMinutes: Double
  /// The skills it is about; empty for all.
  public let skills: Set<String>

  /// Whether the peak holds at a moment, by one of the calendars.
  public func holds(at moment: Instant, skill: String, _ calendars: [EventCalendar]) -> Bool {
    guard skills.isEmpty || skills.contains(skill) else { return false }
    let today = ShopDay(moment)
    guard (start..<end).contains(moment.minutes(since: today)) else { return false }
    return calendars.contains { calendar in
      calendar.windows.contains { window in
        window.key == self.window && window.start <= moment && moment < window.end
          && (day.map { today == ShopDay(window.start).adding($0 - 1) } ?? true)
      }
    }
  }

  /// Whether the peak begins with an interval, and so does its burst.
  public func begins(at moment: Instant, skill: String, _ calendars: [EventCalendar]) -> Bool {
    burstShare > 0 && moment.minutes(since: ShopDay(moment)) == start && holds(at: moment, skill: skill, calendars)
  }
}

extension StaffingPeak {
  static func read(_ item: YamlValue, skills known: Set<String>, _ problems: Problems) -> StaffingPeak? {
    let keys = ["window", "day", "from", "to", "factor", "burstMinutes", "burstShare", "skills"]
    guard let fields = Fields(item, known: keys, problems) else { return nil }
    let window = fields.text("window")
    let day = fields.value("day") == nil ? nil : fields.count("day", in: 1...366)
    let start = minute(fields, "from")
    let end = minute(fields, "to")
    let factor = fields.number("factor", in: 0.01...1_000)
    var burst = (share: 0.0, minutes: 0.0)
    if fields.value("burstShare") != nil || fields.value("burstMinutes") != nil {
      burst.share = fields.number("burstShare", in: 0...1) ?? 0
      burst.minutes = fields.number("burstMinutes", in: 0...60) ?? 0
    }
    var skills: Set<String> = []
    for item in fields.list("skills", required: false) {
      guard case .text(let skill) = item.content, known.contains(skill) else {
        fields.wrong(
          "skills", zh: "只能是：\(known.sorted().joined(separator: "、"))",
          en: "must be among: \(known.sorted().joined(separator: ", "))")
        continue
      }
      skills.insert(skill)
    }
    if let start, let end, start >= end {
      fields.wrong("to", zh: "必须晚于 from；跨零点的写成两条", en: "must be later than 'from'; a peak over midnight is two")
    }
    guard let window, let start, let end, let factor else { return nil }
    return StaffingPeak(
      window: window, day: day, start: start, end: end, factor: factor, burstShare: burst.share,
      burstMinutes: burst.minutes, skills: skills)
  }

  /// `00:00` to `24:00` as minutes of the day.
  private static func minute(_ fields: Fields, _ key: String) -> Int? {
    guard let text = fields.text(key) else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...24).contains(hour),
      (0...59).contains(minute), hour * 60 + minute <= 1_440
    else {
      fields.wrong(key, zh: "应是加引号的时刻，如 \"20:00\"", en: "must be a time of day in quotes, such as \"20:00\"")
      return nil
    }
    return hour * 60 + minute
  }
}
