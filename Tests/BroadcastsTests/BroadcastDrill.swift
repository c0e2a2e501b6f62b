import Coordination
import Playbooks
import Rota
import Store
import TestSupport
import Vocabulary

@testable import Broadcasts

/// Dies at a commit: before it, or after it and before anybody hears of it.
final class MortalDatabase: Database {
  private let real: any Database
  private let dies: () -> Bool

  init(_ real: any Database, dies: @escaping () -> Bool) {
    self.real = real
    self.dies = dies
  }

  var engine: Engine { real.engine }
  func giveWay() { real.giveWay() }
  func read<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer { try real.read(body) }

  func write<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer {
    if dies() { throw Killed() }
    let answer = try real.write(body)
    if dies() { throw Killed() }
    return answer
  }
}

/// 500 people, three robots that fail, processes that die: a stretch of the day in a few hundred milliseconds.
struct BroadcastDrill {
  static let shop = "main"
  static let people = 500

  struct Outcome {
    var deliveries = 0
    var acknowledged = 0
    /// Neither acknowledged nor escalated within two polls of the deadline.
    var overdue: [String] = []
    /// Robot messages shown more often than answers were lost, or a second time without saying so.
    var doubled: [String] = []
    /// Said to be sent, and never shown.
    var missing: [String] = []
    /// Neither sent nor said to be unsure in the end.
    var left = 0
    var tooMany = 0
    var kills = 0
    var repeated = 0
    var digests = 0
    var findings: [String] = []
  }

  let rules: BroadcastRules
  private let place: TestStore
  private let healthy: Store
  private var random: SplitMix64
  let groups: FakeGroups
  private let start: Instant
  /// A mutant of the test: nobody looks.
  let sleeps: Bool

  init(engine: Engine, seed: UInt64, doubles: Bool = false, sleeps: Bool = false) throws {
    self.sleeps = sleeps
    random = SplitMix64(seed: seed)
    guard let start = Instant("2026-11-11 10:00") else { throw Unexpected(what: "a time") }
    self.start = start
    groups = FakeGroups(random: SplitMix64(seed: random.next()), now: start, doubles: doubles)
    place = try TestStore.nowhere(engine: engine)
    try place.create(follow: Consequences.follow)
    var settings = SQLiteDatabase.Settings()
    // Processes die here, the disk does not.
    settings.synchronous = "PRAGMA synchronous=OFF"
    healthy = try place.open(sqlite: settings, follow: Consequences.follow)
    rules = try PlaybookSet.builtIn.broadcastRules().with(robots: [
      .init(key: "ding", platform: .dingtalk, audience: [], perMinute: 18, reserved: 6),
      .init(key: "wecom", platform: .wecom, audience: [], perMinute: 18, reserved: 6),
      .init(key: "feishu", platform: .feishu, audience: [], perMinute: 90, reserved: 30),
    ])
  }

  private final class Fate {
    var random: SplitMix64
    var kills = 0
    init(_ random: SplitMix64) { self.random = random }

    func strikes(_ share: Double) -> Bool {
      guard Double.random(in: 0..<1, using: &random) < share else { return false }
      kills += 1
      return true
    }
  }

  /// One process's turn: it looks, and the robots speak; what dies is started again at once.
  private func turn(_ store: Store, _ ids: inout SplitMix64, _ fate: Fate) throws {
    var generator = ids
    defer { ids = generator }
    let actor = Actor(name: "poller", role: .lead)
    let groups = groups
    func id() -> OperationID { OperationID(now: groups.now, random: &generator) }
    for _ in 0..<40 {
      do {
        let round = Operation(id: id(), verb: "broadcast poll", actor: actor, at: groups.now, arguments: [:])
        if !sleeps,
          try store.read({ try Escalation.isDue(shop: Self.shop, now: groups.now, rules, deputy: Self.deputy, $0) })
        {
          _ = try store.perform(round) { try Escalation.take(shop: Self.shop, rules, deputy: Self.deputy, $0) }
        }
        _ = try RobotRun(
          shop: Self.shop, rules: rules, actor: actor, now: { groups.now }, id: id,
          pause: { groups.now = groups.now.adding(milliseconds: $0) }
        ).run(
          groups, in: store)
        return
      } catch is Killed {
        fate.kills += 1
      }
    }
  }

  /// Every third has a deputy who is there.
  private static func deputy(_ name: String) -> String? {
    name.hashed % 3 == 0 ? "P0" : nil
  }

