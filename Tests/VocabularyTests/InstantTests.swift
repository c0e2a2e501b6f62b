import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite struct InstantTests {
  @Test(
    "times are read in shop time, or in the zone they name",
    arguments: [
      ("2026-11-11 00:05:09", 1_794_326_709_000), ("2026-11-11T00:05:09.007+08:00", 1_794_326_709_007),
      ("2026-11-10T16:05:09Z", 1_794_326_709_000), ("2026-11-10t16:05:09Z", nil),
      ("2026-11-11T00:05", 1_794_326_700_000),
      ("2026/11/11 0:05", 1_794_326_700_000), ("2026-11-11", 1_794_326_400_000), ("2026-1-2", 1_767_283_200_000),
      ("2026-11-10T09:05:09-0700", 1_794_326_709_000), ("2024-02-29", 1_709_136_000_000),
      ("2000-02-29", 951_753_600_000), ("2026-11-11 00:05:09.1239", 1_794_326_709_123),
      ("1970-01-01", -28_800_000), ("2026-02-30", nil), ("2026-02-29", nil), ("2100-02-29", nil), ("2026-04-31", nil),
      ("2026-13-01", nil), ("2026-00-10", nil), ("2026-01-00", nil), ("2026-11-11 24:00", nil),
      ("2026-11-11 23:60", nil),
      ("2026-11-11 23:59:60", nil), ("1969-12-31", nil), ("26-11-11", nil), ("2026-11", nil), ("", nil),
      ("2026-11-11 ", nil), ("2026-11-11 00", nil), (" 2026-11-11", nil), ("2026-11-11 00:05:09.", nil),
      ("2026-11-11 00:05:09 +08:00", nil), ("2026-11-11T00:05+15:00", nil), ("2026-11-11T00:05+08:60", nil),
      ("2026年11月11日", nil), ("２０２６-11-11", nil), ("2026-11-11\n", nil), ("20261111", nil),
    ] as [(String, Int64?)])
  func reads(text: String, milliseconds: Int64?) {
    #expect(Instant(text)?.milliseconds == milliseconds)
  }

  @Test("every moment from 1970 to 2100 is read back, and Foundation's calendar agrees")
  func roundTrip() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 8 * 3_600))
    var random = SplitMix64.printed("instants")
    for _ in 0..<4_000 {
      let instant = Instant(milliseconds: Int64.random(in: -28_800_000..<4_102_444_800_000, using: &random))
      #expect(Instant(instant.rfc3339) == instant)
      #expect(
        Instant(instant.shopText)?.milliseconds == instant.milliseconds - (instant.milliseconds % 1_000 + 1_000) % 1_000
      )
      let date = Date(timeIntervalSince1970: (Double(instant.milliseconds) / 1_000).rounded(.down))
      let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
      let text = String(
        format: "%04d-%02d-%02d %02d:%02d:%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0, parts.hour ?? 0,
        parts.minute ?? 0, parts.second ?? 0)
      #expect(instant.shopText == text)
    }
  }

  @Test("a moment before 1970 in UTC is still a moment of its day")
  func early() {
    #expect(Instant(milliseconds: -1).rfc3339 == "1970-01-01T07:59:59.999+08:00")
    #expect(Instant(milliseconds: -28_800_001).rfc3339 == "1969-12-31T23:59:59.999+08:00")
    #expect(Instant(milliseconds: 0).shopText == "1970-01-01 08:00:00")
  }

  @Test("a date that does not exist makes no moment")
  func parts() {
    #expect(
      Instant(shopYear: 2026, month: 11, day: 11, hour: 0, minute: 5, second: 9, millisecond: 7) == Moments.midnight)
    #expect(Instant(shopYear: 2026, month: 2, day: 29) == nil)
    #expect(Instant(shopYear: 2028, month: 2, day: 29) != nil)
    #expect(Instant(shopYear: 2026, month: 6, day: 31) == nil)
    #expect(Instant(shopYear: 2026, month: 6, day: 30, millisecond: 1_000) == nil)
  }

  @Test("JSON holds RFC 3339 in shop time")
  func json() throws {
    let text = String(decoding: try JSONEncoder().encode([Moments.midnight]), as: UTF8.self)
    #expect(text == #"["2026-11-11T00:05:09.007+08:00"]"#)
    #expect(try JSONDecoder().decode([Instant].self, from: Data(text.utf8)) == [Moments.midnight])
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([Instant].self, from: Data(#"["soon"]"#.utf8)) }
    #expect(Moments.midnight.adding(minutes: 3).milliseconds == Moments.midnight.milliseconds + 180_000)
  }
}
