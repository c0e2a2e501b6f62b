import Broadcasts
import Coordination
import Foundation
import Playbooks
import Rota
import Store
import TestSupport
import Vocabulary

@testable import Training

/// Something that a test relies on is not there.
struct Unexpected: Error {
  let what: String
}

/// A shop with two people and three small courses, on either engine.
struct TrainingHouse {
  static let shop = "店铺甲"
  let place: TestStore
  let store: Store
  private let counter = Counter()

  final class Counter {
    var last = 0
    var random = SplitMix64(seed: 11)
  }

  /// 小美 serves pre and after, 小强 pre; `rules` and `deals` are needed for pre.
  init(engine: Engine) throws {
    (place, store) = try TestStore.make(engine: engine, follow: Consequences.follow)
    let files =
      PlaybookSet.builtIn.files.filter { !$0.path.hasPrefix("training/") && !$0.path.hasPrefix("activities/") } + [
        PlaybookFile(
          path: "training/rules.yaml", text: try Self.courseText("rules", name: "规则", kind: "rules", questions: 4)),
        PlaybookFile(
          path: "training/deals.yaml", text: try Self.courseText("deals", name: "活动", kind: "activity", questions: 4)),
        PlaybookFile(
          path: "training/empty.yaml",
          text: try Self.courseText("empty", name: "空", kind: "activity", questions: 0).replacingOccurrences(
            of: "depends_on: [store-300]", with: "depends_on: [nothing]")),
        // Of all activities, and of products beside an activity.
        PlaybookFile(
          path: "training/broad.yaml",
          text: try Self.courseText("broad", name: "全部", kind: "activity", questions: 0).replacingOccurrences(
            of: "depends_on: [store-300]", with: "depends_on: []")),
        PlaybookFile(
          path: "training/products.yaml",
          text: try Self.courseText("products", name: "产品", kind: "product", questions: 4).replacingOccurrences(
            of: "depends_on: [store-300]", with: "depends_on: [HJ-SUN-50]"
          ).replacing("about: [store-300]", with: "about: [HJ-LIP-03]", maxReplacements: 2)),
        PlaybookFile(
          path: "activities/test.yaml",
          text: """
            activities:
              - {id: store-300, name: 满300减40, starts: 2026-11-10T00:00+08:00, ends: 2026-11-12T00:00+08:00, \
            threshold_fen: 30000, discount_fen: 4000, every: true}
              - {id: nothing, name: 没有题, venue: 别处, starts: 2026-11-10T00:00+08:00, ends: 2026-11-12T00:00+08:00, \
            gift: G}
            """),
      ]
    try perform { try Setup.installPlaybooks(PlaybookSet(files: files), $0) }
    for (name, skills) in [("小美", "售前、售后"), ("小强", "售前")] {
      try perform {
        try Agents.add(
          Agents.Request(name: name, skills: skills), shop: Self.shop, try PlaybookSet.builtIn.shiftRules(), $0)
      }
    }
  }

  static func courseText(_ id: String, name: String, kind: String, questions: Int) throws -> String {
    var text = """
      course:
        id: \(id)
        name: \(name)
        kind: \(kind)
        pass_mark: 80
        draw: 3
        attempts: 2
        cooldown_minutes: 60
        valid_days: 30
        required_for: [售前]
        depends_on: [\(kind == "rules" ? "refund-opening" : "store-300")]

      """
    guard questions > 0 else { return text + "questions: []\n" }
    text += "questions:\n"
    for number in 1...questions {
      let about = kind == "rules" ? "refund-opening" : "store-300"
      text += """
          - id: \(kind == "rules" ? "q" : "hand-")\(number)
            text: 第 \(number) 题？
            options: [甲\(number), 乙, 丙, 丁]
            answer: 1
            why: 因为
            about: [\(about)]

        """
    }
    return text
  }

  static func course(questions: Int) throws -> Course {
    let text = try courseText("rules", name: "规则", kind: "rules", questions: questions)
    let courses = try PlaybookSet(files: [PlaybookFile(path: "training/rules.yaml", text: text)]).courses()
    guard let course = courses.first else { throw Unexpected(what: "a course") }
    return course
  }

  static func at(_ text: String) throws -> Instant {
    guard let moment = Instant("2026-" + text) else { throw Unexpected(what: text) }
    return moment
  }

  @discardableResult
  func perform<Answer: Codable & Sendable>(
    as name: String = "王芳", at: String = "11-08 09:00", _ body: (Change) throws -> Answer
  ) throws -> Answer {
    counter.last += 1
    let actor = Actor(name: name, role: name == "王芳" ? .lead : .agent)
    return try store.perform(try operation("OP\(counter.last)", actor: actor, at: try Self.at(at)), body).result
  }

  func assign(_ id: String, at: String = "11-08 09:30") throws {
    try perform(at: at) { change in
      let course = try Courses.find(id, shop: Self.shop, change.session)
      let people = try Courses.people(for: course, named: [], shop: Self.shop, change.session)
      return try Training.assign(course, to: people, due: nil, shop: Self.shop, change)
    }
  }

  @discardableResult
  func open(_ id: String, as name: String, at: String = "11-08 10:00") throws -> Training.Opened {
    try perform(as: name, at: at) { change in
      guard id == "empty" else {
        return try Courses.openExam(id, for: name, shop: Self.shop, using: &counter.random, change)
      }
      let course = try Courses.find(id, shop: Self.shop, change.session).with(questions: [])
      return try Training.open(course, questions: [], for: name, shop: Self.shop, change)
    }
  }

  func exam(_ number: Int64) throws -> Exam {
    try store.read { try Training.find(number, shop: Self.shop, $0) }
  }

  /// The activity gives 50 off, from a moment on.
  @discardableResult
  func discount(_ fen: Int64 = 5_000, at: String, effective: String? = nil) throws -> ActivityChanging.Done {
    try perform(at: at) { change in
      var patch = ActivityPatch()
      patch.discountFen = fen
      return try ActivityChanging.change(
        .init(activity: "store-300", patch: patch, effectiveAt: try Self.at(effective ?? at)), shop: Self.shop, change)
    }
  }

  func valid(at: String) throws -> [String] {
    try store.read { session in
      try Training.passes(shop: Self.shop, session).filter { $0.isValid(at: try Self.at(at)) }
        .map { "\($0.agent) \($0.course)" }
    }
  }

  @discardableResult
  func take(
    _ exam: Int64, as name: String, answers: [Int]? = nil, right: Bool = true, at: String = "11-08 10:05"
  ) throws -> Training.Taken {
    try perform(as: name, at: at) { change in
      let questions = try Training.find(exam, shop: Self.shop, change.session).questions
      let chosen = answers ?? questions.map { right ? $0.answer : $0.answer % $0.options.count + 1 }
      return try Training.take(
        exam, answers: chosen, try Courses.all(shop: Self.shop, change.session), shop: Self.shop, change)
    }
  }

  /// Assigns a course, and these people pass it.
  func pass(_ id: String, _ names: [String]) throws {
    try assign(id)
    for name in names {
      let opened = try open(id, as: name)
      try take(opened.exam, as: name)
    }
  }
}

/// The code of the failure that a body throws.
func refusal(_ body: () throws -> Void) throws -> String? {
  do {
    try body()
    return nil
  } catch let failure as Failure {
    return failure.code
  }
}
