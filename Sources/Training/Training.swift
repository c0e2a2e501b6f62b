public import Playbooks
public import Store
public import Vocabulary

/// The verbs of training: assign, draw, answer, import, end.
public enum Training {
  /// One change of a shop's exams, passes and rules at a time: each decides by what the others write.
  public static func enterAlone(shop: String, _ change: Change) throws {
    try change.enterAlone("training \(shop)")
  }

  public struct Assigned: Sendable, Codable, Equatable {
    public let course: String
    public let people: [String]
    /// Skills that nobody serves without it, from now on.
    public let requiredFor: [String]
  }

  /// Assigns a course. From a course's first assignment on, everybody with a skill that needs it needs a valid pass; to
  /// assign it once more gives somebody their attempts anew.
  public static func assign(
    _ course: Course, to people: [String], due: Instant?, shop: String, _ change: Change
  ) throws -> Assigned {
    try enterAlone(shop: shop, change)
    for person in people {
      try TrainingRecords.assign(course.id, to: person, due: due, shop: shop, change)
    }
    try TrainingRecords.require(course, shop: shop, change)
    return Assigned(course: course.id, people: people, requiredFor: course.requiredFor)
  }

  /// Requirements follow the playbooks: of the courses that are in use, what they are required for now.
  public static func renewRequirements(_ courses: [Course], _ change: Change) throws {
    for (shop, course) in try TrainingRecords.inUse(change.session) {
      // A course that is no longer written is required of nobody.
      if let known = courses.first(where: { $0.id == course }) {
        try TrainingRecords.require(known, shop: shop, change)
      } else {
        try TrainingRecords.dropRequirement(course, shop: shop, change)
      }
    }
  }

  /// Kept with the operation, where the person can read it: the paper with its right answers is not in it.
  public struct Opened: Sendable, Codable, Equatable {
    public let exam: Int64
    /// Attempts that are left after this one.
    public let attemptsLeft: Int
    /// Whether it had been drawn before.
    public let isReopened: Bool
  }

  /// Opens an exam with these questions; one that is open goes on with its own, unless what it asks about has changed:
  /// then it is void, and costs no attempt.
  ///
  /// - Throws: refused `no_attempt_left`, `cooling_down`, `exam_without_questions`, `bank_too_small`.
  public static func open(
    _ course: Course, questions: [Course.Question], for agent: String, shop: String, _ change: Change
  ) throws -> Opened {
    let now = change.operation.at
    try enterAlone(shop: shop, change)
    let since = try TrainingRecords.assignment(course.id, agent, shop: shop, change.session)?.assignedAt
    let failed = try TrainingRecords.failures(
      course.id, agent, since: since ?? Instant(milliseconds: 0), shop: shop, change.session)
    let left = course.attempts - failed.count
    if let open = try TrainingRecords.open(course.id, agent, shop: shop, change.session) {
      if try !isOutdated(open, course, shop: shop, change.session) {
        return Opened(exam: open.number, attemptsLeft: max(0, left - 1), isReopened: true)
      }
      try TrainingRecords.void(open, shop: shop, change)
    }
    guard !questions.isEmpty else {
      throw Failure(
        .refused, code: "exam_without_questions",
        Message(zh: "这门课没有题", en: "this course has no questions"), place: course.id,
        next: Message(zh: "补题库：training/\(course.id).yaml", en: "write some into training/\(course.id).yaml"))
    }
    guard questions.count >= course.draw else {
      throw Failure(
        .refused, code: "bank_too_small",
        Message(
          zh: "一份卷子要 \(course.draw) 题，还能用的只有 \(questions.count) 题；问到改过的活动的题已停用",
          en:
            "an exam takes \(course.draw) questions, and only \(questions.count) can be asked: those about activities that "
            + "have changed are out of use"), place: course.id,
        next: Message(
          zh: "按新规则改 training/\(course.id).yaml 的题（或把 draw 改小），再 peakday playbook publish",
          en: "revise the questions of training/\(course.id).yaml (or lower draw), then peakday playbook publish"))
    }
    guard left > 0 else {
      throw Failure(
        .refused, code: "no_attempt_left",
        Message(zh: "\(course.attempts) 次机会用完了", en: "all \(course.attempts) attempts are used"), place: course.id,
        next: Message(
          zh: "由主管再布置一次：peakday training assign \(course.id) --to \(agent)",
          en: "the lead may assign it anew: peakday training assign \(course.id) --to \(agent)"))
    }
    if let last = failed.max(), case let again = last.adding(minutes: course.cooldownMinutes), again > now {
      throw Failure(
        .refused, code: "cooling_down",
        Message(zh: "没通过之后要等到 \(again.shopText)", en: "after a failure there is a break until \(again.shopText)"),
        place: course.id, next: Message(zh: "先看一遍课程", en: "go through the course until then"))
    }
    let exam = try TrainingRecords.insert(course, questions, agent, shop: shop, change)
    return Opened(exam: exam.number, attemptsLeft: left - 1, isReopened: false)
  }

