import ArgumentParser
import Coordination
import Formats
import Orders
import Playbooks
import Rota
import Store
import Training
import Vocabulary

struct TrainingCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "training",
      abstract: say("培训：课程、抽题考试、合格证；没有合格证不排班", "Training: courses, exams, passes; no valid pass, no shift"),
      discussion: say(
        """
        主管：peakday training assign tmall-rules        （第一次布置以后，要这门课的技能没有合格证就不排班）
        客服：peakday training exam tmall-rules，再 peakday training take 1 2 4 1 3 …
        别处考的：peakday training import 成绩.csv；规则变了：peakday training end refund-opening
        """,
        """
        The lead: peakday training assign tmall-rules      (from the first assignment on, no pass means no shift)
        An agent: peakday training exam tmall-rules, then peakday training take 1 2 4 1 3 …
        Held elsewhere: peakday training import results.csv; a rule changed: peakday training end refund-opening
        """),
      subcommands: [
        TrainingCourseCommand.self, TrainingAssignCommand.self, TrainingExamCommand.self, TrainingTakeCommand.self,
        TrainingImportCommand.self, TrainingPassCommand.self, TrainingEndCommand.self, TrainingHistoryCommand.self,
      ])
  }
}

struct TrainingCourseCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "course", abstract: say("有哪些课，要考几题，谁要通过", "Which courses there are, and who needs them"))
  }

  @OptionGroup var global: GlobalOptions

  private struct Line: Encodable {
    let course: String
    let name: String
    let kind: Course.Kind
    let questions: Int
    let draw: Int
    let passMark: Int
    let attempts: Int
    let cooldownMinutes: Int64
    let validDays: Int64
    let requiredFor: [String]
    let dependsOn: [String]
    /// Whether it was assigned in this shop: only then is it required.
    let isInUse: Bool
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let (courses, used) = try desk.store().read {
      (
        try Courses.all(shop: desk.shop, $0),
        Set(try Training.requirements(shop: desk.shop, $0).map(\.course))
      )
    }
    let lines = courses.map {
      Line(
        course: $0.id, name: $0.name, kind: $0.kind, questions: $0.questions.count, draw: $0.draw,
        passMark: $0.passMark, attempts: $0.attempts, cooldownMinutes: $0.cooldownMinutes, validDays: $0.validDays,
        requiredFor: $0.requiredFor, dependsOn: $0.dependsOn, isInUse: used.contains($0.id))
    }
    let table = TextTable(
      columns: [
        .init(title: Message(zh: "课程", en: "Course"), isWhole: true), .init(title: Message(zh: "名称", en: "Name")),
        .init(title: Message(zh: "类别", en: "Kind")), .init(title: Message(zh: "题库", en: "Bank"), alignment: .right),
        .init(title: Message(zh: "抽", en: "Drawn"), alignment: .right),
        .init(title: Message(zh: "及格%", en: "Pass %"), alignment: .right),
        .init(title: Message(zh: "谁要通过", en: "Needed by")),
      ],
      rows: lines.map { line in
        let names = line.requiredFor.map { Agent.name(ofSkill: $0) }
        return [
          .init(line.course), .init(line.name), .init(line.kind.name), .init(String(line.questions)),
          .init(String(line.draw)), .init(String(line.passMark)),
          .init(
            Message(
              zh: names.map(\.zh).joined(separator: "、") + (line.isInUse ? "" : "（还没布置）"),
              en: names.map(\.en).joined(separator: ", ") + (line.isInUse ? "" : " (not assigned yet)"))),
        ]
      })
    try desk.answer(
      lines, table: table, empty: Message(zh: "手册里没有课程（training/）", en: "the playbooks have no courses (training/)"))
  }
}

