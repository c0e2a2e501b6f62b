import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Rota

/// From need and people to a published rota.
@Suite struct RosterBuildTests {
  typealias House = RotaHouse

  @Test("a need becomes a problem in slots, with three tiers and more")
  func plan() throws {
    let house = try House(engine: .sqlite)
    let plan = try RosterPlan(try house.input(try House.need()))
    #expect(plan.slotMinutes == 30 && plan.problem.slots == 144 && plan.problem.slotsPerDay == 48)
    #expect(plan.problem.skills == ["pre", "after"])
    #expect(plan.problem.demand[0][16] == 1 && plan.problem.demand[0][15] == 0 && plan.problem.demand[0][43] == 1)
    #expect(plan.problem.demand[0][44] == 0 && plan.problem.demand[0][48 + 16] == 1)
    #expect(plan.problem.tiers.count >= 3)
    #expect(plan.problem.tiers.map(\.factor) == plan.problem.tiers.map(\.factor).sorted())
    #expect(plan.problem.shift.minRest == 22)
    #expect(plan.problem.agents.map(\.id).sorted() == ["小美", "小强", "阿一", "阿二"].sorted())
    #expect(plan.problem.agents.first { $0.id == "阿一" }?.maxSlots == 32)
    #expect(plan.unused == [])
  }

  @Test("what no memory holds is refused: months, and contracts that leave everything open")
  func size() throws {
    let house = try House(engine: .sqlite, agents: "姓名,技能,最多工时,最多班数\n小美,售前,744,60\n")
    let year = try House.at("11-10 00:00")
    func code(days: Int) throws -> String? {
      try refusal {
        let plan = try RosterPlan(
          .init(
            from: year, until: year.adding(minutes: Int64(days) * 1_440), need: try House.need(days),
            agents: try house.input(nil).agents, beside: [], rules: try House.rules.get()))
        _ = try plan.search(RosterEffort(limit: .iterations(1), seed: 1, clock: { 0 }))
      }
    }
    #expect(try code(days: 32) == "rota_too_long")
    #expect(try code(days: 31) == "contracts_too_wide")
    #expect(try code(days: 7) == nil)
  }

