public import Formats
public import Vocabulary

/// The rota as shops keep it in Excel: a row for each person, a column for each day, and the hours in the cells
/// (`9:00-17:30`, `22:00-次日6:00`, `休`).
public struct RosterGrid: Sendable {
  public struct Fault: Sendable, Equatable {
    public let row: Int
    public let column: String?
    public let message: Message
  }

  /// What one cell says.
  struct Entry: Sendable, Equatable {
    let agent: String
    let day: ShopDay
    let cell: ShiftText.Cell
  }

  /// From the first day to the last.
  public let days: [ShopDay]
  let entries: [Entry]
  /// What is wrong with the file, in its order. With one fault nothing of it may be taken in.
  public let faults: [Fault]

  static let mostDays = RosterPlan.mostDays

  /// - Parameters:
  ///   - names: who there is.
  ///   - near: the day of which dates without a year are nearest.
  /// - Throws: `Failure` `.usage`: `file_empty`, `grid_without_days`.
  public static func read(_ reader: any TableRows, names: Set<String>, near: ShopDay) throws -> RosterGrid {
    var faults: [Fault] = []
    guard let header = try header(reader, near, &faults) else { throw empty(reader.name) }
    var entries: [Entry] = []
    var seen: [String: Int] = [:]
    while let line = try reader.nextTableRow() {
      guard case .record(let record) = line else {
        if case .defect(let defect) = line {
          faults.append(
            Fault(row: defect.rowNumber, column: defect.columnNumber.map(String.init), message: defect.message))
        }
        continue
      }
      let name = AgentWords.trimmed(record.text(header.name))
      if name.isEmpty {
        if header.days.contains(where: { !record.text($0.column).isEmpty }) {
          faults.append(Fault(row: record.rowNumber, column: nil, message: Message(zh: "没有名字", en: "there is no name")))
        }
        continue
      }
      if let other = seen[name] {
        faults.append(
          Fault(
            row: record.rowNumber, column: nil,
            message: Message(zh: "第 \(other) 行也是这个人", en: "row \(other) is the same person")))
        continue
      }
      seen[name] = record.rowNumber
      guard names.contains(name) else {
        faults.append(
          Fault(
            row: record.rowNumber, column: nil,
            message: Message(
              zh: "名单里没有这个人：\(TerminalText.safe(name))", en: "nobody is called \(TerminalText.safe(name))")))
        continue
      }
      for (column, day) in header.days {
        let text = record.text(column)
        if text.isEmpty { continue }
        guard let cell = ShiftText.read(text) else {
          let shown = TerminalText.safe(String(text.prefix(40)))
          faults.append(
            Fault(
              row: record.rowNumber, column: day.shortText,
              message: Message(
                zh: "看不懂“\(shown)”；写成 9:00-17:30、22:00-次日6:00 或 休",
                en: "cannot be read: '\(shown)'; write 9:00-17:30, 22:00-6:00+1 or off")))
          continue
        }
        entries.append(Entry(agent: name, day: day, cell: cell))
      }
    }
    let days = header.days.map(\.day)
    guard let first = days.min(), let last = days.max(), !seen.isEmpty else { throw empty(reader.name) }
    return RosterGrid(
      days: (first.number...last.number).map(ShopDay.init(number:)), entries: entries, faults: faults)
  }

  private static func header(
    _ reader: any TableRows, _ near: ShopDay, _ faults: inout [Fault]
  ) throws -> (name: Int, days: [(column: Int, day: ShopDay)])? {
    // A title may stand above the days.
    for place in 0..<3 {
      guard let line = try reader.nextTableRow() else {
        if place == 0 { return nil }
        break
      }
      guard case .record(let record) = line else {
        if case .defect(let defect) = line { throw defect.failure(in: reader.name) }
        return nil
      }
      let texts = record.texts
      let days = texts.enumerated().compactMap { column, text in ShopDay(text, near: near).map { (column, $0) } }
      guard !days.isEmpty else { continue }
      for (place, (_, day)) in days.enumerated() where days[..<place].contains(where: { $0.1 == day }) {
        faults.append(
          Fault(
            row: record.rowNumber, column: day.shortText,
            message: Message(zh: "这一天出现两次", en: "this day stands there twice")))
      }
      let span = (days.map(\.1.number).max() ?? 0) - (days.map(\.1.number).min() ?? 0)
      guard span < mostDays else {
        faults.append(
          Fault(
            row: record.rowNumber, column: nil,
            message: Message(
              zh: "从第一天到最后一天超过 \(mostDays) 天", en: "from first to last there are more than \(mostDays) days")))
        return (0, [(days[0].0, days[0].1)])
      }
      let names = ["姓名", "客服", "名字", "name", "agent", "人员"]
      return (texts.firstIndex { names.contains($0.lowercased()) } ?? 0, days.map { ($0.0, $0.1) })
    }
    throw Failure(
      .usage, code: "grid_without_days",
      Message(zh: "前 3 行里没有日期", en: "no date stands in the first 3 rows"), place: reader.name,
      next: Message(zh: "第 1 行写：姓名,11-10,11-11…", en: "write in row 1: name,11-10,11-11…"))
  }

  private static func empty(_ name: String) -> Failure {
    Failure(
      .usage, code: "file_empty", Message(zh: "文件里没有排班", en: "the file holds no rota"), place: name,
      next: Message(zh: "一人一行，一天一列", en: "one person a row, one day a column"))
  }

  /// The shifts of the grid, with the breaks of their length where the rules know it.
  public func shifts(_ breaks: (Int) -> [ClosedRange<Int>], isPinned: Bool) -> [RosterShift] {
    entries.compactMap { entry in
      guard case .shift(let start, let end) = entry.cell else { return nil }
      return RosterShift(
        version: 0, number: 0, agent: entry.agent, start: entry.day.at(minute: start), end: entry.day.at(minute: end),
        breaks: breaks(end - start).map {
          .init(start: entry.day.at(minute: start + $0.lowerBound), end: entry.day.at(minute: start + $0.upperBound))
        }, isPinned: isPinned)
    }
  }

  /// Days that are off by hand.
  public var off: [(agent: String, absence: Agent.Absence)] {
    entries.filter { $0.cell == .off }.map { ($0.agent, Agent.Absence(from: $0.day.start, until: $0.day.end)) }
  }
}
