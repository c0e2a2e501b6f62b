import Coordination
import Formats
import Foundation
import Playbooks
import Rota
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Broadcasts

/// Who gets a broadcast, who has read it, and what that is worth.
@Suite struct BroadcastTests {
  typealias House = BroadcastHouse

  @Test("one delivery for each person of the audience, made with the broadcast", arguments: TestStore.engines)
  func deliveries(engine: Engine) throws {
    let house = try House(engine: engine)
    let sent = try house.send("满300减40 改为 减50", to: ["售前"])
    #expect(sent.number == 1 && sent.version == 1 && sent.people == 2 && sent.coming == 0)
    #expect(try house.inbox("小美").items.map(\.title) == ["满300减40 改为 减50"])
    #expect(try house.inbox("阿二").items.isEmpty, "not of the audience")
    #expect(try refusal { try house.send("x", to: ["售中"]) } == "unknown_audience")
    #expect(try refusal { try house.send("", to: []) } == "broadcast_length")
    #expect(try refusal { try house.send("x", urgency: "soon") } == "unknown_urgency")
    try house.ack("1.1", as: "小美", at: "11-11 10:00:30")
    #expect(try house.inbox("小美").items.isEmpty)
    let reach = try house.reach("1.1")
    #expect(reach.people == 2 && reach.acknowledged == 1 && reach.share == 0.5 && reach.medianSeconds == 30)
    #expect(try refusal { try house.ack("1.1", as: "阿二") } == "not_addressed")
    #expect(try refusal { try house.ack("9", as: "小美") } == "unknown_broadcast")
    #expect(try house.ack("1.1", as: "小美", at: "11-11 11:00").outcome == .acknowledged, "said twice is no error")
    #expect(try house.reach("1.1").medianSeconds == 30, "the first receipt counts")
  }

  @Test("a receipt belongs to its version: the next one voids it", arguments: TestStore.engines)
  func versions(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.send("减50", to: ["售前"])
    try house.ack("1.1", as: "小美")
    let second = try house.send("减60", to: ["售前"], replacing: 1, at: "11-11 10:05")
    #expect(second.version == 2 && second.voided == 1 && second.people == 2)
    #expect(try house.inbox("小美").items.map(\.version) == [2])
    #expect(try refusal { try house.ack("1.1", as: "小强") } == "broadcast_replaced", "nobody confirms what has gone")
    try house.ack("1.2", as: "小强", at: "11-11 10:06")
    #expect(try house.reach("1.2").acknowledged == 1)
    #expect(try house.reach("1.1").isInForce == false)
    try house.perform(at: "11-11 10:07") { try Broadcasts.withdraw(1, shop: House.shop, $0) }
    #expect(try house.inbox("小美").items.isEmpty)
    #expect(try refusal { try house.send("减70", replacing: 1) } == "broadcast_ended")
  }

  @Test("a question has to be answered; a wrong answer is counted and is no receipt", arguments: TestStore.engines)
  func question(engine: Engine) throws {
    let house = try House(engine: engine)
    let question = Broadcast.Question(text: "现在减多少？", options: ["40", "50", "60"], answer: 2)
    try house.send("减50", to: ["小美"], question: question)
    #expect(try refusal { try house.ack("1", as: "小美") } == "answer_needed")
    let wrong = try house.ack("1", as: "小美", answer: 1)
    #expect(wrong.outcome == .wrongAnswer && wrong.wrongAnswers == 1)
    #expect(try house.inbox("小美").items.first?.wrongAnswers == 1)
    #expect(try house.ack("1", as: "小美", answer: 2).outcome == .acknowledged)
    #expect(try house.reach("1").wrongAnswers == 1)
    let bad = Broadcast.Question(text: "？", options: ["一"], answer: 1)
    #expect(try refusal { try house.send("x", question: bad) } == "broadcast_question")
  }

