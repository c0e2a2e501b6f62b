import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// `rota solve` as people type it.
@Suite struct RotaSolveCommandTests {
  static let instance = """
    {"name":"n","slot_minutes":30,"slots":4,"skills":["售前"],"demand":{"售前":[1,2,1,0]},
     "shift":{"start_step_slots":1,"lengths":[2,3],"breaks":{"2":[],"3":[{"len":1,"from":1,"to":1}]}},
     "min_rest_slots":1,"one_start_per_day":true,"night":{"from_hour":0,"to_hour":6,"min_slots":9},
     "weights":{"under":{"售前":20},"deep_share":0.2,"deep_factor":2,"idle":3,"below_min_hours":4,"night_square":10},
     "agents":[{"id":"小美","skills":["售前"],"min_slots":2,"max_slots":4,"max_shift_slots":3,"max_shifts":1,
       "unavailable":[],"preferences":[]}]}
    """

  @Test("a file becomes a rota, whose gap is named; an old result is replaced whole")
  func solve() throws {
    for (language, lines) in [
      ("zh", ["排好了：1 个班，代价 40，写到 ", "缺人 40", "售前 缺 2 个人次时段"]),
      ("en", ["Rota: 1 shifts, cost 40, written to ", "missing people 40", "售前: 2 person-slots missing"]),
    ] {
      let place = try Workplace(initialised: false)
      let file = try place.write("i.json", Self.instance)
      let out = try place.write("r.json", String(repeating: "old", count: 1_000))
      let run = place.run(
        "rota", "solve", "--instance", file, "--out", out, "--iterations", "200", "--lang", language)
      #expect(run.code == .done, "\(run.talk)")
      for line in lines { #expect(run.output.contains(line), "\(run.output)") }
      let rota = try String(contentsOfFile: out, encoding: .utf8)
      #expect(
        rota == #"{"instance":"n","shifts":[{"agent":"小美","breaks":[],"len":2,"start":0}]}"# + "\n"
          || rota == #"{"instance":"n","shifts":[{"agent":"小美","breaks":[],"len":2,"start":1}]}"# + "\n", "\(rota)")
    }
  }

  @Test("as JSON: the cost by rule; a repair counts its changes")
  func json() throws {
    let place = try Workplace(initialised: false)
    let file = try place.write("i.json", Self.instance)
    let out = place.path("r.json")
    let made = try place.run(
      "rota", "solve", "--instance", file, "--out", out, "--iterations", "200", "--json"
    ).object
    #expect(made["total"]?.number == 40)
    let repaired = try place.run(
      "rota", "solve", "--instance", file, "--out", place.path("s.json"), "--iterations", "200", "--published", out,
      "--from", "0", "--absent", "小美", "--json"
    ).object
    #expect(repaired["shifts"]?.number == 0)
    #expect(repaired["cost"]?["changes"]?.number == 15)
  }

  @Test("wrong files and options are refused before anything is written")
  func wrong() throws {
    let place = try Workplace(initialised: false)
    let file = try place.write("i.json", Self.instance)
    let spoilt = try place.write("bad.json", Self.instance.replacing(#""slots":4"#, with: #""slots":0"#))
    let empty = try place.write("empty.json", "")
    let out = place.path("r.json")
    for (arguments, words) in [
      (["--instance", spoilt], "slots"), (["--instance", empty], "this is not JSON"),
      (["--instance", place.path("none.json")], "none.json"), (["--instance", file, "--seconds", "-1"], "--seconds"),
      (["--instance", file, "--iterations", "0"], "--iterations"),
      (["--instance", file, "--from", "1"], "--published"),
      (["--instance", file, "--published", file, "--from", "1"], "i.json: instance"),
    ] {
      let run = place.run(["rota", "solve", "--out", out] + arguments)
      #expect(run.code == .usage, "\(arguments): \(run.code)")
      #expect(run.talk.contains(words), "\(arguments): \(run.talk)")
      #expect(!FileManager.default.fileExists(atPath: out))
    }
  }
}
