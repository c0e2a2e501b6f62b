public import Formats
public import Playbooks
import Rota
public import Store
public import Training
public import Vocabulary

/// One person and one course: the last pass, or that there is none.
public struct PassPicture: Sendable, Codable, Equatable {
  public enum State: String, Sendable, Codable {
    case valid, expired, ended, missing

    public var name: Message {
      switch self {
      case .valid: Message(zh: "有效", en: "valid")
      case .expired: Message(zh: "过期", en: "expired")
      case .ended: Message(zh: "规则变了，要重考", en: "ended by a change")
      case .missing: Message(zh: "没有通过", en: "not passed")
      }
    }
  }

  public let agent: String
  public let course: String
  public let state: State
  /// Whether a skill of theirs needs it and they have none that is valid.
  public let isLacking: Bool
  public let expiresAt: Instant?
  public let because: String

  /// By person: what they have passed, and what their skills need.
  public static func ask(shop: String, now: Instant, _ session: any Session) throws -> [PassPicture] {
    let passes = Dictionary(grouping: try Training.passes(shop: shop, session), by: \.agent)
    let gaps = try TrainingGaps(shop: shop, at: now, session)
    let agents = try Agents.list(shop: shop, session)
    return agents.flatMap { agent -> [PassPicture] in
      let own = Dictionary(grouping: passes[agent.name] ?? [], by: \.course)
      let lacking = Set(gaps.courses(agent.name, skills: agent.skills))
      return Set(own.keys).union(lacking).sorted().map { course in
        // The newest stands first; an older one may still be the valid one.
        let pass = own[course]?.first { $0.isValid(at: now) } ?? own[course]?.first
        let state: State =
          switch pass {
          case nil: .missing
          case let pass? where pass.isValid(at: now): .valid
          case let pass?: pass.endedAt != nil ? .ended : .expired
          }
        return PassPicture(
          agent: agent.name, course: course, state: state, isLacking: lacking.contains(course),
          expiresAt: pass?.expiresAt, because: pass?.endedBecause ?? "")
      }
    }
  }
}

/// Results of exams held elsewhere, as a file brings them.
public struct ResultSheet: Sendable {
  public struct Fault: Sendable, Equatable {
    public let row: Int
    public let column: String
    public let code: String
    public let message: Message
  }

  public private(set) var results: [Training.Result] = []
  public private(set) var faults: [Fault] = []

  private static let headers: [(name: String, known: [String])] = [
    ("course", ["course", "课程", "科目"]), ("name", ["name", "姓名", "客服", "名字"]),
    ("score", ["score", "分数", "成绩", "得分"]), ("time", ["time", "时间", "考试时间", "日期"]),
  ]

  /// - Throws: `Failure` `.usage`: `file_empty`, `result_columns_missing`.
  public static func read(
    _ rows: any TableRows, courses: [Course], agents: Set<String>, now: Instant
  ) throws -> ResultSheet {
    guard case .record(let first)? = try rows.nextTableRow() else {
      throw Failure(
        .usage, code: "file_empty", Message(zh: "文件是空的", en: "the file is empty"), place: rows.name,
        next: Message(zh: "第 1 行写：课程,姓名,分数,时间", en: "write row 1 as: course,name,score,time"))
    }
    let names = first.texts.map { $0.filter { !$0.isWhitespace && $0 != "\u{FEFF}" }.lowercased() }
    let places = headers.map { header in names.firstIndex { header.known.contains($0) } }
    guard let course = places[0], let agent = places[1], let score = places[2], let time = places[3] else {
      throw Failure(
        .usage, code: "result_columns_missing",
        Message(zh: "第 1 行要有：课程、姓名、分数、时间", en: "row 1 needs: course, name, score, time"), place: "\(rows.name):1",
        next: Message(zh: "补上缺的列", en: "add the missing columns"))
    }
    var sheet = ResultSheet()
    while let row = try rows.nextTableRow() {
      switch row {
      case .defect(let defect):
        sheet.faults.append(
          Fault(
            row: defect.rowNumber, column: String(defect.columnNumber ?? 0), code: defect.code, message: defect.message)
        )
      case .record(let record):
        if record.texts.allSatisfy(\.isEmpty) { continue }
        sheet.take(record, [course, agent, score, time], courses, agents, now)
      }
    }
    return sheet
  }

  private mutating func take(
    _ record: any TableRecord, _ places: [Int], _ courses: [Course], _ agents: Set<String>, _ now: Instant
  ) {
    func fault(_ place: Int, _ code: String, zh: String, en: String) {
      faults.append(
        Fault(row: record.rowNumber, column: Self.headers[place].name, code: code, message: Message(zh: zh, en: en)))
    }
    let cells = places.map { record.text($0) }
    let course = courses.first { $0.id == cells[0] || $0.name == cells[0] }
    if course == nil { fault(0, "unknown_course", zh: "没有这门课", en: "there is no such course") }
    let isKnown = agents.contains(cells[1])
    if !isKnown { fault(1, "unknown_agent", zh: "名单里没有这个人", en: "there is nobody of this name") }
    let digits = cells[2].hasSuffix("%") ? String(cells[2].dropLast()) : cells[2]
    let score = Double(digits).flatMap { (0...100).contains($0) ? Int($0) : nil }
    if score == nil { fault(2, "bad_score", zh: "分数要在 0 到 100 之间", en: "a score lies between 0 and 100") }
    let at = Instant(cells[3]).flatMap { $0 <= now ? $0 : nil }
    if at == nil {
      fault(3, "bad_time", zh: "要是过去的时间，如 2026-11-08 20:00", en: "must be a time of the past, such as 2026-11-08 20:00")
    }
    if let course, isKnown, let score, let at {
      results.append(Training.Result(course: course.id, agent: cells[1], score: score, at: at))
    }
  }
}
