import Coordination
import Playbooks
import Rota
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Broadcasts

/// Unread → reminder → deputy → shift lead, each step once.
@Suite struct EscalationTests {
  typealias House = BroadcastHouse

  /// minutes since the delivery, reminders made, deputy told, lead told, has a deputy → steps
  static let table: [(Int64, Int, Bool, Bool, Bool, String)] = [
    (1, 0, false, false, true, ""), (2, 0, false, false, true, "reminder1"), (2, 1, false, false, true, ""),
    (4, 0, false, false, true, "reminder2"), (4, 1, false, false, true, "reminder2"),
    (5, 0, false, false, true, "deputy1"), (5, 2, false, false, false, "lead1"), (6, 2, true, false, true, ""),
    (8, 2, true, false, true, "lead1"), (8, 2, false, false, true, "deputy1 lead1"), (60, 2, true, true, true, ""),
    (60, 0, false, true, true, ""),
  ]

  @Test("which steps are due", arguments: table)
  func rule(minutes: Int64, reminders: Int, deputyTold: Bool, leadTold: Bool, hasDeputy: Bool, expected: String) throws
  {
    let urgency = try #require(try PlaybookSet.builtIn.broadcastRules().urgency("urgent"))
    let since = try House.at("11-11 10:00")
    let pending = Escalation.Pending(
      reference: .init(number: 1, version: 1), agent: "小美", urgency: "urgent", title: "减50", since: since,
      due: since.adding(minutes: urgency.deadlineMinutes), reminders: reminders, isDeputyTold: deputyTold,
      isLeadTold: leadTold, wrongAnswers: 0)
    let steps = Escalation.steps(
      pending, urgency, deputy: hasDeputy ? "小强" : nil, now: since.adding(minutes: minutes))
    #expect(steps.map { "\($0.kind.rawValue)\($0.place)" }.joined(separator: " ") == expected)
  }

  @Test("a poll takes what is due once, and tells the deputy who is there, else the lead", arguments: TestStore.engines)
  func poll(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.send("减50")
    try house.ack("1", as: "小强")
    #expect(try house.poll(at: "11-11 10:02").reminders == 2)
    #expect(try house.poll(at: "11-11 10:02").isEmpty, "each step once")
    let late = try house.poll(at: "11-11 10:05")
    #expect(late.deputies == 1 && late.leads == 1, "小美 has a deputy, 阿二 has none")
    #expect(try house.inbox("小强").errands.map(\.agent) == ["小美"])
    #expect(try house.inbox("王芳", isLead: true).errands.map(\.agent) == ["阿二"])
    #expect(try house.inbox("王芳").errands.isEmpty)
    let lead = try house.poll(at: "11-11 10:08")
    #expect(lead.leads == 1)
    #expect(Set(try house.inbox("王芳", isLead: true).errands.map(\.agent)) == ["阿二", "小美"])
    try house.ack("1", as: "小美", at: "11-11 10:09")
    #expect(try house.inbox("小强").errands.isEmpty, "a receipt ends the errand")
    #expect(try house.reach("1").escalated == 2)
  }

  @Test("whoever answers wrongly twice is reported at once, and may still acknowledge", arguments: TestStore.engines)
  func wrongAnswers(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.send(
      "减50", to: ["售前"], urgency: "info", question: .init(text: "减多少？", options: ["40", "50"], answer: 2))
    try house.ack("1", as: "小美", answer: 1)
    #expect(try house.poll(at: "11-11 10:01").isEmpty, "one may be a slip")
    try house.ack("1", as: "小美", answer: 1)
    #expect(try house.poll(at: "11-11 10:02").deputies == 1, "four hours before the deadline")
    #expect(try house.inbox("小强").errands.map(\.agent) == ["小美"])
    #expect(try house.poll(at: "11-11 10:03").isEmpty, "each step once")
    #expect(try house.ack("1", as: "小美", answer: 2, at: "11-11 10:04").outcome == .acknowledged)
    #expect(try house.inbox("小强").errands.isEmpty)
  }

  @Test("whoever has left is not reported; their minutes begin anew when they come again", arguments: TestStore.engines)
  func left(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.send("减50", to: ["小美"])
    try house.perform(at: "11-11 10:01") { try Presence.clockOut("小美", shop: House.shop, $0) }
    #expect(try house.poll(at: "11-11 10:30").isEmpty)
    try house.clockIn("小美", at: "11-12 09:00")
    let due = try House.at("11-12 09:05")
    #expect(try house.reach("1").deliveries.map(\.due) == [due])
    #expect(try house.poll(at: "11-12 09:04").reminders == 1)
    #expect(try house.poll(at: "11-12 09:05").deputies == 1)
    // Once something was said, the minutes that are left are those that are left.
    try house.perform(at: "11-12 09:06") { try Presence.clockOut("小美", shop: House.shop, $0) }
    try house.clockIn("小美", at: "11-12 10:00")
    #expect(try house.reach("1").deliveries.map(\.due) == [due])
  }

  @Test("whoever is rostered and does not come is reported", arguments: TestStore.engines)
  func noShow(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.publishShift("阿三", from: "11-11 10:30", until: "11-11 18:00")
    try house.send("减50", to: ["阿三"])
    #expect(try house.poll(at: "11-11 10:20").isEmpty)
    #expect(try house.poll(at: "11-11 10:35").leads == 1)
  }

  @Test("whoever finds nothing writes nothing", arguments: TestStore.engines)
  func idle(engine: Engine) throws {
    let house = try House(engine: engine)
    func isDue(_ at: String) throws -> Bool {
      try house.store.read { try Broadcasting.isPollDue(shop: House.shop, now: try House.at(at), $0) }
    }
    #expect(try !isDue("11-11 10:00"))
    try house.send("减50")
    #expect(try !isDue("11-11 10:01"))
    #expect(try isDue("11-11 10:02"))
    _ = try house.poll(at: "11-11 10:02")
    #expect(try !isDue("11-11 10:03"))
  }
}
