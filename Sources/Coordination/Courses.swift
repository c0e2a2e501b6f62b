import Broadcasts
public import Playbooks
import Rota
public import Store
import Training
public import Vocabulary

/// Courses as they are taken: the playbook's, with skills in their one spelling and questions about the activities as
/// they are now.
public enum Courses {
  public static func all(shop: String, now: Instant, _ session: any Session) throws -> [Course] {
    let courses = renamed(try Setup.courses(session))
    guard courses.contains(where: { $0.kind == .activity }) else { return courses }
    let activities = try Setup.activities(shop: shop, at: now, session).activities
    let made = ActivityQuestions.make(activities)
    let known = Set(activities.map(\.id))
    let newest = try Setup.activityVersions(shop: shop, session)
    return courses.map { course in
      guard course.kind == .activity else { return course }
      // Of the activities that it depends on; of all where it names none.
      let subjects = Set(course.dependsOn).intersection(known)
      let questions = made.filter { question in
        subjects.isEmpty || question.about.contains { subjects.contains($0) }
      }
      // What was written about an activity that has changed since may be wrong by now.
      let changed = Set(stale(course, newest: newest))
      return course.with(questions: course.questions.filter { !changed.contains($0.id) } + questions)
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

  public static func find(_ id: String, shop: String, now: Instant, _ session: any Session) throws -> Course {
    guard let course = try all(shop: shop, now: now, session).first(where: { $0.id == id }) else {
      throw Training.unknown(course: id)
    }
    return course
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
