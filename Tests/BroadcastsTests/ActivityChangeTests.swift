import Coordination
import Playbooks
import Rota
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Broadcasts

/// A change of an activity: its version, and all that follows in the same transaction.
@Suite struct ActivityChangeTests {
  typealias House = BroadcastHouse

  private func change(
    _ house: House, _ id: String = "store-300", at: String = "11-11 10:00", effective: String? = nil,
    _ fill: (inout ActivityPatch) -> Void
  ) throws -> ActivityChanging.Done {
    try house.perform(at: at) { change in
      var patch = ActivityPatch()
      fill(&patch)
      return try ActivityChanging.change(
        .init(activity: id, patch: patch, effectiveAt: try House.at(effective ?? at)), shop: House.shop, change)
    }
  }

  private func current(_ house: House, at: String) throws -> [String: ActivityChanges.State] {
    try house.store.read { session in
      let states = try ActivityChanges.current(
        try Setup.activities(session), at: try House.at(at), shop: House.shop, session)
      return Dictionary(uniqueKeysWithValues: states.map { ($0.activity.id, $0) })
    }
  }

  @Test("a change is the next version from its effect on, and asks about itself", arguments: TestStore.engines)
  func change(engine: Engine) throws {
    let house = try House(engine: engine)
    let done = try change(house, effective: "11-11 12:00") { $0.discountFen = 5_000 }
    #expect(done.change.version == 2 && done.change.differences.map(\.field) == ["discount"])
    #expect(try current(house, at: "11-11 11:59")["store-300"]?.activity.discount == Money(fen: 4_000))
    #expect(try current(house, at: "11-11 11:59")["store-300"]?.newest == 2)
    #expect(try current(house, at: "11-11 12:00")["store-300"]?.activity.discount == Money(fen: 5_000))
    #expect(try current(house, at: "11-11 12:00")["store-300"]?.version == 2)
    #expect(try current(house, at: "11-11 12:00")["flash"]?.version == 1)
    let item = try #require(try house.inbox("小美").items.first)
    #expect(item.title.contains("店铺满300减40") && item.question != nil)
    let right = try #require(item.options.firstIndex(of: "每满 300 减 50"))
    #expect(try house.ack("1.1", as: "小美", answer: right + 1).outcome == .acknowledged)
    // Changed once more: the same broadcast's next version, and the receipt is void.
    let again = try change(house, at: "11-11 12:30") { $0.discountFen = 6_000 }
    #expect(again.broadcast.number == 1 && again.broadcast.version == 2 && again.broadcast.voided == 1)
    #expect(try house.inbox("小美").items.map(\.version) == [2])
    let history = try house.store.read { try ActivityHistory.ask("store-300", shop: House.shop, $0) }
    #expect(history.map(\.version) == [1, 2, 3])
    #expect(history.last?.differences.map(\.before) == ["50.00"])
    #expect(try house.store.read { try ActivityChanges.newest(shop: House.shop, $0) } == ["store-300": 3])
  }

