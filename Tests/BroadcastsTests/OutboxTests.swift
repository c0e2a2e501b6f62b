import Coordination
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Broadcasts

/// Promise I5 and the outbox, with robots that fail and processes that die.
@Suite(.serialized) struct OutboxTests {
  @Test("100 days with faults: nobody is forgotten, and no robot says anything twice without saying so")
  func faults() throws {
    var seeds = SplitMix64.printed("broadcast drills")
    var (kills, repeated, digests, deliveries) = (0, 0, 0, 0)
    for run in 0..<100 {
      var drill = try BroadcastDrill(engine: .sqlite, seed: seeds.next(), burst: run % 10 == 0 ? 25 : 0)
      let outcome = try drill.run()
      #expect(outcome.faults.isEmpty, "run \(run): \(outcome.faults.prefix(3))")
      if run % 20 == 0 { #expect(try drill.audit().isEmpty) }
      kills += outcome.kills
      repeated += outcome.repeated
      digests += outcome.digests
      deliveries += outcome.deliveries
    }
    print(
      "100 drills: \(deliveries) deliveries, \(kills) kills, \(repeated) messages with a lost answer, \(digests) digests"
    )
    // Else it has shown nothing.
    #expect(kills > 100 && repeated > 20 && digests > 20 && deliveries >= 40_000)
  }

  @Test("the same on PostgreSQL", .enabled(if: PostgresCluster.isAvailable))
  func postgres() throws {
    var seeds = SplitMix64.printed("broadcast drills on PostgreSQL")
    for run in 0..<3 {
      var drill = try BroadcastDrill(engine: .postgres, seed: seeds.next())
      let outcome = try drill.run()
      #expect(outcome.faults.isEmpty, "run \(run): \(outcome.faults.prefix(3))")
      #expect(try drill.audit().isEmpty)
    }
  }

  @Test(
    "the drill catches a robot that says everything twice or knows no limit, a poll that sleeps, and one that remembers who left"
  )
  func mutants() throws {
    var doubles = try BroadcastDrill(engine: .sqlite, seed: 1, mutant: .doubles)
    #expect(try !doubles.run().doubled.isEmpty)
    var sleeps = try BroadcastDrill(engine: .sqlite, seed: 2, mutant: .sleeps)
    #expect(try !sleeps.run().overdue.isEmpty)
    var hurries = try BroadcastDrill(engine: .sqlite, seed: 3, burst: 25, mutant: .hurries)
    #expect(try hurries.run().tooMany > 0)
    var stays = try BroadcastDrill(engine: .sqlite, seed: 4, mutant: .stays)
    #expect(try !stays.run().wronged.isEmpty)
  }

  @Test("a wrong secret stops the robot until somebody has seen to it", arguments: TestStore.engines)
  func stop(engine: Engine) throws {
    let house = try BroadcastHouse(engine: engine)
    let robot = BroadcastRules.Robot(key: "ding", platform: .dingtalk, audience: [], perMinute: 18, reserved: 6)
    let rules = try PlaybookSet.builtIn.broadcastRules().with(robots: [robot])
    let shop = BroadcastHouse.shop
    func claim(_ at: String) throws -> RobotOutbox.Claim {
      try house.perform(at: at) { try RobotOutbox.claim(robot, shop: shop, $0) }
    }
    try house.perform(at: "11-11 10:00") { change in
      try Broadcasts.send(
        .init(title: "减50", body: "", urgency: "urgent", audience: [], effectiveAt: change.operation.at), to: [],
        shop: shop, rules, change)
    }
    guard case .take(let sending) = try claim("11-11 10:00") else {
      Issue.record("nothing to send")
      return
    }
    #expect(sending.text.hasPrefix("【紧急】减50（1.1）") && !sending.isRepeat)
    #expect(try claim("11-11 10:00:10") == .wait(until: try BroadcastHouse.at("11-11 10:01")), "one at a time")
    try house.perform(at: "11-11 10:00:20") {
      try RobotOutbox.settle(sending.number, .stop(code: "310000"), robot: "ding", shop: shop, $0)
    }
    #expect(try claim("11-11 12:00") == .wait(until: RobotOutbox.forever))
    let standing = try house.store.read { try RobotStanding.all(shop: shop, $0) }
    #expect(standing.map(\.isStopped) == [true] && standing.first?.pauseCode == "310000")
    try house.perform(at: "11-11 12:01") { try RobotOutbox.resume("ding", $0) }
    guard case .take(let again) = try claim("11-11 12:02") else {
      Issue.record("it does not speak again")
      return
    }
    #expect(!again.isRepeat, "it was refused, so nobody has seen it")
  }

  /// An urgent broadcast to nobody, for one robot.
  private func queue(
    _ title: String, _ house: BroadcastHouse, _ rules: BroadcastRules, shop: String, replacing: Int64? = nil, at: String
  ) throws {
    try house.perform(at: at) { change in
      var request = Broadcasts.Request(
        title: title, body: "", urgency: "urgent", audience: [], effectiveAt: change.operation.at)
      request.replacing = replacing
      return try Broadcasts.send(request, to: [], shop: shop, rules, change)
    }
  }

  private static let ding = BroadcastRules.Robot(
    key: "ding", platform: .dingtalk, audience: [], perMinute: 2, reserved: 0)

  @Test("what has been replaced since it was taken is not said again", arguments: TestStore.engines)
  func ended(engine: Engine) throws {
    let house = try BroadcastHouse(engine: engine)
    let rules = try PlaybookSet.builtIn.broadcastRules().with(robots: [Self.ding])
    let shop = BroadcastHouse.shop
    func claim(_ at: String) throws -> RobotOutbox.Claim {
      try house.perform(at: at) { try RobotOutbox.claim(Self.ding, shop: shop, $0) }
    }
    try queue("减50", house, rules, shop: shop, at: "11-11 10:00")
    guard case .take(let first) = try claim("11-11 10:00") else {
      Issue.record("nothing to send")
      return
    }
    // Its sender dies; in the meantime there is a second version.
    try queue("减60", house, rules, shop: shop, replacing: 1, at: "11-11 10:00:30")
    guard case .take(let second) = try claim("11-11 10:02") else {
      Issue.record("the second version is not said")
      return
    }
    #expect(first.text.contains("减50（1.1）") && second.text.contains("减60（1.2）") && !second.isRepeat)
    try house.perform(at: "11-11 10:02") {
      try RobotOutbox.settle(second.number, .later(code: "-1", seconds: 5), robot: "ding", shop: shop, $0)
    }
    // Given back by the platform, and withdrawn.
    try house.perform(at: "11-11 10:03") { try Broadcasts.withdraw(1, shop: shop, $0) }
    #expect(try claim("11-11 10:04") == .nothing)
    let states = try house.store.read {
      try $0.all("SELECT state FROM robot_message ORDER BY version") { try $0.text(0) }
    }
    #expect(states == ["unsure", "dropped"], "of the first nobody knows whether it was said")
  }

  @Test(
    "a robot that speaks for two shops keeps one budget, one pause, one text at a time", arguments: TestStore.engines)
  func twoShops(engine: Engine) throws {
    let house = try BroadcastHouse(engine: engine)
    let rules = try PlaybookSet.builtIn.broadcastRules().with(robots: [Self.ding])
    let shops = [BroadcastHouse.shop, "店铺乙"]
    func claim(_ shop: Int, _ at: String) throws -> RobotOutbox.Claim {
      try house.perform(at: at) { try RobotOutbox.claim(Self.ding, shop: shops[shop], $0) }
    }
    func said(_ shop: Int, _ answer: RobotAnswer = .sent, at: String) throws {
      guard case .take(let sending) = try claim(shop, at) else {
        Issue.record("\(shops[shop]) has nothing to send at \(at)")
        return
      }
      try house.perform(at: at) {
        try RobotOutbox.settle(sending.number, answer, robot: "ding", shop: shops[shop], $0)
      }
    }
    for (place, shop) in shops.enumerated() {
      for number in 0..<2 { try queue("\(place) \(number)", house, rules, shop: shop, at: "11-11 10:00") }
    }
    guard case .take(let first) = try claim(0, "11-11 10:00") else {
      Issue.record("nothing to send")
      return
    }
    #expect(try claim(1, "11-11 10:00:01") == .wait(until: try BroadcastHouse.at("11-11 10:01")), "one at a time")
    try house.perform(at: "11-11 10:00:02") {
      try RobotOutbox.settle(first.number, .sent, robot: "ding", shop: shops[0], $0)
    }
    try said(1, at: "11-11 10:00:03")
    #expect(try claim(0, "11-11 10:00:04") == .wait(until: try BroadcastHouse.at("11-11 10:01")), "two a minute")
    try said(0, .later(code: "410100", seconds: 600), at: "11-11 10:01:01")
    #expect(try claim(1, "11-11 10:05") == .wait(until: try BroadcastHouse.at("11-11 10:11:01")), "muted for both")
    // Its sender gone: whoever looks next settles it, and the shop that it is of says it again.
    guard case .take(let lost) = try claim(0, "11-11 10:12") else {
      Issue.record("it does not speak again")
      return
    }
    try said(1, at: "11-11 10:14")
    guard case .take(let again) = try claim(0, "11-11 10:14:01") else {
      Issue.record("the lost one is not said again")
      return
    }
    #expect(again.isRepeat && again.number > lost.number)
  }

  @Test(
    "two who look at once: a text whose answer is lost meanwhile is not said without the mark",
    .enabled(if: PostgresCluster.isAvailable))
  func race() throws {
    let house = try BroadcastHouse(engine: .postgres)
    let rules = try PlaybookSet.builtIn.broadcastRules().with(robots: [Self.ding])
    try queue("减50", house, rules, shop: BroadcastHouse.shop, at: "11-11 10:00")
    let (place, now) = (house.place, try BroadcastHouse.at("11-11 10:00:01"))
    let (begun, done) = (Threads.Gate(), Threads.Gate())
    let said = try Threads.run(2) { thread -> [Bool] in
      var store = try place.open(follow: Consequences.follow)
      if thread == 0 {
        // Has read what there is to say, and stands still before it takes it.
        store = Store(store) { real in
          StallingDatabase(real) {
            begun.open()
            done.pass(withinSeconds: 0.7)
          }
        }
      } else {
        begun.pass()
      }
      defer { if thread == 1 { done.open() } }
      let claim = try store.perform(try operation("CLAIM\(thread)", at: now)) {
        try RobotOutbox.claim(Self.ding, shop: BroadcastHouse.shop, $0)
      }.result
      guard case .take(let sending) = claim else { return [] }
      if thread == 1 {
        _ = try store.perform(try operation("LOSE", at: now)) {
          try RobotOutbox.settle(
            sending.number, .lost(code: "x"), robot: "ding", shop: BroadcastHouse.shop, $0)
        }
      }
      return [sending.isRepeat]
    }
    #expect(said.flatMap { $0 }.count { !$0 } == 1, "\(said)")
  }
}

/// Stands still once, before it notes that a text is on its way.
private final class StallingDatabase: Database {
  private let real: any Database
  private let stall: () -> Void
  private var isFirst = true

  init(_ real: any Database, stall: @escaping () -> Void) {
    self.real = real
    self.stall = stall
  }

  var engine: Engine { real.engine }
  func giveWay() { real.giveWay() }
  func read<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer { try real.read(body) }

  func write<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer {
    try real.write { session in
      try body(
        StallingSession(real: session) {
          if self.isFirst { self.stall() }
          self.isFirst = false
        })
    }
  }
}

private struct StallingSession: Session {
  let real: any Session
  let stall: () -> Void

  var engine: Engine { real.engine }
  func run(_ sql: SQL, _ values: [Value]) throws -> Int { try real.run(sql, values) }
  func script(_ text: String) throws { try real.script(text) }

  func rows(_ sql: SQL, _ values: [Value], each: (any Row) throws -> Void) throws {
    // The number of the new text is asked for after everything else was read.
    if sql ~= RobotRecords.lastNumber { stall() }
    try real.rows(sql, values, each: each)
  }
}
