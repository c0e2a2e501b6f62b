import Store
import TestSupport
import Testing
import Vocabulary

@testable import Rota

/// Swap, drop, take and absent on a published rota.
@Suite struct RosterMoveTests {
  typealias House = RotaHouse
  static let base = [
    "小美 11-10 8:00-16:00", "小强 11-10 14:00-22:00", "阿二 11-10 14:00-22:00", "小美 11-11 8:00-16:00",
    "小强 11-11 14:00-22:00", "阿一 11-12 8:00-16:00", "阿二 11-12 8:00-16:00",
  ]

  /// Who swaps with whom on which days, and what is said to it.
  static let swaps: [(String, String, String, String, String?)] = [
    ("小美", "小强", "11-10", "11-10", "rule_rest"),  // until 22:00, and at 8:00 again
    ("小美", "小强", "11-11", "11-11", "rule_rest"), ("小强", "阿一", "11-11", "11-12", nil),
    ("阿一", "阿二", "11-12", "11-12", "skills_missing"),
    ("小美", "阿一", "11-11", "11-12", nil), ("小美", "阿一", "11-12", "11-12", "no_shift_then"),
    ("小美", "路人", "11-11", "11-11", "unknown_agent"), ("小美", "小强", "11-13", "11-13", "day_not_covered"),
    ("小美", "小强", "11-11", "11-13", "other_rota"),
  ]

  @Test("swaps are held against the hard rules", arguments: swaps, TestStore.engines)
  func swap(first: (String, String, String, String, String?), engine: Engine) throws {
    let (one, two, day, other, code) = first
    let house = try House(engine: engine)
    try house.publish(Self.base)
    let before = try house.lines()
    let near = ShopDay(try House.at("11-10 00:00"))
    let found = try refusal {
      try house.perform {
        try Rosters.swap(
          one, on: try #require(ShopDay(day, near: near)), with: two, on: try #require(ShopDay(other, near: near)),
          note: "", shop: House.shop, try House.rules.get(), $0)
      }
    }
    #expect(found == code)
    #expect((try house.lines() == before) == (code != nil))
  }

  @Test("what was dropped is open, and who takes it keeps the rules", arguments: TestStore.engines)
  func dropAndTake(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.publish(Self.base)
    let day = ShopDay(try House.at("11-10 00:00"))
    func take(_ name: String, from other: String? = nil, at: String = "11-09 20:00") throws -> String? {
      try refusal {
        try house.perform(at: at) {
          try Rosters.take(
            name, on: day, from: other, number: nil, note: "", shop: House.shop, try House.rules.get(), $0)
        }
      }
    }
    #expect(try take("阿一") == "no_open_shift")
    let dropped = try house.perform {
      try Rosters.drop("小强", on: day, note: "搬家", shop: House.shop, try House.rules.get(), $0)
    }
    #expect(dropped.new.map(\.agent) == [nil])
    #expect(try house.lines().contains("空 11-10 14:00-22:00"))
    #expect(try take("小美") == "rule_overlap")
    #expect(try take("阿二", from: "小美") == "rule_overlap")
    #expect(try take("阿一", at: "11-10 14:00") == nil, "an open shift may be taken when it has begun")
    #expect(try house.lines().contains("阿一 11-10 14:00-22:00"))
    #expect(try take("阿二", from: "小美", at: "11-10 09:00") == "shift_begun")
    let changes = try house.store.read {
      try Rosters.changes(of: try Rosters.find(1, shop: House.shop, $0), shop: House.shop, $0)
    }
    #expect(changes.map(\.kind) == [.drop, .take])
    #expect(changes.map(\.note) == ["搬家", ""])
    #expect(try house.sheet().roster.revision == 3)
  }

  @Test("a person's hours and shifts are not exceeded", arguments: TestStore.engines)
  func limits(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.publish(["阿一 11-10 8:00-16:00", "阿一 11-11 8:00-16:00", "小美 11-12 8:00-16:00"])
    let code = try refusal {
      try house.perform {
        try Rosters.take(
          "阿一", on: ShopDay(try House.at("11-12 00:00")), from: "小美", number: nil, note: "", shop: House.shop,
          try House.rules.get(), $0)
      }
    }
    #expect(code == "rule_maxHours" || code == "rule_maxShifts")
  }

  @Test("an absence cuts the running shift, and others fill in", arguments: TestStore.engines)
  func absent(engine: Engine) throws {
    let house = try House(engine: engine)
    let need = try House.need()
    try house.publish(
      [
        "小美 11-10 8:00-16:00", "小强 11-10 14:00-22:00", "阿二 11-10 8:00-16:00", "小美 11-11 8:00-16:00",
        "小强 11-11 14:00-22:00", "阿二 11-11 14:00-22:00",
      ], need: need)
    let sheet = try house.sheet()
    let from = try House.at("11-10 10:10")
    let repair = try RosterRepair(
      sheet, "小美", Agent.Absence(from: from, until: sheet.roster.until), House.effort)
    #expect(repair.gone.filter { $0.agent == "小美" }.count == 2)
    #expect(repair.new.contains { $0.agent == "小美" && $0.end == sheet.plan.time(sheet.plan.slot(from) + 1) })
    #expect(!repair.new.contains { $0.agent == "小美" && $0.start > from })
    #expect(repair.missing < repair.missingUnrepaired, "others fill in")
    let now = try House.at("11-10 10:10")
    #expect(!repair.gone.contains { $0.start < now && $0.agent != "小美" }, "what has begun stays")
    let applied = try house.perform(at: "11-10 10:10") {
      try Rosters.apply(repair, note: "发烧", shop: House.shop, $0)
    }
    let after = try house.sheet()
    #expect(after.plan.breaches(after.shifts).filter { $0.rule.isPersonal }.isEmpty)
    #expect(after.gaps.reduce(0) { $0 + $1.personSlots } == applied.missing)
    #expect(try house.store.read { try Agents.find("小美", shop: House.shop, $0) }.unavailable.count == 1)
    // The same repair again: somebody has changed the rota since.
    #expect(
      try refusal { try house.perform { try Rosters.apply(repair, note: "", shop: House.shop, $0) } } == "rota_moved")
  }

  @Test("a shift fixed by hand and one of an unusual length survive a repair", arguments: [3, 4] as [UInt64])
  func pinned(seed: UInt64) throws {
    let house = try House(engine: .sqlite)
    let need = try House.need()
    let plan = try RosterPlan(try house.input(need))
    let shifts =
      try House.shifts(["阿二 11-11 9:00-16:30"]) + House.shifts(["小强 11-11 12:00-20:00"], pinned: true)
      + House.shifts(["小美 11-11 8:00-16:00"])
    let saved = try house.perform {
      try Rosters.save(
        .init(plan: plan, shifts: shifts, cost: plan.cost(shifts), source: .file, need: need), shop: House.shop, $0)
    }
    let sheet = try house.sheet(saved.version)
    let repair = try RosterRepair(
      sheet, "小美", .init(from: try House.at("11-10 12:00"), until: sheet.roster.until),
      RosterEffort(limit: .iterations(200), seed: seed, clock: { 0 }))
    #expect(repair.gone.map(\.agent) == ["小美"])
    #expect(repair.moved.isEmpty)
  }
}
