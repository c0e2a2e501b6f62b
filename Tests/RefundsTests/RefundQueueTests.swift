import Orders
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Refunds

/// From the hold to the application, on both engines.
@Suite struct RefundQueueTests {
  @Test(
    "an unwanted order queues its refund in the same operation, by import and by hand", arguments: TestStore.engines)
  func unwanted(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take(
      Till.orderHeader,
      [
        Till.order("1001", memo: "买家不要了"), Till.order("1002"), Till.order("1003", status: "等待买家付款", memo: "买家不要了"),
        Till.order("1004", status: "交易成功", memo: "买家不要了"), Till.order("1005", memo: "红色不要了，蓝色照发"),
      ])
    let refund = try till.refund("1001")
    #expect(refund.kind == .wholeOrder && refund.state == .awaitingApplication && refund.review == nil)
    #expect(refund.amountFen == 17_580)
    #expect(refund.opensAt == Instant("2026-11-12 00:00"))
    #expect(refund.key == RefundKey.text(Till.key("1001"), line: "", sequence: 1))
    for id in ["1002", "1003", "1004", "1005"] { #expect(try till.refunds(id).isEmpty, "\(id)") }
    try till.hold("1002")
    try till.hold("1002")
    #expect(try till.refunds("1002").count == 1)
    // Held before it was paid for.
    try till.take(
      Till.orderHeader, [Till.order("1003", memo: "买家不要了")], exportedAt: Moments.midnight.adding(minutes: -2))
    #expect(try till.refund("1003").amountFen == 17_580)
    #expect(try till.audit().isEmpty)
  }

  @Test("an order whose payment no source shows is queued without an amount", arguments: TestStore.engines)
  func unknownAmount(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take("订单编号,订单状态,订单备注", ["1001,\"买家已付款，等待卖家发货\",买家不要了"])
    #expect(try till.refund("1001").amountFen == nil)
    #expect(try till.refund("1001").review == .amountUnknown)
    #expect(failureCode { try till.approve("1001") } == "refund_without_amount")
    #expect(failureCode { try till.approve("1001", amount: Money(fen: 500)) } == "paid_unknown")
    try till.take(Till.orderHeader, [Till.order("1001")], exportedAt: Moments.midnight)
    #expect(failureCode { try till.approve("1001", amount: Money(fen: 17_581)) } == "refund_above_paid")
    #expect(try till.approve("1001", amount: Money(fen: 17_580)).amountFen == 17_580)
    #expect(try till.refund("1001").review == nil)
  }

  @Test("a lift withdraws the refund, and a new hold queues another one", arguments: TestStore.engines)
  func lift(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.bringApplied("1001")
    try till.pack()
    #expect(try till.refund("1001").state == .batched)
    try till.lift("1001")
    #expect(try till.refund("1001").state == .withdrawn)
    #expect(try till.store.read { try Refunds.miscountedBatches($0) }.isEmpty)
    #expect(try till.claim()?.payments == [])
    try till.hold("1001")
    #expect(try till.refunds("1001").map(\.state) == [.withdrawn, .applied])
    #expect(try till.refund("1001").sequence == 2)
    #expect(try till.audit().isEmpty)
  }

  @Test("a lift is refused once the money may have left", arguments: TestStore.engines)
  func liftTooLate(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.bringApplied("1001")
    try till.pack()
    let claim = try #require(try till.claim())
    #expect(failureCode { try till.lift("1001") } == "refund_on_its_way")
    #expect(try till.pass("1001") == .held)
    #expect(
      failureCode { try till.perform { try Refunds.withdraw("1001", shop: Till.shop, note: "", $0) } }
        == "refund_on_its_way")
    try till.note([(claim.payments[0], .lost("x"))])
    #expect(failureCode { try till.lift("1001") } == "refund_on_its_way")
    try till.note([(claim.payments[0], .paid(fen: 17_580))])
    #expect(failureCode { try till.lift("1001") } == "refund_paid")
    // An export made before the payment opens nothing.
    try till.take(
      Till.orderHeader, [Till.order("1001", memo: "买家又要了，正常发")], exportedAt: Moments.evening.adding(minutes: 1))
    #expect(try till.order("1001").refundBlock == .paidBack)
    #expect(try till.order("1001").openHolds > 0)
    #expect(try till.audit().isEmpty)
  }

