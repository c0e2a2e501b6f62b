import Formats
import Testing
import Vocabulary

@testable import Rota

/// Lists of agents: all of them are read, or every fault is named.
@Suite struct AgentFileTests {
  static func read(_ text: String) throws -> AgentFile {
    let near = ShopDay(try #require(Instant("2026-11-10")))
    return try AgentFile.read(try CSVReader(.bytes(Array(text.utf8))), near: near)
  }

  @Test(
    "Chinese and English headers in any order",
    arguments: [
      "姓名,技能,最多工时,不能上班,愿望,旺旺\r\n小美,售前、VIP,30,11-11 8:00-18:00；11-12~11-13,避 11-11 夜;想 11-12,店:小美\r\n",
      "skills,name,max_hours,unavailable,wishes,accounts\r\npre/vip,小美,30,11-11 8:00-18:00;11-12~11-13,avoid 11-11 night;want 11-12,店:小美\r\n",
    ])
  func headers(text: String) throws {
    let file = try Self.read(text)
    #expect(file.faults == [])
    let row = try #require(file.rows.first)
    #expect(row.name == "小美" && row.skills == ["pre", "vip"] && row.maxHours == 30 && row.accounts == ["店:小美"])
    #expect(row.unavailable.map(\.from) == [Instant("2026-11-11 08:00"), Instant("2026-11-12")])
    #expect(row.unavailable.map(\.until) == [Instant("2026-11-11 18:00"), Instant("2026-11-14")])
    #expect(
      row.wishes == [
        .init(kind: .avoid, day: "2026-11-11", band: .night), .init(kind: .want, day: "2026-11-12", band: .day),
      ])
  }

  @Test("every fault is listed by its row, and the rest is read on")
  func faults() throws {
    let file = try Self.read(
      """
      姓名,技能,最多工时,经验,不能上班,愿望,同时接待,旺旺
      小美,售前,,,,,,a
      小美,售前,,,,,,
      ,售前,,,,,,
      小强,,,,,,,
      小林,售前、售前,,,,,,
      小七,售前,-1,,,,,
      小八,售前,7.1,,,,,
      小九,售前,,老手,,,,
      阿一,售前,,,昨天,,,
      阿二,售前,,,11-12~11-11,,,
      阿三,售前,,,,避开夜班,,
      阿四,售前,,,,,0,
      阿五,售前,,,,,,a
      a=b,售前,,,,,,
      小\u{200B}白,售前,,,,,,
      末,售前,,,,,,
      """)
    #expect(
      file.faults.map(\.code) == [
        "name_twice", "bad_name", "bad_skills", "skill_twice", "bad_hours", "bad_hours", "bad_level", "bad_unavailable",
        "bad_unavailable", "bad_wish", "bad_number", "account_twice", "bad_name", "bad_name",
      ])
    #expect(file.faults.map(\.row) == Array(3...16))
    #expect(file.rows.map(\.name) == ["小美", "末"])
  }

  @Test(
    "what is no list of agents says so",
    arguments: [
      ("", "file_empty"), ("姓名,技能\r\n", "file_empty"), ("订单编号,备注\r\n1,2\r\n", "agent_columns_missing"),
      ("姓名\r\n小美\r\n", "agent_columns_missing"),
    ])
  func others(text: String, code: String) throws {
    #expect(throws: (any Error).self) { _ = try Self.read(text) }
    do { _ = try Self.read(text) } catch let failure as Failure { #expect(failure.code == code) }
  }
}
