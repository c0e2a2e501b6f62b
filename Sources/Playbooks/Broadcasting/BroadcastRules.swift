public import Vocabulary

/// `broadcasts.yaml`: how changes reach everybody, and what happens to whoever has not read one.
public struct BroadcastRules: Sendable, Equatable {
  public struct Urgency: Sendable, Equatable {
    public let key: String
    public let name: Message
    /// Minutes after the delivery, rising, all before the deadline.
    public let remindMinutes: [Int64]
    public let deadlineMinutes: Int64
    /// Not before the deadline.
    public let leadMinutes: Int64
    /// So many wrong answers to its question, and the deputy or the lead hears of it at once; nil for never.
    public let wrongAnswers: Int64?
    public let lane: RobotLane
  }

  public struct Robot: Sendable, Equatable {
    public let key: String
    public let platform: RobotPlatform
    /// Skills, groups or names; empty for every broadcast.
    public let audience: [String]
    /// Messages in any 60 seconds.
    public let perMinute: Int64
    /// Of these, what only urgent messages may use.
    public let reserved: Int64

    public init(key: String, platform: RobotPlatform, audience: [String], perMinute: Int64, reserved: Int64) {
      self.key = key
      self.platform = platform
      self.audience = audience
      self.perMinute = perMinute
      self.reserved = reserved
    }
  }

  public let pollSeconds: Int64
  public let comingHours: Int64
  public let digestMinutes: Int64
  public let urgencies: [Urgency]
  public let robots: [Robot]

  /// The urgency of that key; the last one, which is the mildest, for a key that is no longer written.
  public func urgency(_ key: String) -> Urgency? { urgencies.first { $0.key == key } ?? urgencies.last }

  /// The one with the shorter deadline.
  public func sterner(_ one: String, _ two: String) -> String {
    (urgency(one)?.deadlineMinutes ?? .max) < (urgency(two)?.deadlineMinutes ?? .max) ? one : two
  }

  /// The same rules with other robots: for tests and rehearsals.
  public func with(robots: [Robot]) -> BroadcastRules {
    BroadcastRules(
      pollSeconds: pollSeconds, comingHours: comingHours, digestMinutes: digestMinutes, urgencies: urgencies,
      robots: robots)
  }
}

/// How urgently a message goes to a group robot.
public enum RobotLane: String, Sendable, Codable, CaseIterable {
  case urgent, normal, digest
}

/// The platforms of group robots, with the limits that they state.
public enum RobotPlatform: String, Sendable, Codable, CaseIterable {
  case dingtalk, wecom, feishu

  /// Messages a minute; beyond it DingTalk mutes the robot for ten minutes.
  public var mostPerMinute: Int64 {
    switch self {
    case .dingtalk, .wecom: 20
    case .feishu: 100
    }
  }

  /// Bytes of one text.
  public var mostBytes: Int {
    switch self {
    case .dingtalk: 18_000
    case .wecom: 2_048
    case .feishu: 18_000
    }
  }
}

extension BroadcastRules {
  static func read(_ file: PlaybookFile, _ problems: Problems) -> BroadcastRules? {
    let keys = ["pollSeconds", "comingHours", "digestMinutes", "urgencies", "robots"]
    let before = problems.list.count
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: keys, problems) else {
      return nil
    }
    let poll = number(fields, "pollSeconds", 1...3_600)
    let coming = number(fields, "comingHours", 0...72)
    let digest = number(fields, "digestMinutes", 0...1_440)
    let urgencies = fields.list("urgencies").compactMap { urgency($0, problems) }
    if urgencies.isEmpty, problems.list.count == before {
      fields.wrong("urgencies", zh: "至少要有一种", en: "needs at least one")
    }
    let robots = fields.list("robots", required: false).compactMap { robot($0, problems) }
    for (name, keys) in [("urgencies", urgencies.map(\.key)), ("robots", robots.map(\.key))]
    where Set(keys).count != keys.count {
      fields.wrong(name, zh: "有重复的 key", en: "has a key twice")
    }
    guard let poll, let coming, let digest, problems.list.count == before else { return nil }
    return BroadcastRules(
      pollSeconds: poll, comingHours: coming, digestMinutes: digest, urgencies: urgencies, robots: robots)
  }

  private static func urgency(_ value: YamlValue, _ problems: Problems) -> Urgency? {
    let keys = ["key", "zh", "en", "remindMinutes", "deadlineMinutes", "leadMinutes", "wrongAnswers", "lane"]
    guard let fields = Fields(value, known: keys, problems) else { return nil }
    let key = fields.text("key")
    let (zh, en) = (fields.text("zh"), fields.text("en"))
    let deadline = number(fields, "deadlineMinutes", 1...10_080)
    let lead = number(fields, "leadMinutes", 1...10_080)
    let lane = fields.choice("lane", RobotLane.allCases.map { ($0.rawValue, $0) })
    var reminders: [Int64] = []
    for item in fields.list("remindMinutes", required: false) {
      guard case .text(let text) = item.content, let minutes = Int64(text), minutes > (reminders.last ?? 0),
        minutes < deadline ?? .max
      else {
        fields.wrong("remindMinutes", zh: "要递增，都在 deadlineMinutes 之前", en: "must rise, all before deadlineMinutes")
        return nil
      }
      reminders.append(minutes)
    }
    let wrong = fields.value("wrongAnswers") == nil ? nil : number(fields, "wrongAnswers", 1...100)
    guard let key, let zh, let en, let deadline, let lead, let lane else { return nil }
    guard lead >= deadline else {
      fields.wrong("leadMinutes", zh: "不能早于 deadlineMinutes", en: "must not be before deadlineMinutes")
      return nil
    }
    return Urgency(
      key: key, name: Message(zh: zh, en: en), remindMinutes: reminders, deadlineMinutes: deadline, leadMinutes: lead,
      wrongAnswers: wrong, lane: lane)
  }

  private static func robot(_ value: YamlValue, _ problems: Problems) -> Robot? {
    guard let fields = Fields(value, known: ["key", "platform", "to", "perMinute", "reserved"], problems) else {
      return nil
    }
    let key = fields.text("key")
    let platform = fields.choice("platform", RobotPlatform.allCases.map { ($0.rawValue, $0) })
    let audience = fields.texts("to")
    let most = platform?.mostPerMinute ?? 100
    let perMinute = fields.value("perMinute") == nil ? most * 9 / 10 : number(fields, "perMinute", 1...most)
    let reserved =
      fields.value("reserved") == nil
      ? (perMinute ?? 0) / 3 : number(fields, "reserved", 0...max(0, (perMinute ?? 1) - 1))
    guard let key, let platform, let perMinute, let reserved else { return nil }
    return Robot(key: key, platform: platform, audience: audience, perMinute: perMinute, reserved: reserved)
  }

  private static func number(_ fields: Fields, _ key: String, _ range: ClosedRange<Int64>) -> Int64? {
    guard let number = fields.whole(key) else { return nil }
    guard range.contains(number) else {
      fields.wrong(
        key, zh: "要在 \(range.lowerBound) 到 \(range.upperBound) 之间",
        en: "must be between \(range.lowerBound) and \(range.upperBound)")
      return nil
    }
    return number
  }
}
