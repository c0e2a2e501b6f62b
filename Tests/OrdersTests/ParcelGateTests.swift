import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// A waybill passes with all its orders or not at all.
@Suite struct ParcelGateTests {
  @Test("a waybill takes all its orders along", arguments: TestStore.engines)
  func together(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12"] { try shop.put(makeOrder(id, stage: .printed)) }
    try shop.link("SF1", ["11", "12"])
    let answer = try #require(try shop.pass(["SF1"], at: "pack").first)
    #expect(answer.outcome == .pass)
    #expect(answer.order == nil)
    #expect(answer.waybill == "SF1")
    #expect(answer.stage == .packed)
    #expect(answer.mates?.map(\.order) == ["11", "12"])
    #expect(answer.mates?.map(\.passed) == [true, true])
    for id in ["11", "12"] {
      #expect(try shop.order(id)?.stage == .packed)
      #expect(try shop.order(id)?.version == answer.mates?.first { $0.order == id }?.orderVersion)
      #expect(try shop.store.read { try Gates.passes(Shop.key(id), $0) }.map(\.waybill) == ["SF1"])
    }
    #expect(try shop.parcel("SF1")?.stage == .packed)
    let again = try #require(try shop.pass(["SF1"], at: "pack", now: Moments.evening).first)
    #expect(again.outcome == .notDue)
    #expect(again.passedAt == Moments.midnight)
    #expect(again.passedBy == People.zhao.name)
    #expect(try shop.isCounted())
  }

  @Test("one held order stops the parcel, and the answer names it", arguments: TestStore.engines)
  func held(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12"] { try shop.put(makeOrder(id, stage: .printed)) }
    try shop.link("SF1", ["11", "12"])
    try shop.hold("12", .buyerCancelled)
    let answer = try #require(try shop.pass(["SF1"], at: "pack").first)
    #expect(answer.outcome == .held)
    #expect(answer.holds == [.buyerCancelled])
    #expect(
      answer.takeOut == [TakeOut(order: "12", outcome: .held, holds: [.buyerCancelled], items: ["保湿面霜 ×4"])])
    #expect(try shop.order("11")?.stage == .printed)
    #expect(try shop.parcel("SF1")?.stage == .printed)

    // Its mate by its own number neither, where the parcel is what is handled.
    let mate = try #require(try shop.pass(["11"], at: "pack").first)
    #expect(mate.outcome == .held)
    #expect(mate.order == "11")
    #expect(mate.waybill == "SF1")
    #expect(mate.takeOut?.map(\.order) == ["12"])
    #expect(try shop.order("11")?.stage == .printed)

