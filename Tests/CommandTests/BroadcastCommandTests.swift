import Playbooks
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// The commands of broadcasts, activity changes and training: what they say in both languages, and their JSON.
@Suite struct BroadcastCommandTests {
  static let activities = """
    activities:
      - {id: store-300, name: 满300减40, starts: 2026-11-10T20:00+08:00, ends: 2026-11-12T00:00+08:00, \
    threshold_fen: 30000, discount_fen: 4000, every: true}
    """
  static let course = """
    course: {id: rules, name: 规则, kind: rules, pass_mark: 50, draw: 2, attempts: 3, cooldown_minutes: 0, \
    valid_days: 30, required_for: [售前], depends_on: [refund-opening]}
    questions:
      - {id: q1, text: 一？, options: [对, 错], answer: 1}
      - {id: q2, text: 二？, options: [对, 错], answer: 1}
    """

  /// 小美 and 小强 are there; the playbooks have one activity and one course.
  private func shop() throws -> Workplace {
    let place = try Workplace(initialised: false)
    try #require(place.run("init", "--rehearsal").code == .done)
    try #require(place.run("playbook", "write", place.path("rules")).code == .done)
    // The scripts that ship speak of the activities that ship.
    for folder in ["activities", "training", "scripts"] {
      try place.replaceFolder("rules/\(folder)")
    }
    _ = try place.write("rules/activities/a.yaml", Self.activities)
    _ = try place.write("rules/training/rules.yaml", Self.course)
    let published = place.run("playbook", "publish", place.path("rules"))
    try #require(published.code == .done, "\(published.talk)")
    let list = try place.write("people.csv", "姓名,技能,代理\n小美,售前,小强\n小强,售前,\n")
    try #require(place.run("agent", "import", list).code == .done)
    for name in ["小美", "小强"] { try #require(place.run("rota", "clock-in", name).code == .done) }
    return place
  }

  private func agent(_ place: Workplace, _ arguments: String...) -> Run {
    place.run(arguments + ["--as", "小美", "--role", "agent"])
  }

  @Test("a change goes from one command to everybody's receipt", arguments: Language.allCases)
  func flow(language: Language) throws {
    let place = try shop()
    place.environment["PEAKDAY_LANG"] = language.rawValue
    let zh = language == .zh
    let change = place.run("activity", "change", "store-300", "--discount", "50", "--note", "平台加码")
    #expect(change.code == .done)
    #expect(change.output.contains(zh ? "满300减40  第 2 版" : "满300减40  version 2"))
    #expect(change.output.contains("40.00 → 50.00"))
    #expect(change.output.contains(zh ? "1.1：已发给 2 人" : "1.1: sent to 2 people"))
    let inbox = agent(place, "inbox")
    #expect(inbox.output.contains("→ peakday ack 1.1 --answer"))
    let lines = inbox.output.split(separator: "\n")
    let right = try #require(lines.first { $0.contains("每满 300 减 50") }).drop { $0 == " " }.prefix(1)
    let wrong = agent(place, "ack", "1.1", "--answer", right == "1" ? "2" : "1")
    #expect(wrong.code == .refused && wrong.output.contains(zh ? "答错了" : "wrong, read it again"))
    let read = agent(place, "ack", "1.1", "--answer", String(right))
    #expect(read.code == .done && read.output.contains(zh ? "1.1：已确认" : "1.1: acknowledged"))
    #expect(agent(place, "inbox").output == (zh ? "没有要确认的\n" : "nothing to acknowledge\n"))
    place.now = place.now.adding(minutes: 6)
    #expect(place.run("broadcast", "poll").output.contains(zh ? "报主管 1" : "1 to the lead"))
    let reach = place.run("broadcast", "reach", "1")
    #expect(reach.output.contains(zh ? "2 人，已确认 1（50%）" : "2 people, 1 acknowledged (50%)"))
    #expect(place.run("inbox").output.contains(zh ? "请转告 小强" : "see to it: 小强"))
    #expect(place.run("broadcast", "list").output.contains("1.1"))
    #expect(place.run("broadcast", "show", "1").output.contains(zh ? "对象 所有人" : "for everybody"))
    #expect(place.run("activity", "history", "store-300").output.contains("40.00 → 50.00"))
    #expect(place.run("broadcast", "withdraw", "1").output.contains(zh ? "已撤回" : "withdrawn"))
    #expect(place.run("broadcast", "list").output == (zh ? "没有现行的通知\n" : "no broadcast is in force\n"))
    let send = place.run("broadcast", "send", "仓库停电", "--to", "售前", "--urgency", "urgent")
    #expect(send.code == .done)
    let watch = agent(place, "watch", "--for", "0")
    #expect(watch.output.contains("2.1  仓库停电"))
    let chats = try place.write("chats.csv", "时间,客服,买家\n2026-11-11 00:20:00,小美,买家甲\n")
    place.now = place.now.adding(minutes: 60)
    #expect(place.run("broadcast", "exposure", "2", "--chats", chats).output.contains("买家甲"))
    #expect(place.run("broadcast", "robots").output == (zh ? "机器人还没有要说的\n" : "the robots have nothing to say yet\n"))
  }

  @Test("an exam is drawn, handed in, and lets somebody be placed", arguments: Language.allCases)
  func training(language: Language) throws {
    let place = try shop()
    place.environment["PEAKDAY_LANG"] = language.rawValue
    let zh = language == .zh
    #expect(place.run("training", "course").output.contains("rules"))
    #expect(place.run("training", "assign", "rules").output.contains(zh ? "已布置给 2 人" : "assigned to 2 people"))
    #expect(place.run("training", "pass", "--lacking").output.contains(zh ? "没有通过" : "not passed"))
    let exam = agent(place, "training", "exam", "rules")
    #expect(exam.code == .done && exam.output.contains("peakday training take 1 1 1"))
    #expect(!exam.output.contains("✓"))
    // The right one is 对, wherever it stands.
    let answers = exam.output.split(separator: "\n").filter { $0.hasSuffix(") 对") }.compactMap {
      $0.drop { $0 == " " }.first.map { String($0) }
    }
    try #require(answers.count == 2, "\(exam.output)")
    let taken = agent(place, "training", "take", "1", answers[0], answers[1])
    #expect(taken.code == .done && taken.output.contains(zh ? "通过：100%" : "passed: 100 %"))
    #expect(place.run("training", "history").output.contains("100"))
    let file = try place.write("results.csv", "课程,姓名,分数,时间\n规则,小强,10,2026-11-10 12:00\n")
    #expect(place.run("training", "import", file).output.contains(zh ? "没通过 1" : "1 failed"))
    #expect(place.run("training", "end", "refund-opening").output.contains("小美 rules"))
    #expect(place.run("training", "end", "nothing").code == .refused)
    #expect(place.run("training", "assign", "nothing").code == .refused)
  }

  @Test("nobody without a valid pass takes a shift, swaps into one, or is published")
  func passes() throws {
    let place = try shop()
    let grid = try place.write("grid.csv", "姓名,11-12,11-13\n小美,8:00-16:00,8:00-16:00\n小强,休,12:00-20:00\n")
    func rota(_ arguments: String...) -> Run { place.run(["rota"] + arguments) }
    try #require(rota("import", grid).code == .done)
    try #require(rota("publish").code == .done)
    try #require(rota("drop", "小美", "11-12").code == .done)
    try #require(place.run("training", "assign", "rules").code == .done)
    let taken = rota("take", "小强", "11-12", "--json")
    #expect(taken.code == .refused && taken.talk.contains("no_valid_pass"), "\(taken.talk)")
    #expect(rota("swap", "小美", "小强", "--on", "11-13", "--json").talk.contains("no_valid_pass"))
    try #require(rota("import", grid).code == .done)
    let published = rota("publish", "--json")
    #expect(published.code == .refused && published.talk.contains("no_valid_pass"))
    // Whoever has passed may.
    let file = try place.write("results.csv", "课程,姓名,分数,时间\n规则,小强,90,2026-11-10 12:00\n")
    try #require(place.run("training", "import", file).code == .done)
    #expect(rota("take", "小强", "11-12").code == .done)
    #expect(rota("publish").code == .refused, "小美 has not")
    #expect(rota("publish", "--anyway").code == .done)
  }

  static let shapes: [(command: [String], shape: String)] = [
    (
      ["activity", "change", "store-300", "--discount", "50"],
      JSONShapeTests.receipted(
        "{broadcast:{coming:number number:number people:number robots:number title:text version:number voided:number} "
          + "change:{activity:text differences:[{after:text before:text en:text field:text zh:text}] effective_at:text "
          + "name:text version:number} ended_passes:number}")
    ),
    (
      ["inbox", "--as", "小美", "--role", "agent"],
      "{agent:text errands:[] items:[{body:text due:text effective_at:text number:number options:[text] question:text "
        + "sent_at:text sent_by:text since:text title:text urgency:text version:number wrong_answers:number}]}"
    ),
    (
      ["broadcast", "list"],
      "{activity:text activity_version:number audience:[] body:text effective_at:text number:number "
        + "question:{options:[text] text:text} sent_at:text sent_by:text shop:text title:text urgency:text "
        + "version:number}"
    ),
    (
      ["broadcast", "reach", "1"],
      "{acknowledged:number deliveries:[{agent:text cause:text due:text number:number reminders:number since:text "
        + "version:number wrong_answers:number}] escalated:number is_in_force:bool late:number number:number "
        + "people:number share:number title:text version:number wrong_answers:number}"
    ),
    (
      ["broadcast", "poll"], "{round:{deputies:number joined:number leads:number reminders:number}}"
    ),
    (
      ["training", "assign", "rules"],
      JSONShapeTests.receipted("{course:text people:[text] required_for:[text]}")
    ),
    (
      ["training", "pass"],
      "{agent:text because:text course:text is_lacking:bool state:text}"
    ),
  ]

  @Test("JSON answers keep their shape")
  func json() throws {
    let place = try shop()
    for (command, shape) in Self.shapes {
      let run = place.run(command + ["--json"])
      #expect(run.code == .done, "\(command) \(run.talk)")
      #expect(try run.objects.first?.shape == shape, "\(command)")
    }
  }

  @Test("roles: who may send, change and assign")
  func roles() throws {
    let place = try shop()
    for command in [
      ["broadcast", "send", "x"], ["activity", "change", "store-300", "--discount", "50"],
      ["training", "assign", "rules"],
    ] {
      #expect(place.run(command + ["--role", "agent"]).code == .refused)
    }
    #expect(place.run("ack", "1", "--role", "analyst").code == .refused)
    #expect(place.run("ack", "abc").code == .usage)
    #expect(place.run("broadcast", "reach", "7").code == .refused)
  }
}
