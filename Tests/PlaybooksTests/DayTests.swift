import Testing
import Vocabulary

@testable import Playbooks

@Suite("Days that remarks name")
struct DayTests {
  @Test(
    "a day is read however it is written",
    arguments: [
      ("11.20后", DayMention(month: 11, day: 20, offset: nil)), ("11月20号", DayMention(month: 11, day: 20, offset: nil)),
      ("11-20", DayMention(month: 11, day: 20, offset: nil)), ("15号后", DayMention(month: nil, day: 15, offset: nil)),
      ("十五号", DayMention(month: nil, day: 15, offset: nil)), ("二十日", DayMention(month: nil, day: 20, offset: nil)),
      ("今晚", DayMention(month: nil, day: nil, offset: 0)), ("明天", DayMention(month: nil, day: nil, offset: 1)),
      ("后天", DayMention(month: nil, day: nil, offset: 2)), ("大后天", DayMention(month: nil, day: nil, offset: 3)),
      ("3天后", DayMention(month: nil, day: nil, offset: 3)), ("两周后", DayMention(month: nil, day: nil, offset: 14)),
      ("周五", DayMention(month: nil, day: nil, offset: nil, weekday: 5)),
      ("下周一", DayMention(month: nil, day: nil, offset: nil, weekday: 1, weeks: 1)),
      ("下下个星期天", DayMention(month: nil, day: nil, offset: nil, weekday: 7, weeks: 2)),
      ("下周发", DayMention(month: nil, day: nil, offset: nil, weekday: 1, weeks: 1)),
      ("双12", DayMention(month: 12, day: 12, offset: nil)), ("元旦", DayMention(month: 1, day: 1, offset: nil)),
      ("等通知", nil), ("2件", nil), ("3天", nil), ("35号", nil), ("以后天天", nil),
    ])
  func read(_ text: String, _ day: DayMention?) {
    #expect(DayReader.day(in: Array(text.unicodeScalars)) == day)
  }

  @Test(
    "a day begins at the next midnight of its name, in shop time",
    arguments: [
      (DayMention(month: 11, day: 20, offset: nil), "2026-11-20 00:00"),
      (DayMention(month: 11, day: 11, offset: nil), "2026-11-11 00:00"),
      (DayMention(month: 11, day: 10, offset: nil), "2027-11-10 00:00"),
      (DayMention(month: nil, day: 15, offset: nil), "2026-11-15 00:00"),
      (DayMention(month: nil, day: 10, offset: nil), "2026-12-10 00:00"),
      (DayMention(month: nil, day: 31, offset: nil), "2026-12-31 00:00"),
      (DayMention(month: 2, day: 29, offset: nil), "2028-02-29 00:00"),
      (DayMention(month: nil, day: nil, offset: 0), "2026-11-11 00:00"),
      (DayMention(month: nil, day: nil, offset: 1), "2026-11-12 00:00"),
      // 2026-11-11 is a Wednesday.
      (DayMention(month: nil, day: nil, offset: nil, weekday: 5), "2026-11-13 00:00"),
      (DayMention(month: nil, day: nil, offset: nil, weekday: 3), "2026-11-11 00:00"),
      (DayMention(month: nil, day: nil, offset: nil, weekday: 1), "2026-11-16 00:00"),
      (DayMention(month: nil, day: nil, offset: nil, weekday: 1, weeks: 1), "2026-11-16 00:00"),
      (DayMention(month: nil, day: nil, offset: nil, weekday: 5, weeks: 1), "2026-11-20 00:00"),
    ])
  func start(_ day: DayMention, _ start: String) throws {
    let written = try #require(Instant("2026-11-11 23:30"))
    #expect(day.start(after: written) == Instant(start))
  }

  @Test("a day that does not exist has no beginning")
  func never() throws {
    let written = try #require(Instant("2026-11-11 23:30"))
    for (month, day) in [(2, 30), (4, 31), (13, 1), (11, 0)] {
      #expect(DayMention(month: month, day: day, offset: nil).start(after: written) == nil)
    }
    #expect(DayMention(month: nil, day: nil, offset: nil).start(after: written) == nil)
    #expect(DayMention(month: nil, day: nil, offset: nil, weekday: 8).start(after: written) == nil)
  }
}
