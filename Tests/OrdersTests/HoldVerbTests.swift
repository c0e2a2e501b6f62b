import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Holds on a person's word, in a store of either engine.
@Suite struct HoldVerbTests {
  @Test("the same person holds an order for the same reason once", arguments: TestStore.engines)
  func once(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("2001"))
    let first = try shop.hold("2001", .noShip)
    let second = try shop.hold("2001", .noShip)
    let third = try shop.hold("2001", .noShip, actor: People.wang)
    #expect([first.isNew, second.isNew, third.isNew] == [true, false, true])
    #expect(try shop.order("2001")?.openHolds == 2)
    #expect(try shop.lift("2001").lifted == [.noShip, .noShip])
    #expect(try shop.order("2001")?.openHolds == 0)
    #expect(try shop.hold("2001", .noShip).isNew, "a lifted hold may be placed again")
    #expect(try shop.holds("2001").count == 3)
  }

  @Test("a late hold answers by the stage and announces once", arguments: TestStore.engines)
  func late(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for (index, stage) in OrderStage.allCases.enumerated() {
      let before = shop.log.facts.count
      let id = "21\(index)0"
      try shop.put(makeOrder(id, stage: stage))
      let timing = HoldTiming(placedAt: stage)
      let placed = try shop.hold(id, .buyerCancelled)
      #expect(placed.answer == timing.answer)
      #expect(placed.consequence == timing.consequence)
      #expect(placed.exitCode == (timing.answer == .late ? .late : .done))
      #expect(
        shop.log.facts.dropFirst(before) == (timing.consequence == .none ? [.unwanted] : [.heldLate, .unwanted]))
      let announced = shop.log.facts.count
      let again = try shop.hold(id, .buyerCancelled)
      #expect(again.consequence == .none)
      #expect(shop.log.facts.count == announced)
      #expect(try shop.holds(id).map(\.consequence) == [timing.consequence])
      #expect(try shop.holds(id).map(\.placedStage) == [stage])
    }
  }

  @Test("a hold that nobody may follow leaves nothing behind", arguments: TestStore.engines)
  func unfollowed(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("2002", stage: .printed))
    let deaf = try shop.place.open()
    #expect(throws: TestStore.UnhandledFact.self) {
      try deaf.perform(try operation("X1")) {
        try Holds.add(Shop.key("2002"), reason: .review, note: "", inAdvance: false, $0)
      }
    }
    #expect(try shop.order("2002")?.openHolds == 0)
    #expect(try shop.order("2002")?.version == 1)
    #expect(try shop.holds("2002") == [])
    #expect(try shop.store.log(limit: 9).map(\.id) == ["OP1"])
  }

  @Test("an order held in advance is held when its import comes", arguments: TestStore.engines)
  func inAdvance(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    #expect(failureCode { try shop.hold("2003", .buyerCancelled) } == "unknown_order")
    try shop.hold("2003", .buyerCancelled, inAdvance: true)
    #expect(try shop.pass(["2003"]).map(\.outcome) == [.notDue])
    let totals = try shop.take([Export.line("2003", status: "买家已付款，等待卖家发货")]).totals
    #expect(totals.new == 0)
    #expect(totals.changed == 1)
    let order = try #require(try shop.order("2003"))
    #expect(order.stage == .paid)
    #expect(order.openHolds == 1)
    #expect(try shop.pass(["2003"]).map(\.outcome) == [.held])
  }

  @Test("a lift is refused to who may not, and of an order that was paid back", arguments: TestStore.engines)
  func refused(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("2004"))
    try shop.put(makeOrder("2005", refundBlock: .paidBack))
    for id in ["2004", "2005"] { try shop.hold(id, .buyerCancelled) }
    #expect(failureCode { try shop.lift("2004", actor: People.zhao) } == "role_may_not_lift")
    #expect(failureCode { try shop.lift("2005") } == "refund_paid")
    #expect(failureCode { try shop.lift("2006") } == "unknown_order")
    #expect(failureCode { try shop.lift("2004", .amend) } == "no_open_hold")
    #expect(try shop.order("2004")?.openHolds == 1)
    #expect(try shop.lift("2004", actor: People.li).remaining == 0)
    #expect(failureCode { try shop.lift("2004") } == "no_open_hold")
    let hold = try #require(try shop.holds("2004").first)
    #expect(hold.liftedBy == People.li.name)
    #expect(hold.liftedAt == Moments.midnight)
  }

  @Test("lists show open holds of a shop and reason, oldest first", arguments: TestStore.engines)
  func list(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["2011", "2012", "2013"] { try shop.put(makeOrder(id)) }
    try shop.hold("2013", .amend)
    try shop.perform(actor: People.li, at: Moments.opening) {
      try Holds.add(Shop.key("2012"), reason: .review, note: "", inAdvance: false, $0)
    }
    try shop.hold("2011", .review)
    try shop.lift("2011")
    func list(_ name: String?, _ reason: HoldReason?, limit: Int64 = 9) throws -> [String] {
      try shop.store.read { try Holds.list(HoldFilter(shop: name, reason: reason, limit: limit), $0) }
        .map(\.hold.order)
    }
    #expect(try list(nil, nil) == ["2012", "2013"])
    #expect(try list(Shop.name, .amend) == ["2013"])
    #expect(try list("店铺乙", nil) == [])
    #expect(try list(nil, nil, limit: 1) == ["2012"])
    #expect(try shop.store.read { try Holds.miscounted($0) } == [])
  }
}
