public import Vocabulary

/// One version of something that people have to know.
public struct Broadcast: Sendable, Encodable, Equatable {
  /// Names one version: `3.2`. A receipt belongs to it alone.
  public struct Reference: Sendable, Codable, Hashable {
    public let number: Int64
    public let version: Int64

    public init(number: Int64, version: Int64) {
      self.number = number
      self.version = version
    }

    /// Reads `3.2`; `3` is its first version.
    public init?(_ text: some StringProtocol) {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
      guard (1...2).contains(parts.count), let number = parts[0], number > 0,
        let version = parts.count == 2 ? parts[1] : 1, version > 0
      else { return nil }
      (self.number, self.version) = (number, version)
    }

    public var text: String { "\(number).\(version)" }
  }

  /// Whoever understood it can answer this.
  ///
  /// Those who are asked read lists, too: written out, it never shows which one is right.
  public struct Question: Sendable, Encodable, Equatable {
    public let text: String
    public let options: [String]
    /// The right one, from 1.
    public let answer: Int

    public init(text: String, options: [String], answer: Int) {
      self.text = text
      self.options = options
      self.answer = answer
    }

    enum CodingKeys: String, CodingKey {
      case text, options
    }
  }

  public let shop: String
  public let number: Int64
  public let version: Int64
  public let title: String
  public let body: String
  /// A key of `broadcasts.yaml`.
  public let urgency: String
  /// Skills, groups and names; empty for everybody.
  public let audience: [String]
  /// The activity whose change it tells of, and its version; empty and 0 otherwise.
  public let activity: String
  public let activityVersion: Int64
  public let effectiveAt: Instant
  public let question: Question?
  public let sentAt: Instant
  public let sentBy: String
  /// When it was withdrawn or replaced.
  public let endedAt: Instant?

  public var reference: Reference { Reference(number: number, version: version) }
  public var isInForce: Bool { endedAt == nil }

  /// Whether somebody belongs to those it is for.
  public func concerns(name: String, group: String, skills: [String]) -> Bool {
    Audience(audience).holds(name: name, group: group, skills: skills)
  }

  /// Skills, groups and names; empty for everybody.
  public struct Audience: Sendable {
    let words: [String]

    public init(_ words: [String]) {
      self.words = words
    }

    /// Everybody of either.
    public static func union(_ one: [String], _ two: [String]) -> [String] {
      one.isEmpty || two.isEmpty ? [] : one + two.filter { !one.contains($0) }
    }

    public func holds(name: String, group: String, skills: [String]) -> Bool {
      words.isEmpty || words.contains { $0 == name || $0 == group && !group.isEmpty || skills.contains($0) }
    }
  }
}

/// Somebody who gets a broadcast, and why.
public struct Recipient: Sendable, Equatable {
  public enum Cause: String, Sendable, Codable {
    case onShift, comingOn, clockedIn

    public var name: Message {
      switch self {
      case .onShift: Message(zh: "在班", en: "on shift")
      case .comingOn: Message(zh: "接着上班", en: "coming on shift")
      case .clockedIn: Message(zh: "已签到", en: "clocked in")
      }
    }
  }

  public let name: String
  public let cause: Cause
  /// From when the minutes to the deadline count.
  public let since: Instant

  public init(name: String, cause: Cause, since: Instant) {
    self.name = name
    self.cause = cause
    self.since = since
  }
}

/// A broadcast and one person.
public struct Delivery: Sendable, Codable, Equatable {
  public enum State: String, Sendable, Codable, CaseIterable {
    case waiting, reminded, escalated, acknowledged

    public var name: Message {
      switch self {
      case .waiting: Message(zh: "未读", en: "unread")
      case .reminded: Message(zh: "已提醒", en: "reminded")
      case .escalated: Message(zh: "已上报", en: "escalated")
      case .acknowledged: Message(zh: "已确认", en: "acknowledged")
      }
    }
  }

  public let number: Int64
  public let version: Int64
  public let agent: String
  public let cause: Recipient.Cause
  public let since: Instant
  public let due: Instant
  public let wrongAnswers: Int64
  public let acknowledgedAt: Instant?
  public let reminders: Int64
  /// When the deputy or the lead was told, and who that was: empty for the lead.
  public let escalatedAt: Instant?
  public let told: String?

  public var state: State {
    if acknowledgedAt != nil { return .acknowledged }
    if escalatedAt != nil { return .escalated }
    return reminders > 0 ? .reminded : .waiting
  }
}