  /// Whether something that an exam asks about, or that its course rests on, has changed since it was drawn.
  private static func isOutdated(
    _ exam: Exam, _ course: Course, shop: String, _ session: any Session
  ) throws -> Bool {
    try TrainingRecords.hasChange(
      of: course.subjects(asked: exam.questions), since: exam.openedAt, shop: shop, session)
  }

  public struct Taken: Sendable, Codable, Equatable {
    public struct Mistake: Sendable, Codable, Equatable {
      /// From 1.
      public let place: Int
      public let text: String
      public let given: String
      public let why: String
    }

    public let exam: Int64
    public let course: String
    public let agent: String
    public let state: Exam.State
    public let score: Int
    public let passMark: Int
    public let seconds: Int64
    public let validUntil: Instant?
    public let mistakes: [Mistake]
  }

  /// Answers an open exam of one's own, once.
  ///
  /// - Throws: refused `unknown_exam`, `exam_answered`, `exam_of_another`, `exam_outdated`; usage `answers_count`.
  public static func take(
    _ number: Int64, answers: [Int], _ courses: [Course], shop: String, _ change: Change
  ) throws -> Taken {
    try enterAlone(shop: shop, change)
    let exam = try find(number, shop: shop, change.session)
    guard exam.agent == change.operation.actor.name else {
      throw Failure(
        .refused, code: "exam_of_another", Message(zh: "这份卷子是 \(exam.agent) 的", en: "this exam is \(exam.agent)'s"),
        place: String(number),
        next: Message(
          zh: "抽自己的：peakday training exam \(exam.course)", en: "draw your own: peakday training exam \(exam.course)"))
    }
    guard exam.state == .open else {
      throw Failure(
        .refused, code: "exam_answered", Message(zh: "这份卷子已经交了", en: "this exam was answered"), place: String(number),
        next: Message(
          zh: "再抽一份：peakday training exam \(exam.course)", en: "draw another: peakday training exam \(exam.course)"))
    }
    guard answers.count == exam.questions.count,
      zip(exam.questions, answers).allSatisfy({ (1...$0.options.count).contains($1) })
    else {
      throw Failure(
        .usage, code: "answers_count",
        Message(
          zh: "要 \(exam.questions.count) 个答案，每个是选项的序号",
          en: "\(exam.questions.count) answers are needed, each the place of an option"),
        place: String(number),
        next: Message(
          zh: "例如：peakday training take \(number) 2 1 3", en: "for example: peakday training take \(number) 2 1 3"))
    }
    guard let course = courses.first(where: { $0.id == exam.course }) else { throw unknown(course: exam.course) }
    guard try !isOutdated(exam, course, shop: shop, change.session) else {
      throw Failure(
        .refused, code: "exam_outdated",
        Message(
          zh: "抽卷以后规则变了，这份卷子作废，不算一次机会", en: "what it asks about has changed since: it is void, and costs no attempt"),
        place: String(number),
        next: Message(
          zh: "再抽一份：peakday training exam \(exam.course)", en: "draw another: peakday training exam \(exam.course)"))
    }
    let score = Exam.score(exam.questions, answers)
    let passed = score >= exam.passMark
    let now = change.operation.at
    guard try TrainingRecords.answer(exam, answers, score: score, passed: passed, shop: shop, change) else {
      throw StoreError.retry("somebody answered it in between")
    }
    let until = now.adding(minutes: course.validDays * 1_440)
    if passed {
      try TrainingRecords.pass(
        exam: number, course, exam.agent, at: now, until: until, learnt: exam.openedAt,
        subjects: course.subjects(asked: exam.questions), shop: shop, change)
    }
    return Taken(
      exam: number, course: exam.course, agent: exam.agent, state: passed ? .passed : .failed, score: score,
      passMark: exam.passMark, seconds: (now.milliseconds - exam.openedAt.milliseconds) / 1_000,
      validUntil: passed ? until : nil,
      mistakes: zip(exam.questions, answers).enumerated().compactMap { place, pair in
        guard pair.0.answer != pair.1 else { return nil }
        return Taken.Mistake(
          place: place + 1, text: pair.0.text, given: pair.0.options[pair.1 - 1], why: pair.0.why)
      })
  }

  /// A result from elsewhere.
  public struct Result: Sendable, Equatable {
    public let course: String
    public let agent: String
    public let score: Int
    public let at: Instant

    public init(course: String, agent: String, score: Int, at: Instant) {
      self.course = course
      self.agent = agent
      self.score = score
      self.at = at
    }
  }

