import Formats
import Playbooks
import Rota
import Testing
import Vocabulary

/// People made out of forecasts.
@Suite struct NeedMakerTests {
  static func maker() throws -> NeedMaker {
    NeedMaker(rules: try PlaybookSet.builtIn.staffingRules(), calendars: try PlaybookSet.builtIn.calendars())
  }

  static func forecast(_ skill: String, from: String, _ arrivals: [Double], minutes: Int = 30) throws -> StaffForecast {
    let start = try #require(Instant(from))
    var padded = arrivals.map { StaffForecast.Load(arrivals: $0) }
    let grid = try IntervalGrid(start: start, minutes: minutes, days: 1)
    padded += Array(repeating: .init(arrivals: 0), count: grid.count - padded.count)
    return StaffForecast(grid: grid, skills: [skill], loads: [padded])
  }

  @Test("the formula's people are the fewest in time, shrinkage and the least come on top")
  func formula() throws {
    let rules = try PlaybookSet.builtIn.staffingRules()
    let skill = try #require(rules.skill("售前"))
    guard case .chats(let chats) = skill.task else { throw Failure(.internal, code: "test", Message(zh: "", en: "")) }
    let need = try #require(
      try Self.maker().make(try Self.forecast("pre", from: "2026-09-01 00:00", [100, 0, 480]), check: nil).first)
    for (place, arrivals) in [(0, 100.0), (2, 480)] {
      let interval = need.intervals[place]
      let model = WaitingModel(
        arrivalsPerSecond: arrivals / 1_800, handlingSeconds: chats.handlingSeconds,
        patienceSeconds: chats.patienceSeconds)
      let within = chats.withinSeconds - chats.reactionSeconds
      #expect(model.figures(agents: interval.agents, within: within).withinShare >= chats.share)
      #expect(model.figures(agents: interval.agents - 1, within: within).withinShare < chats.share)
      #expect(interval.people == Int((Double(interval.agents) / 0.9).rounded(.up)))
    }
    #expect(need.intervals[1].agents == 0 && need.intervals[1].people == skill.atLeast)
  }

  @Test("a burst is seen by the simulation only, and people are added until it meets the target")
  func burst() throws {
    // A peak with a burst begins at 00:00 of the main day, the fifth interval; others at ten and at eight.
    let arrivals = Array(repeating: 300.0, count: 8)
    let steady = try Self.forecast("pre", from: "2026-08-31 22:00", arrivals)
    let peak = try Self.forecast("pre", from: "2026-11-10 22:00", arrivals)
    let check = NeedMaker.Check(seed: 4, repetitions: 60)
    let calm = try #require(try Self.maker().make(steady, check: check).first)
    let event = try #require(try Self.maker().make(peak, check: check).first)
    #expect(calm.intervals.allSatisfy { $0.burst == nil })
    #expect(event.intervals.indices.filter { event.intervals[$0].burst != nil } == [4, 24, 44])
    #expect(event.intervals[4].formula == calm.intervals[4].formula)
    let first = event.intervals[4]
    #expect(first.agents > first.formula && event.raised.contains(4) && event.missed.isEmpty)
    #expect(try #require(first.simulatedFormula).high < 0.8)
    #expect(try #require(first.simulated).high >= 0.8)
    #expect(try #require(first.share) > 0.8, "the formula with more people")
    #expect(first.people == Int((Double(first.agents) / 0.9).rounded(.up)))
    #expect(try Self.maker().make(peak, check: check).first == event, "the same seed gives the same need")
  }

  @Test("work that may wait is done in equal parts until it has to be finished")
  func work() throws {
    // 2160 reviews at 240 an hour are nine hours of work, done within two: 4.5 people, five.
    let need = try #require(
      try Self.maker().make(try Self.forecast("review", from: "2026-11-11 00:00", [2_160]), check: .init(seed: 1)).first
    )
    #expect(need.intervals.prefix(5).map(\.agents) == [5, 5, 5, 5, 0])
    #expect(need.intervals.prefix(5).map(\.people) == [6, 6, 6, 6, 0])
    #expect(need.target == nil && need.intervals[0].share == nil && need.intervals[0].simulated == nil)
    // Seconds that the refund forecast knows count instead of the pieces.
    var loads = Array(repeating: StaffForecast.Load(arrivals: 0), count: 48)
    loads[47] = .init(arrivals: 10, workSeconds: 5_400)
    let grid = try IntervalGrid(start: try #require(Instant("2026-11-12 00:00")), minutes: 30, days: 1)
    let refunds = try #require(
      try Self.maker().make(StaffForecast(grid: grid, skills: ["refund"], loads: [loads]), check: nil).first)
    #expect(refunds.intervals[47].agents == 3, "the horizon's end cuts the time it has")
  }

  @Test("more than atMost people, and a skill that nobody wrote down, are errors with their place")
  func refused() throws {
    let flood = #expect(throws: Failure.self) {
      try Self.maker().make(try Self.forecast("pre", from: "2026-11-11 00:00", [200_000]), check: nil)
    }
    #expect(flood?.code == "need_too_large" && flood?.message.en.contains("2026-11-11 00:00") == true)
    let orders = #expect(throws: Failure.self) {
      try Self.maker().make(try Self.forecast("packing", from: "2026-11-11 00:00", [200_000]), check: nil)
    }
    #expect(orders?.code == "need_too_large")
    let unknown = #expect(throws: Failure.self) {
      try Self.maker().make(try Self.forecast("juggling", from: "2026-11-11 00:00", [1]), check: nil)
    }
    #expect(unknown?.code == "unknown_skill" && unknown?.next?.en.contains("pre") == true)
  }

  @Test("what is written is the need that a rota is built from", arguments: [Language.zh, .en])
  func roundTrip(language: Language) throws {
    let forecast = try Self.forecast("vip", from: "2026-11-10 18:00", [5, 40, 90], minutes: 60)
    let needs = try Self.maker().make(forecast, check: .init(seed: 2, repetitions: 20))
    let sink = ByteSink.memory()
    try StaffNeedFile.write(needs, forecast.grid, to: CSVWriter(to: sink), in: language)
    let read = try StaffNeedFile.read(try CSVReader(.bytes(sink.bytes)))
    #expect(read.skills == ["vip"] && read.minutes == 60 && read.start == forecast.grid.start)
    #expect(read.people == [needs[0].intervals.map(\.people)])
  }
}
