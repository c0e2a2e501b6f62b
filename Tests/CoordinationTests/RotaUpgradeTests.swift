import Formats
import Playbooks
import Rota
import TestSupport
import Testing
import Vocabulary

@testable import Coordination
@testable import Store

/// A store from before there was a rota takes one, with the playbooks of then.
@Suite struct RotaUpgradeTests {
  @Test(
    "a populated store of schema 15 goes on, and a rota can be made, published and lived by",
    arguments: TestStore.engines)
  func upgrade(engine: Engine) throws {
    let place = try TestStore.nowhere(engine: engine)
    try UpgradeTests().populate(place, 15)
    let store = try place.create(follow: Consequences.follow)
    #expect(try store.read { try Migrator.version($0) } == Migrator.newest(for: engine))
    let before = try store.read { try DayStatus.ask(shop: House.shop, now: Moments.midnight, $0) }
    #expect(before.heldOrders == 1 && before.rosteredHeads == 0)
    let list = try AgentFile.read(
      try CSVReader(.bytes(Array("姓名,技能,旺旺\r\n王芳,售前,店:王芳\r\n李雷,售前,店:李雷\r\n".utf8))), near: ShopDay(Moments.midnight))
    _ = try store.perform(try operation("AGENTS")) {
      try Agents.take(list, shop: House.shop, try Setup.shiftRules($0.session), $0)
    }
    let day = ShopDay(Moments.midnight)
    let grid = try RosterGrid.read(
      try CSVReader(.bytes(Array("姓名,2026-11-11\r\n王芳,0:00-8:00\r\n李雷,22:00-次日6:00\r\n".utf8))), names: ["王芳", "李雷"],
      near: day)
    let rules = try store.read { try Setup.shiftRules($0) }
    var hand = RosterHand()
    hand.add(grid, rules)
    let plan = try store.read {
      try RosterPlan(
        try Rosters.input(from: day.start, until: day.end, need: nil, shop: House.shop, rules, $0))
    }
    let shifts = hand.shifts
    let saved = try store.perform(try operation("DRAFT")) {
      try Rosters.save(
        .init(plan: plan, shifts: shifts, cost: plan.cost(shifts), source: .file, need: nil), shop: House.shop, $0)
    }.result
    _ = try store.perform(try operation("PUBLISH")) { change in
      let roster = try Rosters.find(saved.version, shop: House.shop, change.session)
      return try Rosters.publish(
        try RosterSheet.load(roster, shop: House.shop, rules, change.session), anyway: false, shop: House.shop, change)
    }
    _ = try store.perform(try operation("IN")) { try Presence.clockIn("王芳", shop: House.shop, $0) }
    let status = try store.read { try DayStatus.ask(shop: House.shop, now: Moments.midnight, $0) }
    #expect(status.rosteredHeads == 1 && status.readyHeads == 1)
    let ready = try store.read { try DayReady.ask(shop: House.shop, now: Moments.midnight, $0) }
    func line(_ check: String) -> DayReady.Item? { ready.items.first { $0.check == check } }
    #expect(line("rota")?.zh == "没有发布班表：11-12", "a shift that only reaches into a day does not cover it")
    #expect(line("passes")?.verdict == .noGo, "no course was ever assigned")
    let picture = try store.read { try HandoverPicture.ask(shop: House.shop, now: Moments.midnight, $0) }
    #expect(picture.leaving == ["王芳"])
    #expect(picture.parts.first { $0.kind == .holds }?.first.map(\.id) == ["1001"])
    #expect(picture.parts.first { $0.kind == .recalls }?.count == 1)
    #expect(try AuditVerify.run(store, since: nil).findings.isEmpty)
  }

  @Test("rows of the rota that belong to no operation are found")
  func strangers() throws {
    let house = try House(engine: .sqlite)
    try house.perform { change in
      try change.session.script(
        """
        INSERT INTO agent (shop, name, group_name, concurrency, level, deputy, min_minutes, max_minutes,
          max_shift_minutes, max_shifts, operation_id) VALUES ('s', 'a', '', 1, 'regular', '', 0, 0, 60, 1, 'NONE');
        INSERT INTO handover (shop, number, picture, note, opened_at, opened_by, operation_id)
        VALUES ('s', 1, '{}', '', 1, 'a', 'NONE');
        """)
      return 0
    }
    let places = try AuditVerify.run(house.store, since: nil).findings.filter { $0.code == "effect_without_operation" }
    #expect(places.map(\.place) == ["agent", "handover"])
  }
}
