import Broadcasts
public import Playbooks
import Rota
public import Store
public import Training
import Vocabulary

/// Courses as they are taken: the playbook's, with skills in their one spelling and questions about the activities as
/// their newest version has them. A change that takes effect later is learnt before: an exam on the older one would be
/// void by then.
public enum Courses {
  public static func all(shop: String, _ session: any Session) throws -> [Course] {
    let newest = try Setup.activityVersions(shop: shop, session)
    let courses = renamed(try Setup.courses(session)).map { course in
      // What was written about an activity that has changed since may be wrong by now.
      let changed = Set(stale(course, newest: newest))
      return changed.isEmpty ? course : course.with(questions: course.questions.filter { !changed.contains($0.id) })
    }
    guard courses.contains(where: { $0.kind == .activity }) else { return courses }
    let activities = try Setup.activities(shop: shop, at: Instant(milliseconds: .max), session).activities
    let made = ActivityQuestions.make(activities)
    let known = Set(activities.map(\.id))
    return courses.map { course in
      guard course.kind == .activity else { return course }
      // Of the activities that it depends on; of all where it names none.
      let subjects = Set(course.dependsOn).intersection(known)
      let questions = made.filter { question in
        subjects.isEmpty || question.about.contains { subjects.contains($0) }
      }
      return course.with(questions: course.questions + questions)
    }
  }

  /// Everything that a pass may rest on: rules, activities and products that courses depend on or ask about.
  public static func subjects(shop: String, _ session: any Session) throws -> Set<String> {
    // Of the whole bank: a pass may rest on a question that is out of use by now.
    let written = try Setup.courses(session)
    return try (written + all(shop: shop, session)).reduce(into: []) {
      $0.formUnion($1.subjects(asked: $1.questions))
    }
  }

  /// Skills in their one spelling.
  static func renamed(_ courses: [Course]) -> [Course] {
    courses.map { course in course.with(requiredFor: course.requiredFor.map { Agent.skill($0) }) }
  }

  /// Questions of the bank about an activity that has changed.
  static func stale(_ course: Course, newest: [String: Int]) -> [String] {
    course.questions.filter { question in question.about.contains { newest[$0, default: 1] > 1 } }.map(\.id)
  }

  public static func find(_ id: String, shop: String, _ session: any Session) throws -> Course {
    guard let course = try all(shop: shop, session).first(where: { $0.id == id }) else {
      throw Training.unknown(course: id)
    }
    return course
  }

  /// Draws an exam for somebody, or goes on with an open one: the questions are those of this very transaction.
  public static func openExam(
    _ id: String, for agent: String, shop: String, using random: inout some RandomNumberGenerator, _ change: Change
  ) throws -> Training.Opened {
    try Training.enterAlone(shop: shop, change)
    let course = try find(id, shop: shop, change.session)
    return try Training.open(
      course, questions: Exam.draw(course, using: &random), for: agent, shop: shop, change)
  }

  /// People who should take a course: those named, or those with a skill that needs it.
  public static func people(
    for course: Course, named words: [String], shop: String, _ session: any Session
  ) throws -> [String] {
    let agents = try Agents.list(shop: shop, session)
    if words.isEmpty {
      return agents.filter { !Set($0.skills).isDisjoint(with: course.requiredFor) }.map(\.name)
    }
    let audience = Broadcast.Audience(try Broadcasting.audience(words, shop: shop, session))
    return agents.filter { audience.holds(name: $0.name, group: $0.group, skills: $0.skills) }.map(\.name)
  }
}
