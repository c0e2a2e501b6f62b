import ArgumentParser
import Coordination
import Formats
import Playbooks
import Store
import Training
import Vocabulary

struct TrainingExamCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "exam", abstract: say("给自己抽一份卷子；没交的接着考", "Draw an exam for oneself, or go on with an open one"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("课程", "the course"))
  var course: String

  /// What is shown of a question: not its answer.
  private struct Shown: Encodable {
    let place: Int
    let text: String
    let options: [String]
  }

  private struct Paper: Encodable {
    let operation: String
    let receipt: String
    let exam: Int64
    let course: String
    let passMark: Int
    let attemptsLeft: Int
    let questions: [Shown]
  }

  func run(at desk: Desk) throws {
    try desk.require(.takeExam)
    let store = try desk.store()
    let agent = try desk.actor.name
    var random = SurroundingRandom(draw: desk.surroundings.random)
    let operation = try desk.operation("training exam", ["shop": desk.shop, "course": course, "agent": agent])
    let receipt = try store.perform(operation) { change in
      try Courses.openExam(course, for: agent, shop: desk.shop, using: &random, change)
    }
    let opened = receipt.result
    let (found, exam) = try store.read {
      (try Courses.find(course, shop: desk.shop, $0), try Training.find(opened.exam, shop: desk.shop, $0))
    }
    let paper = Paper(
      operation: receipt.operation.text, receipt: receipt.head.text, exam: exam.number, course: exam.course,
      passMark: exam.passMark, attemptsLeft: opened.attemptsLeft,
      questions: exam.questions.enumerated().map { Shown(place: $0 + 1, text: $1.text, options: $1.options) })
    try desk.answer(paper) { Self.text(exam, opened, found) }
  }

  private static func text(_ exam: Exam, _ opened: Training.Opened, _ course: Course) -> String {
    var text = say(
      "\(TerminalText.safe(course.name))  卷 \(exam.number)：\(exam.questions.count) 题，\(exam.passMark)% 及格，这次之后还有 \(opened.attemptsLeft) 次机会\n",
      "\(TerminalText.safe(course.name))  exam \(exam.number): \(exam.questions.count) questions, \(exam.passMark) % to pass, "
        + "\(opened.attemptsLeft) attempts left after this one\n")
    for (place, question) in exam.questions.enumerated() {
      text += "\n\(place + 1). \(TerminalText.safe(question.text))\n"
      for (number, option) in question.options.enumerated() {
        text += "   \(number + 1)) \(TerminalText.safe(option))\n"
      }
    }
    let sample = exam.questions.indices.map { _ in "1" }.joined(separator: " ")
    return text
      + say(
        "\n交卷：peakday training take \(exam.number) \(sample)\n",
        "\nhand in: peakday training take \(exam.number) \(sample)\n")
  }
}

struct TrainingTakeCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "take", abstract: say("交卷：每题选第几个", "Hand in an exam: the option chosen for each question"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("卷号", "the exam's number"))
  var exam: Int64

  @Argument(help: help("答案，按题号", "the answers, in their order"))
  var answers: [Int]

  func run(at desk: Desk) throws {
    try desk.require(.takeExam)
    var arguments: Operation.Arguments = ["shop": desk.shop, "exam": String(exam)]
    arguments.add("answers", answers.map { String($0) })
    let receipt = try desk.store().perform(try desk.operation("training take", arguments)) { change in
      try Training.take(
        exam, answers: answers, try Courses.all(shop: desk.shop, change.session), shop: desk.shop, change
      )
    }
    let taken = receipt.result
    if taken.state == .failed { desk.raise(.refused) }
    try desk.answer(Receipted(receipt)) {
      var text = desk.style.paint(
        say(
          "\(taken.state.name.zh)：\(taken.score)%（及格 \(taken.passMark)%）",
          "\(taken.state.name.en): \(taken.score) % (\(taken.passMark) % to pass)"),
        taken.state == .passed ? .green : .red)
      if let until = taken.validUntil { text += say("，有效到 \(until.shopText)", ", valid until \(until.shopText)") }
      text += "\n"
      for mistake in taken.mistakes {
        let (question, given) = (TerminalText.safe(mistake.text), TerminalText.safe(mistake.given))
        text += say("  第 \(mistake.place) 题 \(question)  ✗ \(given)\n", "  \(mistake.place). \(question)  ✗ \(given)\n")
        if !mistake.why.isEmpty { text += "     \(TerminalText.safe(mistake.why))\n" }
      }
      return text
    }
  }
}

struct TrainingHistoryCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "history", abstract: say("考过的卷子和成绩", "Exams that were taken, and their results"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Argument(help: help("谁（默认所有人）", "who (default: everybody)"))
  var name: String?

  @Option(name: .long, help: help("课程", "the course"))
  var course: String?

  private struct Line: Encodable {
    let exam: Int64
    let course: String
    let agent: String
    let source: Exam.Source
    let state: Exam.State
    let score: Int?
    let passMark: Int
    let openedAt: Instant
    let answeredAt: Instant?
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let exams = try desk.store().read {
      try Training.exams(of: name, course: course, shop: desk.shop, limit: list.limit, $0)
    }
    let lines = exams.map {
      Line(
        exam: $0.number, course: $0.course, agent: $0.agent, source: $0.source, state: $0.state, score: $0.score,
        passMark: $0.passMark, openedAt: $0.openedAt, answeredAt: $0.answeredAt)
    }
    let table = TextTable(
      columns: [
        .init(title: Message(zh: "卷", en: "Exam"), alignment: .right),
        .init(title: Message(zh: "课程", en: "Course"), isWhole: true),
        .init(title: Message(zh: "姓名", en: "Name"), isWhole: true), .init(title: Message(zh: "结果", en: "Result")),
        .init(title: Message(zh: "分数%", en: "Score %"), alignment: .right), .init(title: Message(zh: "时间", en: "At")),
      ],
      rows: exams.map {
        [
          .init(String($0.number)), .init($0.course), .init($0.agent), .init($0.state.name),
          .init($0.score.map { String($0) } ?? ""), .init(($0.answeredAt ?? $0.openedAt).shopText),
        ]
      })
    try desk.answer(lines, table: table, empty: Message(zh: "还没有人考过", en: "nobody has taken an exam yet"))
    desk.hintMore(exams.count, limit: list.limit)
  }
}

struct TrainingPassCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "pass", abstract: say("谁有合格证，谁还缺", "Who has which pass, and who lacks one"))
  }

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: help("只看缺的", "only who lacks one"))
  var lacking = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let rows = try desk.store().read { try PassPicture.ask(shop: desk.shop, now: desk.now, $0) }
      .filter { !lacking || $0.isLacking }
    let table = TextTable(
      columns: [
        .init(title: Message(zh: "姓名", en: "Name"), isWhole: true),
        .init(title: Message(zh: "课程", en: "Course"), isWhole: true), .init(title: Message(zh: "状态", en: "State")),
        .init(title: Message(zh: "有效到", en: "Valid until")), .init(title: Message(zh: "原因", en: "Because of")),
      ],
      rows: rows.map {
        [
          .init($0.agent), .init($0.course), .init($0.state.name, ink: $0.isLacking ? .red : .none),
          .init($0.expiresAt?.shopText ?? ""), .init($0.because),
        ]
      })
    try desk.answer(
      rows, table: table,
      empty: lacking
        ? Message(zh: "没有人缺合格证", en: "nobody lacks a pass") : Message(zh: "还没有合格证", en: "there are no passes yet"))
  }
}
