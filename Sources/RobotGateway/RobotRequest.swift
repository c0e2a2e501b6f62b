import Crypto
import FoundationEssentials
package import Playbooks
package import Vocabulary

/// One text as a platform takes it: a pure function of account, text and time.
package struct RobotRequest: Equatable {
  package let url: String
  package let body: [UInt8]

  /// The forms are those of the platforms' descriptions of their group robots.
  package init(_ platform: RobotPlatform, _ account: RobotAccount, text: String, now: Instant) throws {
    let secret = account.secret ?? ""
    switch platform {
    case .dingtalk:
      let signature = secret.isEmpty ? "" : Self.dingTalk(secret, milliseconds: now.milliseconds)
      let query = secret.isEmpty ? "" : "&timestamp=\(now.milliseconds)&sign=\(signature)"
      url = account.url + (account.url.contains("?") || query.isEmpty ? query : "?" + query.dropFirst())
      body = try Self.json(DingTalk(text: .init(content: text)))
    case .wecom:
      url = account.url
      body = try Self.json(WeCom(text: .init(content: text)))
    case .feishu:
      url = account.url
      let seconds = now.milliseconds / 1_000
      body = try Self.json(
        Feishu(
          timestamp: secret.isEmpty ? nil : String(seconds),
          sign: secret.isEmpty ? nil : Self.feishu(secret, seconds: seconds), content: .init(text: text)))
    }
  }

  /// urlencode(base64(HMAC-SHA256(key = secret, message = "MILLISECONDS\nsecret"))).
  package static func dingTalk(_ secret: String, milliseconds: Int64) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("\(milliseconds)\n\(secret)".utf8), using: SymmetricKey(data: Array(secret.utf8)))
    return Data(code).base64EncodedString()
      .replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
  }

  /// base64(HMAC-SHA256(key = "SECONDS\nsecret", no message)).
  package static func feishu(_ secret: String, seconds: Int64) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: [UInt8](), using: SymmetricKey(data: Array("\(seconds)\n\(secret)".utf8)))
    return Data(code).base64EncodedString()
  }

  private struct DingTalk: Encodable {
    struct Text: Encodable { let content: String }
    struct At: Encodable {
      var atMobiles: [String] = []
      var isAtAll = false
    }
    var msgtype = "text"
    let text: Text
    var at = At()
  }

  private struct WeCom: Encodable {
    struct Text: Encodable { let content: String }
    var msgtype = "text"
    let text: Text
  }

  private struct Feishu: Encodable {
    struct Content: Encodable { let text: String }
    let timestamp: String?
    let sign: String?
    var msgType = "text"
    let content: Content

    enum CodingKeys: String, CodingKey {
      case timestamp, sign, content
      case msgType = "msg_type"
    }
  }

  private static func json(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }
}
