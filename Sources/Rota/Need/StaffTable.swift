import Formats
public import Vocabulary

/// A line that cannot be used: it is listed, and nothing is guessed in its place.
public struct UnusableLine: Error, Sendable, Equatable {
  /// As people count; the header is 1.
  public let row: Int
  public let column: String?
  public let code: String
  public let message: Message
  /// The line as it stands in the file. It may hold personal data.
  public let text: String
}

/// A column by the names that it has in files, the English one first.
struct StaffColumn {
  let names: [String]

  init(_ names: String...) { self.names = names }

  /// As it is written.
  func name(in language: Language) -> String {
    language == .en ? names[0] : names[names.count > 1 ? 1 : 0]
  }

  static let start = StaffColumn("interval_start", "时段开始", "时段", "开始时间")
  static let minutes = StaffColumn("minutes", "分钟")
  static let skill = StaffColumn("skill", "技能", "客服组")
  static let arrivals = StaffColumn("arrivals", "咨询量", "接待量", "到达")
  static let people = StaffColumn("people", "人数")
}

/// Rows under named columns. Columns may stand in any order, and others beside them.
struct StaffTable {
  let name: String
  private let rows: any TableRows
  private let header: [String]

  /// - Throws: `Failure` `.usage`: `file_empty`, `staff_columns_missing`, and what a header cannot be read for.
  init(_ rows: any TableRows, required: [StaffColumn]) throws {
    self.rows = rows
    name = rows.name
    guard let first = try rows.nextTableRow() else { throw Self.empty(rows.name) }
    switch first {
    case .defect(let defect): throw defect.failure(in: rows.name)
    case .record(let record): header = record.texts.map { $0.lowercased() }
    }
    let missing = required.filter { place(of: $0) == nil }
    guard missing.isEmpty else {
      let zh = missing.map { $0.name(in: .zh) }.joined(separator: "、")
      let en = missing.map { $0.name(in: .en) }.joined(separator: ", ")
      throw Failure(
        .usage, code: "staff_columns_missing",
        Message(zh: "第 1 行缺少这些列：\(zh)", en: "row 1 lacks these columns: \(en)"), place: "\(name):1",
        next: Message(zh: "在第 1 行写上列名", en: "give row 1 these column names"))
    }
  }

  func has(_ column: StaffColumn) -> Bool { place(of: column) != nil }

  fileprivate func place(of column: StaffColumn) -> Int? {
    header.firstIndex { column.names.contains($0) }
  }

  /// Hands out the lines, and returns those that could not be read or that `take` refused.
  func read(_ take: (StaffLine) throws -> Void) throws -> [UnusableLine] {
    var unusable: [UnusableLine] = []
    while let row = try rows.nextTableRow() {
      switch row {
      case .defect(let defect):
        unusable.append(
          UnusableLine(
            row: defect.rowNumber, column: defect.columnNumber.map(String.init), code: defect.code,
            message: defect.message, text: defect.rawText))
      case .record(let record):
        do {
          try take(StaffLine(table: self, record: record))
        } catch let line as UnusableLine {
          unusable.append(line)
        }
      }
    }
    return unusable
  }

  /// For a file that is of use as a whole only.
  static func refuse(_ unusable: [UnusableLine], _ name: String) throws(Failure) {
    guard let first = unusable.first else { return }
    throw Failure(
      .usage, code: "staff_line_unusable",
      Message(
        zh: "\(first.message.zh)（共 \(unusable.count) 行不能用）", en: "\(first.message.en) (\(unusable.count) such lines)"),
      place: [name, String(first.row), first.column].compactMap { $0 }.joined(separator: ":"),
      next: Message(zh: "改正这些行再试", en: "correct these lines and try again"))
  }

  static func empty(_ name: String) -> Failure {
    Failure(
      .usage, code: "file_empty", Message(zh: "文件里没有数据", en: "the file holds no data"), place: name,
      next: Message(zh: "重新导出", en: "export it again"))
  }

  /// For a file of which no line could be used.
  static func unusable(_ name: String, _ lines: [UnusableLine]) -> Failure {
    guard let first = lines.first else { return empty(name) }
    return Failure(
      .usage, code: "no_usable_rows",
      Message(
        zh: "没有一行能用；第 \(first.row) 行：\(first.message.zh)",
        en: "no row can be used; row \(first.row): \(first.message.en)"),
      place: name, next: Message(zh: "改正后再试", en: "correct the file and try again"))
  }
}

/// One line of a `StaffTable`; its cells throw `UnusableLine`.
struct StaffLine {
  let table: StaffTable
  let record: any TableRecord

  /// nil for an empty cell or a column that is not there.
  func text(_ column: StaffColumn) -> String? {
    table.place(of: column).map(record.text).flatMap { $0.isEmpty ? nil : $0 }
  }

  func instant(_ column: StaffColumn) throws -> Instant {
    guard let instant = text(column).flatMap(Instant.init) else {
      throw unusable(
        column, "bad_time", Message(zh: "不是时间，如 2026-11-11 20:00", en: "not a time such as 2026-11-11 20:00"))
    }
    return instant
  }

  func number(_ column: StaffColumn, in range: ClosedRange<Double>) throws -> Double {
    guard let number = text(column).flatMap(Double.init), range.contains(number) else {
      let (low, high) = (Self.text(range.lowerBound), Self.text(range.upperBound))
      throw unusable(
        column, "bad_number", Message(zh: "要是 \(low) 到 \(high) 之间的数", en: "must be a number from \(low) to \(high)"))
    }
    return number
  }

  func whole(_ column: StaffColumn, in range: ClosedRange<Int>) throws -> Int {
    guard let number = text(column).flatMap(Int.init), range.contains(number) else {
      throw unusable(
        column, "bad_number",
        Message(
          zh: "要是 \(range.lowerBound) 到 \(range.upperBound) 之间的整数",
          en: "must be a whole number from \(range.lowerBound) to \(range.upperBound)"))
    }
    return number
  }

  /// The length of an interval.
  func minutes() throws -> Int {
    guard let minutes = text(.minutes).flatMap(Int.init), StaffLimits.minutes.contains(minutes) else {
      throw unusable(
        .minutes, "bad_interval", Message(zh: "时段要是 15、30 或 60 分钟", en: "an interval has 15, 30 or 60 minutes"))
    }
    return minutes
  }

  /// The moment at which an interval of so many minutes begins.
  func start(minutes: Int) throws -> Instant {
    let start = try instant(.start)
    guard start.milliseconds % Int64(minutes * 60_000) == 0 else {
      throw unusable(
        .start, "bad_interval",
        Message(zh: "\(minutes) 分钟的时段不在这一刻开始", en: "no interval of \(minutes) minutes begins then"))
    }
    return start
  }

  func skill() throws -> String {
    guard let skill = text(.skill), skill.utf8.count <= StaffLimits.skillBytes else {
      throw unusable(
        .skill, "bad_skill",
        Message(
          zh: "要写技能，最多 \(StaffLimits.skillBytes) 字节", en: "name a skill, in at most \(StaffLimits.skillBytes) bytes"))
    }
    return skill
  }

  func unusable(_ column: StaffColumn?, _ code: String, _ message: Message) -> UnusableLine {
    UnusableLine(
      row: record.rowNumber, column: column?.names[0], code: code, message: message,
      text: String(record.rawText.prefix(2_000)))
  }

  private static func text(_ bound: Double) -> String {
    bound == bound.rounded() && abs(bound) < 1e15 ? String(Int(bound)) : String(bound)
  }
}
