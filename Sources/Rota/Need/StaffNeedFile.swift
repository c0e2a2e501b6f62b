public import Formats
import Vocabulary

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
}
