import Broadcasts
import Coordination
import Formats
import Playbooks
import Rota
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Training

/// Exams that are drawn, passes that end, and people who are not placed without one.
@Suite struct TrainingTests {
  typealias House = TrainingHouse

  @Test("an exam is a part of the bank in another order, and its answers stay right")
  func draw() throws {
    var random = SplitMix64.printed("exams")
    let course = try House.course(questions: 30)
    for _ in 0..<100 {
      let exam = Exam.draw(course, using: &random)
      #expect(exam.count == course.draw && Set(exam.map(\.id)).count == course.draw)
      for question in exam {
        let source = try #require(course.questions.first { $0.id == question.id })
        #expect(question.options[question.answer - 1] == source.options[source.answer - 1])
        #expect(Set(question.options) == Set(source.options))
      }
    }
    let questions = Exam.draw(course, using: &random)
    let right = questions.map(\.answer)
    #expect(Exam.score(questions, right) == 100)
    #expect(Exam.score(questions, right.map { $0 % 4 + 1 }) == 0)
    #expect(Exam.score([], []) == 0)
  }

  @Test("attempts, a break after a failure, and attempts anew when it is assigned again", arguments: TestStore.engines)
  func attempts(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.assign("rules")
    let first = try house.open("rules", as: "小美", at: "11-08 10:00")
    #expect(first.attemptsLeft == 1 && !first.isReopened)
    let again = try house.open("rules", as: "小美", at: "11-08 10:01")
    #expect(again.isReopened && again.exam == first.exam, "the same questions, however often one looks")
    #expect(try refusal { try house.take(first.exam, as: "小强", right: true) } == "exam_of_another")
    #expect(
      try refusal { try house.take(first.exam, as: "小美", answers: [1], at: "11-08 10:05") } == "answers_count")
    let failed = try house.take(first.exam, as: "小美", right: false, at: "11-08 10:05")
    #expect(failed.state == .failed && failed.score == 0 && failed.seconds == 300 && failed.mistakes.count == 3)
    #expect(try refusal { try house.take(first.exam, as: "小美", right: true) } == "exam_answered")
    #expect(try refusal { try house.open("rules", as: "小美", at: "11-08 11:04") } == "cooling_down")
    let second = try house.open("rules", as: "小美", at: "11-08 11:05")
    try house.take(second.exam, as: "小美", right: false, at: "11-08 11:10")
    #expect(try refusal { try house.open("rules", as: "小美", at: "11-09 11:05") } == "no_attempt_left")
    try house.assign("rules", at: "11-09 12:00")
    let third = try house.open("rules", as: "小美", at: "11-09 12:10")
    let passed = try house.take(third.exam, as: "小美", right: true, at: "11-09 12:15")
    let until = try House.at("11-09 12:15").adding(minutes: 30 * 1_440)
    #expect(passed.state == .passed && passed.validUntil == until)
    #expect(try refusal { try house.open("empty", as: "小美", at: "11-09 13:00") } == "exam_without_questions")
  }

  @Test("a change ends exactly the passes that rest on it", arguments: TestStore.engines)
  func ends(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.pass("rules", ["小美", "小强"])
    try house.pass("deals", ["小美"])
    let ended = try house.perform(at: "11-10 10:00") {
      try Training.end(passesOn: "refund-opening", because: "新规", shop: House.shop, $0)
    }
    #expect(ended.passes.map { "\($0.agent) \($0.course)" } == ["小强 rules", "小美 rules"])
    #expect(try house.valid(at: "11-10 09:59").isEmpty == false)
    #expect(try house.valid(at: "11-10 10:00") == ["小美 deals"])
    // The activity changes: the other one goes, by itself.
    let changed = try house.discount(at: "11-10 11:00")
    #expect(changed.endedPasses == 1)
    #expect(try house.valid(at: "11-10 11:00").isEmpty)
    let picture = try house.store.read { try PassPicture.ask(shop: House.shop, now: try House.at("11-10 12:00"), $0) }
    #expect(picture.first { $0.agent == "小美" && $0.course == "deals" }?.state == .ended)
    #expect(picture.first { $0.agent == "小美" && $0.course == "deals" }?.because == "store-300 2")
  }

  @Test(
    "without a valid pass nobody is placed, nor ready; before the first assignment nobody needs one",
    arguments: TestStore.engines)
  func placed(engine: Engine) throws {
    let house = try House(engine: engine)
    func placeable(_ at: String) throws -> (agents: [Agent], unplaced: [Fitness.Unplaced]) {
      try house.store.read { session in
        try Fitness.placeable(
          try Agents.list(shop: House.shop, session), shop: House.shop, at: try House.at(at), session)
      }
    }
    #expect(try placeable("11-08 10:00").unplaced.isEmpty)
    try house.pass("rules", ["小强"])
    let (agents, unplaced) = try placeable("11-09 10:00")
    #expect(unplaced.map(\.agent) == ["小美"] && unplaced.first?.courses == ["rules"])
    #expect(agents.first { $0.name == "小美" }?.skills == ["after"], "what needs no pass stays")
    #expect(agents.first { $0.name == "小强" }?.skills == ["pre"])
    #expect(try placeable("12-30 10:00").unplaced.count == 2, "a pass that has run out is none")
    try house.perform(as: "小美", at: "11-09 09:00") { try Broadcasting.clockIn("小美", shop: House.shop, $0) }
    let picture = try house.store.read { try PassPicture.ask(shop: House.shop, now: try House.at("11-09 10:00"), $0) }
    #expect(picture.filter(\.isLacking).map { "\($0.agent) \($0.course) \($0.state)" } == ["小美 rules missing"])
  }

  @Test("results from elsewhere count, once; a faulty file is not taken in", arguments: TestStore.engines)
  func imported(engine: Engine) throws {
    let house = try House(engine: engine)
    func sheet(_ text: String) throws -> ResultSheet {
      try house.store.read { session in
        try ResultSheet.read(
          try CSVReader(.bytes(Array(text.utf8))),
          courses: try Courses.all(shop: House.shop, session),
          agents: ["小美", "小强"], now: try House.at("11-09 10:00"))
      }
    }
    let bad = try sheet("课程,姓名,分数,时间\nrules,路人,90,2026-11-08\n没有,小美,101,2027-01-01\n")
    #expect(bad.faults.map(\.code) == ["unknown_agent", "unknown_course", "bad_score", "bad_time"])
    #expect(bad.faults.map(\.row) == [2, 3, 3, 3])
    #expect(throws: Failure.self) { try sheet("课程,姓名\n") }
    let good = try sheet("课程,姓名,分数,时间\n规则,小美,90%,2026-11-08 20:00\nrules,小强,60,2026-11-08 20:00\n")
    let courses = try house.store.read { try Courses.all(shop: House.shop, $0) }
    let taken = try house.perform(at: "11-09 10:00") {
      try Training.take(good.results, courses, shop: House.shop, $0)
    }
    #expect(taken.passed == 1 && taken.failed == 1 && taken.known == 0)
    let twice = try house.perform(at: "11-09 11:00") {
      try Training.take(good.results, courses, shop: House.shop, $0)
    }
    #expect(twice.known == 2 && twice.passed == 0)
    // The rule changes, and then the result of an exam from before comes in.
    try house.perform(at: "11-10 10:00") {
      try Training.end(passesOn: "refund-opening", because: "新规", shop: House.shop, $0)
    }
    try house.perform(at: "11-10 11:00") {
      try Training.take(
        [.init(course: "rules", agent: "小强", score: 95, at: try House.at("11-09 20:00"))], courses, shop: House.shop, $0
      )
    }
    let passes = try house.store.read { try Training.passes(shop: House.shop, $0) }
    #expect(passes.map(\.endedBecause) == ["新规", "新规"] && passes.allSatisfy { $0.endedAt != nil })
  }

  @Test("questions about activities are made from their data, and follow their changes", arguments: TestStore.engines)
  func generated(engine: Engine) throws {
    let house = try House(engine: engine)
    func questions() throws -> [Course.Question] {
      try house.store.read { try Courses.find("deals", shop: House.shop, $0) }.questions
    }
    let before = try questions()
    let discount = try #require(before.first { $0.id == "store-300-discount" })
    #expect(discount.options[discount.answer - 1] == "每满 300 减 40")
    #expect(before.contains { $0.id == "hand-1" })
    // From later on, and learnt before that.
    try house.discount(at: "11-10 10:00", effective: "11-10 20:00")
    let after = try questions()
    let changed = try #require(after.first { $0.id == "store-300-discount" })
    #expect(changed.options[changed.answer - 1] == "每满 300 减 50")
    #expect(!after.contains { $0.id == "hand-1" }, "written by hand about the old version")
    for question in after { #expect((1...question.options.count).contains(question.answer)) }
  }

  @Test("an exam that is open when its rule changes is void, and costs no attempt", arguments: TestStore.engines)
  func outdated(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.assign("rules")
    let old = try house.open("rules", as: "小美", at: "11-10 09:00")
    try house.perform(at: "11-10 10:00") {
      try Training.end(passesOn: "refund-opening", because: "新规", shop: House.shop, $0)
    }
    #expect(try refusal { try house.take(old.exam, as: "小美", at: "11-10 10:05") } == "exam_outdated")
    #expect(try house.valid(at: "11-10 10:06").isEmpty)
    let new = try house.open("rules", as: "小美", at: "11-10 10:07")
    #expect(new.exam != old.exam && !new.isReopened && new.attemptsLeft == old.attemptsLeft)
    #expect(try house.exam(old.exam).state == .void)
    try house.take(new.exam, as: "小美", at: "11-10 10:10")
    #expect(try house.valid(at: "11-10 10:11") == ["小美 rules"])
    #expect(try AuditVerify.run(house.store, since: nil).findings.isEmpty)
  }

  @Test("a pass rests on what was asked, too: a change of that ends it", arguments: TestStore.engines)
  func asked(engine: Engine) throws {
    let house = try House(engine: engine)
    // Whoever passes `broad` was asked about the activity, which the course does not name.
    try house.pass("broad", ["小美"])
    #expect(try house.store.read { try Courses.subjects(shop: House.shop, $0) }.contains("HJ-LIP-03"))
    #expect(try house.discount(at: "11-10 11:00").endedPasses == 1)
    #expect(try house.valid(at: "11-10 11:00").isEmpty)
  }

  @Test("fewer questions than an exam takes are no exam", arguments: TestStore.engines)
  func smallBank(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.assign("rules")
    let code = try refusal {
      _ = try house.perform(as: "小美", at: "11-08 10:00") { change in
        let course = try Courses.find("rules", shop: House.shop, change.session)
        return try Training.open(
          course, questions: Array(course.questions.prefix(2)), for: "小美", shop: House.shop, change)
      }
    }
    #expect(code == "bank_too_small")
    // What is asked about an activity goes out of use with its change, in a course of any kind.
    try house.assign("products")
    try house.discount(at: "11-10 11:00")
    #expect(try refusal { try house.open("products", as: "小美", at: "11-10 12:00") } == "bank_too_small")
  }

  @Test("what is kept of a drawn exam does not hold its answers", arguments: TestStore.engines)
  func secret(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.assign("rules")
    let opened = try house.open("rules", as: "小美")
    let text = try house.exam(opened.exam).questions[0].text
    let kept = try house.store.read { try $0.all("SELECT result FROM operation") { try $0.text(0) } }
    #expect(kept.contains { $0.contains("attemptsLeft") } && !kept.contains { $0.contains(text) })
  }

  @Test(
    "a pass and the change that ends it cannot miss each other", .enabled(if: PostgresCluster.isAvailable),
    arguments: [true, false])
  func race(passFirst: Bool) throws {
    let house = try House(engine: .postgres)
    try house.assign("rules")
    let exam = try house.open("rules", as: "小美", at: "11-10 09:00").exam
    let answers = try house.exam(exam).questions.map(\.answer)
    let (place, at) = (house.place, try House.at("11-10 10:00"))
    let (begun, done) = (Threads.Gate(), Threads.Gate())
    let answer = try Threads.run(2) { thread -> String in
      let store = try place.open(follow: Consequences.follow)
      let isFirst = thread == 0
      if !isFirst { begun.pass() }
      defer { if !isFirst { done.open() } }
      // The first one has written and has not committed; the second one does all of its work, or waits for the first.
      func stall() {
        guard isFirst else { return }
        begun.open()
        done.pass(withinSeconds: 0.5)
      }
      do {
        if isFirst == passFirst {
          let actor = Actor(name: "小美", role: .agent)
          return try store.perform(try operation("TAKE", actor: actor, at: at)) { change in
            let courses = try Courses.all(shop: House.shop, change.session)
            let taken = try Training.take(exam, answers: answers, courses, shop: House.shop, change)
            stall()
            return taken.state.rawValue
          }.result
        }
        return try store.perform(try operation("END", at: at)) { change in
          let ended = try Training.end(passesOn: "refund-opening", because: "新规", shop: House.shop, change)
          stall()
          return "ended \(ended.passes.count)"
        }.result
      } catch let failure as Failure {
        return failure.code
      }
    }
    #expect(answer == (passFirst ? ["passed", "ended 1"] : ["ended 0", "exam_outdated"]))
    #expect(try house.valid(at: "11-10 10:01").isEmpty)
  }

  @Test(
    "a course without questions, or wrong ones, is named by line",
    arguments: [
      ("draw: 3", "draw: 30", "playbook_value"), ("answer: 1", "answer: 5", "playbook_value"),
      ("id: q2", "id: q1", "question_twice"), ("id: rules", "id: other", "playbook_value"),
      ("kind: rules", "kind: other", "playbook_value"), ("pass_mark: 80", "pass_mark: 0", "playbook_value"),
      ("valid_days: 30", "valid_day: 30", "playbook_unknown_key"),
    ])
  func badCourse(found: String, replaced: String, code: String) throws {
    let text = try House.courseText("rules", name: "规则", kind: "rules", questions: 4)
    try #require(text.contains(found))
    let files =
      PlaybookSet.builtIn.files.filter { !$0.path.hasPrefix("training/") }
      + [PlaybookFile(path: "training/rules.yaml", text: text.replacing(found, with: replaced, maxReplacements: 1))]
    let problems = PlaybookSet(files: files).check().filter { $0.place?.hasPrefix("training/") == true }
    #expect(problems.contains { $0.code == code && $0.place?.contains(":") == true }, "\(problems)")
  }
}
