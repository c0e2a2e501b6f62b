import FoundationEssentials
public import Playbooks

/// What a platform says to a text.
public enum RobotAnswer: Sendable, Equatable {
  case sent
  /// Not sent; the robot says nothing for so many seconds.
  case later(code: String, seconds: Int64)
  /// Not sent, and nothing else will be before a person has seen to it: token, signature, keyword, address.
  case stop(code: String)
  /// Not sent: the platform does not take this very text.
  case refused(code: String)
  /// No answer, or one that makes no sense: it may have been sent.
  case lost(code: String)

  /// What status and body mean: a pure function. Errors come with HTTP 200, too; an unknown code is never "sent".
  ///
  /// The codes are those of the platforms' descriptions of their group robots.
  public static func judge(_ platform: RobotPlatform, status: Int, body: [UInt8]) -> RobotAnswer {
    guard let reply = try? JSONDecoder().decode(Reply.self, from: Data(body)), let code = reply.value else {
      // A gateway's own limit says plainly that nothing went on.
      return status == 429 ? .later(code: "HTTP 429", seconds: 60) : .lost(code: "HTTP \(status), no JSON")
    }
    if code == 0 { return (200..<300).contains(status) ? .sent : .lost(code: "HTTP \(status), code 0") }
    let name = String(code)
    switch (platform, code) {
    case (_, -1): return .later(code: name, seconds: 5)
    // Muted for ten minutes.
    case (.dingtalk, 130101), (.dingtalk, 410100): return .later(code: name, seconds: 600)
    case (.dingtalk, 310000), (.dingtalk, 300005), (.dingtalk, 400101), (.dingtalk, 400102): return .stop(code: name)
    case (.wecom, 45009): return .later(code: name, seconds: 60)
    case (.wecom, 93000), (.wecom, 40014), (.wecom, 42001): return .stop(code: name)
    case (.wecom, 40058), (.wecom, 44004): return .refused(code: name)
    case (.feishu, 11232), (.feishu, 99991400): return .later(code: name, seconds: 60)
    case (.feishu, 19021), (.feishu, 19022), (.feishu, 19024), (.feishu, 19001): return .stop(code: name)
    case (.feishu, 9499): return .refused(code: name)
    // Nobody knows what it means: a person looks before more is sent.
    default: return .stop(code: name)
    }
  }

  /// DingTalk and WeCom say `errcode`, Feishu `code` (an older form `StatusCode`).
  private struct Reply: Decodable {
    let errcode: Int?
    let code: Int?
    let statusCode: Int?

    enum CodingKeys: String, CodingKey {
      case errcode, code
      case statusCode = "StatusCode"
    }

    var value: Int? { errcode ?? code ?? statusCode }
  }
}

extension RobotAnswer {
  var code: String {
    switch self {
    case .sent: "0"
    case .later(let code, _), .stop(let code), .refused(let code), .lost(let code): code
    }
  }
}

/// Says texts in groups; each is said once, whatever the answer.
public protocol RobotSender: AnyObject {
  func send(_ sending: RobotSending, to robot: BroadcastRules.Robot) throws -> RobotAnswer
}
