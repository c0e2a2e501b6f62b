import Foundation
import Rota
import Testing

/// The waiting model against published figures, known limits, and other ways of computing the same.
@Suite struct NeedWaitingTests {
  /// Arrivals in 30 minutes, handling, seconds, agents, patience; then who waits, who is served in time, who gives up.
  /// The first rows are computed with pyworkforce 0.5.4 too; the chats come from an exact chain and a simulation of it.
  struct Case: Sendable {
    let arrivals: Double
    let handling: [Double]
    let within: Double
    let agents: Int
    let patience: Double?
    let waits: Double
    let inTime: Double
    var givesUp = 0.0
    /// What a simulation of single agents gave.
    var simulated: Double?

    var model: WaitingModel {
      WaitingModel(arrivalsPerSecond: arrivals / 1_800, handlingSeconds: handling, patienceSeconds: patience)
    }
  }

  static let erlang = [
    Case(
      arrivals: 100, handling: [180], within: 20, agents: 14, patience: nil, waits: 0.174131933595,
      inTime: 0.888350019179),
    Case(
      arrivals: 100, handling: [180], within: 6, agents: 14, patience: nil, waits: 0.174131933595,
      inTime: 0.847604377724),
    Case(
      arrivals: 1, handling: [300], within: 6, agents: 1, patience: nil, waits: 0.166666666667, inTime: 0.83608809103),
    Case(
      arrivals: 1000, handling: [120], within: 20, agents: 68, patience: nil, waits: 0.815921130263,
      inTime: 0.346661433168),
    Case(
      arrivals: 20000, handling: [240], within: 6, agents: 2700, patience: nil, waits: 0.406386478416,
      inTime: 0.823385164519),
    Case(
      arrivals: 60000, handling: [300], within: 6, agents: 10100, patience: nil, waits: 0.224762906467,
      inTime: 0.969581648392),
    Case(
      arrivals: 100, handling: [180], within: 20, agents: 13, patience: 300, waits: 0.225797084047,
      inTime: 0.858177700031, givesUp: 0.0249633036336),
    Case(
      arrivals: 100, handling: [180], within: 6, agents: 10, patience: 60, waits: 0.423417674948,
      inTime: 0.626288381946, givesUp: 0.157526871491),
    Case(
      arrivals: 360, handling: [240], within: 6, agents: 40, patience: 120, waits: 0.791751890091,
      inTime: 0.272589701134, givesUp: 0.182165693146),
    Case(
      arrivals: 1000, handling: [120], within: 6, agents: 60, patience: 30, waits: 0.583697907749,
      inTime: 0.645422537077, givesUp: 0.129733632404),
    Case(
      arrivals: 5000, handling: [300], within: 6, agents: 833, patience: 90, waits: 0.363184928329,
      inTime: 0.882223070353, givesUp: 0.0180703989722),
    Case(
      arrivals: 50, handling: [600], within: 6, agents: 12, patience: 45, waits: 0.540195390707, inTime: 0.489819873383,
      givesUp: 0.339922450496),
    Case(
      arrivals: 10, handling: [60], within: 6, agents: 1, patience: 60, waits: 0.283468689426, inTime: 0.738520014862,
      givesUp: 0.149593931721),
    Case(
      arrivals: 200, handling: [300], within: 6, agents: 20, patience: 30, waits: 0.766418769422,
      inTime: 0.306330829628, givesUp: 0.414369761143),
  ]

  /// For impatient people the chats' column counts whose turn it would have been, the virtual wait.
  static let chats = [
    Case(
      arrivals: 100, handling: [240, 270], within: 6, agents: 9, patience: nil, waits: 0.332910004962,
      inTime: 0.688560364971, simulated: 0.6629),
    Case(
      arrivals: 100, handling: [240, 270, 312], within: 6, agents: 6, patience: nil, waits: 0.793434977056,
      inTime: 0.216672337322, simulated: 0.1958),
    Case(
      arrivals: 600, handling: [240, 270, 312], within: 6, agents: 36, patience: nil, waits: 0.53442132356,
      inTime: 0.505146654787, simulated: 0.5054),
    Case(
      arrivals: 600, handling: [240, 264, 300, 360], within: 6, agents: 34, patience: nil, waits: 0.0189071334067,
      inTime: 0.985518490727, simulated: 0.9814),
    Case(
      arrivals: 3000, handling: [240, 270, 312], within: 6, agents: 178, patience: nil, waits: 0.352449420867,
      inTime: 0.730740296112, simulated: 0.7221),
    Case(
      arrivals: 200, handling: [420, 460, 520, 600, 700], within: 6, agents: 20, patience: nil,
      waits: 0.000219502511315, inTime: 0.999818566811, simulated: 0.9994),
    Case(
      arrivals: 600, handling: [240, 270, 312], within: 6, agents: 33, patience: 60, waits: 0.419622668812,
      inTime: 0.697656944612, givesUp: 0.0779071180292, simulated: 0.6974),
    Case(
      arrivals: 200, handling: [420, 460, 520], within: 6, agents: 18, patience: 45, waits: 0.337238411181,
      inTime: 0.724126081181, givesUp: 0.113412295597, simulated: 0.7206),
  ]

  static func isNear(_ value: Double, _ expected: Double, _ relative: Double = 1e-9) -> Bool {
    abs(value - expected) <= relative * abs(expected)
  }

