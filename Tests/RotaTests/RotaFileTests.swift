import Testing
import Vocabulary

@testable import Rota

@Suite struct RotaFileTests {
  static let good = """
    {"name":"n","slot_minutes":30,"slots":4,"skills":["pre"],"demand":{"pre":[1,2,1,0]},
     "shift":{"start_step_slots":1,"lengths":[2,3],"breaks":{"2":[],"3":[{"len":1,"from":1,"to":1}]}},
     "min_rest_slots":1,"one_start_per_day":true,"night":{"from_hour":0,"to_hour":6,"min_slots":9},
     "weights":{"under":{"pre":20},"deep_share":0.2,"deep_factor":2,"idle":3,"below_min_hours":4,"night_square":10},
     "agents":[{"id":"小美","skills":["pre"],"min_slots":2,"max_slots":4,"max_shift_slots":3,"max_shifts":1,
       "unavailable":[[3,4]],"preferences":[{"kind":"want","day":0,"band":"night","weight":5}]}]}
    """

  static func problem(_ text: String) throws -> RotaProblem {
    try RotaFile.problem(Array(text.utf8), place: "shop.json")
  }

  @Test("an instance is read")
  func read() throws {
    let problem = try Self.problem(Self.good)
    #expect(problem.slotsPerDay == 48)
    #expect(problem.agents[0].wishes == [.init(kind: .want, day: 0, starts: 0..<12, weight: 5)])
    #expect(problem.agents[0].unavailable == [3..<4])
    #expect(problem.shift.breaks == [[], [.init(length: 1, window: 1...1)]])
  }

  @Test("a rota is written and read back")
  func roundTrip() throws {
    let problem = try Self.problem(Self.good)
    let shifts = [RotaShift(agent: 0, start: 0, length: 3, breaks: [1..<2])]
    let json = try RotaFile.json(shifts, of: problem)
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"instance":"n","shifts":[{"agent":"小美","breaks":[[1,1]],"len":3,"start":0}]}"# + "\n")
    #expect(try RotaFile.shifts(json, of: problem, place: "r.json") == shifts)
  }

  @Test(
    "a spoilt file is refused, and the place is named",
    arguments: [
      (#""slots":4"#, #""slots":0"#, "slots"), (#"[1,2,1,0]"#, #"[1,2,1]"#, "demand.pre"),
      (#"[1,2,1,0]"#, #"[1,-2,1,0]"#, "demand.pre"),
      (#""start_step_slots":1"#, #""start_step_slots":0"#, "shift.start_step_slots"),
      (#""lengths":[2,3]"#, #""lengths":[2,9]"#, "shift.lengths"),
      (#""from":1,"to":1"#, #""from":2,"to":3"#, "shift.breaks.3"),
      (#""skills":["pre"],"min"#, #""skills":["vip"],"min"#, "agents[0].skills"),
      (#""kind":"want""#, #""kind":"hope""#, "agents[0].preferences"),
      (#"[[3,4]]"#, #"[[4]]"#, "agents[0].unavailable"),
      (#""max_shifts":1"#, #""max_shifts":-1"#, "agents[0].max_shifts"), (#""id":"小美","#, "", "agents[0].id"),
      (#""min_slots":2,"#, "", "agents[0].min_slots"),
      (#""slot_minutes":30"#, #""slot_minutes":7"#, "slot_minutes"),
      (#""start_step_slots":1"#, #""start_step_slots":9223372036854775807"#, "shift.start_step_slots"),
      (#"{"len":1,"#, #"{"len":9223372036854775807,"#, "shift.breaks.3"),
      (#""max_slots":4"#, #""max_slots":9223372036854775807"#, "agents[0].max_shifts"),
      (#""min_slots":2"#, #""min_slots":5"#, "agents[0].max_shifts"),
      (#""max_shifts":1"#, #""max_shifts":61"#, "agents[0].max_shifts"),
      ("}]}]}", "", ""),
    ])
  func spoilt(from: String, to: String, item: String) throws {
    let text = Self.good.replacing(from, with: to)
    #expect(text != Self.good)
    let failure = #expect(throws: Failure.self) { _ = try Self.problem(text) }
    #expect(failure?.code == "rota_file_malformed")
    #expect(failure?.place == (item.isEmpty ? "shop.json" : "shop.json: \(item)"))
  }

  @Test("a rota that breaks a rule, or names somebody unknown, is refused")
  func brokenRota() throws {
    let problem = try Self.problem(Self.good)
    for text in [
      #"{"instance":"n","shifts":[{"agent":"小强","start":0,"len":2,"breaks":[]}]}"#,
      #"{"instance":"n","shifts":[{"agent":"小美","start":2,"len":2,"breaks":[]}]}"#,
      #"{"instance":"n","shifts":[{"agent":"小美","start":0,"len":-2,"breaks":[]}]}"#,
      #"{"instance":"n","shifts":[{"agent":"小美","start":0,"len":3,"breaks":[[0,9]]}]}"#,
      #"{"instance":"n","shifts":[{"agent":"小美","start":0,"len":3,"breaks":[[9223372036854775807,1]]}]}"#,
      #"{"instance":"n","shifts":[{"agent":"小美","start":0,"len":3,"breaks":[[1,9223372036854775807]]}]}"#,
    ] {
      let failure = #expect(throws: Failure.self) {
        _ = try RotaFile.shifts(Array(text.utf8), of: problem, place: "r.json")
      }
      #expect(failure?.code == "rota_file_malformed")
    }
  }
}
