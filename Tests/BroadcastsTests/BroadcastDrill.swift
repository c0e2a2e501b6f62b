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

/// Whether a process dies now.
final class Fate {
  private var random: SplitMix64
  var kills = 0

  init(_ random: SplitMix64) { self.random = random }

  func strikes(_ share: Double) -> Bool {
    guard Double.random(in: 0..<1, using: &random) < share else { return false }
    kills += 1
    return true
  }
}

/// 500 people who come and go, three robots that fail, processes that die: a stretch of the day in some hundred
/// milliseconds.
struct BroadcastDrill {
  static let shop = DrillShop.shop

  struct Outcome {
    var deliveries = 0
    var acknowledged = 0
    /// There all the time, and neither acknowledged nor escalated within two polls of the deadline.
    var overdue: [String] = []
    /// There, and never told.
    var forgotten: [String] = []
    /// Reminded or reported while they were not there, or after it had ended.
    var wronged: [String] = []
    /// A deputy was told who was not there.
    var misled: [String] = []
    /// Robot messages shown more often than answers were lost, or a second time without saying so.
    var doubled: [String] = []
    /// Said although it had ended before the text was taken.
    var outlived: [String] = []
    /// Said to be sent, and never shown.
    var missing: [String] = []
    /// Neither sent nor said to be unsure in the end.
    var left = 0
    var tooMany = 0
    var kills = 0
    var repeated = 0
    var digests = 0

    /// Everything that must not be.
    var faults: [String] {
      overdue.map { "overdue \($0)" } + forgotten.map { "forgotten \($0)" } + wronged.map { "wronged \($0)" }
        + misled.map { "misled \($0)" } + doubled.map { "doubled \($0)" } + outlived.map { "outlived \($0)" }
        + missing.map { "missing \($0)" } + (left > 0 ? ["left \(left)"] : [])
        + (tooMany > 0 ? ["too many \(tooMany)"] : [])
    }
  }

  /// Broken on purpose, to show that the drill sees it.
  enum Mutant { case doubles, sleeps, hurries, stays }

  let rules: BroadcastRules
  let groups: FakeGroups
  private let place: TestStore
  private let healthy: Store
  private let other: Store
  private let mutant: Mutant?
  /// Broadcasts at once, more than a platform takes in a minute.
  private let burst: Int
  private let start: Instant
  private var random: SplitMix64
  private var ids: SplitMix64
  /// When people came and went.
  private var presence: [String: [(from: Instant, until: Instant?)]] = [:]

  init(engine: Engine, seed: UInt64, burst: Int = 0, mutant: Mutant? = nil) throws {
    (self.mutant, self.burst) = (mutant, burst)
    random = SplitMix64(seed: seed)
    ids = SplitMix64(seed: random.next())
    start = try DrillShop.start()
    groups = FakeGroups(random: SplitMix64(seed: random.next()), now: start, doubles: mutant == .doubles)
    place = try DrillShop.open(engine: engine)
    var settings = SQLiteDatabase.Settings()
    // Processes die here, the disk does not.
    settings.synchronous = "PRAGMA synchronous=OFF"
    healthy = try place.open(sqlite: settings, follow: Consequences.follow)
    other = try place.open(sqlite: settings, follow: Consequences.follow)
    let rules = try healthy.read { try Setup.broadcastRules($0) }
    self.rules =
      mutant == .hurries
      ? rules.with(
        robots: rules.robots.map {
          .init(key: $0.key, platform: $0.platform, audience: [], perMinute: 1_000, reserved: 0)
        }) : rules
    for name in DrillShop.present { presence[name] = [(start.adding(minutes: -60), nil)] }
    for (place, name) in DrillShop.coming.enumerated() { presence[name] = [(try DrillShop.shift(of: place), nil)] }
  }

  /// One process's turn: it looks, and the robots speak; what dies is started again at once.
  private func turn(_ store: Store, _ ids: inout SplitMix64, _ fate: Fate) throws {
    var generator = ids
    defer { ids = generator }
    let (actor, groups) = (Actor(name: "poller", role: .lead), groups)
    func id() -> OperationID { OperationID(now: groups.now, random: &generator) }
    func look() throws {
      guard mutant != .sleeps,
        try store.read({ try Broadcasting.isPollDue(shop: Self.shop, now: groups.now, $0) })
      else { return }
      let operation = Operation(id: id(), verb: "broadcast poll", actor: actor, at: groups.now, arguments: [:])
      _ = try store.perform(operation) { try Broadcasting.poll(shop: Self.shop, $0) }
    }
    for _ in 0..<40 {
      do {
        try look()
        _ = try RobotRun(
          shop: Self.shop, rules: rules, actor: actor, now: { groups.now }, id: id,
          pause: { groups.now = groups.now.adding(milliseconds: $0) }
        ).run(groups, in: store)
        return
      } catch is Killed {
        fate.kills += 1
      }
    }
  }

