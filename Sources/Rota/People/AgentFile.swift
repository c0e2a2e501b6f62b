public import Formats
public import Vocabulary

/// A list of agents: CSV or XLSX, one person a row, with Chinese or English headers.
public struct AgentFile: Sendable {
  /// A row that cannot be used, and why.
  public struct Fault: Sendable, Equatable {
    public let row: Int
    public let column: String?
    public let code: String
    public let message: Message
  }

  let rows: [AgentRow]
  /// What is wrong with the file, in the order of its rows. With one fault nothing of it may be taken in.
  public let faults: [Fault]

  /// More people than any shop has; a larger file is something else.
  static let most = 5_000

  private enum Column: CaseIterable {
    case name, group, skills, concurrency, level, deputy, minHours, maxHours, maxShiftHours, maxShifts, unavailable,
      wishes, accounts

    var headers: [String] {
      switch self {
      case .name: ["name", "姓名", "客服", "客服姓名", "名字"]
      case .group: ["group", "组", "小组", "客服组", "班组"]
      case .skills: ["skills", "技能", "岗位"]
      case .concurrency: ["concurrency", "同时接待", "接待上限", "并发"]
      case .level: ["level", "经验", "等级"]
      case .deputy: ["deputy", "代理", "替补"]
      case .minHours: ["min_hours", "最少工时"]
      case .maxHours: ["max_hours", "最多工时"]
      case .maxShiftHours: ["max_shift_hours", "单班最长"]
      case .maxShifts: ["max_shifts", "最多班数"]
      case .unavailable: ["unavailable", "不能上班", "请假"]
      case .wishes: ["wishes", "愿望", "意愿"]
      case .accounts: ["accounts", "旺旺", "旺旺昵称", "子账号"]
      }
    }
  }

  /// - Parameter near: the day of which dates without a year are nearest.
  /// - Throws: `Failure` `.usage`: `file_empty`, `agent_columns_missing`, `too_many_agents`.
  public static func read(_ reader: any TableRows, near: ShopDay) throws -> AgentFile {
    let places = try header(reader)
    var rows: [AgentRow] = []
    var names: [String: Int] = [:]
    var nicks: [String: Int] = [:]
    var faults: [Fault] = []
    while let line = try reader.nextTableRow() {
      switch line {
      case .defect(let defect):
        faults.append(
          Fault(
            row: defect.rowNumber, column: defect.columnNumber.map(String.init), code: defect.code,
            message: defect.message))
      case .record(let record):
        if record.texts.allSatisfy(\.isEmpty) { continue }
        let cell = { (column: Column) in places[column].map(record.text) ?? "" }
        do throws(AgentDefect) {
          let row = try row(cell, near)
          if let other = names[row.name] {
            throw AgentDefect("name_twice", "name", zh: "第 \(other) 行也叫这个名字", en: "row \(other) has this name too")
          }
          for nick in row.accounts {
            if let other = nicks[nick] {
              throw AgentDefect(
                "account_twice", "accounts", zh: "第 \(other) 行也有这个子账号", en: "row \(other) has this account too")
            }
          }
          names[row.name] = record.rowNumber
          for nick in row.accounts { nicks[nick] = record.rowNumber }
          rows.append(row)
        } catch {
          faults.append(Fault(row: record.rowNumber, column: error.column, code: error.code, message: error.message))
        }
      }
      guard rows.count <= most else {
        throw Failure(
          .usage, code: "too_many_agents", Message(zh: "超过 \(most) 个人", en: "there are more than \(most) people"),
          place: reader.name, next: Message(zh: "核对是不是客服名单", en: "check that this is a list of agents"))
      }
    }
    guard !rows.isEmpty || !faults.isEmpty else { throw empty(reader.name) }
    return AgentFile(rows: rows, faults: faults)
  }

  private static func header(_ reader: any TableRows) throws -> [Column: Int] {
    guard let first = try reader.nextTableRow() else { throw empty(reader.name) }
    guard case .record(let record) = first else {
      if case .defect(let defect) = first { throw defect.failure(in: reader.name) }
      throw empty(reader.name)
    }
    let names = record.texts.map { $0.filter { !$0.isWhitespace && $0 != "\u{FEFF}" }.lowercased() }
    var places: [Column: Int] = [:]
    for column in Column.allCases { places[column] = names.firstIndex { column.headers.contains($0) } }
    guard places[.name] != nil, places[.skills] != nil else {
      throw Failure(
        .usage, code: "agent_columns_missing",
        Message(zh: "第 1 行要有姓名和技能两列", en: "row 1 needs the columns name and skills"), place: "\(reader.name):1",
        next: Message(
          zh: "其余可有：\(Column.allCases.dropFirst().compactMap { $0.headers.dropFirst().first }.joined(separator: "、"))",
          en: "there may be: \(Column.allCases.dropFirst().map { $0.headers[0] }.joined(separator: ", "))"))
    }
    return places
  }

  private static func row(_ cell: (Column) -> String, _ near: ShopDay) throws(AgentDefect) -> AgentRow {
    var row = AgentRow()
    row.name = try AgentWords.name(cell(.name))
    row.group = cell(.group)
    row.skills = try AgentWords.skills(cell(.skills))
    row.concurrency = try AgentWords.count(cell(.concurrency), "concurrency", 1...50)
    row.level = try AgentWords.level(cell(.level))
    row.deputy = cell(.deputy).isEmpty ? "" : try AgentWords.name(cell(.deputy), "deputy")
    row.minHours = try AgentWords.hours(cell(.minHours), "min_hours", upTo: 744)
    row.maxHours = try AgentWords.hours(cell(.maxHours), "max_hours", upTo: 744)
    row.maxShiftHours = try AgentWords.hours(cell(.maxShiftHours), "max_shift_hours", upTo: 24)
    row.maxShifts = try AgentWords.count(cell(.maxShifts), "max_shifts", 0...60)
    for part in AgentWords.sentences(cell(.unavailable)) {
      row.unavailable.append(try AgentWords.absence(part, near: near))
    }
    for part in AgentWords.sentences(cell(.wishes)) { row.wishes.append(try AgentWords.wish(part, near: near)) }
    for part in AgentWords.sentences(cell(.accounts)) { row.accounts.append(try AgentWords.nick(part)) }
    return row
  }

  private static func empty(_ name: String) -> Failure {
    Failure(
      .usage, code: "file_empty", Message(zh: "文件里没有人", en: "the file lists nobody"), place: name,
      next: Message(zh: "一行写一个人，第 1 行写列名：姓名,技能", en: "write one person a row, below the header name,skills"))
  }
}
