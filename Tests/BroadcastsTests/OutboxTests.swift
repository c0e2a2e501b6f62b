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
      let seed = seeds.next()
      var drill = try BroadcastDrill(engine: .sqlite, seed: seed)
      let outcome = try drill.run()
      #expect(outcome.overdue.isEmpty, "run \(run): \(outcome.overdue.prefix(3))")
      #expect(outcome.doubled.isEmpty, "run \(run): \(outcome.doubled.prefix(3))")
      #expect(outcome.missing.isEmpty, "run \(run): \(outcome.missing.prefix(3))")
      #expect(outcome.left == 0, "run \(run)")
      #expect(outcome.tooMany == 0, "run \(run): more than the platform's limit")
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
    #expect(kills > 100 && repeated > 20 && digests > 20 && deliveries >= 50_000)
  }

  @Test("the same on PostgreSQL", .enabled(if: PostgresCluster.isAvailable))
  func postgres() throws {
    var seeds = SplitMix64.printed("broadcast drills on PostgreSQL")
    for _ in 0..<3 {
      var drill = try BroadcastDrill(engine: .postgres, seed: seeds.next())
      let outcome = try drill.run()
      #expect(outcome.overdue.isEmpty && outcome.doubled.isEmpty && outcome.missing.isEmpty)
      #expect(outcome.left == 0 && outcome.tooMany == 0)
      #expect(try drill.audit().isEmpty)
    }
  }

  @Test("the drill catches a robot that says everything twice, and a poll that sleeps")
  func mutants() throws {
    var doubles = try BroadcastDrill(engine: .sqlite, seed: 1, doubles: true)
    #expect(try !doubles.run().doubled.isEmpty)
    var sleeps = try BroadcastDrill(engine: .sqlite, seed: 2, sleeps: true)
    #expect(try !sleeps.run().overdue.isEmpty)
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
    try house.perform(at: "11-11 12:01") { try RobotOutbox.resume("ding", shop: shop, $0) }
    guard case .take(let again) = try claim("11-11 12:02") else {
      Issue.record("it does not speak again")
      return
    }
    #expect(!again.isRepeat, "it was refused, so nobody has seen it")
  }
}