  mutating func run(polls: Int = 24) throws -> Outcome {
    let fate = Fate(SplitMix64(seed: random.next()))
    let groups = groups
    let mortal = Store(healthy) { real in MortalDatabase(real) { groups.isRough && fate.strikes(0.02) } }
    var ids = SplitMix64(seed: random.next())
    var others = SplitMix64(seed: random.next())
    let all = (0..<Self.people).map { "P\($0)" }
    try send("减50", to: all, urgency: "urgent", &ids)
    let changesAt = Int.random(in: 2...8, using: &random)
    var (fixed, drill) = (SplitMix64(seed: random.next()), self)
    groups.whileHanging = { try drill.turn(mortal, &others, fate) }
    for poll in 0..<polls {
      groups.isRough = poll < polls - 6
      if poll == changesAt { try send("减60", to: all, urgency: "urgent", replacing: 1, &ids) }
      for _ in 0..<Int.random(in: 0...4, using: &fixed) where poll < 10 {
        try send("小事 \(poll)", to: ["P1"], urgency: "normal", &ids)
      }
      try acknowledge(all, share: 0.02, &fixed, &ids)
      try drill.turn(mortal, &ids, fate)
      groups.now = groups.now.adding(milliseconds: rules.pollSeconds * 1_000)
    }
    groups.isRough = false
    for _ in 0..<25 {
      try drill.turn(mortal, &ids, fate)
      groups.now = groups.now.adding(milliseconds: 61_000)
    }
    var outcome = try judge()
    outcome.kills = fate.kills
    return outcome
  }

  private func send(
    _ title: String, to people: [String], urgency: String, replacing: Int64? = nil, _ ids: inout SplitMix64
  ) throws {
    let operation = Operation(
      id: OperationID(now: groups.now, random: &ids), verb: "broadcast send", actor: People.wang, at: groups.now,
      arguments: [:])
    _ = try healthy.perform(operation) { change in
      var request = Broadcasts.Request(
        title: title, body: "", urgency: urgency, audience: [], effectiveAt: change.operation.at)
      request.replacing = replacing
      return try Broadcasts.send(
        request, to: people.map { Recipient(name: $0, cause: .clockedIn, since: change.operation.at) }, shop: Self.shop,
        rules, change)
    }
  }

  /// A few read; who reads the older version is told that there is a newer one.
  private func acknowledge(
    _ people: [String], share: Double, _ random: inout SplitMix64, _ ids: inout SplitMix64
  ) throws {
    let version = try healthy.read { try Broadcasts.find(1, shop: Self.shop, $0) }.version
    for name in people where Double.random(in: 0..<1, using: &random) < share {
      let operation = Operation(
        id: OperationID(now: groups.now, random: &ids), verb: "ack", actor: Actor(name: name, role: .agent),
        at: groups.now, arguments: [:])
      _ = try healthy.perform(operation) {
        try Broadcasts.acknowledge(.init(number: 1, version: version), answer: nil, shop: Self.shop, $0)
      }
    }
  }

  // MARK: The judgement

  private func judge() throws -> Outcome {
    var outcome = Outcome()
    outcome.tooMany = groups.tooMany
    outcome.digests = groups.shown.count { $0.text.contains("【汇总】") }
    let late = 2 * rules.pollSeconds * 1_000
    try healthy.read { session in
      for broadcast in try Broadcasts.list(shop: Self.shop, inForce: true, limit: 1_000, session) {
        for delivery in try BroadcastReach.of(broadcast.reference, shop: Self.shop, session).deliveries {
          outcome.deliveries += 1
          if delivery.acknowledgedAt != nil { outcome.acknowledged += 1 }
          let end = [delivery.acknowledgedAt, delivery.escalatedAt].compactMap { $0 }.min()
          if end.map({ $0.milliseconds > delivery.due.milliseconds + late }) ?? true {
            outcome.overdue.append("\(delivery.agent) \(broadcast.reference.text)")
          }
        }
      }
      try session.rows(
        "SELECT robot, broadcast, version, kind, state, losses, body FROM robot_message WHERE shop = $1",
        [.text(Self.shop)]
      ) { row in
        let (robot, state, losses) = (try row.text(0), try row.text(4), try row.integer(5))
        let name = "\(robot) \(try row.integer(1)).\(try row.integer(2)) \(try row.text(3))"
        let body = try row.text(6)
        let seen = groups.shown.filter { $0.robot == robot && $0.text.contains(body.split(separator: "\n")[0]) }
        if Int64(seen.count) > 1 + losses || seen.dropFirst().contains(where: { !$0.text.contains("重发") }) {
          outcome.doubled.append(name)
        }
        if state == "sent", seen.isEmpty { outcome.missing.append(name) }
        if !["sent", "unsure", "dropped"].contains(state) { outcome.left += 1 }
        if losses > 0 { outcome.repeated += 1 }
      }
    }
    return outcome
  }

  func audit() throws -> [String] {
    try AuditVerify.run(healthy, since: nil).findings.map(\.code)
  }
}

extension String {
  /// The same in every process, unlike `hashValue`.
  fileprivate var hashed: Int { utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } }
}
