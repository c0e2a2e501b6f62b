import Formats
import Foundation
import Playbooks
import Rota
import TestSupport
import Testing
import Vocabulary

/// Forecasts from small files of known content.
@Suite struct NeedForecastTests {
  static func table(_ text: String) throws -> CSVReader {
    try CSVReader(.bytes(Array(text.utf8), name: "chats.csv"))
  }

  static func moment(_ text: String) throws -> Instant { try #require(Instant(text)) }

  static func history(
    _ text: String, minutes: Int = 60, timeColumn: String? = nil, before: String = "2026-10-01"
  ) throws -> ArrivalHistory {
    try ArrivalHistory(
      try table(text), minutes: minutes, timeColumn: timeColumn,
      skill: { [nil: "pre", "pre": "pre", "售后": "after"][$0] ?? nil }, before: try moment(before))
  }

  /// The built-in rules and calendars with another staffing.yaml where one is given.
  static func maker(from: String, days: Int = 1, minutes: Int = 60, staffing: String? = nil) throws -> ForecastMaker {
    let rules = try staffing.map {
      try PlaybookSet(files: [PlaybookFile(path: "staffing.yaml", text: $0)]).staffingRules()
    }
    return ForecastMaker(
      grid: try IntervalGrid(start: try moment(from), minutes: minutes, days: days),
      rules: try rules ?? PlaybookSet.builtIn.staffingRules(), calendars: try PlaybookSet.builtIn.calendars())
  }

  /// Four weeks of counts by hour: 10 at ten o'clock on Mondays, 30 at twelve on all other days, else nothing.
  static func weeks(_ count: Int = 4, from: String = "2026-08-03") throws -> String {
    let first = try moment(from)
    var lines = ["interval_start,minutes,skill,arrivals"]
    for day in 0..<count * 7 {
      for hour in 0..<24 {
        let value = day % 7 == 0 ? (hour == 10 ? 10 : 0) : hour == 12 ? 30 : 0
        lines.append("\(first.adding(minutes: Int64(day * 1_440 + hour * 60)).rfc3339),60,pre,\(value)")
      }
    }
    return lines.joined(separator: "\n")
  }

  @Test("the same day of the week and hour counts most, and what repeats is forecast without bias")
  func profile() throws {
    let past = try Self.history(try Self.weeks())
    let result = try Self.maker(from: "2026-09-07", days: 7).make(history: past, plan: nil, refunds: nil)
    #expect(result.forecast.skills == ["pre"])
    let loads = result.forecast.loads[0].map(\.arrivals)
    // Monday at ten: four own weeks of 10, and one of the average day at Monday's level.
    #expect(loads[10] > 7.9 && loads[10] <= 10)
    #expect(loads[24 + 12] > 28 && loads[24 + 12] < 32)
    #expect(loads[3] == 0)
    let error = try #require(result.errors[0])
    #expect(error.learntDays == 21 && error.heldOutDays == 7 && error.arrivals == 190)
    #expect(error.intervalError < 0.15 && abs(error.bias) < 0.03 && error.chanceError > 0.1)
  }

  @Test("hours that no day of the history has are told")
  func blank() throws {
    let lines = (9..<24).map { "2026-08-03 \($0):00,60,5" }
    let past = try Self.history((["时段,分钟,咨询量"] + lines).joined(separator: "\n"))
    let result = try Self.maker(from: "2026-09-07").make(history: past, plan: nil, refunds: nil)
    #expect(result.blankIntervals == Array(0..<9))
    #expect(result.forecast.loads[0].map(\.arrivals).dropFirst(8).prefix(2) == [0, 5])
  }

  @Test("a line for each chat: an empty hour is nothing, a missing day is not, nor the time before the first line")
  func chats() throws {
    var lines = ["会话开始时间,技能"]
    for day in [3, 4, 6] { lines += Array(repeating: "2026-08-0\(day) 14:20:00,pre", count: 6) }
    lines += ["2026-08-06 23:59:59,售后", "2026-08-06 20:00,nobody", "2026-08-32 10:00,pre", "2026-10-01 00:00,pre"]
    let past = try Self.history(lines.joined(separator: "\r\n"))
    #expect(past.skills == ["pre", "after"] && past.used == 19)
    #expect(past.unusable.map(\.code) == ["unknown_skill", "bad_time", "not_history"])
    #expect(past.unusable.map(\.row) == [21, 22, 23])
    #expect(past.missingDays.map(\.text) == ["2026-08-05"])
    let result = try Self.maker(from: "2026-09-07").make(history: past, plan: nil, refunds: nil)
    let pre = result.forecast.loads[0].map(\.arrivals)
    #expect(abs(pre[14] - 6) < 1e-9, "an average Monday of three days")
    #expect(pre[13] == 0)
    #expect(result.unseenWeekdays == [2, 4, 5, 6])
  }

  @Test("a peak multiplies its hours, history in a peak is divided, and only its skills are touched")
  func peaks() throws {
    let rules = """
      chats:
        - {skill: pre, zh: 售前, en: pre-sale, withinSeconds: 6, share: 0.8, reactionSeconds: 1, handlingSeconds: [200],
           shrinkage: 0, atLeast: 0, atMost: 500}
        - {skill: after, zh: 售后, en: after-sale, withinSeconds: 6, share: 0.8, reactionSeconds: 1, handlingSeconds: [200],
           shrinkage: 0, atLeast: 0, atMost: 500}
      peaks:
        - {window: mainDay, from: "12:00", to: "13:00", factor: 5, skills: [pre]}
        - {window: firstWave, day: 1, from: "20:00", to: "21:00", factor: 3}
      """
    var lines = ["interval_start,minutes,skill,arrivals"]
    for day in 20..<27 {
      for hour in 0..<24 {
        // 12 at eight in the evening, three times as many where the first wave began: the same when put right.
        let value = hour == 20 ? (day == 20 ? 36 : 12) : 2
        lines.append("2026-10-\(day)T\(hour < 10 ? "0" : "")\(hour):00:00+08:00,60,pre,\(value)")
        lines.append("2026-10-\(day)T\(hour < 10 ? "0" : "")\(hour):00:00+08:00,60,售后,\(value)")
      }
    }
    let past = try Self.history(lines.joined(separator: "\n"), before: "2026-11-11")
    let result = try Self.maker(from: "2026-11-11", staffing: rules).make(history: past, plan: nil, refunds: nil)
    let (pre, after) = (result.forecast.loads[0].map(\.arrivals), result.forecast.loads[1].map(\.arrivals))
    #expect(abs(pre[20] - 12) < 1e-9 && abs(after[20] - 12) < 1e-9)
    #expect(abs(pre[12] - 10) < 1e-9 && abs(after[12] - 2) < 1e-9)
  }

  @Test("the plan's orders take the place of history, refunds come on top, intervals are spread and added")
  func inputs() throws {
    let plan = try SalesPlan(
      try Self.table("时段,订单数\n2026-11-11 00:00,1000\n2026-11-11 01:00,100\n2026-11-11 02:00,-5\n2026-11-11 03:10,1\n"))
    #expect(plan.unusable.map(\.code) == ["bad_number", "bad_interval"])
    let line = #"{"from":"2026-11-11T00:30:00+08:00","heads":2,"refunds":40,"seconds":2400}"#
    let outlook = try RefundOutlook("\(line)\nnonsense\n\n{\"from\":1}\n", name: "refunds.ndjson")
    #expect(outlook.unusable.map(\.row) == [2, 4])
    let past = try Self.history(try Self.weeks())
    let result = try Self.maker(from: "2026-11-11", minutes: 30).make(
      history: try Self.history(try Self.weeks(), minutes: 30), plan: plan, refunds: outlook)
    #expect(past.used == 672)
    #expect(result.forecast.skills == ["pre", "after", "vip", "review", "packing", "refund"])
    let rules = try PlaybookSet.builtIn.staffingRules()
    let perOrder = try #require(rules.skill("pre")?.perOrder)
    let pre = result.forecast.loads[0]
    #expect(abs(pre[0].arrivals - 500 * perOrder) < 1e-9 && abs(pre[3].arrivals - 50 * perOrder) < 1e-9)
    #expect(pre[24].arrivals > 20, "Wednesday noon comes from history")
    let refund = result.forecast.loads[5]
    #expect(refund[1] == .init(arrivals: 40, workSeconds: 2_400) && refund[2] == .init(arrivals: 0))
  }

  @Test("what is written is read again, in both languages", arguments: [Language.zh, .en])
  func roundTrip(language: Language) throws {
    let loads: [[StaffForecast.Load]] = [
      (0..<48).map { .init(arrivals: Double($0) * 1.25) },
      (0..<48).map { .init(arrivals: Double($0), workSeconds: $0 % 2 == 0 ? nil : Double($0 * 60)) },
    ]
    let grid = try IntervalGrid(start: try Self.moment("2026-11-10 12:00"), minutes: 30, days: 1)
    let forecast = StaffForecast(grid: grid, skills: ["pre", "refund"], loads: loads)
    let sink = ByteSink.memory()
    try StaffForecastFile.write(forecast, to: CSVWriter(to: sink), in: language)
    #expect(try StaffForecastFile.read(try CSVReader(.bytes(sink.bytes))) == forecast)
  }

  @Test(
    "a file that is none of these is refused with what to do",
    arguments: [
      ("", "file_empty"), ("time\n", "file_empty"), ("a,b\n1,2\n", "staff_columns_missing"),
      ("time\nyesterday\n", "no_usable_rows"), ("interval_start,arrivals\n2026-08-01,1\n", "staff_columns_missing"),
      ("interval_start,minutes,arrivals\n2026-08-01,20,1\n", "no_usable_rows"),
      ("interval_start,minutes,arrivals\n2026-08-01,30,inf\n", "no_usable_rows"),
      ("interval_start,minutes,arrivals\n2026-08-01,30,-1\n", "no_usable_rows"),
      ("interval_start,minutes,arrivals\n1971-08-01,30,1\n", "no_usable_rows"),
    ])
  func refused(text: String, code: String) {
    let failure = #expect(throws: Failure.self) { try Self.history(text) }
    #expect(failure?.code == code)
    #expect(failure?.place?.hasPrefix("chats.csv") == true && failure?.next != nil)
  }

  @Test("a horizon is whole days of whole intervals, at most 92")
  func horizon() throws {
    let start = try Self.moment("2026-11-10 00:10")
    for minutes in [30, 7, 0, -15] {
      #expect(throws: Failure.self) { try IntervalGrid(start: start, minutes: minutes, days: 1) }
    }
    let midnight = try Self.moment("2026-11-10 00:00")
    for days in [0, -1, 93, Int.max] {
      #expect(throws: Failure.self) { try IntervalGrid(start: midnight, minutes: 30, days: days) }
    }
    #expect(try IntervalGrid(start: midnight, minutes: 15, days: 92).count == 8_832)
  }
}
