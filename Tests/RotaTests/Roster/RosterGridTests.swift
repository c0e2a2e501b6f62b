import Formats
import Testing
import Vocabulary

@testable import Rota

/// The shop's own grid.
@Suite struct RosterGridTests {
  static func read(_ text: String, names: Set<String> = ["小美", "小强"]) throws -> RosterGrid {
    let near = ShopDay(try #require(Instant("2026-11-10")))
    return try RosterGrid.read(try CSVReader(.bytes(Array(text.utf8))), names: names, near: near)
  }

  @Test("a title, names and days, shifts over midnight, days off")
  func good() throws {
    let grid = try Self.read(
      "双11排班,,,\r\n姓名,11-10 周二,11月11日,2026/11/12\r\n小美,9:00-17:00,22:00-次日6:00,休\r\n小强,休,,8-16\r\n,,,\r\n")
    #expect(grid.faults == [])
    #expect(grid.days.map(\.text) == ["2026-11-10", "2026-11-11", "2026-11-12"])
    let shifts = grid.shifts({ $0 == 480 ? [180...240] : [] }, isPinned: true)
    #expect(shifts.map(\.agent) == ["小美", "小美", "小强"])
    #expect(shifts[1].end == Instant("2026-11-12 06:00"))
    #expect(
      shifts[0].breaks == [
        .init(start: try #require(Instant("2026-11-10 12:00")), end: try #require(Instant("2026-11-10 13:00")))
      ])
    #expect(grid.off.map(\.agent) == ["小美", "小强"])
  }

  @Test("every fault is listed by row and day")
  func faults() throws {
    let grid = try Self.read(
      "姓名,11-10,11-11,11-11\r\n小美,早班,9-17,\r\n路人,9-17,,\r\n小美,休,,\r\n,9-17,,\r\n")
    #expect(grid.faults.map(\.row) == [1, 2, 3, 4, 5])
    #expect(grid.faults.map(\.column) == ["11-11", "11-10", nil, nil, nil])
  }

  @Test(
    "no dates, no people, years between the days",
    arguments: [
      ("姓名,早,晚\r\n小美,9:00-17:00,\r\n", "grid_without_days"), ("姓名,11-10\r\n", "file_empty"), ("", "file_empty"),
    ])
  func others(text: String, code: String) throws {
    #expect(throws: (any Error).self) { _ = try Self.read(text) }
    do { _ = try Self.read(text) } catch let failure as Failure { #expect(failure.code == code) }
  }

  @Test("a slip in the year is a fault, not a rota of years")
  func span() throws {
    #expect(try Self.read("姓名,2026-11-10,2027-11-11\r\n小美,9-17,9-17\r\n").faults.count == 1)
  }
}