  public struct Imported: Sendable, Codable, Equatable {
    public var passed = 0
    public var failed = 0
    /// The same result was there before.
    public var known = 0

    public init() {}
  }

  /// Takes in results of exams held elsewhere; one that is there already changes nothing.
  public static func take(
    _ results: [Result], _ courses: [Course], shop: String, _ change: Change
  ) throws -> Imported {
    try enterAlone(shop: shop, change)
    var imported = Imported()
    for result in results {
      guard let course = courses.first(where: { $0.id == result.course }) else { throw unknown(course: result.course) }
      guard try !TrainingRecords.isKnown(result, shop: shop, change.session) else {
        imported.known += 1
        continue
      }
      let passed = result.score >= course.passMark
      let exam = try TrainingRecords.insert(course, result, passed: passed, shop: shop, change)
      guard passed else {
        imported.failed += 1
        continue
      }
      imported.passed += 1
      try TrainingRecords.pass(
        exam: exam, course, result.agent, at: result.at, until: result.at.adding(minutes: course.validDays * 1_440),
        learnt: result.at, subjects: course.subjects(asked: course.questions), shop: shop, change)
    }
    return imported
  }

  public struct Ended: Sendable, Codable, Equatable {
    public let subject: String
    /// Passes that rested on it and were valid, by person.
    public let passes: [TrainingPass]
  }

  /// A rule or an activity changed: exactly the passes that rest on it end.
  public static func end(passesOn subject: String, because: String, shop: String, _ change: Change) throws -> Ended {
    // A pass that is being earned at this moment must not slip through.
    try enterAlone(shop: shop, change)
    try TrainingRecords.end(passesOn: subject, because: because, shop: shop, change)
    return Ended(
      subject: subject, passes: try TrainingRecords.ended(by: change.operation.id.text, shop: shop, change.session))
  }

  /// How many passes this very change has ended.
  public static func endedCount(by change: Change) throws -> Int {
    try Int(TrainingRecords.countEnded(by: change.operation.id.text, change.session))
  }

  // MARK: Looks

  public static func find(_ number: Int64, shop: String, _ session: any Session) throws -> Exam {
    guard let exam = try TrainingRecords.exam(number, shop: shop, session) else {
      throw Failure(
        .refused, code: "unknown_exam", Message(zh: "没有这份卷子", en: "there is no such exam"), place: String(number),
        next: Message(zh: "抽一份：peakday training exam 课程", en: "draw one: peakday training exam COURSE"))
    }
    return exam
  }

  /// The newest first; nil for everybody.
  public static func exams(
    of agent: String?, course: String?, shop: String, limit: Int64, _ session: any Session
  ) throws -> [Exam] {
    try TrainingRecords.exams(of: agent, course: course, shop: shop, limit: limit, session)
  }

  /// By person, the newest first.
  public static func passes(shop: String, _ session: any Session) throws -> [TrainingPass] {
    try TrainingRecords.passes(shop: shop, session)
  }

  public static func assignments(shop: String, _ session: any Session) throws -> [TrainingAssignment] {
    try TrainingRecords.assignments(shop: shop, session)
  }

  public static func requirements(shop: String, _ session: any Session) throws -> [TrainingRequirement] {
    try TrainingRecords.requirements(shop: shop, session)
  }

  public static func unknown(course: String) -> Failure {
    Failure(
      .refused, code: "unknown_course", Message(zh: "没有这门课", en: "there is no such course"), place: course,
      next: Message(zh: "查看：peakday training course", en: "look: peakday training course"))
  }
}

/// Who lacks which courses at a moment.
public struct TrainingGaps: Sendable {
  private let required: [String: [String]]
  private let valid: Set<String>

  public init(shop: String, at moment: Instant, _ session: any Session) throws {
    required = Dictionary(
      grouping: try TrainingRecords.requirements(shop: shop, session), by: \.skill
    ).mapValues { $0.map(\.course) }
    valid =
      required.isEmpty
      ? []
      : Set(
        try TrainingRecords.passes(shop: shop, session).filter { $0.isValid(at: moment) }
          .map { Self.key($0.agent, $0.course) })
  }

  /// Whether any course is required at all.
  public var isEmpty: Bool { required.isEmpty }

  /// The courses that stand between somebody and a skill.
  public func courses(_ agent: String, skill: String) -> [String] {
    required[skill, default: []].filter { !valid.contains(Self.key(agent, $0)) }
  }

  public func courses(_ agent: String, skills: [String]) -> [String] {
    Array(Set(skills.flatMap { courses(agent, skill: $0) })).sorted()
  }

  private static func key(_ agent: String, _ course: String) -> String { "\(agent)\n\(course)" }
}
