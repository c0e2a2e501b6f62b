import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// `rota forecast` and `rota need` as a shift lead types them.
@Suite struct NeedCommandTests {
  /// Two weeks of 40 chats an hour between nine and ten at night, in a spoilt file.
  static func history() -> String {
    var lines = ["咨询时间,技能"]
    for day in 1...14 {
      for minute in 0..<40 {
        lines.append("2026-09-\(day < 10 ? "0" : "")\(day) 21:\(minute < 10 ? "0" : "")\(minute):00,售前")
      }
    }
    return (lines + ["not a time,售前", "2026-09-03 21:00:00,no such skill"]).joined(separator: "\n")
  }

  @Test("from chats to people: files that fit together, and a table in either language")
  func way() throws {
    let place = try Workplace()
    let chats = try place.write("chats.csv", Self.history())
    let (forecast, need) = (place.path("forecast.csv"), place.path("need.csv"))
    let made = place.run(
      "rota", "forecast", "--history", chats, "--from", "2026-11-10", "--days", "2", "--out", forecast, "--lang", "zh")
    #expect(made.code == .doneWithRejects)
    for words in ["售前", "最忙的时段", "11-11 21:00", "用前 7 天预测后 7 天"] {
      #expect(made.output.contains(words), "\(made.output)")
    }
    #expect(made.talk.contains("2 行不能用，没有猜："))
    #expect(try place.text("chats.csv.rejects.csv").contains("unknown_skill"))
    #expect(try place.text("forecast.csv").split(whereSeparator: \.isNewline).count == 97)

    let json = try place.run(
      "rota", "forecast", "--history", chats, "--from", "2026-11-10", "--days", "2", "--out", forecast, "--json"
    ).object
    #expect(json["lines_unusable"] == .number(2) && json["lines_used"] == .number(560))
    #expect(json["rejects_files"] == .list([.text(place.path("chats.csv.rejects.2.csv"))]))

    let found = place.run("rota", "need", "--forecast", forecast, "--out", need, "--repetitions", "20")
    #expect(found.code == .done, "\(found.talk)")
    for words in ["Need written to ", "pre-sale", "80.0%", "Person-hours"] { #expect(found.output.contains(words)) }
    #expect(found.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(try place.text("need.csv").split(whereSeparator: \.isNewline).count == 97)
    let detail = place.run("rota", "need", "--forecast", forecast, "--skill", "售前", "--repetitions", "20")
    #expect(detail.output.split(separator: "\n").count { $0.contains("pre-sale") } == 97)
    let again = place.run("rota", "need", "--forecast", forecast, "--repetitions", "20", "--json")
    let line = try #require(try again.objects.dropFirst(42).first)
    #expect(line["skill"]?.text == "pre" && line["interval_start"]?.text == "2026-11-10T21:00:00+08:00")
    #expect(try again.objects.count == 96)
  }

  @Test("the counts of an interval, a table without a file, the formula alone")
  func plain() throws {
    let place = try Workplace()
    let plan = try place.write("plan.csv", "interval_start,orders\n2026-11-11 00:00,3000\n2026-11-11 01:00,500\n")
    let shown = place.run("rota", "forecast", "--plan", plan, "--from", "2026-11-11", "--minutes", "60")
    #expect(shown.code == .done)
    for words in ["11-11 00:00      1800", "order review", "packing", "has none to measure"] {
      #expect(shown.output.contains(words), "\(shown.output)")
    }
    let forecast = place.path("f.csv")
    #expect(
      place.run("rota", "forecast", "--plan", plan, "--from", "2026-11-11", "--out", forecast, "--json").code == .done)
    let need = place.run("rota", "need", "--forecast", forecast, "--formula-only", "--lang", "zh")
    #expect(need.code == .done && need.output.contains("审单") && need.output.contains("11-11 00:30"))
  }

  @Test("errors say what, where and what next")
  func errors() throws {
    let place = try Workplace()
    let empty = try place.write("empty.csv", "")
    let forecast = try place.write("f.csv", "interval_start,minutes,skill,arrivals\n2026-11-11,30,pre,nan\n")
    for (arguments, code) in [
      (["rota", "forecast", "--from", "2026-11-11"], "nothing_to_forecast"),
      (["rota", "forecast", "--history", empty, "--from", "2026-11-11"], "file_empty"),
      (["rota", "forecast", "--history", empty, "--from", "2026-11-11", "--minutes", "45"], "bad_interval"),
      (["rota", "forecast", "--history", empty, "--from", "2026-11-11", "--days", "1000"], "horizon_too_long"),
      (["rota", "forecast", "--history", empty, "--skill", "x", "--from", "2026-11-11"], "unknown_skill"),
      (["rota", "need", "--forecast", forecast], "staff_line_unusable"),
      (["rota", "need", "--forecast", place.path("none.csv")], "file_not_found"),
    ] {
      let run = place.run(arguments + ["--json"])
      #expect(run.code == .usage)
      let error = try run.error
      #expect(error["error"]?.text == code && error["next"]?.text?.isEmpty == false, "\(run.talk)")
    }
  }
}
