import Formats
import Rota
import Testing
import Vocabulary

/// Need as a file: read whole in either language, or refused with the place.
@Suite struct NeedStaffFileTests {
  static func read(_ text: String) throws -> StaffNeed {
    try StaffNeedFile.read(try CSVReader(.bytes(Array(text.utf8), name: "need.csv")))
  }

  @Test("lines in any order become a grid, in both languages")
  func grid() throws {
    let need = try Self.read(
      """
      people,skill,minutes,interval_start,share
      4,pre,30,2026-11-10T23:30:00+08:00,0.9
      7,pre,30,2026-11-11T00:00:00+08:00,0.8
      2,after,30,2026-11-11T00:00:00+08:00,
      1,after,30,2026-11-10T23:30:00+08:00,
      """)
    let start = try #require(Instant("2026-11-10 23:30"))
    #expect(need == StaffNeed(start: start, minutes: 30, skills: ["pre", "after"], people: [[4, 7], [1, 2]]))
    #expect(need.intervals == 2)
    #expect(need.start(of: 1).shopText == "2026-11-11 00:00:00")
    let chinese = try Self.read("时段,分钟,技能,人数\n2026-11-11 20:00,60,售前,12\n2026-11-11 21:00,60,售前,0\n")
    #expect(chinese.people == [[12, 0]])
  }

  @Test(
    "what would leave a hole is refused with its place",
    arguments: [
      ("", "file_empty"), ("interval_start,minutes,skill,people\n", "file_empty"),
      ("interval_start,minutes,people\n2026-11-11,30,1\n", "staff_columns_missing"),
      ("interval_start,minutes,skill,people\n2026-11-11,30,pre,-1\n", "staff_line_unusable"),
      ("interval_start,minutes,skill,people\n2026-11-11,30,pre,nan\n", "staff_line_unusable"),
      ("interval_start,minutes,skill,people\n2026-11-11,30,pre,99999999999999999999\n", "staff_line_unusable"),
      ("interval_start,minutes,skill,people\n2026-11-11,20,pre,1\n", "staff_line_unusable"),
      ("interval_start,minutes,skill,people\n2026-11-11 00:10,30,pre,1\n", "staff_line_unusable"),
      ("interval_start,minutes,skill,people\n2026-02-30,30,pre,1\n", "staff_line_unusable"),
      ("interval_start,minutes,skill,people\n2026-11-11,30,,1\n", "staff_line_unusable"),
      ("interval_start,minutes,skill,people\n2026-11-11,30,pre,1\n2026-11-11 01:00,60,pre,1\n", "staff_line_unusable"),
      ("interval_start,minutes,skill,people\n2026-11-11,30,pre,1\n2026-11-11,30,pre,2\n", "staff_line_unusable"),
      ("interval_start,minutes,skill,people\n2026-11-11,30,pre,1\n2026-11-11 01:00,30,pre,1\n", "need_gap"),
      ("interval_start,minutes,skill,people\n2026-11-11,30,pre,1\n2027-11-11,30,pre,1\n", "horizon_too_long"),
    ])
  func refused(text: String, code: String) throws {
    let failure = #expect(throws: Failure.self) { try Self.read(text) }
    #expect(failure?.code == code)
    #expect(failure?.place?.hasPrefix("need.csv") == true)
    #expect(failure?.next != nil)
  }
}