  @Test("Erlang C and A agree with published figures to nine digits", arguments: erlang)
  func published(row: Case) {
    let figures = row.model.figures(agents: row.agents, within: row.within)
    #expect(Self.isNear(figures.waitShare, row.waits))
    #expect(Self.isNear(figures.withinShare, row.inTime))
    #expect(Self.isNear(figures.abandonedShare, row.givesUp))
  }

  @Test("several chats at once agree with the exact chain, and nearly with single agents", arguments: chats)
  func several(row: Case) throws {
    let figures = row.model.figures(agents: row.agents, within: row.within)
    #expect(Self.isNear(figures.waitShare, row.waits))
    #expect(Self.isNear(figures.turnWithinShare, row.inTime))
    #expect(Self.isNear(figures.abandonedShare, row.givesUp))
    #expect(abs(figures.turnWithinShare - (try #require(row.simulated))) <= 0.026)
    #expect(figures.withinShare <= figures.turnWithinShare)
  }

  @Test("one agent without impatience is the M/M/1 queue")
  func single() {
    for load in [0.05, 0.5, 0.95, 0.999] {
      let figures = WaitingModel(arrivalsPerSecond: load / 90, handlingSeconds: [90], patienceSeconds: nil)
        .figures(agents: 1, within: 30)
      #expect(Self.isNear(figures.waitShare, load))
      #expect(Self.isNear(figures.withinShare, 1 - load * exp(-(1 - load) * 30 / 90)))
      #expect(Self.isNear(figures.meanWaitSeconds, 90 * load / (1 - load)))
      #expect(Self.isNear(figures.chatsPerAgent, load))
    }
  }

  @Test("people who give up as fast as they are served make the queue that of endless agents")
  func poissonLimit() {
    // With θ = μ the number of people present is Poisson with the load as its mean, whatever the agents.
    let (load, agents) = (7.5, 6)
    let figures = WaitingModel(arrivalsPerSecond: load / 120, handlingSeconds: [120], patienceSeconds: 120)
      .figures(agents: agents, within: 0)
    var (term, below) = (exp(-load), 0.0)
    for present in 0..<agents {
      below += term
      term *= load / Double(present + 1)
    }
    #expect(Self.isNear(figures.waitShare, 1 - below))
    #expect(Self.isNear(figures.withinShare, below))
  }

  @Test("endless patience is Erlang C, and parallel chats that cost nothing are as many agents")
  func limits() {
    for agents in [9, 12, 15] {
      let patient = WaitingModel(arrivalsPerSecond: 0.045, handlingSeconds: [180], patienceSeconds: 1e12)
      let endless = WaitingModel(arrivalsPerSecond: 0.045, handlingSeconds: [180], patienceSeconds: nil)
      let (a, c) = (patient.figures(agents: agents, within: 20), endless.figures(agents: agents, within: 20))
      #expect(Self.isNear(a.withinShare, c.withinShare, 1e-6))
      #expect(Self.isNear(a.meanWaitSeconds, c.meanWaitSeconds, 1e-5))
      let parallel = WaitingModel(arrivalsPerSecond: 0.045, handlingSeconds: [180, 180, 180], patienceSeconds: 60)
      let single = WaitingModel(arrivalsPerSecond: 0.045, handlingSeconds: [180], patienceSeconds: 60)
      #expect(
        Self.isNear(
          parallel.figures(agents: agents, within: 6).withinShare,
          single.figures(agents: 3 * agents, within: 6).withinShare))
    }
  }

  @Test("nothing comes in, nobody is there, or far too much comes in: a number all the same")
  func extremes() {
    let idle = WaitingModel(arrivalsPerSecond: 0, handlingSeconds: [60], patienceSeconds: nil)
    #expect(idle.figures(agents: 3, within: 6).withinShare == 1)
    #expect(idle.agents(share: 0.9, within: 6, most: 10) == 0)
    for patience in [nil, 30, 3_600] as [Double?] {
      let flooded = WaitingModel(arrivalsPerSecond: 100, handlingSeconds: [600, 700], patienceSeconds: patience)
      #expect(flooded.figures(agents: 0, within: 6).withinShare == 0)
      for agents in [1, 1_000] {
        let figures = flooded.figures(agents: agents, within: 6)
        #expect(figures.withinShare >= 0 && figures.withinShare < 0.05)
        #expect(figures.waitShare > 0.9 && figures.waitShare <= 1)
        #expect(patience == nil || figures.abandonedShare > 0.9)
      }
      #expect(flooded.agents(share: 0.8, within: 6, most: 100) == nil)
    }
    let vast = WaitingModel(arrivalsPerSecond: 1e300, handlingSeconds: [600], patienceSeconds: nil)
    #expect(vast.agents(share: 0.8, within: 6, most: 1_000) == nil)
  }

  @Test("the search finds what counting upwards finds")
  func search() {
    for arrivals in [0.5, 3, 17, 80, 400] {
      for handling in [[240.0], [240, 276, 312]] {
        for patience in [nil, 45] as [Double?] {
          for share in [0.05, 0.5, 0.8, 0.99] {
            let model = WaitingModel(
              arrivalsPerSecond: arrivals / 1_800, handlingSeconds: handling, patienceSeconds: patience)
            let counted = (1...200).first { model.figures(agents: $0, within: 6).withinShare >= share }
            #expect(model.agents(share: share, within: 6, most: 200) == counted)
          }
        }
      }
    }
  }
}