  @Test("whoever clocks in gets what is in force, and is not ready before having read it", arguments: TestStore.engines)
  func newcomers(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.send("减50", to: ["售前"])
    try house.send("只给售后", to: ["售后"])
    try house.clockIn("阿三", at: "11-11 11:00")
    #expect(try house.inbox("阿三").items.map(\.title) == ["减50"])
    #expect(try house.reach("1").deliveries.first { $0.agent == "阿三" }?.cause == .clockedIn)
    let behind = try house.store.read { try Inbox.behind(shop: House.shop, now: try House.at("11-11 11:00"), $0) }
    #expect(behind["阿三"] == 1 && behind["小强"] == 2)
  }

  @Test(
    "whoever comes on shift later gets it now, and the minutes run from the shift's start", arguments: TestStore.engines
  )
  func comingOn(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.publishShift("阿三", from: "11-11 15:00", until: "11-11 23:00")
    let sent = try house.send("减50", to: ["售前"])
    #expect(sent.people == 3 && sent.coming == 1)
    let due = try House.at("11-11 15:05")
    #expect(try house.reach("1").deliveries.first { $0.agent == "阿三" }?.due == due)
    #expect(try house.poll(at: "11-11 10:03").reminders == 2, "not before the shift")
    _ = try house.poll(at: "11-11 15:05")
    #expect(try house.reach("1").deliveries.first { $0.agent == "阿三" }?.state == .escalated)
    // Ready at 15:01 only once it is acknowledged.
    try house.clockIn("阿三", at: "11-11 14:55")
    func lacks() throws -> [Readiness.Lack] {
      let heads = try house.store.read { try Fitness.ready(shop: House.shop, now: try House.at("11-11 15:01"), $0) }
      return heads.people.first { $0.agent == "阿三" }?.lacks ?? []
    }
    #expect(try lacks() == [.unread])
    try house.ack("1", as: "阿三", at: "11-11 15:01")
    #expect(try lacks().isEmpty)
    #expect(try house.store.read { try Fitness.heads(shop: nil, now: try House.at("11-11 15:02"), $0) } == (1, 1))
  }

  @Test("whoever begins earlier than planned has to read earlier", arguments: TestStore.engines)
  func earlier(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.publishShift("阿三", from: "11-11 15:00", until: "11-11 23:00")
    try house.send("减50", to: ["售前"])
    func isBehind(_ at: String) throws -> Bool {
      try house.store.read { try Inbox.behind(shop: House.shop, now: try House.at(at), $0) }["阿三"] != nil
    }
    func isDue(_ at: String) throws -> Bool {
      try house.store.read { try Broadcasting.isPollDue(shop: House.shop, now: try House.at(at), $0) }
    }
    _ = try house.poll(at: "11-11 10:08")
    #expect(try !isDue("11-11 10:09"), "what is planned is no news")
    #expect(try !isBehind("11-11 12:00"))
    // The rota moves: the next look brings it forward.
    try house.perform(at: "11-11 11:00") { change in
      try change.session.run(
        "UPDATE rota_shift SET start_at = $1", [.integer(try House.at("11-11 11:30").milliseconds)])
    }
    #expect(try house.poll(at: "11-11 11:01").joined == 1)
    let due = try House.at("11-11 11:35")
    #expect(try house.reach("1").deliveries.first { $0.agent == "阿三" }?.due == due)
    // They come even before that.
    try house.clockIn("阿三", at: "11-11 11:10")
    #expect(try isBehind("11-11 11:10"))
    let earlier = try House.at("11-11 11:15")
    #expect(try house.reach("1").deliveries.first { $0.agent == "阿三" }?.due == earlier)
    try house.ack("1", as: "阿三", at: "11-11 11:11")
    #expect(try !isDue("11-11 11:12"), "a receipt stays")
  }

  @Test("who has to read is counted for the day's page and the handover", arguments: TestStore.engines)
  func counted(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.send("减50")
    try house.send("停电", to: ["售后"])
    try house.send("已撤", to: ["售后"])
    try house.perform(at: "11-11 10:01") { try Broadcasts.withdraw(3, shop: House.shop, $0) }
    try house.ack("1", as: "小美")
    let now = try House.at("11-11 10:02")
    for shop in [House.shop, nil] {
      let counted = try house.store.read { try UnreadBroadcasts.count(shop: shop, now: now, $0) }
      #expect(counted == .init(broadcasts: 2, people: 2))
    }
    let picture = try house.store.read { try HandoverPicture.ask(shop: House.shop, now: now, $0) }
    let part = try #require(picture.parts.first { $0.kind == .unreadBroadcasts })
    #expect(part.count == 2 && part.first.map { "\($0.id) \($0.about)" } == ["1.1 2", "2.1 2"])
    let status = try house.store.read { try DayStatus.ask(shop: House.shop, now: now, $0) }
    #expect(status.unreadBroadcasts == 2 && status.unreadPeople == 2)
  }

