import Formats
public import Vocabulary

/// What is wrong with a word of an agent's description, and in which column it stands.
public struct AgentDefect: Error, Sendable, Equatable {
  public let code: String
  public let column: String
  public let message: Message

  init(_ code: String, _ column: String, zh: String, en: String) {
    (self.code, self.column) = (code, column)
    message = Message(zh: zh, en: en)
  }
}

/// How the parts of an agent's description are written, in files and on the command line alike.
enum AgentWords {
  static let mostSkills = 4

  /// Parts between 、 ， , ; ； / or |.
  static func list(_ text: String) -> [String] {
    text.split { "、，,;；/|".contains($0) }.map { trimmed($0) }.filter { !$0.isEmpty }
  }

  /// Parts between ; ； or line ends: for what holds commas, slashes and dashes itself.
  static func sentences(_ text: String) -> [String] {
    text.split { ";；\n\r⏎".contains($0) }.map { trimmed($0) }.filter { !$0.isEmpty }
  }

  static func name(_ text: String, _ column: String = "name") throws(AgentDefect) -> String {
    let name = trimmed(text[...])
    guard !name.isEmpty, name.utf8.count <= 64, TerminalText.safe(name) == name,
      !name.contains(where: { "、，,;；/|=".contains($0) })
    else {
      throw AgentDefect(
        "bad_name", column, zh: "名字要在 1 到 64 字节之间，没有标点和不可见的字符",
        en: "a name takes 1 to 64 bytes, without punctuation or invisible characters")
    }
    return name
  }

  static func skills(_ text: String) throws(AgentDefect) -> [String] {
    var skills: [String] = []
    for part in list(text) {
      let skill = Agent.skill(part)
      guard skill.utf8.count <= 64, TerminalText.safe(skill) == skill else {
        throw AgentDefect("bad_skill", "skills", zh: "技能太长或有不可见的字符", en: "a skill is too long, or invisible")
      }
      guard !skills.contains(skill) else {
        throw AgentDefect(
          "skill_twice", "skills", zh: "技能“\(skill)”写了两次", en: "the skill '\(skill)' stands there twice")
      }
      skills.append(skill)
    }
    guard (1...mostSkills).contains(skills.count) else {
      throw AgentDefect(
        "bad_skills", "skills", zh: "要有 1 到 \(mostSkills) 种技能", en: "1 to \(mostSkills) skills are needed")
    }
    return skills
  }

  static func hours(_ text: String, _ column: String, upTo most: Double) throws(AgentDefect) -> Double? {
    guard !text.isEmpty else { return nil }
    guard let hours = Double(text), hours >= 0, hours <= most, (hours * 4).rounded() == hours * 4 else {
      throw AgentDefect(
        "bad_hours", column, zh: "要在 0 到 \(Int(most)) 之间，到一刻钟", en: "must lie between 0 and \(Int(most)), in quarters")
    }
    return hours
  }

  static func count(_ text: String, _ column: String, _ range: ClosedRange<Int>) throws(AgentDefect) -> Int? {
    guard !text.isEmpty else { return nil }
    guard let number = Int(text.hasSuffix(".0") ? String(text.dropLast(2)) : text), range.contains(number) else {
      throw AgentDefect(
        "bad_number", column, zh: "要是 \(range.lowerBound) 到 \(range.upperBound) 的整数",
        en: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  static func level(_ text: String) throws(AgentDefect) -> Agent.Level {
    if text.isEmpty { return .regular }
    if let level = Agent.Level.allCases.first(where: { text == $0.rawValue || text == $0.name.zh }) { return level }
    throw AgentDefect(
      "bad_level", "level", zh: "要是 新人、普通 或 熟练", en: "must be newcomer, regular or experienced")
  }

  /// `2026-11-11 08:00~2026-11-11 18:00`, `11-11 8:00-18:00`, or whole days: `11-11`, `11-11~11-13`.
  static func absence(_ text: String, near: ShopDay) throws(AgentDefect) -> Agent.Absence {
    let wrong = AgentDefect(
      "bad_unavailable", "unavailable",
      zh: "看不懂“\(TerminalText.safe(String(text.prefix(60))))”；写成 11-11 8:00-18:00、11-12 或 11-12~11-13",
      en:
        "cannot be read: '\(TerminalText.safe(String(text.prefix(60))))'; write 11-11 8:00-18:00, 11-12 or 11-12~11-13")
    let ends = text.split(omittingEmptySubsequences: false) { "~～至到".contains($0) }.map { trimmed($0) }
    if ends.count == 2 {
      guard let from = moment(ends[0], near: near, isEnd: false), let until = moment(ends[1], near: near, isEnd: true),
        from < until
      else { throw wrong }
      return Agent.Absence(from: from, until: until)
    }
    guard ends.count == 1 else { throw wrong }
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first, let day = ShopDay(first, near: near) else { throw wrong }
    if words.count == 1 { return Agent.Absence(from: day.start, until: day.end) }
    guard words.count == 2, case .shift(let start, let end)? = ShiftText.read(words[1]) else { throw wrong }
    return Agent.Absence(from: day.at(minute: start), until: day.at(minute: end))
  }

  private static func moment(_ text: String, near: ShopDay, isEnd: Bool) -> Instant? {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first, words.count <= 2, let day = ShopDay(first, near: near) else { return nil }
    guard words.count == 2 else { return isEnd ? day.end : day.start }
    return ShiftText.minute(words[1]).map { day.at(minute: $0) }
  }

  /// `避 11-11 夜`, `想 11-12 早`, `avoid 11-11 night`, `want 11-12`.
  static func wish(_ text: String, near: ShopDay) throws(AgentDefect) -> Agent.Wish {
    let words = text.split(separator: " ").map { trimmed($0) }
    let kinds: [String: Agent.Wish.Kind] = [
      "避": .avoid, "不要": .avoid, "avoid": .avoid, "想": .want, "要": .want, "want": .want,
    ]
    if (2...3).contains(words.count), let kind = kinds[words[0]], let day = ShopDay(words[1], near: near) {
      let band =
        words.count == 2
        ? Agent.Wish.Band.day
        : Agent.Wish.Band.allCases.first {
          words[2] == $0.rawValue || words[2] == $0.name.zh
        }
      if let band { return Agent.Wish(kind: kind, day: day.text, band: band) }
    }
    throw AgentDefect(
      "bad_wish", "wishes", zh: "看不懂“\(TerminalText.safe(String(text.prefix(60))))”；写成 避 11-11 夜 或 想 11-12 早",
      en:
        "cannot be read: '\(TerminalText.safe(String(text.prefix(60))))'; write avoid 11-11 night or want 11-12 morning"
    )
  }

  static func nick(_ text: String) throws(AgentDefect) -> String {
    guard !text.isEmpty, text.utf8.count <= 128, TerminalText.safe(text) == text else {
      throw AgentDefect(
        "bad_account", "accounts", zh: "子账号太长或有不可见的字符", en: "an account is too long, or has invisible characters")
    }
    return text
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
