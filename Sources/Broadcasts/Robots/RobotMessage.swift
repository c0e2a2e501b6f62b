public import Playbooks
public import Vocabulary

/// What a group robot has to say of one version.
public struct RobotMessage: Sendable, Codable, Equatable {
  public enum Kind: String, Sendable, Codable {
    /// The change itself, or who has not read it.
    case change, unread
  }

  public enum State: String, Sendable, Codable, CaseIterable {
    case waiting, sending, sent
    /// No answer came, and it was not sent once more: the group may have it.
    case unsure
    /// The platform does not take it.
    case refused
    /// Withdrawn or replaced before it was said.
    case dropped

    public var name: Message {
      switch self {
      case .waiting: Message(zh: "等待发送", en: "waiting")
      case .sending: Message(zh: "发送中", en: "on its way")
      case .sent: Message(zh: "已发送", en: "sent")
      case .unsure: Message(zh: "没有回音，可能已发", en: "no answer: may have been sent")
      case .refused: Message(zh: "平台不收", en: "refused")
      case .dropped: Message(zh: "已作废", en: "dropped")
      }
    }
  }

  public let robot: String
  public let number: Int64
  public let version: Int64
  public let kind: Kind
  public let lane: RobotLane
  public let body: String
  public let state: State
  public let notBefore: Instant
  /// Answers that were lost: the group may have seen it so many times beside.
  public let losses: Int64
}

/// One text on its way to a group.
public struct RobotSending: Sendable, Codable, Equatable {
  public let robot: String
  public let number: Int64
  public let text: String
  public let messages: Int
  /// Whether the group may see it a second time.
  public let isRepeat: Bool

  package init(robot: String, number: Int64, text: String, messages: Int, isRepeat: Bool) {
    (self.robot, self.number, self.text) = (robot, number, text)
    (self.messages, self.isRepeat) = (messages, isRepeat)
  }
}

/// How a group's text is put together.
enum RobotText {
  /// The robot's word of a new version.
  static func change(_ reference: Broadcast.Reference, _ request: Broadcasts.Request, urgency: Message) -> String {
    var lines = ["【\(urgency.zh)】\(request.title)（\(reference.text)）"]
    if !request.body.isEmpty { lines.append(request.body) }
    lines.append("\(request.effectiveAt.shopText) 起。看过请确认：peakday ack \(reference.text)")
    return lines.joined(separator: "\n")
  }

  static func unread(_ reference: Broadcast.Reference, title: String, names: [String]) -> String {
    let shown = names.sorted().prefix(20).joined(separator: "、")
    let more = names.count > 20 ? " 等 \(names.count) 人" : ""
    return "【未确认】\(title)（\(reference.text)）：\(shown)\(more)"
  }

  /// One message alone, or several as a digest, within the platform's bytes.
  ///
  /// - Returns: the text, and how many of the messages it holds: at least one.
  static func whole(_ bodies: [String], isRepeat: Bool, most: Int) -> (text: String, count: Int) {
    let prefix = isRepeat ? "【重发，可能已收到】\n" : ""
    guard bodies.count > 1 else { return (cut(prefix + (bodies.first ?? ""), to: most), 1) }
    var text = prefix + "【汇总】"
    var count = 0
    for body in bodies {
      let next = text + "\n\(count + 1). " + cut(body, to: most / 4)
      if count > 0, next.utf8.count > most { break }
      text = next
      count += 1
    }
    return (cut(text, to: most), count)
  }

  /// At most so many bytes, never in the middle of a character.
  static func cut(_ text: String, to most: Int) -> String {
    guard text.utf8.count > most else { return text }
    let end = "…"
    var bytes = 0
    let kept = text.prefix { character in
      bytes += character.utf8.count
      return bytes <= most - end.utf8.count
    }
    return kept + end
  }
}
