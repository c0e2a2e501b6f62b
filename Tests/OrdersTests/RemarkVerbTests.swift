import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Remarks place and lift holds, in a store of either engine.
@Suite struct RemarkVerbTests {
  @Test("a remark of a cancellation holds the order and is kept word for word", arguments: TestStore.engines)
  func cancel(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("1001"))
    let remarked = try shop.remark("1001", "买家不要了 12号退")
    #expect(remarked.verdict == .cancel)
    #expect(remarked.held == .buyerCancelled)
    #expect(remarked.answer == .held)
    #expect(remarked.consequence == .none)
    #expect(remarked.stage == .paid)
    #expect(remarked.memoVersion == 1)
    #expect(remarked.openHolds == 1)
    #expect(remarked.exitCode == .done)
    let order = try #require(try shop.order("1001"))
    #expect(order.openHolds == 1)
    #expect(order.version == 2)
    #expect(order.memoSeenAt == makeOrder("1001").memoSeenAt, "a person's word does not make the export fresh")
    let hold = try #require(try shop.holds("1001").first)
    #expect(hold.reason == .buyerCancelled)
    #expect(hold.source == "memo:1")
    #expect(hold.placedBy == "李雷")
    #expect(hold.placedAt == Moments.midnight)
    #expect(hold.placedStage == .paid)
    #expect(hold.liftedAt == nil)
    let memo = try #require(try shop.memos("1001").first)
    #expect(memo.text == "买家不要了 12号退")
    #expect(memo.source == "person")
    #expect(memo.verdict == "cancel")
    #expect(memo.rule == remarked.rule)
    #expect(shop.log.facts == [.unwanted])
  }

  @Test("a memo that is overwritten keeps its hold", arguments: TestStore.engines)
  func overwritten(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("1002"))
    try shop.remark("1002", "买家不要了")
    let second = try shop.remark("1002", "赠品不要了")
    #expect(second.verdict == .none)
    #expect(second.openHolds == 1)
    #expect(try shop.pass(["1002"]).map(\.outcome) == [.held])
    #expect(try shop.memos("1002").map(\.text) == ["买家不要了", "赠品不要了"])
    #expect(try shop.memos("1002").map(\.number) == [1, 2])
  }

  @Test("a release lifts what remarks had held, and nothing else", arguments: TestStore.engines)
  func resume(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("1003"))
    try shop.remark("1003", "买家不要了")
    try shop.remark("1003", "等通知")
    try shop.hold("1003", .amend)
    // Words alone do not bring a new address.
    try shop.perform { change in
      var facts = OrderFacts()
      let order = try #require(try OrderRecords.lock(Shop.key("1003"), change.session))
      return try Holds.place(
        NewHold(reason: .addressPending, source: .memo(9)), on: order, &facts, change)
    }
    let resumed = try shop.remark("1003", "买家又要了，正常发")
    #expect(resumed.verdict == .resume)
    #expect(Set(resumed.lifted) == [.buyerCancelled, .shipLater])
    #expect(resumed.openHolds == 2)
    #expect(try shop.order("1003")?.openHolds == 2)
    let open = try shop.holds("1003").filter { $0.liftedAt == nil }
    #expect(Set(open.map(\.reason)) == [.addressPending, .amend])
    #expect(shop.log.ofParcels == [], "holds remain: nothing was released")
    try shop.lift("1003", .addressPending)
    try shop.lift("1003", .amend)
    #expect(shop.log.ofParcels == [.released])
    #expect(shop.log.facts.contains(.wantedAgain))
    #expect(try shop.pass(["1003"]).map(\.outcome) == [.pass])
  }

  @Test(
    "a release does not lift against a refund: a person decides",
    arguments: TestStore.engines, [RefundBlock.appliedFor, .paidBack])
  func resumeAgainstRefund(engine: Engine, block: RefundBlock) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("1004", refundBlock: block))
    try shop.remark("1004", "买家不要了")
    let resumed = try shop.remark("1004", "买家又要了，正常发")
    #expect(resumed.lifted == [])
    #expect(resumed.held == .review)
    #expect(try shop.order("1004")?.openHolds == 2)
  }

  @Test("a remark on an unknown order is refused and leaves nothing; in advance it holds", arguments: TestStore.engines)
  func unknown(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    #expect(failureCode { try shop.remark("1005", "买家不要了") } == "unknown_order")
    #expect(failureCode { try shop.remark("3.5E+15", "买家不要了", inAdvance: true) } == "order_number_scientific")
    #expect(try shop.order("1005") == nil)
    #expect(try shop.memos("1005") == [])
    #expect(try shop.store.log(limit: 9).isEmpty)
    try shop.remark("1005", "买家不要了", inAdvance: true)
    let order = try #require(try shop.order("1005"))
    #expect(order.stage == .unpaid)
    #expect(order.openHolds == 1)
    #expect(order.memoSeenAt == nil)
  }

  @Test("a remark has a length beyond which it is refused")
  func tooLong() throws {
    let shop = try Shop(engine: .sqlite)
    try shop.put(makeOrder("1006"))
    #expect(failureCode { try shop.remark("1006", String(repeating: "长", count: 1_334)) } == "remark_too_long")
    #expect(try shop.remark("1006", String(repeating: "长", count: 1_333)).verdict == .none)
  }
}
