import Formats
import Playbooks
import Store
import TestSupport
import Vocabulary

@testable import Rota

/// Something that a test relies on is not there.
struct Unexpected: Error {
  let what: String
}

/// A shop with a few agents, on either engine.
struct RotaHouse {
  static let shop = "店铺甲"
  static let rules = Result { try PlaybookSet.builtIn.shiftRules() }
  let place: TestStore
  let store: Store
  private let counter = Counter()

  final class Counter {
    var last = 0
  }

  init(engine: Engine, agents: String = RotaHouse.agents) throws {
    (place, store) = try TestStore.make(engine: engine)
    let file = try AgentFile.read(try CSVReader(.bytes(Array(agents.utf8))), near: ShopDay(Self.at("11-10 00:00")))
    guard file.faults.isEmpty else { throw Unexpected(what: "\(file.faults)") }
    try perform { try Agents.take(file, shop: Self.shop, try Self.rules.get(), $0) }
  }

  /// 小美 and 小强 can both, 阿一 only pre, 阿二 only after.
  static let agents = """
    姓名,技能,最多工时,最多班数,经验,代理,旺旺
    小美,售前、售后,40,5,熟练,,店:小美
    小强,售前、售后,40,5,,,店:小强
    阿一,售前,16,2,新人,,
    阿二,售后,40,5,,,
    """

  static func at(_ text: String) throws -> Instant {
    guard let moment = Instant("2026-" + text) else { throw Unexpected(what: text) }
    return moment
  }

  @discardableResult
  func perform<Answer: Codable & Sendable>(
    by actor: Actor = People.wang, at: String = "11-09 20:00", _ body: (Change) throws -> Answer
  ) throws -> Answer {
    counter.last += 1
    return try store.perform(
      try operation("OP\(counter.last)", actor: actor, at: try Self.at(at)), body
    ).result
  }

  /// One person is needed in each skill from 8 to 22, on these days.
  static func need(_ days: Int = 3, people: Int = 1) throws -> StaffNeed {
    StaffNeed(
      start: try at("11-10 00:00"), minutes: 60, skills: ["售前", "after"],
      people: (0..<2).map { _ in (0..<24 * days).map { (8..<22).contains($0 % 24) ? people : 0 } })
  }

  func input(_ need: StaffNeed?, days: Int = 3) throws -> RosterPlan.Input {
    try store.read {
      try Rosters.input(
        from: try Self.at("11-10 00:00"), until: try Self.at("11-10 00:00").adding(minutes: Int64(days) * 1_440),
        need: need, shop: Self.shop, try Self.rules.get(), $0)
    }
  }

  /// `小美 11-10 8:00-16:00`; an open shift has the name 空.
  static func shifts(_ lines: [String], pinned: Bool = false) throws -> [RosterShift] {
    var hand = RosterHand()
    let names = Set(lines.compactMap { $0.split(separator: " ").first.map(String.init) })
    for line in lines { try hand.add(line, names: names, near: ShopDay(try at("11-10 00:00")), try rules.get()) }
    return hand.shifts.map { shift in
      RosterShift(
        version: 0, number: 0, agent: shift.agent == "空" ? nil : shift.agent, start: shift.start, end: shift.end,
        breaks: shift.breaks, isPinned: pinned)
    }
  }

  /// Publishes these shifts by hand.
  @discardableResult
  func publish(_ lines: [String], need: StaffNeed? = nil, anyway: Bool = false) throws -> Int64 {
    let plan = try RosterPlan(try input(need))
    let shifts = try Self.shifts(lines)
    let saved = try perform {
      try Rosters.save(
        .init(plan: plan, shifts: shifts, cost: plan.cost(shifts), source: .file, need: need), shop: Self.shop, $0)
    }
    try perform { change in
      try Rosters.publish(
        try RosterSheet.load(
          try Rosters.find(saved.version, shop: Self.shop, change.session), shop: Self.shop, try Self.rules.get(),
          change.session), anyway: anyway, shop: Self.shop, change)
    }
    return saved.version
  }

  func sheet(_ version: Int64? = nil) throws -> RosterSheet {
    try store.read { session in
      try RosterSheet.load(
        try Rosters.find(version, shop: Self.shop, session), shop: Self.shop, try Self.rules.get(), session)
    }
  }

  /// Who works when, as the lead reads it.
  func lines() throws -> [String] {
    try sheet().shifts.map {
      "\($0.agent ?? "空") \($0.day.shortText) \(ShiftText.write($0.start, $0.end).zh)"
    }.sorted()
  }

  static let effort = RosterEffort(limit: .iterations(300), seed: 7, clock: { 0 })
}

/// The code of the failure that a body throws.
func refusal(_ body: () throws -> Void) throws -> String? {
  do {
    try body()
    return nil
  } catch let failure as Failure {
    return failure.code
  }
}
