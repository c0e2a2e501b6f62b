public import Formats
public import Vocabulary

/// A forecast as a table: a line for each skill and interval, with the columns interval_start, minutes, skill, arrivals (or
/// 时段开始, 分钟, 技能, 咨询量) in any order, and work_seconds where it is known.
public enum StaffForecastFile {
  static let workSeconds = StaffColumn("work_seconds", "工时秒")

  /// Reads a forecast whole.
  ///
  /// - Throws: `Failure` `.usage`: `file_empty`, `staff_columns_missing`, `staff_line_unusable`, `need_gap`,
  ///   `horizon_too_long`.
  public static func read(_ rows: any TableRows) throws -> StaffForecast {
    let table = try StaffTable(rows, required: [.start, .minutes, .skill, .arrivals])
    var cells = StaffCells<StaffForecast.Load>()
    let unusable = try table.read { line in
      let minutes = try line.minutes()
      let seconds = try line.text(workSeconds) == nil ? nil : line.number(workSeconds, in: 0...1e9)
      let load = StaffForecast.Load(
        arrivals: try line.number(.arrivals, in: StaffLimits.arrivals), workSeconds: seconds)
      try cells.add(load, skill: try line.skill(), start: try line.start(minutes: minutes), minutes: minutes, line)
    }
    try StaffTable.refuse(unusable, table.name)
    let filled = try cells.filled(table.name)
    return StaffForecast(
      grid: IntervalGrid(start: filled.start, minutes: filled.minutes, count: filled.values.first?.count ?? 0),
      skills: filled.skills, loads: filled.values)
  }

  /// Writes a forecast with headers in one language; arrivals to a hundredth.
  public static func write(_ forecast: StaffForecast, to writer: CSVWriter, in language: Language) throws {
    try writer.row([StaffColumn.start, .minutes, .skill, .arrivals, workSeconds].map { $0.name(in: language) })
    for interval in 0..<forecast.grid.count {
      for (skill, loads) in zip(forecast.skills, forecast.loads) {
        writer.text(forecast.grid.start(of: interval).rfc3339)
        writer.number(Int64(forecast.grid.minutes))
        writer.text(skill)
        writer.decimal(Int64((loads[interval].arrivals * 100).rounded()), decimals: 2)
        writer.text(loads[interval].workSeconds.map { String(Int64($0.rounded())) } ?? "")
        try writer.endRow()
      }
    }
    try writer.finish()
  }
}
