public import Vocabulary

/// `training/*.yaml`: a course with its question bank.
public struct Course: Sendable, Equatable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case rules, product, script, activity, software

    public var name: Message {
      switch self {
      case .rules: Message(zh: "规则", en: "rules")
      case .product: Message(zh: "产品", en: "products")
      case .script: Message(zh: "话术", en: "scripts")
      case .activity: Message(zh: "活动", en: "activities")
      case .software: Message(zh: "软件", en: "software")
      }
    }
  }

  public struct Question: Sendable, Equatable, Codable {
    public let id: String
    public let text: String
    public let options: [String]
    /// The right one, from 1.
    public let answer: Int
    /// Shown with a wrong answer.
    public let why: String
    /// Rules, activities and products that it asks about.
    public let about: [String]

    public init(id: String, text: String, options: [String], answer: Int, why: String, about: [String]) {
      self.id = id
      self.text = text
      self.options = options
      self.answer = answer
      self.why = why
      self.about = about
    }
  }

  public let id: String
  public let name: String
  public let kind: Kind
  /// Per cent.
  public let passMark: Int
  /// Questions of one exam.
  public let draw: Int
  public let attempts: Int
  public let cooldownMinutes: Int64
  public let validDays: Int64
  /// Skills that nobody serves without a valid pass.
  public let requiredFor: [String]
  /// Activities and rules: when one of them changes, passes of this course end.
  public let dependsOn: [String]
  public let questions: [Question]

  public init(
    id: String, name: String, kind: Kind, passMark: Int, draw: Int, attempts: Int, cooldownMinutes: Int64,
    validDays: Int64, requiredFor: [String], dependsOn: [String], questions: [Question]
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.passMark = passMark
    self.draw = draw
    self.attempts = attempts
    self.cooldownMinutes = cooldownMinutes
    self.validDays = validDays
    self.requiredFor = requiredFor
    self.dependsOn = dependsOn
    self.questions = questions
  }

  /// The same course with other questions, or required for other skills.
  public func with(questions: [Question]? = nil, requiredFor: [String]? = nil) -> Course {
    Course(
      id: id, name: name, kind: kind, passMark: passMark, draw: draw, attempts: attempts,
      cooldownMinutes: cooldownMinutes, validDays: validDays, requiredFor: requiredFor ?? self.requiredFor,
      dependsOn: dependsOn, questions: questions ?? self.questions)
  }
}

extension Course {
  /// The file is named after the course, so that no two share an id.
  static func read(_ file: PlaybookFile, _ problems: Problems) -> Course? {
    let before = problems.list.count
    guard let root = YamlReader.read(file, problems),
      let fields = Fields(root, known: ["course", "questions"], problems)
    else { return nil }
    let questions = fields.list("questions").compactMap { question($0, problems) }
    var seen: Set<String> = []
    for (question, item) in zip(questions, fields.list("questions")) where !seen.insert(question.id).inserted {
      problems.add(
        "question_twice", line: item.line, zh: "题目 \(question.id) 出现两次", en: "the question \(question.id) occurs twice",
        next: Message(zh: "换一个 id", en: "give it another id"))
    }
    guard let value = fields.value("course") else {
      _ = fields.text("course")
      return nil
    }
    let keys = [
      "id", "name", "kind", "pass_mark", "draw", "attempts", "cooldown_minutes", "valid_days", "required_for",
      "depends_on",
    ]
    guard let head = Fields(value, known: keys, problems) else { return nil }
    let id = head.text("id")
    if let id, file.path != "training/\(id).yaml" {
      head.wrong("id", zh: "要和文件名一样（\(file.path)）", en: "must be the file's name (\(file.path))")
    }
    let kind = head.choice("kind", Kind.allCases.map { ($0.rawValue, $0) })
    let mark = number(head, "pass_mark", 1...100)
    let draw = number(head, "draw", 1...100)
    let attempts = number(head, "attempts", 1...100)
    let cooldown = number(head, "cooldown_minutes", 0...100_000)
    let days = number(head, "valid_days", 1...3_650)
    let name = head.text("name")
    if let draw, problems.list.count == before, questions.count < draw, kind != .activity || !questions.isEmpty {
      head.wrong(
        "draw", zh: "要抽 \(draw) 题，题库只有 \(questions.count) 题",
        en: "is \(draw), and the bank has \(questions.count) questions")
    }
    guard let id, let name, let kind, let mark, let draw, let attempts, let cooldown, let days,
      problems.list.count == before
    else { return nil }
    return Course(
      id: id, name: name, kind: kind, passMark: Int(mark), draw: Int(draw), attempts: Int(attempts),
      cooldownMinutes: cooldown, validDays: days, requiredFor: head.texts("required_for"),
      dependsOn: head.texts("depends_on"), questions: questions)
  }

  private static func question(_ value: YamlValue, _ problems: Problems) -> Question? {
    guard let fields = Fields(value, known: ["id", "text", "options", "answer", "why", "about"], problems) else {
      return nil
    }
    let (id, text, why) = (fields.text("id"), fields.text("text"), fields.text("why", default: ""))
    let options = fields.texts("options")
    if !(2...6).contains(options.count) || Set(options).count != options.count {
      fields.wrong("options", zh: "要有 2 到 6 个不同的选项", en: "takes 2 to 6 different options")
      return nil
    }
    let answer = number(fields, "answer", 1...Int64(options.count))
    let about = fields.texts("about")
    guard let id, let text, let why, let answer else { return nil }
    return Question(id: id, text: text, options: options, answer: Int(answer), why: why, about: about)
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