  @Test(
    "a second change tells of the first one, too, to whoever had it, and asks about both", arguments: TestStore.engines)
  func both(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.perform(at: "11-11 10:00") { change in
      var patch = ActivityPatch()
      patch.discountFen = 5_000
      var request = ActivityChanging.Request(
        activity: "store-300", patch: patch, effectiveAt: try House.at("11-11 10:00"))
      (request.note, request.audience) = ("平台加码", ["售前"])
      return try ActivityChanging.change(request, shop: House.shop, change)
    }
    let end = try House.at("11-11 22:00")
    func ends(_ moment: Instant, to audience: [String], urgency: String = "info", at: String) throws {
      try house.perform(at: at) { change in
        var patch = ActivityPatch()
        patch.ends = moment
        var request = ActivityChanging.Request(
          activity: "store-300", patch: patch, effectiveAt: try House.at("11-11 12:00"))
        (request.audience, request.urgency) = (audience, urgency)
        return try ActivityChanging.change(request, shop: House.shop, change)
      }
    }
    try ends(end, to: ["售后"], at: "11-11 10:02")
    for name in ["小美", "小强", "阿二"] {
      let items = try house.inbox(name).items
      let item = try #require(items.first)
      #expect(items.map(\.reference.text) == ["1.2"])
      #expect(item.title.contains("减：40.00 → 50.00") && item.title.contains("结束"))
      #expect(item.body.contains("减：40.00 → 50.00（2026-11-11 10:00:00 起）") && item.body.contains("平台加码"))
      #expect(item.urgency == "urgent", "who has not read the urgent part has not more time for it")
    }
    // Half of it is not enough.
    let options = try house.inbox("小美").items[0].options
    let right = try #require(options.firstIndex { $0.contains("减 50") && $0.contains("11-11 22:00") })
    let half = try #require(options.firstIndex { $0.contains("减 50") && !$0.contains("11-11 22:00") })
    #expect(try house.ack("1.2", as: "小美", answer: half + 1).outcome == .wrongAnswer)
    #expect(try house.ack("1.2", as: "小美", answer: right + 1).outcome == .acknowledged)
    // As it was at first: that is news, too, for whoever has read the second version.
    try ends(try House.at("11-12 00:00"), to: [], at: "11-11 10:04")
    let last = try #require(try house.inbox("小美").items.first)
    #expect(last.body.contains("减：40.00 → 50.00") && last.body.contains("结束：2026-11-11 22:00:00 → 2026-11-12 00:00:00"))
    // Withdrawn, so told: the next change is told alone.
    try house.perform(at: "11-11 10:05") { try Broadcasts.withdraw(1, shop: House.shop, $0) }
    _ = try change(house, at: "11-11 12:30") { $0.venue = "分会场" }
    let alone = try #require(try house.inbox("小美").items.first)
    #expect(alone.reference.text == "2.1" && alone.body == "会场：主会场 → 分会场")
  }

  @Test("a part of the audience that is nobody any more does not stand in the way", arguments: TestStore.engines)
  func goneAudience(engine: Engine) throws {
    let house = try House(engine: engine)
    func change(_ fen: Int64, to audience: [String], at: String) throws -> ActivityChanging.Done {
      try house.perform(at: at) { change in
        var patch = ActivityPatch()
        patch.discountFen = fen
        var request = ActivityChanging.Request(activity: "store-300", patch: patch, effectiveAt: try House.at(at))
        request.audience = audience
        return try ActivityChanging.change(request, shop: House.shop, change)
      }
    }
    _ = try change(5_000, to: ["小美"], at: "11-11 10:00")
    try house.perform(at: "11-11 10:01") { try Agents.remove("小美", shop: House.shop, $0) }
    #expect(try change(6_000, to: ["小强"], at: "11-11 10:02").broadcast.people == 1)
  }

  @Test("what makes no sense is refused, and nothing is half done", arguments: TestStore.engines)
  func refusals(engine: Engine) throws {
    let house = try House(engine: engine)
    #expect(try refusal { _ = try change(house, "none") { $0.discountFen = 1 } } == "unknown_activity")
    #expect(try refusal { _ = try change(house) { $0.discountFen = 4_000 } } == "activity_unchanged")
    #expect(try refusal { _ = try change(house) { $0.discountFen = 30_000 } } == "activity_discount")
    let before = try House.at("11-10 19:00")
    #expect(try refusal { _ = try change(house) { $0.ends = before } } == "activity_window")
    _ = try change(house, effective: "11-11 12:00") { $0.discountFen = 5_000 }
    #expect(
      try refusal { _ = try change(house, effective: "11-11 11:00") { $0.discountFen = 6_000 } }
        == "activity_later_change")
    #expect(try house.store.read { try Broadcasts.list(shop: House.shop, inForce: true, limit: 10, $0) }.count == 1)
  }
}