    try shop.takeOut("12", "SF1")
    #expect(try shop.inside("SF1") == ["11"])
    #expect(try shop.pass(["SF1"], at: "pack").map(\.outcome) == [.pass])
    #expect(try shop.order("12")?.stage == .printed)
    #expect(try shop.pass(["12"], at: "pack").map(\.outcome) == [.held])
    #expect(shop.log.ofParcels == [.heldLate, .takenOut])
    #expect(try shop.isCounted())
  }

  @Test("each order's label is printed by itself; its parcel by all", arguments: TestStore.engines)
  func print(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12"] { try shop.put(makeOrder(id)) }
    try shop.link("SF1", ["11", "12"])
    try shop.hold("12", .buyerCancelled)
    #expect(try shop.pass(["SF1"]).map(\.outcome) == [.held])
    #expect(try shop.pass(["11"]).map(\.outcome) == [.pass])
    #expect(try shop.parcel("SF1")?.stage == .printed)
    try shop.lift("12")
    let rest = try #require(try shop.pass(["SF1"]).first)
    #expect(rest.outcome == .pass)
    #expect(rest.mates?.map(\.passed) == [false, true], "11 was printed before")
    #expect(try shop.pass(["SF1"]).map(\.outcome) == [.notDue])
  }

  @Test("every order of a parcel passes the packing table by its own number too", arguments: TestStore.engines)
  func ownNumbers(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12", "13"] { try shop.put(makeOrder(id, stage: .printed)) }
    try shop.link("SF1", ["11", "12", "13"])
    #expect(try shop.pass(["11", "12", "11"], at: "pack").map(\.outcome) == [.pass, .pass, .notDue])
    let rest = try #require(try shop.pass(["SF1"], at: "pack").first)
    #expect(rest.outcome == .pass)
    #expect(rest.mates?.map(\.passed) == [false, false, true])
    #expect(try shop.pass(["SF1", "13"], at: "pack").map(\.outcome) == [.notDue, .notDue])
  }

  @Test("the second parcel of an order passes though the order is there already", arguments: TestStore.engines)
  func split(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("21", stage: .printed))
    try shop.link("SF1", ["21"])
    try shop.link("SF2", ["21"])
    #expect(try shop.order("21") != nil)
    #expect(try shop.pass(["SF1"], at: "pack").map(\.outcome) == [.pass])
    #expect(try shop.pass(["21"], at: "pack").map(\.outcome) == [.notDue])
    #expect(try shop.parcel("SF2")?.stage == .printed)
    #expect(try shop.pass(["SF2"], at: "pack").map(\.outcome) == [.pass])
    #expect(try shop.pass(["SF1", "SF2"], at: "handOver").map(\.outcome) == [.pass, .pass], "both in one operation")
    let passes = try shop.store.read { try Gates.passes(Shop.key("21"), $0) }
    #expect(passes.map(\.waybill) == ["SF1", "SF2", "SF1", "SF2"])
    #expect(try shop.order("21")?.stage == .handedOver)
    #expect(try shop.isCounted())
  }

  @Test("a parcel with an order that nobody knows waits for it", arguments: TestStore.engines)
  func missing(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("31", stage: .printed))
    let taken = try shop.takeParcels(["顺丰,SF1,31 39,,"])
    #expect(taken.rejects.map(\.code) == ["unknown_order"])
    let answer = try #require(try shop.pass(["SF1"], at: "pack").first)
    #expect(answer.outcome == .unknownOrder)
    #expect(answer.takeOut == [TakeOut(order: "39", outcome: .unknownOrder)])
    #expect(try shop.pass(["31"], at: "pack").map(\.outcome) == [.unknownOrder])
    try shop.takeOut("39", "SF1")
    try shop.takeParcels(["顺丰,SF1,31 39,,"], minutes: 1)
    #expect(try shop.pass(["SF1"], at: "pack").map(\.outcome) == [.pass], "a person said it is not in there")
  }

  @Test("a text that is an order and a waybill is not guessed at", arguments: TestStore.engines)
  func ambiguous(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["41", "42"] { try shop.put(makeOrder(id, stage: .printed)) }
    try shop.link("41", ["42"])
    let answer = try #require(try shop.pass(["41"], at: "pack").first)
    #expect(answer.outcome == .unknownOrder)
    #expect(answer.isAmbiguous == true)
    let gate = try Shop.gate("pack")
    func pass(_ reading: GateReading) throws -> GateAnswer? {
      try shop.perform { try Gates.pass([Shop.key("41")], at: gate, reading: reading, $0) }.first
    }
    #expect(try pass(.waybill)?.waybill == "41")
    #expect(try shop.order("42")?.stage == .packed)
    #expect(try shop.order("41")?.stage == .printed)
    #expect(try pass(.order)?.outcome == .pass)
    #expect(try shop.order("41")?.stage == .packed)
    #expect(failureCode { try shop.undo("41") } == "ambiguous_identifier")
  }

  @Test("whatever else stands against one order stops its parcel", arguments: TestStore.engines)
  func others(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let others: [(String, Order, GateOutcome)] = [
      ("A", makeOrder("52", stage: .printed, refundBlock: .paidBack), .refunded),
      ("B", makeOrder("53", stage: .cancelled), .notDue), ("C", makeOrder("54", stage: .unpaid), .notDue),
      ("D", makeOrder("55", memoSeenAt: nil), .stale),
    ]
    for (waybill, other, outcome) in others {
      let free = makeOrder("6" + other.key.id)
      for order in [free, other] { try shop.put(order) }
      try shop.link(waybill, [free.key.id, other.key.id])
      #expect(try shop.pass([waybill]).map(\.outcome) == [outcome], "\(other)")
      #expect(try shop.order(free.key.id)?.stage == .paid)
    }
  }

  @Test("a remark that does not hold is told to whoever has the goods in hand", arguments: TestStore.engines)
  func notes(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["71", "72"] { try shop.put(makeOrder(id)) }
    try shop.link("SF1", ["71", "72"])
    try shop.remark("71", "赠品不要了，其他照发")
    try shop.perform { change in
      try change.session.run(
        """
        INSERT INTO order_todo (shop, order_id, source, number, kind, mode, value, text, operation_id)
        VALUES ($1, '72', 'message', 1, 'courier', 'mustNot', '顺丰', '不要发顺丰', $2)
        """, [.text(Shop.name), .text(change.operation.id.text)])
    }
    let memo = GateNote(order: "71", kind: "memo", mode: nil, value: nil, text: "赠品不要了，其他照发")
    let gift = GateNote(order: "71", kind: "gift", mode: "mustNot", value: "赠品", text: "赠品不要了")
    let todo = GateNote(order: "72", kind: "courier", mode: "mustNot", value: "顺丰", text: "不要发顺丰")
    #expect(try shop.pass(["71"], at: "approve").first?.notes == nil, "nobody has the goods there")
    #expect(try shop.pass(["71"]).first?.notes == [memo, gift])
    #expect(try shop.pass(["72"]).first?.notes == [todo])
    #expect(try shop.pass(["SF1"], at: "pack").first?.notes == [memo, gift, todo])
  }

  @Test("what is in a parcel and asks for lines names only those", arguments: TestStore.engines)
  func lines(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("81", stage: .printed))
    try shop.perform { change in
      for (line, title, attributes) in [("8101", "羽绒服", "黑色;L"), ("8102", "雨靴", "28码")] {
        try change.session.run(
          """
          INSERT INTO order_line (shop, order_id, line, title, attributes, sku, quantity, source_at, operation_id)
          VALUES ($1, '81', $2, $3, $4, $2, 2, 5, $5)
          """,
          [.text(Shop.name), .text(line), .text(title), .text(attributes), .text(change.operation.id.text)])
      }
      return 0
    }
    try shop.takeParcels(["顺丰,SF1,81,8101,1", "顺丰,SF2,81,8102,2"])
    #expect(try shop.parcel("SF1")?.items.map(\.line) == ["8101"])
    #expect(try shop.parcel("SF2")?.items.map(\.quantity) == [2])
    try shop.hold("81", .partial)
    #expect(try shop.pass(["SF1"], at: "pack").first?.takeOut?.first?.items == ["羽绒服 黑色;L ×2"])
    #expect(try shop.pass(["SF2"], at: "pack").first?.takeOut?.first?.items == ["雨靴 28码 ×2"])
    #expect(try shop.pass(["81"], at: "pack").first?.takeOut?.first?.items.count == 2)
  }
}
