import Testing
import Vocabulary

@testable import Rota

/// Hours and days as people write them.
@Suite struct ShiftTextTests {
  static let cells: [(String, ShiftText.Cell?)] = [
    ("9:00-17:30", .shift(start: 540, end: 1_050)), ("09:00～17:30", .shift(start: 540, end: 1_050)),
    ("9：00—17：30", .shift(start: 540, end: 1_050)), ("22:00-次日6:00", .shift(start: 1_320, end: 1_800)),
    ("22:00-6:00", .shift(start: 1_320, end: 1_800)), ("22:00-6:00+1", .shift(start: 1_320, end: 1_800)),
    ("18点-24点", .shift(start: 1_080, end: 1_440)), ("18:00-0:00", .shift(start: 1_080, end: 1_440)),
    (" 8 - 16 ", .shift(start: 480, end: 960)), ("8:00:00-16:00:00", .shift(start: 480, end: 960)),
    ("8:00至16:00", .shift(start: 480, end: 960)), ("休", .off), ("休息", .off), ("off", .off), ("-", .off),
    ("", nil), ("早班", nil), ("9:00", nil), ("25:00-26:00", nil), ("9:61-10:00", nil), ("9:03-17:00", nil),
    ("9-", nil), ("-9:00", nil), ("9:00-17:30-18:00", nil), ("24:00-6:00", nil), ("9:00-次日10:00", nil),
    ("9999999999:00-10:00", nil), ("次日次日6:00-8:00", nil), ("9:00-17:30 18:00-20:00", nil),
  ]

  @Test("a cell is read, or is not", arguments: cells)
  func read(text: String, cell: ShiftText.Cell?) { #expect(ShiftText.read(text) == cell) }

  @Test("what is written is read again")
  func roundTrip() throws {
    let day = ShopDay(try #require(Instant("2026-11-11")))
    for (start, end) in [(540, 1_050), (1_320, 1_800), (1_080, 1_440), (0, 1_440), (1_410, 1_470)] {
      let words = ShiftText.write(day.at(minute: start), day.at(minute: end))
      for text in [words.zh, words.en] { #expect(ShiftText.read(text) == .shift(start: start, end: end), "\(text)") }
    }
    #expect(ShiftText.write(day.at(minute: 1_320), day.at(minute: 1_800)).zh == "22:00-次日06:00")
    #expect(ShiftText.write(day.at(minute: 1_080), day.at(minute: 1_440)).en == "18:00-24:00")
  }

  static let days: [(String, String?)] = [
    ("2026-11-11", "2026-11-11"), ("2026/11/3", "2026-11-03"), ("11-11", "2026-11-11"), ("11月12日", "2026-11-12"),
    ("11.13", "2026-11-13"), ("11-12 周四", "2026-11-12"), ("11-12（四）", "2026-11-12"), ("1-2", "2027-01-02"),
    ("2026-11-11 00:00:00", "2026-11-11"), ("2026年11月11日", "2026-11-11"), ("2-30", nil), ("13-1", nil), ("周一", nil),
    ("", nil), ("11", nil), ("姓名", nil), ("9:00-17:30", nil), ("0-0", nil), ("2026-11-11-12", nil),
  ]

  @Test("a day is read, in the year that is nearest", arguments: days)
  func day(text: String, expected: String?) throws {
    let near = ShopDay(try #require(Instant("2026-11-20")))
    #expect(ShopDay(text, near: near)?.text == expected)
  }

  @Test("days have their midnight, their name and their weekday")
  func midnight() throws {
    let day = ShopDay(try #require(Instant("2026-11-11 23:59:59")))
    #expect(day.start == Instant("2026-11-11 00:00") && day.end == Instant("2026-11-12 00:00"))
    #expect(day.weekday == Message(zh: "周三", en: "Wed"))
    #expect(ShopDay(Instant(milliseconds: -1)).text == "1970-01-01")
    #expect(ShopDay(Instant(milliseconds: -8 * 3_600_000 - 1)).text == "1969-12-31")
  }
}