  @Test("the application brings number, phase and deadline", arguments: TestStore.engines)
  func application(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take(Till.orderHeader, [Till.order("1001", memo: "买家不要了"), Till.order("1002"), Till.order("1003")])
    try till.apply("1001", "9001", "175.80")
    let refund = try till.refund("1001")
    #expect(refund.state == .applied && refund.refundId == "9001" && refund.phase == "售中")
    #expect(refund.deadline == Instant("2026-11-13 00:00:00"))
    #expect(refund.item == "9001|17580||售中")
    // Nobody here had queued it.
    try till.apply("1002", "9002", "175.80")
    #expect(try till.refund("1002").review == .requested)
    #expect(try till.refund("1002").kind == .wholeOrder)
    try till.apply("1003", "9003", "20.00", part: "部分退款")
    #expect(try till.refund("1003").kind == .partial)
    // Another amount: a person looks again.
    try till.apply("1001", "9001", "170.00", at: Moments.evening.adding(minutes: 1))
    #expect(try till.refund("1001").review == .amountDiffers)
    #expect(try till.due().ready.isEmpty)
    try till.approve("1001")
    #expect(try till.due().ready.map(\.order) == ["1001"])
    // The buyer takes it back.
    try till.apply("1001", "9001", "170.00", status: "退款关闭", at: Moments.evening.adding(minutes: 2))
    #expect(try till.refund("1001").state == .awaitingApplication)
    #expect(try till.refund("1001").review == .applicationClosed)
    #expect(try till.refund("1001").refundId == nil)
    // The platform has paid.
    try till.apply("1001", "9001", "170.00", status: "退款成功", at: Moments.evening.adding(minutes: 3))
    #expect(try till.refund("1001").state == .settled)
    #expect(try till.order("1001").refundBlock == .paidBack)
    #expect(try till.audit().isEmpty)
  }

  @Test("an application for the whole order is not taken for a difference that waits too", arguments: TestStore.engines)
  func matching(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take(Till.orderHeader, [Till.order("1001", yuan: "100.00")])
    try till.queue("1001", Refunds.Request(kind: .difference, amount: Money(fen: 3_000)))
    try till.hold("1001")
    try till.apply("1001", "9001", "70.00")
    #expect(try till.refunds("1001").map(\.state) == [.awaitingApplication, .applied])
    try till.apply("1001", "9002", "30.00", part: "部分退款", at: Moments.evening.adding(minutes: 1))
    #expect(try till.refunds("1001").map(\.refundId) == ["9002", "9001"])
    #expect(try till.refunds("1001").map(\.review) == [nil, nil])
  }

  @Test(
    "a buyer who applies line by line gets each line, and the rest of the order waits on", arguments: TestStore.engines)
  func lineByLine(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take(Till.orderHeader, [Till.order("1001", memo: "买家不要了")])
    func apply(_ line: String, _ number: String, fen: Int64) throws {
      try till.perform(at: Moments.evening) { change in
        let order = try #require(try OrderRefunds.lock([Till.key("1001")], change)[Till.key("1001")])
        let news = PlatformRefund(
          shop: Till.shop, id: number, order: "1001", line: line, state: .applied, amount: Money(fen: fen))
        try Refunds.takeNews([news], of: order, try Till.opening.get(), change)
        return true
      }
    }
    try apply("11", "9001", fen: 7_580)
    try apply("12", "9002", fen: 4_000)
    // Shown again, it is the same application.
    try apply("11", "9001", fen: 7_580)
    #expect(try till.refunds("1001").map(\.amountFen) == [6_000, 7_580, 4_000])
    #expect(try till.refunds("1001").map(\.state) == [.awaitingApplication, .applied, .applied])
    // The last line is all that is left: it is the refund that has waited.
    try apply("13", "9003", fen: 6_000)
    #expect(try till.refunds("1001").map(\.refundId) == ["9003", "9001", "9002"])
    #expect(try till.refunds("1001").compactMap(\.amountFen).reduce(0, +) == 17_580)
    #expect(try till.audit().isEmpty)
  }

  @Test("an order export that shows it paid back settles its refund", arguments: TestStore.engines)
  func paidBackByExport(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take(Till.orderHeader, [Till.order("1001", memo: "买家不要了")])
    try till.take(
      Till.orderHeader, ["1001,\"买家已付款，等待卖家发货\",175.80,0.00,175.80,2026-11-11 00:01:02,面霜,买家不要了"],
      exportedAt: Moments.evening)
    #expect(try till.refund("1001").state == .settled)
    #expect(try till.audit().isEmpty)
  }

  @Test("never more than was paid less what was and will be paid back", arguments: TestStore.engines)
  func cap(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take(Till.orderHeader, [Till.order("1001", yuan: "100.00"), Till.order("1002", status: "等待买家付款")])
    func difference(_ fen: Int64) -> Refunds.Request { Refunds.Request(kind: .difference, amount: Money(fen: fen)) }
    #expect(failureCode { try till.queue("1001", difference(10_001)) } == "refund_above_paid")
    #expect(failureCode { try till.queue("1001", difference(0)) } == "refund_without_amount")
    #expect(failureCode { try till.queue("1001", difference(-1)) } == "refund_without_amount")
    #expect(failureCode { try till.queue("1001", Refunds.Request(kind: .difference)) } == "refund_without_amount")
    #expect(failureCode { try till.queue("1002", difference(1)) } == "not_paid")
    #expect(failureCode { try till.queue("404", difference(1)) } == "unknown_order")
    #expect(failureCode { try till.queue("1001", Refunds.Request(kind: .partial, line: "7")) } == "unknown_line")
    try till.queue("1001", difference(3_000))
    #expect(failureCode { try till.queue("1001", difference(7_001)) } == "refund_above_paid")
    #expect(try till.queue("1001", Refunds.Request()).amountFen == 7_000)
    #expect(failureCode { try till.queue("1001", Refunds.Request()) } == "refund_queued")
    #expect(failureCode { try till.queue("1001", difference(1)) } == "refund_above_paid")
    #expect(try till.refunds("1001").map(\.id) == ["1001.1", "1001.2"])
  }

