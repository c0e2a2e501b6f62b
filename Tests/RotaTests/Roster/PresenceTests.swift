import Store
import TestSupport
import Testing
import Vocabulary

@testable import Rota

/// Who is there, under which account, and what they sign.
@Suite struct PresenceTests {
  typealias House = RotaHouse
  static let strong = Actor(name: "小强", role: .agent)
  static let beauty = Actor(name: "小美", role: .agent)

  @Test("ready is on shift and clocked in", arguments: TestStore.engines)
  func ready(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.publish(["小美 11-10 8:00-16:00", "小强 11-10 22:00-次日6:00", "阿二 11-10 8:00-16:00"], need: try House.need())
    let late = try house.perform(at: "11-10 08:07") { try Presence.clockIn("小美", shop: House.shop, $0) }
    let eight = try House.at("11-10 08:00")
    #expect(late.lateMinutes == 7 && late.shiftStart == eight)
    let early = try house.perform(at: "11-10 21:50") { try Presence.clockIn("小强", shop: House.shop, $0) }
    #expect(early.lateMinutes == -10)
    func heads(_ at: String) throws -> ReadyHeads {
      try house.store.read { try Presence.ready(shop: House.shop, now: try House.at(at), $0) }
    }
    let morning = try heads("11-10 09:00")
    #expect(morning.rostered == 2 && morning.ready == 1)
    #expect(morning.people.first { $0.agent == "阿二" }?.lacks == [.notClockedIn])
    #expect(morning.skills.first { $0.skill == "after" } == .init(skill: "after", needed: 1, rostered: 2, ready: 1))
    let night = try heads("11-11 03:00")
    #expect(night.people.filter { $0.start != nil }.map(\.agent) == ["小强"], "a shift over midnight runs on")
    #expect(night.people.contains { $0.agent == "小美" && $0.start == nil })
    #expect(
      try refusal { try house.perform(at: "11-10 09:00") { try Presence.clockIn("小美", shop: House.shop, $0) } }
        == "clocked_in_already")
    #expect(try refusal { try house.perform { try Presence.clockOut("阿二", shop: House.shop, $0) } } == "not_clocked_in")
    #expect(try refusal { try house.perform { try Presence.clockIn("路人", shop: House.shop, $0) } } == "unknown_agent")
    let out = try house.perform(at: "11-10 15:30") { try Presence.clockOut("小美", shop: House.shop, $0) }
    let half = try House.at("11-10 15:30")
    #expect(out.earlyMinutes == 30 && out.outAt == half)
    let day = try house.store.read {
      try Presence.attendance(
        shop: House.shop, from: try House.at("11-10 00:00"), until: try House.at("11-11 00:00"), $0)
    }
    #expect(day.map(\.agent) == ["小美", "小强"])
  }

  @Test("two people sign, the leaving one first", arguments: TestStore.engines)
  func handover(engine: Engine) throws {
    let house = try House(engine: engine)
    let number = try house.perform { try Handovers.open(picture: "{}", note: "盯 1001", shop: House.shop, $0) }.number
    func sign(_ actor: Actor) throws -> String? {
      try refusal { try house.perform(by: actor) { try Handovers.sign(number, shop: House.shop, $0) } }
    }
    func state() throws -> Handover.State {
      let found = try house.store.read { try Handovers.find(number, shop: House.shop, $0) }
      return found.state
    }
    #expect(try state() == .open)
    #expect(try sign(Self.beauty) == nil)
    #expect(try state() == .left)
    #expect(try sign(Self.beauty) == "same_signature")
    #expect(try sign(Self.strong) == nil)
    #expect(try state() == .done)
    #expect(try sign(People.wang) == "signed_already")
    #expect(
      try refusal { _ = try house.store.read { try Handovers.find(9, shop: House.shop, $0) } } == "unknown_handover")
  }

  @Test("an account goes from one to the next, and the schema lets nobody share it", arguments: TestStore.engines)
  func accounts(engine: Engine) throws {
    let house = try House(engine: engine)
    func give(_ nick: String, to name: String, at: String) throws {
      try house.perform(at: at) { change in
        var request = Agents.Request(name: name, skills: "售前")
        request.accounts = [nick]
        return try Agents.add(request, shop: House.shop, try House.rules.get(), change)
      }
    }
    try give("店:小美", to: "阿一", at: "11-11 09:00")
    let before = try house.store.read { try Agents.find("小美", shop: House.shop, $0) }.accounts
    let after = try house.store.read { try Agents.find("阿一", shop: House.shop, $0) }.accounts
    let nine = try House.at("11-11 09:00")
    #expect(before.map(\.until) == [nine])
    #expect(after.map(\.from) == [nine] && after.map(\.until) == [nil])
    try house.perform(at: "11-12 00:00") { try Agents.remove("阿一", shop: House.shop, $0) }
    try give("店:小美", to: "小强", at: "11-13 00:00")
    #expect(try house.store.read { try Agents.find("小强", shop: House.shop, $0) }.accounts.count == 2)
    // No second code path can do otherwise: overlapping, beside, and twice the first.
    for (from, until, last) in [(1, 2, nil), (5, 6, 9_999), (0, 253_402_300_799_999, 5)] as [(Int64, Int64, Int64?)] {
      #expect(throws: (any Error).self) {
        try house.perform { change in
          try change.session.run(
            """
            INSERT INTO agent_account (shop, nick, agent, from_at, until_at, before_until, operation_id)
            VALUES ($1, $2, $3, $4, $5, $6, 'X')
            """,
            [.text(House.shop), "店:小美", "小美", .integer(from), .integer(until), Value(last)])
          return 0
        }
      }
    }
  }
}
