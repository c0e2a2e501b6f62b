public import Playbooks
public import Vocabulary

/// Questions put to one person, and what came of it. Not `Codable`: with it the right answers would be shown.
public struct Exam: Sendable, Equatable {
  public enum State: String, Sendable, Codable {
    case open, passed, failed
    /// Given up: it counts for nothing.
    case void

    public var name: Message {
      switch self {
      case .open: Message(zh: "未交卷", en: "open")
      case .passed: Message(zh: "通过", en: "passed")
      case .failed: Message(zh: "没通过", en: "failed")
      case .void: Message(zh: "作废", en: "void")
      }
    }
  }

  public enum Source: String, Sendable, Codable { case drawn, imported }

  public let number: Int64
  public let course: String
  public let agent: String
  public let source: Source
  public let state: State
  public let questions: [Course.Question]
  public let answers: [Int]
  /// Per cent.
  public let score: Int?
  public let passMark: Int
  public let openedAt: Instant
  public let answeredAt: Instant?

  /// Draws the questions of an exam: a part of the bank, in another order, with the options in another order.
  public static func draw(
    _ course: Course, using random: inout some RandomNumberGenerator
  ) -> [Course.Question] {
    course.questions.shuffled(using: &random).prefix(course.draw).map { question in
      let order = question.options.indices.shuffled(using: &random)
      return Course.Question(
        id: question.id, text: question.text, options: order.map { question.options[$0] },
        answer: (order.firstIndex(of: question.answer - 1) ?? 0) + 1, why: question.why, about: question.about)
    }
  }

  /// Per cent of the answers that are right, rounded down: nobody passes by rounding.
  static func score(_ questions: [Course.Question], _ answers: [Int]) -> Int {
    guard !questions.isEmpty else { return 0 }
    return zip(questions, answers).count { $0.answer == $1 } * 100 / questions.count
  }
}

extension Course {
  /// What a pass of an exam with these questions rests on.
  public func subjects(asked: [Question]) -> Set<String> {
    asked.reduce(into: Set(dependsOn)) { $0.formUnion($1.about) }
  }
}

/// What lets somebody serve.
public struct TrainingPass: Sendable, Codable, Equatable {
  public let exam: Int64
  public let course: String
  public let agent: String
  public let passedAt: Instant
  public let expiresAt: Instant
  /// When a change ended it, and of what.
  public let endedAt: Instant?
  public let endedBecause: String

  public func isValid(at moment: Instant) -> Bool { endedAt == nil && passedAt <= moment && moment < expiresAt }
}

/// A skill that nobody serves without this course.
public struct TrainingRequirement: Sendable, Codable, Equatable {
  public let course: String
  public let skill: String
}

public struct TrainingAssignment: Sendable, Codable, Equatable {
  public let course: String
  public let agent: String
  public let dueAt: Instant?
  public let assignedAt: Instant
}
