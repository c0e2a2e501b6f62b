public import Vocabulary

/// `staffing.yaml`: how fast buyers must be answered, what a person gets done, and when more comes in than usual.
public struct StaffingRules: Sendable, Equatable {
  /// People who answer chats.
  public struct Chats: Sendable, Equatable {
    /// Of the chats, 0 to 1, that have a first reply by a person in time.
    public let share: Double
    public let withinSeconds: Double
    /// From the arrival at an agent to the first reply.
    public let reactionSeconds: Double
    /// Of a chat beside none, one, two … others; as many as an agent takes at once.
    public let handlingSeconds: [Double]
    /// The mean time until a waiting buyer leaves; nil where nobody does.
    public let patienceSeconds: Double?
  }

  /// Work that may wait, in pieces.
  public struct Work: Sendable, Equatable {
    /// What a person gets done in an hour.
    public let perHour: Double
    public let finishMinutes: Int
  }

  public enum Task: Sendable, Equatable {
    case chats(Chats)
    case work(Work)
  }

  public struct Skill: Sendable, Equatable {
    public let key: String
    public let name: Message
    public let task: Task
    /// The part of the paid time in which nobody answers, 0 to 0.9.
    public let shrinkage: Double
    public let atLeast: Int
    public let atMost: Int
    /// Chats or pieces for each order of a sales plan; nil where orders say nothing about them.
    public let perOrder: Double?
  }

  /// Chats first, each in the order of the file.
  public let skills: [Skill]
  public let peaks: [StaffingPeak]

  /// The key of the skill that the refund forecast is about.
  public static let refundSkill = "refund"

  /// The skill by its key or one of its names.
  public func skill(_ name: String) -> Skill? {
    skills.first { $0.key == name } ?? skills.first { $0.name.zh == name || $0.name.en == name }
  }
}

extension StaffingRules {
  static func read(_ file: PlaybookFile, _ problems: Problems) -> StaffingRules? {
    guard let root = YamlReader.read(file, problems),
      let fields = Fields(root, known: ["chats", "work", "peaks"], problems)
    else { return nil }
    let chats = fields.list("chats").compactMap { chatSkill($0, problems) }
    let work = fields.list("work", required: false).compactMap { workSkill($0, problems) }
    let skills = chats + work
    var seen: Set<String> = []
    for skill in skills {
      for name in Set([skill.key, skill.name.zh, skill.name.en]) where !seen.insert(name).inserted {
        fields.wrong("chats", zh: "里“\(name)”出现两次", en: "has '\(name)' twice")
      }
    }
    if skills.isEmpty { fields.wrong("chats", zh: "至少要有一种技能", en: "needs one skill at least") }
    let known = Set(skills.map(\.key))
    let peaks = fields.list("peaks", required: false).compactMap { StaffingPeak.read($0, skills: known, problems) }
    return StaffingRules(skills: skills, peaks: peaks)
  }

  private static let common = ["skill", "zh", "en", "shrinkage", "atLeast", "atMost", "perOrder"]

  private static func chatSkill(_ item: YamlValue, _ problems: Problems) -> Skill? {
    let own = ["withinSeconds", "share", "reactionSeconds", "handlingSeconds", "patienceSeconds"]
    guard let fields = Fields(item, known: common + own, problems) else { return nil }
    let within = fields.number("withinSeconds", in: 1...3_600)
    let share = fields.number("share", in: 0.01...0.999)
    let reaction = fields.number("reactionSeconds", in: 0...3_600)
    let handling = handling(fields)
    let patience = fields.value("patienceSeconds") == nil ? nil : fields.number("patienceSeconds", in: 1...3_600)
    if let within, let reaction, reaction >= within {
      fields.wrong(
        "reactionSeconds", zh: "要小于 withinSeconds：否则没有人来得及",
        en: "must be less than 'withinSeconds', else nobody is in time")
    }
    guard let within, let share, let reaction, let handling else { return nil }
    return skill(
      fields,
      .chats(
        Chats(
          share: share, withinSeconds: within, reactionSeconds: reaction, handlingSeconds: handling,
          patienceSeconds: patience)))
  }

  private static func workSkill(_ item: YamlValue, _ problems: Problems) -> Skill? {
    guard let fields = Fields(item, known: common + ["perHour", "finishMinutes"], problems) else { return nil }
    let perHour = fields.number("perHour", in: 0.1...100_000)
    let finish = fields.count("finishMinutes", in: 1...2_880)
    guard let perHour, let finish else { return nil }
    return skill(fields, .work(Work(perHour: perHour, finishMinutes: finish)))
  }

  private static func skill(_ fields: Fields, _ task: Task) -> Skill? {
    let key = fields.text("skill")
    let zh = fields.text("zh")
    let en = fields.text("en")
    let shrinkage = fields.number("shrinkage", in: 0...0.9)
    let least = fields.count("atLeast", in: 0...10_000)
    let most = fields.count("atMost", in: 1...10_000)
    let perOrder = fields.value("perOrder") == nil ? nil : fields.number("perOrder", in: 0...1_000)
    if let key, key.utf8.count > 64 { fields.wrong("skill", zh: "最多 64 字节", en: "takes 64 bytes at most") }
    if let least, let most, least > most {
      fields.wrong("atLeast", zh: "不能大于 atMost", en: "must not be more than 'atMost'")
    }
    guard let key, let zh, let en, let shrinkage, let least, let most else { return nil }
    return Skill(
      key: key, name: Message(zh: zh, en: en), task: task, shrinkage: shrinkage, atLeast: least, atMost: most,
      perOrder: perOrder)
  }

  private static func handling(_ fields: Fields) -> [Double]? {
    var times: [Double] = []
    for item in fields.list("handlingSeconds") {
      guard case .text(let text) = item.content, let seconds = Double(text), (1.0...36_000).contains(seconds) else {
        fields.wrong("handlingSeconds", zh: "应是 1 到 36000 之间的秒数", en: "must be seconds between 1 and 36000")
        return nil
      }
      times.append(seconds)
    }
    guard (1...20).contains(times.count) else {
      fields.wrong("handlingSeconds", zh: "要有 1 到 20 个数", en: "needs 1 to 20 numbers")
      return nil
    }
    for others in times.indices.dropFirst() {
      // One more chat at once that makes an agent slower on the whole only costs.
      guard Double(others + 1) / times[others] > Double(others) / times[others - 1] else {
        fields.wrong(
          "handlingSeconds", zh: "同时 \(others + 1) 个比 \(others) 个做得还少：减少同时接待数",
          en: "means less done with \(others + 1) chats at once than with \(others): allow fewer at once")
        return nil
      }
    }
    return times
  }
}

extension Fields {
  /// A number, written with digits and a point.
  func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
    guard let text = text(key) else { return nil }
    guard let number = Double(text), range.contains(number) else {
      let bounds = [range.lowerBound, range.upperBound].map { $0 == $0.rounded() ? String(Int($0)) : String($0) }
      wrong(key, zh: "应在 \(bounds[0]) 到 \(bounds[1]) 之间", en: "must be between \(bounds[0]) and \(bounds[1])")
      return nil
    }
    return number
  }

  /// A whole number.
  func count(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let number = whole(key) else { return nil }
    guard range.contains(Int(number)) else {
      wrong(
        key, zh: "应在 \(range.lowerBound) 到 \(range.upperBound) 之间",
        en: "must be between \(range.lowerBound) and \(range.upperBound)")
      return nil
    }
    return Int(number)
  }
}