  mutating func run(polls: Int = 24) throws -> Outcome {
    let fate = Fate(SplitMix64(seed: random.next()))
    let groups = groups
    func mortal(_ store: Store) -> Store {
      Store(store) { real in MortalDatabase(real) { groups.isRough && fate.strikes(0.02) } }
    }
    let (one, two) = (mortal(healthy), mortal(other))
    var (own, others) = (SplitMix64(seed: random.next()), SplitMix64(seed: random.next()))
    try send("减50")
    for number in 0..<burst { try send("急 \(number)", to: ["P1"]) }
    let changesAt = Int.random(in: 2...8, using: &random)
    let endsAt = Int.random(in: 2...12, using: &random)
    let plan = people()
    let drill = self
    // Somebody else's process, on a connection of its own.
    groups.whileHanging = { try drill.turn(two, &others, fate) }
    for poll in 0..<polls {
      groups.isRough = poll < polls - 6
      if poll == 1 { try send("停电") }
      if poll == changesAt { try send("减60", replacing: 1) }
      if poll == endsAt { try withdraw("停电") }
      for _ in 0..<Int.random(in: 0...4, using: &random) where poll < 10 {
        try send("小事 \(poll)", to: ["P1"], "normal")
      }
      for event in plan where event.poll == poll { try take(event) }
      try acknowledge(share: 0.02)
      try turn(one, &own, fate)
      groups.now = groups.now.adding(milliseconds: rules.pollSeconds * 1_000)
    }
    groups.isRough = false
    // Until every deadline has passed, and until all is said.
    for _ in 0..<6 {
      try turn(one, &own, fate)
      groups.now = groups.now.adding(milliseconds: rules.pollSeconds * 1_000)
    }
    for _ in 0..<25 where try !isSaid() {
      try turn(one, &own, fate)
      groups.now = groups.now.adding(milliseconds: 61_000)
    }
    var outcome = try judge()
    outcome.kills = fate.kills
    return outcome
  }

  // MARK: What happens

  private enum Step { case comes, goes, isMoved }

