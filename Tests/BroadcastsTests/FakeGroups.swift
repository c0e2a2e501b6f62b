import Playbooks
import TestSupport
import Vocabulary

@testable import Broadcasts

/// The process that was sending is gone.
struct Killed: Error {}

/// The platforms as a robot meets them: they count, mute, lose answers, answer HTML, and show what they show.
final class FakeGroups: RobotSender {
  struct Shown {
    let robot: String
    /// Of the sending.
    let number: Int64
    let text: String
  }

  private(set) var shown: [Shown] = []
  /// Texts beyond the platform's true limit.
  private(set) var tooMany = 0
  private var times: [String: [Instant]] = [:]
  private var mutedUntil: [String: Instant] = [:]
  private var random: SplitMix64
  var now: Instant
  /// Faults happen only while this is true.
  var isRough = true
  /// Runs while a sender hangs: others look, and its lease ends.
  var whileHanging: (() throws -> Void)?
  /// A mutant of the test: whatever it is given is shown twice.
  let doubles: Bool

  init(random: SplitMix64, now: Instant, doubles: Bool = false) {
    self.random = random
    self.now = now
    self.doubles = doubles
  }

  private func chance(_ share: Double) -> Bool { isRough && Double.random(in: 0..<1, using: &random) < share }

  func send(_ sending: RobotSending, to robot: BroadcastRules.Robot) throws -> RobotAnswer {
    if chance(0.05) { throw Killed() }
    if let muted = mutedUntil[robot.key], muted > now {
      return judge(robot, 200, rateCode(robot.platform))
    }
    let recent = times[robot.key, default: []].filter { $0.milliseconds > now.milliseconds - 60_000 }
    if recent.count >= robot.platform.mostPerMinute {
      tooMany += 1
      if robot.platform == .dingtalk { mutedUntil[robot.key] = now.adding(minutes: 10) }
      return judge(robot, 200, rateCode(robot.platform))
    }
    // The platform's own trouble: nothing is shown.
    if chance(0.05) { return judge(robot, 200, #"{"errcode":-1,"code":-1,"errmsg":"系统繁忙"}"#) }
    if chance(0.02) { return judge(robot, 200, rateCode(robot.platform)) }
    if chance(0.04) { return judge(robot, 502, "<html><h1>502 Bad Gateway</h1></html>") }
    if chance(0.03) { return .lost(code: "remoteConnectionClosed") }
    times[robot.key] = recent + [now]
    for _ in 0..<(doubles ? 2 : 1) {
      shown.append(Shown(robot: robot.key, number: sending.number, text: sending.text))
    }
    // It is shown, and the answer goes astray.
    if chance(0.05) { throw Killed() }
    if chance(0.04) { return judge(robot, 504, "<html>timeout</html>") }
    if chance(0.04) { return .lost(code: "readTimeout") }
    if chance(0.02), let hang = whileHanging {
      whileHanging = nil
      defer { whileHanging = hang }
      now = now.adding(milliseconds: 61_000)
      try hang()
    }
    return judge(robot, 200, #"{"errcode":0,"code":0,"errmsg":"ok"}"#)
  }

  private func judge(_ robot: BroadcastRules.Robot, _ status: Int, _ body: String) -> RobotAnswer {
    RobotAnswer.judge(robot.platform, status: status, body: Array(body.utf8))
  }

  private func rateCode(_ platform: RobotPlatform) -> String {
    switch platform {
    case .dingtalk: #"{"errcode":130101,"errmsg":"send too fast"}"#
    case .wecom: #"{"errcode":45009,"errmsg":"freq out of limit"}"#
    case .feishu: #"{"code":11232,"msg":"frequency limited"}"#
    }
  }
}
