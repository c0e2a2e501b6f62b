import Playbooks
import Vocabulary

/// How many texts a robot may send: a pure rule over the times of those it has claimed. A text counts from the moment it
/// was claimed, whatever became of it, because the platform may have counted it.
enum RobotBudget {
  static let window: Int64 = 60_000

  /// When the next text of a lane may go: `now`, or when enough older ones are a minute old.
  ///
  /// - Parameter claimed: times of the last minute, rising.
  static func next(
    _ lane: RobotLane, after claimed: [Instant], now: Instant, _ robot: BroadcastRules.Robot
  ) -> Instant {
    let allowed = Int(lane == .urgent ? robot.perMinute : robot.perMinute - robot.reserved)
    var earliest = now
    let recent = claimed.filter { $0.milliseconds > now.milliseconds - window }
    if recent.count >= allowed {
      earliest = max(earliest, recent[recent.count - allowed].adding(milliseconds: window))
    }
    // Feishu takes 5 a second, too.
    if robot.platform == .feishu, let last = recent.last { earliest = max(earliest, last.adding(milliseconds: 250)) }
    return earliest
  }
}
