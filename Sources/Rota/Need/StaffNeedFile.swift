public import Formats
public import Vocabulary

/// Need as a table: a line for each skill and interval, with the columns interval_start, minutes, skill, people (or
/// 时段开始, 分钟, 技能, 人数) in any order.
public enum StaffNeedFile {
  /// Reads a need whole: a rota that is made for a part of it would leave holes that nobody sees.
  ///
  /// - Throws: `Failure` `.usage`: `file_empty`, `staff_columns_missing`, `staff_line_unusable`, `need_gap`,
  ///   `horizon_too_long`.
  public static func read(_ rows: any TableRows) throws -> StaffNeed {
    let table = try StaffTable(rows, required: [.start, .minutes, .skill, .people])
    var grid = StaffCells<Int>()
    let unusable = try table.read { line in
      let minutes = try line.minutes()
      try grid.add(
        try line.whole(.people, in: StaffLimits.people), skill: try line.skill(),
        start: try line.start(minutes: minutes),
        minutes: minutes, line)
    }
    try StaffTable.refuse(unusable, table.name)
    let filled = try grid.filled(table.name)
    return StaffNeed(start: filled.start, minutes: filled.minutes, skills: filled.skills, people: filled.values)
  }

  private static let more = [
    StaffColumn("agents", "在岗"), StaffColumn("formula_agents", "公式在岗"), StaffColumn("share", "公式达标率"),
    StaffColumn("simulated_share", "模拟达标率"), StaffColumn("simulated_low", "模拟下限"),
    StaffColumn("simulated_high", "模拟上限"),
  ]

  /// Writes needs with headers in one language: what comes in, the people, and by what they were found.
  public static func write(
    _ needs: [SkillNeed], _ grid: IntervalGrid, to writer: CSVWriter, in language: Language
  ) throws {
    let columns: [StaffColumn] = [.start, .minutes, .skill, .arrivals, .people] + more
    try writer.row(columns.map { $0.name(in: language) })
    func share(_ value: Double?) {
      guard let value else { return writer.text("") }
      writer.decimal(Int64((value * 10_000).rounded()), decimals: 4)
    }
    for place in 0..<grid.count {
      for need in needs {
        let interval = need.intervals[place]
        writer.text(grid.start(of: place).rfc3339)
        writer.number(Int64(grid.minutes))
        writer.text(need.skill)
        writer.decimal(Int64((interval.load.arrivals * 100).rounded()), decimals: 2)
        for number in [interval.people, interval.agents, interval.formula] { writer.number(Int64(number)) }
        for value in [
          interval.share, interval.simulated?.withinShare, interval.simulated?.low, interval.simulated?.high,
        ] {
          share(value)
        }
        try writer.endRow()
      }
    }
    try writer.finish()
  }
}
