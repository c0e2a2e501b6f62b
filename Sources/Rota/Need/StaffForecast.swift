public import Vocabulary

/// What comes in for each skill in each interval of a horizon.
public struct StaffForecast: Sendable, Equatable {
  /// One interval of one skill.
  public struct Load: Sendable, Equatable {
    /// Chats, or pieces of work.
    public var arrivals: Double
    /// Where it is known better than from the number of pieces: the seconds that the work takes.
    public var workSeconds: Double?

    public init(arrivals: Double, workSeconds: Double? = nil) {
      self.arrivals = arrivals
      self.workSeconds = workSeconds
    }
  }

  public let grid: IntervalGrid
  public let skills: [String]
  /// By skill, in the order of `skills`, and interval.
  public let loads: [[Load]]

  public init(grid: IntervalGrid, skills: [String], loads: [[Load]]) {
    self.grid = grid
    self.skills = skills
    self.loads = loads
  }
}

/// The intervals of a horizon.
public struct IntervalGrid: Sendable, Equatable {
  public let start: Instant
  /// 15, 30 or 60.
  public let minutes: Int
  public let count: Int

  /// - Throws: `Failure` `.usage`: `bad_interval`, `horizon_too_long`, for a length that there is not, a start between two
  ///   intervals, and a horizon of nothing or of more than 92 days.
  public init(start: Instant, minutes: Int, days: Int) throws(Failure) {
    guard StaffLimits.minutes.contains(minutes) else {
      throw Self.bad(Message(zh: "时段要是 15、30 或 60 分钟", en: "an interval has 15, 30 or 60 minutes"))
    }
    guard start.milliseconds % (Int64(minutes) * 60_000) == 0 else {
      throw Self.bad(
        Message(
          zh: "\(start.shopText) 不是 \(minutes) 分钟时段的开始",
          en: "no interval of \(minutes) minutes begins at \(start.shopText)")
      )
    }
    guard (1...StaffLimits.days).contains(days) else {
      throw Failure(
        .usage, code: "horizon_too_long",
        Message(zh: "天数要在 1 到 \(StaffLimits.days) 之间", en: "between 1 and \(StaffLimits.days) days"),
        next: Message(zh: "改 --days", en: "correct --days"))
    }
    self.init(start: start, minutes: minutes, count: days * 1_440 / minutes)
  }

  init(start: Instant, minutes: Int, count: Int) {
    (self.start, self.minutes, self.count) = (start, minutes, count)
  }

  public func start(of interval: Int) -> Instant { start.adding(minutes: Int64(interval * minutes)) }

  public var end: Instant { start(of: count) }

  /// Hands out which part of a stretch of minutes, 0 to 1, lies in which interval; what lies outside is left out.
  func spread(from: Instant, minutes length: Int, _ body: (_ interval: Int, _ part: Double) -> Void) {
    let step = Int64(minutes) * 60_000
    let first = from.milliseconds - start.milliseconds
    let last = first + Int64(length) * 60_000
    guard length > 0, last > 0, first < step * Int64(count) else { return }
    var interval = max(0, first / step)
    while interval < Int64(count), interval * step < last {
      let common = min(last, (interval + 1) * step) - max(first, interval * step)
      body(Int(interval), Double(common) / Double(last - first))
      interval += 1
    }
  }

  private static func bad(_ message: Message) -> Failure {
    Failure(
      .usage, code: "bad_interval", message,
      next: Message(zh: "例如 --from 2026-11-10 --minutes 30", en: "for example --from 2026-11-10 --minutes 30"))
  }
}