struct TrainingAssignCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "assign", abstract: say("布置一门课；再布置一次，机会重新算", "Assign a course; once more gives the attempts anew"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("课程", "the course"))
  var course: String

  @Option(
    name: .customLong("to"),
    help: help("技能、组或名字，用 、或 , 隔开（默认要这门课的人）", "skills, groups or names, by commas (default: who needs it)"))
  var audience = ""

  @Option(name: .long, help: help("到什么时候", "until when"))
  var due: Instant?

  func run(at desk: Desk) throws {
    try desk.require(.manageTraining)
    let operation = try desk.operation(
      "training assign",
      ["shop": desk.shop, "course": course, "to": audience, "due": due?.rfc3339 ?? ""])
    let receipt = try desk.store().perform(operation) { change in
      let found = try Courses.find(course, shop: desk.shop, change.session)
      let people = try Courses.people(
        for: found, named: BroadcastSendCommand.words(audience), shop: desk.shop, change.session)
      return try Training.assign(found, to: people, due: due, shop: desk.shop, change)
    }
    let assigned = receipt.result
    try desk.answer(Receipted(receipt)) {
      say(
        "\(assigned.course)：已布置给 \(assigned.people.count) 人；没有合格证不排这些班：",
        "\(assigned.course): assigned to \(assigned.people.count) people; without a pass nobody serves: ")
        + assigned.requiredFor.map { TerminalText.safe(Agent.name(ofSkill: $0).text(in: desk.language)) }
        .joined(separator: say("、", ", ")) + "\n"
    }
  }
}

struct TrainingImportCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "import",
      abstract: say("导入别处考的成绩（CSV 或 XLSX）", "Import results of exams held elsewhere (CSV or XLSX)"),
      discussion: say(
        "第 1 行写列名：课程,姓名,分数,时间。课程写 id 或名称。有一行错，整个文件都不收。",
        "Row 1 has the columns: course,name,score,time. A course is its id or its name. One faulty row, and nothing is taken in."
      ))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("CSV 或 XLSX 文件", "a CSV or XLSX file"), completion: .file(extensions: ["csv", "xlsx"]))
  var file: String

  func run(at desk: Desk) throws {
    try desk.require(.manageTraining)
    let store = try desk.store()
    let (courses, agents) = try store.read {
      (try Courses.all(shop: desk.shop, $0), try Agents.list(shop: desk.shop, $0))
    }
    let sheet = try ResultSheet.read(
      try TableFile.open(file), courses: courses, agents: Set(agents.map(\.name)), now: desk.now)
    try FileFault.refuse(
      sheet.faults.map { FileFault(row: $0.row, column: $0.column, code: $0.code, message: $0.message) }, of: file,
      at: desk)
    let operation = try desk.operation(
      "training import", ["shop": desk.shop, "file": try ImportFile.digest(path: file)])
    let receipt = try store.perform(operation) {
      try Training.take(sheet.results, courses, shop: desk.shop, $0)
    }
    let imported = receipt.result
    try desk.answer(Receipted(receipt)) {
      say(
        "通过 \(imported.passed)，没通过 \(imported.failed)，已有 \(imported.known)\n",
        "\(imported.passed) passed, \(imported.failed) failed, \(imported.known) known before\n")
    }
  }
}

struct TrainingEndCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "end", abstract: say("一条规则变了：靠它的合格证作废", "A rule has changed: the passes that rest on it end"),
      discussion: say(
        "规则、商品或活动是课程 depends_on 和题目 about 里的名字；活动变了（peakday activity change）会自己作废。",
        "A rule, product or activity is a name of a course's depends_on or of a question's about; a change of an activity "
          + "(peakday activity change) ends them by itself."
      ))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("规则或活动", "the rule or activity"))
  var subject: String

  @Option(name: .long, help: help("为什么", "why"))
  var note = ""

  func run(at desk: Desk) throws {
    try desk.require(.manageTraining)
    let store = try desk.store()
    let known = try store.read { try Courses.subjects(shop: desk.shop, $0) }
    guard known.contains(subject) else {
      throw Failure(
        .refused, code: "unknown_rule", Message(zh: "没有课程靠这条规则", en: "no course rests on this"),
        place: TerminalText.safe(subject),
        next: Message(
          zh: "有：\(known.sorted().joined(separator: "、"))", en: "there are: \(known.sorted().joined(separator: ", "))"))
    }
    let operation = try desk.operation("training end", ["shop": desk.shop, "subject": subject, "note": note])
    let receipt = try store.perform(operation) {
      try Training.end(passesOn: subject, because: note.isEmpty ? subject : note, shop: desk.shop, $0)
    }
    try desk.answer(Receipted(receipt)) {
      let names = receipt.result.passes.map { TerminalText.safe("\($0.agent) \($0.course)") }
      return say("\(names.count) 张合格证作废", "\(names.count) passes ended")
        + (names.isEmpty ? "\n" : say("：", ": ") + names.joined(separator: say("、", ", ")) + "\n")
    }
  }
}