  @Test("what is written out of a question does not hold its answer")
  func secret() throws {
    let question = Broadcast.Question(text: "减多少？", options: ["40", "50"], answer: 2)
    let text = String(decoding: try JSONEncoder().encode(question), as: UTF8.self)
    #expect(text.contains("options") && !text.contains("answer") && !text.contains("2"))
  }

  @Test("exposure: the buyers served between the effect and the receipt", arguments: TestStore.engines)
  func exposure(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.send("减50", to: ["售前"], at: "11-11 10:00")
    try house.ack("1", as: "小美", at: "11-11 10:10")
    let (exposed, chats) = try house.store.read { session in
      let exposed = try BroadcastExposure.of(
        .init(number: 1, version: 1), shop: House.shop, now: try House.at("11-11 11:00"), session)
      let text = """
        时间,客服,买家
        2026-11-11 09:59:59,小美,早的
        2026-11-11 10:05:00,店:小美,由账号
        2026-11-11 10:10:00,小美,看过以后
        2026-11-11 10:30:00,小强,没看的
        2026-11-11 10:30:00,阿二,不是对象
        昨天,小美,看不懂
        """
      let log = try ChatLog.read(try CSVReader(.bytes(Array(text.utf8))))
      #expect(log.unusable == 1)
      return (exposed, try ExposedChat.find(log, exposed, shop: House.shop, session))
    }
    #expect(Set(exposed.map(\.agent)) == ["小美", "小强"])
    #expect(exposed.first { $0.agent == "小强" }?.until == nil)
    #expect(chats.map(\.buyer) == ["由账号", "没看的"])
    #expect(chats.first?.agent == "小美")
  }

  @Test(
    "references", arguments: [("3.2", 3, 2), ("3", 3, 1), ("0", 0, 0), ("3.", 0, 0), ("a.1", 0, 0), ("1.2.3", 0, 0)])
  func references(text: String, number: Int64, version: Int64) {
    let expected = number == 0 ? nil : Broadcast.Reference(number: number, version: version)
    #expect(Broadcast.Reference(text) == expected)
  }
}

extension BroadcastHouse {
  /// A published rota of one shift.
  func publishShift(_ agent: String, from: String, until: String) throws {
    let (start, end) = (try Self.at(from), try Self.at(until))
    try perform(at: "11-09 21:00") { change in
      let day = ShopDay(start)
      let cost = #"{"belowMinHours":0,"changes":0,"idle":0,"missingSlots":{},"nights":0,"under":0,"wishes":0}"#
      let id = change.operation.id.text
      try change.session.run(
        """
        INSERT INTO rota (shop, version, state, source, from_at, until_at, slot_minutes, cost, made_at, made_by,
          published_at, published_by, revision, operation_id, publish_operation_id)
        VALUES ($1, 1, 'published', 'file', $2, $3, 30, $5, 1, 'a', 1, 'a', 1, $4, $4)
        """,
        [
          .text(Self.shop), .integer(day.start.milliseconds), .integer(day.end.milliseconds), .text(id), .text(cost),
        ])
      try change.session.run(
        "INSERT INTO rota_day (shop, day, version, operation_id) VALUES ($1, $2, 1, $3)",
        [.text(Self.shop), .integer(Int64(day.number)), .text(id)])
      try change.session.run(
        """
        INSERT INTO rota_shift (shop, version, number, agent, start_at, end_at, is_pinned, operation_id)
        VALUES ($1, 1, 1, $2, $3, $4, 0, $5)
        """,
        [.text(Self.shop), .text(agent), .integer(start.milliseconds), .integer(end.milliseconds), .text(id)])
      return 0
    }
  }
}
