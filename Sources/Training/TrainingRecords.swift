import FoundationEssentials
import Playbooks
import Store
import Vocabulary

/// The SQL of training.
enum TrainingRecords {
  static func assign(_ course: String, to agent: String, due: Instant?, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO training_assignment (shop, course, agent, due_at, assigned_at, assigned_by, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (shop, course, agent) DO UPDATE SET due_at = excluded.due_at, assigned_at = excluded.assigned_at,
        assigned_by = excluded.assigned_by, operation_id = excluded.operation_id
      """,
      [
        .text(shop), .text(course), .text(agent), Value(due?.milliseconds), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
  }

  static func assignment(
    _ course: String, _ agent: String, shop: String, _ session: any Session
  ) throws -> TrainingAssignment? {
    try session.first(
      """
      SELECT course, agent, due_at, assigned_at FROM training_assignment
      WHERE shop = $1 AND course = $2 AND agent = $3
      """, [.text(shop), .text(course), .text(agent)], assignment)
  }

  static func assignments(shop: String, _ session: any Session) throws -> [TrainingAssignment] {
    try session.all(
      "SELECT course, agent, due_at, assigned_at FROM training_assignment WHERE shop = $1 ORDER BY course, agent",
      [.text(shop)], assignment)
  }

  /// Replaces what a course is required for.
  static func require(_ course: Course, shop: String, _ change: Change) throws {
    try dropRequirement(course.id, shop: shop, change)
    for skill in Set(course.requiredFor).sorted() {
      try change.session.run(
        """
        INSERT INTO training_requirement (shop, course, skill, operation_id) VALUES ($1, $2, $3, $4)
        ON CONFLICT (shop, course, skill) DO NOTHING
        """,
        [.text(shop), .text(course.id), .text(skill), .text(change.operation.id.text)])
    }
  }

  static func dropRequirement(_ course: String, shop: String, _ change: Change) throws {
    try change.session.run(
      "DELETE FROM training_requirement WHERE shop = $1 AND course = $2", [.text(shop), .text(course)])
  }

  static func requirements(shop: String, _ session: any Session) throws -> [TrainingRequirement] {
    try session.all(
      "SELECT course, skill FROM training_requirement WHERE shop = $1 ORDER BY course, skill", [.text(shop)]
    ) { TrainingRequirement(course: try $0.text(0), skill: try $0.text(1)) }
  }

  /// Courses that were assigned, by shop.
  static func inUse(_ session: any Session) throws -> [(shop: String, course: String)] {
    try session.all("SELECT DISTINCT shop, course FROM training_assignment ORDER BY shop, course") {
      (try $0.text(0), try $0.text(1))
    }
  }

  // MARK: Exams

  private static func next(shop: String, _ session: any Session) throws -> Int64 {
    try session.count("SELECT MAX(number) FROM training_exam WHERE shop = $1", [.text(shop)]) + 1
  }

  static func insert(
    _ course: Course, _ questions: [Course.Question], _ agent: String, shop: String, _ change: Change
  ) throws -> Exam {
    let number = try next(shop: shop, change.session)
    let inserted = try change.session.run(
      """
      INSERT INTO training_exam (shop, number, course, agent, source, state, questions, answers, pass_mark, opened_at,
        note, operation_id)
      VALUES ($1, $2, $3, $4, 'drawn', 'open', $5, '[]', $6, $7, '', $8) ON CONFLICT DO NOTHING
      """,
      [
        .text(shop), .integer(number), .text(course.id), .text(agent), .text(try json(questions)),
        .integer(Int64(course.passMark)), .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("another exam was drawn in between") }
    return Exam(
      number: number, course: course.id, agent: agent, source: .drawn, state: .open, questions: questions, answers: [],
      score: nil, passMark: course.passMark, openedAt: change.operation.at, answeredAt: nil)
  }

  /// A result from elsewhere.
  static func insert(
    _ course: Course, _ result: Training.Result, passed: Bool, shop: String, _ change: Change
  ) throws -> Int64 {
    let number = try next(shop: shop, change.session)
    let inserted = try change.session.run(
      """
      INSERT INTO training_exam (shop, number, course, agent, source, state, questions, answers, score, pass_mark,
        opened_at, answered_at, note, operation_id, answer_operation_id)
      VALUES ($1, $2, $3, $4, 'imported', $5, '[]', '[]', $6, $7, $8, $8, '', $9, $9) ON CONFLICT DO NOTHING
      """,
      [
        .text(shop), .integer(number), .text(course.id), .text(result.agent), .text(passed ? "passed" : "failed"),
        .integer(Int64(result.score)), .integer(Int64(course.passMark)), .integer(result.at.milliseconds),
        .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("another exam was drawn in between") }
    return number
  }

  static func isKnown(_ result: Training.Result, shop: String, _ session: any Session) throws -> Bool {
    try session.count(
      """
      SELECT COUNT(*) FROM training_exam
      WHERE shop = $1 AND course = $2 AND agent = $3 AND source = 'imported' AND answered_at = $4 AND score = $5
      """,
      [
        .text(shop), .text(result.course), .text(result.agent), .integer(result.at.milliseconds),
        .integer(Int64(result.score)),
      ]) > 0
  }

  /// - Returns: false when it is no longer open.
  static func answer(
    _ exam: Exam, _ answers: [Int], score: Int, passed: Bool, shop: String, _ change: Change
  ) throws -> Bool {
    try change.session.run(
      """
      UPDATE training_exam SET state = $3, answers = $4, score = $5, answered_at = $6, answer_operation_id = $7
      WHERE shop = $1 AND number = $2 AND state = 'open'
      """,
      [
        .text(shop), .integer(exam.number), .text(passed ? "passed" : "failed"), .text(try json(answers)),
        .integer(Int64(score)), .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
      ]) == 1
  }

  /// It counts for nothing.
  static func void(_ exam: Exam, shop: String, _ change: Change) throws {
    let voided = try change.session.run(
      """
      UPDATE training_exam SET state = 'void', answer_operation_id = $3 WHERE shop = $1 AND number = $2 AND state = 'open'
      """, [.text(shop), .integer(exam.number), .text(change.operation.id.text)])
    if voided == 0 { throw StoreError.retry("somebody answered it in between") }
  }

  /// Whether one of these has changed at or after a moment.
  static func hasChange(
    of subjects: Set<String>, since: Instant, shop: String, _ session: any Session
  ) throws -> Bool {
    try session.all(
      "SELECT DISTINCT subject FROM training_change WHERE shop = $1 AND at >= $2",
      [.text(shop), .integer(since.milliseconds)]
    ) { subjects.contains(try $0.text(0)) }.contains(true)
  }

  /// When somebody failed a course, held here or elsewhere.
  static func failures(
    _ course: String, _ agent: String, since: Instant, shop: String, _ session: any Session
  ) throws -> [Instant] {
    try session.all(
      """
      SELECT answered_at FROM training_exam
      WHERE shop = $1 AND course = $2 AND agent = $3 AND state = 'failed' AND answered_at >= $4
      """, [.text(shop), .text(course), .text(agent), .integer(since.milliseconds)]
    ) { Instant(milliseconds: try $0.integer(0)) }
  }

  static func open(_ course: String, _ agent: String, shop: String, _ session: any Session) throws -> Exam? {
    try session.first(
      """
      SELECT number, course, agent, source, state, questions, answers, score, pass_mark, opened_at, answered_at
      FROM training_exam WHERE shop = $1 AND course = $2 AND agent = $3 AND state = 'open'
      """, [.text(shop), .text(course), .text(agent)], exam)
  }

  static func exam(_ number: Int64, shop: String, _ session: any Session) throws -> Exam? {
    try session.first(
      """
      SELECT number, course, agent, source, state, questions, answers, score, pass_mark, opened_at, answered_at
      FROM training_exam WHERE shop = $1 AND number = $2
      """, [.text(shop), .integer(number)], exam)
  }

  static func exams(
    of agent: String?, course: String?, shop: String, limit: Int64, _ session: any Session
  ) throws -> [Exam] {
    try session.all(
      """
      SELECT number, course, agent, source, state, questions, answers, score, pass_mark, opened_at, answered_at
      FROM training_exam
      WHERE shop = $1 AND (CAST($2 AS TEXT) IS NULL OR agent = $2) AND (CAST($3 AS TEXT) IS NULL OR course = $3)
      ORDER BY number DESC LIMIT $4
      """, [.text(shop), Value(agent), Value(course), .integer(limit)], exam)
  }

  // MARK: Passes

  /// - Parameter learnt: what changed then or later was not yet asked as it is now.
  static func pass(
    exam: Int64, _ course: Course, _ agent: String, at: Instant, until: Instant, learnt: Instant,
    subjects: Set<String>, shop: String, _ change: Change
  ) throws {
    try change.session.run(
      """
      INSERT INTO training_pass (shop, exam, course, agent, passed_at, expires_at, ended_because, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, '', $7)
      """,
      [
        .text(shop), .integer(exam), .text(course.id), .text(agent), .integer(at.milliseconds),
        .integer(until.milliseconds), .text(change.operation.id.text),
      ])
    for subject in subjects.sorted() {
      try change.session.run(
        "INSERT INTO training_pass_subject (shop, exam, subject) VALUES ($1, $2, $3)",
        [.text(shop), .integer(exam), .text(subject)])
    }
    // Held before something changed that it rests on.
    try change.session.run(
      """
      UPDATE training_pass SET ended_at = $3, end_operation_id = $4, ended_because = (
          SELECT MAX(c.because) FROM training_change c JOIN training_pass_subject s
            ON s.shop = c.shop AND s.subject = c.subject
          WHERE s.shop = $1 AND s.exam = $2 AND c.at >= $5)
      WHERE shop = $1 AND exam = $2 AND EXISTS (
          SELECT 1 FROM training_change c JOIN training_pass_subject s ON s.shop = c.shop AND s.subject = c.subject
          WHERE s.shop = $1 AND s.exam = $2 AND c.at >= $5)
      """,
      [
        .text(shop), .integer(exam), .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
        .integer(learnt.milliseconds),
      ])
  }

  static func end(passesOn subject: String, because: String, shop: String, _ change: Change) throws {
    // Clocks differ: an exam that is there was drawn before, whatever time it bears.
    let drawn = try change.session.count(
      "SELECT MAX(opened_at) FROM training_exam WHERE shop = $1 AND source = 'drawn'", [.text(shop)])
    try change.session.run(
      """
      INSERT INTO training_change (shop, subject, at, because, operation_id) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (shop, subject, operation_id) DO NOTHING
      """,
      [
        .text(shop), .text(subject), .integer(max(drawn, change.operation.at.milliseconds)), .text(because),
        .text(change.operation.id.text),
      ])
    try change.session.run(
      """
      UPDATE training_pass SET ended_at = $3, ended_because = $4, end_operation_id = $5
      WHERE shop = $1 AND end_operation_id IS NULL AND expires_at > $3
        AND exam IN (SELECT s.exam FROM training_pass_subject s WHERE s.shop = $1 AND s.subject = $2)
      """,
      [
        .text(shop), .text(subject), .integer(change.operation.at.milliseconds), .text(because),
        .text(change.operation.id.text),
      ])
  }

  static func ended(by operation: String, shop: String, _ session: any Session) throws -> [TrainingPass] {
    try session.all(
      """
      SELECT exam, course, agent, passed_at, expires_at, ended_at, ended_because FROM training_pass
      WHERE shop = $1 AND end_operation_id = $2 ORDER BY agent, course
      """, [.text(shop), .text(operation)], pass)
  }

  static func countEnded(by operation: String, _ session: any Session) throws -> Int64 {
    try session.count("SELECT COUNT(*) FROM training_pass WHERE end_operation_id = $1", [.text(operation)])
  }

  static func passes(shop: String, _ session: any Session) throws -> [TrainingPass] {
    try session.all(
      """
      SELECT exam, course, agent, passed_at, expires_at, ended_at, ended_because FROM training_pass
      WHERE shop = $1 ORDER BY agent, course, passed_at DESC, exam DESC
      """, [.text(shop)], pass)
  }

  // MARK: Rows

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func assignment(_ row: any Row) throws -> TrainingAssignment {
    TrainingAssignment(
      course: try row.text(0), agent: try row.text(1),
      dueAt: try row.optionalInteger(2).map(Instant.init(milliseconds:)),
      assignedAt: Instant(milliseconds: try row.integer(3)))
  }

  private static func exam(_ row: any Row) throws -> Exam {
    guard let source = Exam.Source(rawValue: try row.text(3)), let state = Exam.State(rawValue: try row.text(4)),
      let questions = try? JSONDecoder().decode([Course.Question].self, from: Data(try row.text(5).utf8)),
      let answers = try? JSONDecoder().decode([Int].self, from: Data(try row.text(6).utf8))
    else { throw StoreError.engine("training_exam holds a word this program does not know") }
    return Exam(
      number: try row.integer(0), course: try row.text(1), agent: try row.text(2), source: source, state: state,
      questions: questions, answers: answers, score: try row.optionalInteger(7).map(Int.init),
      passMark: Int(try row.integer(8)), openedAt: Instant(milliseconds: try row.integer(9)),
      answeredAt: try row.optionalInteger(10).map(Instant.init(milliseconds:)))
  }

  private static func pass(_ row: any Row) throws -> TrainingPass {
    TrainingPass(
      exam: try row.integer(0), course: try row.text(1), agent: try row.text(2),
      passedAt: Instant(milliseconds: try row.integer(3)), expiresAt: Instant(milliseconds: try row.integer(4)),
      endedAt: try row.optionalInteger(5).map(Instant.init(milliseconds:)), endedBecause: try row.text(6))
  }
}
