public import Formats
public import Vocabulary

/// What came in on the days of the past, by skill, in intervals of the forecast's length.
public struct ArrivalHistory: Sendable {
  /// A day's intervals from midnight; nil where nothing is known.
  typealias Day = [Double?]

  let minutes: Int
  /// In the order in which the file brings them.
  public private(set) var skills: [String] = []
  /// By skill, then by day.
  var days: [String: [ShopDay: Day]] = [:]
  /// Lines that were used, and those that could not be.
  public private(set) var used = 0
  public private(set) var unusable: [UnusableLine] = []
  /// Days between the first and the last of which there is no line.
  public private(set) var missingDays: [ShopDay] = []

  public var isEmpty: Bool { used == 0 }

  /// History older than this says nothing about tomorrow.
  private static let longest = 1_100

  private static let time = StaffColumn(
    "time", "时间", "咨询时间", "会话时间", "会话开始时间", "接待时间", "接待开始时间", "首次咨询时间", "chat_start", "started_at",
    "created_at")

  /// No history at all.
  public init(minutes: Int) {
    self.minutes = minutes
  }

  /// Reads a file with a line for each chat (a column time, or the one named) or with counts (interval_start, minutes,
  /// arrivals), of one skill or with a column skill.
  ///
  /// With a line for each chat, an interval without one counts as nothing between the first and the last line of a day
  /// that has any; with counts only what is written counts.
  ///
  /// - Parameters:
  ///   - skill: what a line is about where there is no column; it also turns the file's names into keys.
  ///   - before: the beginning of the forecast; lines from then on are no history.
  /// - Throws: `Failure` `.usage`: `file_empty`, `staff_columns_missing`, `no_usable_rows`.
  public init(
    _ rows: any TableRows, minutes: Int, timeColumn: String?, skill: (String?) -> String?, before: Instant
  ) throws {
    self.minutes = minutes
    let named = timeColumn.map { StaffColumn($0.lowercased()) } ?? Self.time
    let table = try StaffTable(rows, required: [])
    if timeColumn == nil, table.has(.arrivals), table.has(.start) {
      try readCounts(table, skill, before)
    } else {
      guard let column = [named, timeColumn == nil ? .start : named].first(where: table.has) else {
        throw Failure(
          .usage, code: "staff_columns_missing",
          Message(
            zh: "第 1 行没有时间列，也没有 \(StaffColumn.start.names[1])、\(StaffColumn.arrivals.names[1])",
            en: "row 1 has no column for the time, nor interval_start and arrivals"), place: "\(table.name):1",
          next: Message(zh: "用 --time-column 说明哪一列是时间", en: "say which one it is with --time-column"))
      }
      try readChats(table, column, skill, before)
    }
    guard used > 0 else { throw StaffTable.unusable(table.name, unusable) }
    noteMissingDays()
  }

  private mutating func readChats(
    _ table: StaffTable, _ column: StaffColumn, _ skill: (String?) -> String?, _ before: Instant
  ) throws {
    var open: [ShopDay: ClosedRange<Instant>] = [:]
    var counts: [String: [ShopDay: [Int: Double]]] = [:]
    var order: [String] = []
    unusable = try table.read { line in
      let moment = try line.instant(column)
      try Self.refuse(moment, before, column, line)
      let key = try Self.skill(line, skill)
      if counts[key] == nil { order.append(key) }
      let day = ShopDay(moment)
      counts[key, default: [:]][day, default: [:]][interval(of: moment), default: 0] += 1
      open[day] = open[day].map { min($0.lowerBound, moment)...max($0.upperBound, moment) } ?? moment...moment
      used += 1
    }
    skills = order
    let (first, last) = (open.keys.min(), open.keys.max())
    for skill in skills {
      for (day, span) in open {
        var row = Day(repeating: 0, count: 1_440 / minutes)
        for (interval, count) in counts[skill]?[day] ?? [:] { row[interval] = count }
        // An export begins and ends at some hour: outside of it nobody counted.
        if day == first { for place in 0..<interval(of: span.lowerBound) { row[place] = nil } }
        if day == last { for place in row.indices.dropFirst(interval(of: span.upperBound) + 1) { row[place] = nil } }
        days[skill, default: [:]][day] = row
      }
    }
  }

  private mutating func readCounts(
    _ table: StaffTable, _ skill: (String?) -> String?, _ before: Instant
  ) throws {
    guard table.has(.minutes) else {
      throw Failure(
        .usage, code: "staff_columns_missing",
        Message(zh: "第 1 行缺少这些列：\(StaffColumn.minutes.names[1])", en: "row 1 lacks these columns: minutes"),
        place: "\(table.name):1", next: Message(zh: "写明每行是多少分钟", en: "say how many minutes each line covers"))
    }
    var seen: Set<String> = []
    unusable = try table.read { line in
      let length = try line.minutes()
      let start = try line.start(minutes: length)
      try Self.refuse(start, before, .start, line)
      let key = try Self.skill(line, skill)
      let count = try line.number(.arrivals, in: StaffLimits.arrivals)
      guard seen.insert("\(start.milliseconds) \(key)").inserted else {
        throw line.unusable(
          .start, "interval_twice", Message(zh: "这个技能的这个时段出现两次", en: "this interval of this skill stands there twice"))
      }
      add(count, skill: key, start: start, minutes: length)
      used += 1
    }
  }

  /// A longer interval is spread evenly over ours, shorter ones add up.
  private mutating func add(_ count: Double, skill: String, start: Instant, minutes length: Int) {
    if days[skill] == nil { skills.append(skill) }
    let day = ShopDay(start)
    let empty = Day(repeating: nil, count: 1_440 / minutes)
    let first = interval(of: start)
    let covered = max(1, length / minutes)
    for place in first..<min(empty.count, first + covered) {
      let before = days[skill]?[day]?[place] ?? 0
      days[skill, default: [:]][day, default: empty][place] = before + count / Double(covered)
    }
  }

  private func interval(of moment: Instant) -> Int { moment.minutes(since: ShopDay(moment)) / minutes }

  private static func skill(_ line: StaffLine, _ known: (String?) -> String?) throws -> String {
    let name = line.text(.skill)
    guard let key = known(name) else {
      throw line.unusable(
        .skill, "unknown_skill",
        Message(zh: "staffing.yaml 里没有这个技能", en: "staffing.yaml has no such skill"))
    }
    return key
  }

  private static func refuse(
    _ moment: Instant, _ before: Instant, _ column: StaffColumn, _ line: StaffLine
  ) throws {
    guard moment < before else {
      throw line.unusable(
        column, "not_history", Message(zh: "不早于预测的开始", en: "it is not before the forecast's beginning"))
    }
    guard ShopDay(before).number - ShopDay(moment).number <= longest else {
      throw line.unusable(
        column, "too_old",
        Message(zh: "比预测早 \(longest) 天以上", en: "it is more than \(longest) days older than the forecast"))
    }
  }

  private mutating func noteMissingDays() {
    let known = Set(days.values.flatMap(\.keys))
    guard let first = known.min(), let last = known.max() else { return }
    missingDays = (first.number...last.number).map(ShopDay.init).filter { !known.contains($0) }
  }
}