  @Test("what is not needed is left out, and what nobody can is missing", arguments: TestStore.engines)
  func skills(engine: Engine) throws {
    let house = try House(engine: engine)
    var need = try House.need(1)
    need = StaffNeed(start: need.start, minutes: 60, skills: ["after", "vip"], people: need.people)
    let plan = try RosterPlan(try house.input(need, days: 1))
    #expect(plan.unused == ["阿一"])
    let found = try plan.search(House.effort)
    #expect(found.gaps.contains { $0.skill == "vip" && $0.personSlots == 28 })
    let vip = try #require(found.gaps.first { $0.skill == "vip" })
    #expect(plan.reasons(for: vip, found.shifts) == [])
    let nobody = StaffNeed(start: need.start, minutes: 60, skills: ["vip"], people: [need.people[0]])
    #expect(
      try refusal { _ = try RosterPlan(try house.input(nobody, days: 1)).search(House.effort) } == "no_agents")
  }

  @Test("the search keeps the hard rules, and what is fixed by hand stays", arguments: [1, 2, 3] as [UInt64])
  func search(seed: UInt64) throws {
    let house = try House(engine: .sqlite)
    let plan = try RosterPlan(try house.input(try House.need()))
    let fixed = try House.shifts(["小美 11-11 13:00-20:00", "阿二 11-10 20:00-次日2:00"], pinned: true)
    let found = try plan.search(fixed: fixed, RosterEffort(limit: .iterations(300), seed: seed, clock: { 0 }))
    for shift in fixed { #expect(found.shifts.contains(shift)) }
    #expect(plan.breaches(found.shifts).filter { $0.rule.isPersonal } == [])
    #expect(found.shifts.filter { !$0.isPinned }.allSatisfy { plan.isUsual(plan.shifts([$0])[0]) })
    #expect(found.gaps.reduce(0) { $0 + $1.personSlots } == found.cost.missingSlots.values.reduce(0, +))
  }

  @Test("a draft is kept, published once, and in force on its days", arguments: TestStore.engines)
  func publish(engine: Engine) throws {
    let house = try House(engine: engine)
    let need = try House.need()
    let plan = try RosterPlan(try house.input(need))
    let found = try plan.search(House.effort)
    let saved = try house.perform {
      try Rosters.save(
        .init(plan: plan, shifts: found.shifts, cost: found.cost, source: .solver, need: need), shop: House.shop, $0)
    }
    let sheet = try house.sheet()
    #expect(sheet.roster.version == saved.version && sheet.roster.state == .draft)
    #expect(sheet.roster.cost == found.cost)
    let needed: Int = sheet.plan.problem.demand.joined().reduce(0, +)
    #expect(needed == 2 * 28 * 3)
    #expect(sheet.plan.cost(sheet.shifts) == found.cost)
    #expect(Set(sheet.shifts.map(\.start)) == Set(found.shifts.map(\.start)))
    #expect(sheet.shifts.map(\.breaks.count).reduce(0, +) == found.shifts.map(\.breaks.count).reduce(0, +))
    func publish() throws -> Rosters.Published {
      let sheet = try house.sheet()
      return try house.perform { try Rosters.publish(sheet, anyway: false, shop: House.shop, $0) }
    }
    #expect(
      try refusal { _ = try house.store.read { try Rosters.inForce(on: sheet.roster.days[0], shop: House.shop, $0) } }
        == "day_not_covered")
    let published = try publish()
    #expect(published.days == ["2026-11-10", "2026-11-11", "2026-11-12"])
    #expect(try refusal { _ = try publish() } == "published_already")
    let inForce = try house.store.read {
      try Rosters.shifts(
        shop: House.shop, from: try House.at("11-10 00:00"), until: try House.at("11-13 00:00"), $0)
    }
    #expect(inForce.count == sheet.shifts.count)
  }

  @Test("a later rota takes over its own days only, and rest holds across the two", arguments: TestStore.engines)
  func boundary(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.publish(["小美 11-10 8:00-16:00", "小美 11-12 16:00-24:00", "小强 11-11 8:00-16:00"])
    let later = try house.store.read {
      try Rosters.input(
        from: try House.at("11-13 00:00"), until: try House.at("11-14 00:00"), need: nil, shop: House.shop,
        try House.rules.get(), $0)
    }
    let plan = try RosterPlan(later)
    let early = [
      RosterShift(
        version: 0, number: 0, agent: "小美", start: try House.at("11-13 09:00"), end: try House.at("11-13 17:00"),
        breaks: [], isPinned: false)
    ]
    #expect(plan.breaches(early).map(\.rule).contains(.unavailable), "eleven hours have not passed")
    let saved = try house.perform {
      try Rosters.save(
        .init(plan: plan, shifts: early, cost: plan.cost(early), source: .file, need: nil), shop: House.shop, $0)
    }
    func publish(anyway: Bool) throws -> Rosters.Published {
      let sheet = try house.sheet(saved.version)
      return try house.perform { try Rosters.publish(sheet, anyway: anyway, shop: House.shop, $0) }
    }
    #expect(try refusal { _ = try publish(anyway: false) } == "rota_breaks_rules")
    #expect(try publish(anyway: true).replaced == [])
    let second = try house.publish(["小强 11-11 14:00-22:00"])
    let shifts = try house.store.read {
      try Rosters.shifts(
        shop: House.shop, from: try House.at("11-10 00:00"), until: try House.at("11-14 00:00"), $0)
    }
    #expect(shifts.map(\.version) == [second, saved.version])
  }

  @Test("the last rota once more: who left and who cannot leave open places", arguments: TestStore.engines)
  func copy(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.publish(
      ["小美 11-10 8:00-16:00", "小强 11-11 14:00-22:00", "阿二 11-12 8:00-16:00"], need: try House.need())
    try house.perform { try Agents.remove("阿二", shop: House.shop, $0) }
    try house.perform {
      try Agents.add(
        {
          var request = Agents.Request(name: "小强", skills: "售前")
          request.unavailable = ["11-18 8:00-18:00"]
          return request
        }(), shop: House.shop, try House.rules.get(), $0)
    }
    let last = try house.sheet()
    let copied = try house.store.read { session in
      try Rosters.copy(
        last,
        onto: try Rosters.input(
          from: try House.at("11-17 00:00"), until: try House.at("11-20 00:00"), need: nil, shop: House.shop,
          try House.rules.get(), session))
    }
    #expect(copied.draft.shifts.map { $0.agent ?? "空" } == ["小美", "空", "空"])
    let starts = try ["11-17 08:00", "11-18 14:00", "11-19 08:00"].map(House.at)
    #expect(copied.draft.shifts.map(\.start) == starts)
    let first = try House.at("11-17 00:00")
    #expect(copied.draft.need?.start == first)
  }

  @Test("each unfilled place names everyone who could, and the rule in their way")
  func reasons() throws {
    let house = try House(
      engine: .sqlite,
      agents: """
        姓名,技能,最多工时,最多班数,不能上班
        忙,售前,40,5,
        病,售前,40,5,11-10
        满,售前,8,1,
        闲,售前,40,5,
        后,售后,40,5,
        """)
    let need = StaffNeed(
      start: try House.at("11-10 00:00"), minutes: 60, skills: ["pre"],
      people: [(0..<72).map { (12..<14).contains($0) ? 4 : 0 }])
    let plan = try RosterPlan(try house.input(need))
    let shifts = try House.shifts(["忙 11-10 10:00-16:00", "满 11-11 8:00-16:00"])
    let gap = try #require(plan.gaps(shifts).first)
    let noon = try House.at("11-10 12:00")
    #expect(gap.from == noon && gap.most >= 3)
    let reasons = plan.reasons(for: gap, shifts)
    let states = Dictionary(uniqueKeysWithValues: reasons.map { ($0.agent, $0.state) })
    #expect(Set(states.keys) == ["忙", "病", "满", "闲"])
    #expect([.onDuty, .onBreak].contains(try #require(states["忙"])))
    #expect(states["病"] == .hindered && states["满"] == .hindered && states["闲"] == .free)
    #expect(reasons.first { $0.agent == "病" }?.rules == [.unavailable])
    #expect(reasons.first { $0.agent == "满" }?.rules.contains(.maxShifts) == true)
  }

  @Test("newcomers alone and VIPs without their agent are found")
  func checks() throws {
    let house = try House(
      engine: .sqlite,
      agents: """
        姓名,技能,经验,代理
        新,售前,新人,
        老,售前,熟练,
        专,VIP,,替
        替,VIP,,
        """)
    try house.publish(["新 11-10 8:00-12:00", "老 11-10 10:00-16:00", "专 11-10 8:00-12:00", "替 11-11 8:00-12:00"])
    let findings = try house.sheet().findings
    let (eight, ten, half) = (try House.at("11-10 08:00"), try House.at("11-10 10:00"), try House.at("11-10 12:30"))
    let alone = findings.filter { $0.check == .newcomerAlone }
    #expect(alone.map(\.from) == [eight])
    #expect(alone.map(\.until) == [ten])
    #expect(
      findings.filter { $0.check == .vipUnattended }.map(\.from) == [half],
      "while the shop is closed for a break nobody waits")
  }
}