  @Test("what one line was paid with caps that line", arguments: TestStore.engines)
  func lineCap(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take(Till.orderHeader, [Till.order("1001", yuan: "100.00")])
    try till.perform { change in
      for (line, fen) in [("11", Int64(6_000)), ("12", 4_000)] {
        try change.session.run(
          """
          INSERT INTO order_line (shop, order_id, line, paid_fen, source_at, operation_id)
          VALUES ($1, '1001', $2, $3, 1, $4)
          """, [.text(Till.shop), .text(line), .integer(fen), .text(change.operation.id.text)])
      }
      return 0
    }
    func part(_ line: String, _ fen: Int64?) -> Refunds.Request {
      Refunds.Request(kind: .partial, line: line, amount: fen.map(Money.init(fen:)))
    }
    #expect(failureCode { try till.queue("1001", part("12", 4_001)) } == "refund_above_paid")
    #expect(try till.queue("1001", part("12", 1_000)).refund == "1001.12.1")
    #expect(try till.queue("1001", part("12", nil)).amountFen == 3_000)
    #expect(failureCode { try till.queue("1001", part("12", 1)) } == "refund_above_paid")
    #expect(try till.queue("1001", part("11", nil)).amountFen == 6_000)
  }

  @Test("an agent's promises of a day have a budget; the lead's have none", arguments: TestStore.engines)
  func budget(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take(Till.orderHeader, (1...4).map { Till.order("100\($0)", yuan: "900.00") })
    func difference(_ fen: Int64) -> Refunds.Request { Refunds.Request(kind: .difference, amount: Money(fen: fen)) }
    try till.queue("1001", difference(15_000), actor: People.li)
    #expect(failureCode { try till.queue("1002", difference(5_001), actor: People.li) } == "refund_budget")
    try till.queue("1002", difference(5_000), actor: People.li)
    #expect(failureCode { try till.queue("1003", difference(1), actor: People.li) } == "refund_budget")
    try till.queue("1003", difference(50_000))
    try till.queue("1004", difference(100), actor: People.li, at: Till.after)
  }

  @Test("a large amount takes a second person", arguments: TestStore.engines)
  func fourEyes(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.bringApplied("1001", yuan: "800.00")
    #expect(try till.due().unapproved.map(\.order) == ["1001"])
    #expect(failureCode { try till.approve("1001", actor: People.wang) } == "four_eyes")
    #expect(try till.approve("1001", amount: Money(fen: 70_000)).needsApproval)
    #expect(failureCode { try till.approve("1001") } == "four_eyes")
    #expect(try !till.approve("1001", actor: People.wang).needsApproval)
    #expect(try till.due().ready.map(\.amountFen) == [70_000])
    // The schema says so too.
    #expect(throws: StoreError.self) {
      try till.store.database.write { try $0.run("UPDATE refund SET approved_by = amount_by WHERE order_id = '1001'") }
    }
  }

  @Test("who may apply is asked, and what came of it is noted", arguments: TestStore.engines)
  func chase(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take(Till.orderHeader, [Till.order("1001", memo: "买家不要了"), Till.order("1002", memo: "买家不要了")])
    func list(_ moment: Instant) throws -> [ChaseEntry] {
      try till.store.read { try Refunds.chaseList(shop: Till.shop, openBy: moment, limit: 10, $0) }
    }
    #expect(try list(Moments.evening).isEmpty)
    #expect(try list(Till.after).map(\.order) == ["1001", "1002"])
    _ = try till.perform { try Refunds.chase("1001", shop: Till.shop, .told, note: "", $0) }
    let chased = try till.perform { try Refunds.chase("1001", shop: Till.shop, .keepsGoods, note: "又要了", $0) }
    #expect(chased.attempts == 2)
    #expect(try list(Till.after).first?.last == .keepsGoods)
    try till.apply("1001", "9001", "175.80")
    #expect(
      failureCode { _ = try till.perform { try Refunds.chase("1001", shop: Till.shop, .told, note: "", $0) } }
        == "refund_not_awaited")
    #expect(try list(Till.after).map(\.order) == ["1002"])
  }
}