  private mutating func people() -> [(poll: Int, name: String, step: Step)] {
    var plan: [(poll: Int, name: String, step: Step)] = []
    func at(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    for name in DrillShop.home.prefix(20) { plan.append((at(0...10), name, .comes)) }
    for name in DrillShop.later.prefix(10) { plan.append((at(0...10), name, .comes)) }
    let moved = at(0...8)
    for name in DrillShop.later.suffix(10) { plan.append((moved, name, .isMoved)) }
    for name in DrillShop.present.suffix(10) {
      let goes = at(0...6)
      plan.append((goes, name, .goes))
      if Bool.random(using: &random) { plan.append((goes + at(1...4), name, .comes)) }
    }
    return plan
  }

  private mutating func take(_ event: (poll: Int, name: String, step: Step)) throws {
    if mutant == .stays, event.step == .comes, DrillShop.present.contains(event.name) {
      return presence[event.name, default: []].append((groups.now, nil))
    }
    if mutant == .stays, event.step == .goes { return presence[event.name, default: []][0].until = groups.now }
    _ = try healthy.perform(operation("presence", as: event.name)) { change in
      switch event.step {
      case .comes: _ = try Broadcasting.clockIn(event.name, shop: Self.shop, change)
      case .goes: _ = try Presence.clockOut(event.name, shop: Self.shop, change)
      case .isMoved:
        try change.session.run(
          "UPDATE rota_shift SET start_at = $1 WHERE agent = $2",
          [.integer(groups.now.adding(minutes: 1).milliseconds), .text(event.name)])
      }
      return 0
    }
    switch event.step {
    case .comes: presence[event.name, default: []].append((groups.now, nil))
    case .isMoved: presence[event.name, default: []].append((groups.now.adding(minutes: 1), nil))
    case .goes: presence[event.name, default: []][0].until = groups.now
    }
  }

  private mutating func operation(_ verb: String, as name: String = "王芳") -> Operation {
    Operation(
      id: OperationID(now: groups.now, random: &ids), verb: verb, actor: Actor(name: name, role: .lead), at: groups.now,
      arguments: [:])
  }

  private mutating func send(
    _ title: String, to audience: [String] = [], _ urgency: String = "urgent", replacing: Int64? = nil
  ) throws {
    _ = try healthy.perform(operation("broadcast send")) { change in
      var request = Broadcasts.Request(
        title: title, body: "", urgency: urgency, audience: audience, effectiveAt: change.operation.at)
      request.replacing = replacing
      return try Broadcasting.send(request, shop: Self.shop, change)
    }
  }

  private mutating func withdraw(_ title: String) throws {
    let found = try healthy.read { try Broadcasts.list(shop: Self.shop, inForce: true, limit: .max, $0) }
    for broadcast in found where broadcast.title == title {
      _ = try healthy.perform(operation("broadcast withdraw")) {
        try Broadcasts.withdraw(broadcast.number, shop: Self.shop, $0)
      }
    }
  }

  /// A few of those who are there read the first one.
  private mutating func acknowledge(share: Double) throws {
    let version = try healthy.read { try Broadcasts.find(1, shop: Self.shop, $0) }.version
    for name in DrillShop.present where Double.random(in: 0..<1, using: &random) < share {
      guard presence[name]?.last?.until == nil else { continue }
      _ = try healthy.perform(operation("ack", as: name)) {
        try Broadcasts.acknowledge(.init(number: 1, version: version), answer: nil, shop: Self.shop, $0)
      }
    }
  }

  private func isSaid() throws -> Bool {
    try healthy.read {
      try $0.count("SELECT COUNT(*) FROM robot_message WHERE state IN ('waiting', 'sending')")
    } == 0
  }

  // MARK: The judgement

  private func judge() throws -> Outcome {
    var outcome = Outcome()
    outcome.tooMany = groups.tooMany
    outcome.digests = groups.shown.count { $0.text.contains("【汇总】") }
    try healthy.read { session in
      for broadcast in try Broadcasts.list(shop: Self.shop, inForce: true, limit: .max, session) {
        try judge(broadcast, &outcome, session)
      }
      try judgeSteps(&outcome, session)
      try judgeTexts(&outcome, session)
    }
    return outcome
  }

  private func judge(_ broadcast: Broadcast, _ outcome: inout Outcome, _ session: any Session) throws {
    let late = 2 * rules.pollSeconds * 1_000
    let minutes = rules.urgency(broadcast.urgency)?.deadlineMinutes ?? 0
    var reached: Set<String> = []
    for delivery in try BroadcastReach.of(broadcast.reference, shop: Self.shop, session).deliveries {
      outcome.deliveries += 1
      reached.insert(delivery.agent)
      if delivery.acknowledgedAt != nil { outcome.acknowledged += 1 }
      // Of those who are there, from when they came: whatever the delivery itself says.
      guard let stay = presence[delivery.agent]?.last, stay.until == nil else { continue }
      let due = max(stay.from, broadcast.sentAt).adding(minutes: minutes)
      let end = [delivery.acknowledgedAt, delivery.escalatedAt].compactMap { $0 }.min()
      if end.map({ $0.milliseconds > due.milliseconds + late }) ?? true {
        outcome.overdue.append("\(delivery.agent) \(broadcast.reference.text)")
      }
    }
    for name in DrillShop.people where broadcast.concerns(name: name, group: "", skills: []) {
      guard let stay = presence[name]?.last, stay.until == nil, !reached.contains(name) else { continue }
      outcome.forgotten.append("\(name) \(broadcast.reference.text)")
    }
  }

  private func isThere(_ name: String, _ moment: Instant) -> Bool {
    presence[name]?.contains { $0.from <= moment && moment <= $0.until ?? moment } ?? false
  }

  private func judgeSteps(_ outcome: inout Outcome, _ session: any Session) throws {
    try session.rows(
      """
      SELECT s.broadcast, s.version, s.agent, s.kind, s.told, s.at, b.ended_at FROM broadcast_step s
      JOIN broadcast b ON b.shop = s.shop AND b.number = s.broadcast AND b.version = s.version
      """, []
    ) { row in
      let (agent, kind, told) = (try row.text(2), try row.text(3), try row.text(4))
      let at = Instant(milliseconds: try row.integer(5))
      let name = "\(kind) of \(agent) \(try row.integer(0)).\(try row.integer(1))"
      if !isThere(agent, at) { outcome.wronged.append(name) }
      if let ended = try row.optionalInteger(6), at.milliseconds > ended { outcome.wronged.append("\(name), ended") }
      if kind == "deputy", !isThere(told, at) { outcome.misled.append(name) }
    }
  }

  private func judgeTexts(_ outcome: inout Outcome, _ session: any Session) throws {
    var claimed: [String: Int64] = [:]
    try session.rows("SELECT robot, number, claimed_at FROM robot_sending", []) {
      claimed["\(try $0.text(0)) \(try $0.integer(1))"] = try $0.integer(2)
    }
    try session.rows(
      """
      SELECT m.robot, m.broadcast, m.version, m.kind, m.state, m.losses, m.body, b.ended_at FROM robot_message m
      JOIN broadcast b ON b.shop = m.shop AND b.number = m.broadcast AND b.version = m.version
      """, []
    ) { row in
      let (robot, state, losses) = (try row.text(0), try row.text(4), try row.integer(5))
      let name = "\(robot) \(try row.integer(1)).\(try row.integer(2)) \(try row.text(3))"
      let line = String(try row.text(6).split(separator: "\n")[0])
      let seen = groups.shown.filter { $0.robot == robot && $0.text.contains(line) }
      if Int64(seen.count) > 1 + losses || seen.dropFirst().contains(where: { !$0.text.contains("重发") }) {
        outcome.doubled.append(name)
      }
      if let ended = try row.optionalInteger(7),
        seen.contains(where: { claimed["\($0.robot) \($0.number)"].map { $0 > ended } ?? true })
      {
        outcome.outlived.append(name)
      }
      if state == "sent", seen.isEmpty { outcome.missing.append(name) }
      if !["sent", "unsure", "dropped"].contains(state) { outcome.left += 1 }
      if losses > 0 { outcome.repeated += 1 }
    }
  }

  func audit() throws -> [String] {
    try AuditVerify.run(healthy, since: nil).findings.map(\.code)
  }
}
