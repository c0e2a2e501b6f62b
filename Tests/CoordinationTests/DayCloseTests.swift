import Cases
import Orders
import Playbooks
import Refunds
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Coordination

/// The closing run: every kind of loose end is found, and a day without any is clean.
@Suite struct DayCloseTests {
  private func kinds(_ house: House, now: Instant = Moments.evening) throws -> [DayClose.Finding.Kind] {
    try house.store.read { try DayClose.ask(shop: House.shop, now: now, $0) }.findings.map(\.kind)
  }

  private func send(_ house: House, _ id: String) throws {
    let (rules, opening) = try house.store.read { (try Setup.refundRules($0), try Setup.refundOpening($0)) }
    let later = Moments.evening.adding(minutes: 600)
    try house.perform { change in
      try change.session.run(
        "UPDATE refund SET state = 'applied', review = '', refund_id = $1, operation_id = $2 WHERE order_id = $1",
        [.text(id), .text(change.operation.id.text)])
      return 0
    }
    guard let run = OperationID("PACK-\(id)") else { throw Unexpected(what: "a run's name") }
    _ = try RefundPacking(
      shop: House.shop, rules: rules, opening: opening, clock: .assumed(later), actor: People.wang, run: run,
      now: { later }
    ).perform(in: house.store)
    let claim = try house.perform(at: later) {
      try Refunds.claim(
        shop: House.shop, channel: .gateway, smsConfirmed: true, .assumed(later), opening, rules, $0)
    }
    guard claim?.payments.count == 1 else { throw Unexpected(what: "\(String(describing: claim))") }
  }

  private func answer(_ house: House, _ id: String, _ state: RefundStage) throws {
    let payment = try #require(try house.store.read { try Refunds.find(id, shop: House.shop, $0) }.first?.refund)
    let results = [
      Refunds.Result(row: 2, refund: payment.id, amount: payment.amount ?? .zero, outcome: .paid)
    ]
    if state == .settled {
      try house.perform { try Refunds.take(results, shop: House.shop, file: "f", $0) }
    }
  }

  @Test("a quiet day is clean; a held one is not before its refund is queued", arguments: TestStore.engines)
  func clean(engine: Engine) throws {
    let house = try House(engine: engine)
    #expect(try kinds(house).isEmpty)
    try house.bring("1001", to: .paid)
    try house.hold("1001", .buyerCancelled)
    #expect(try kinds(house).isEmpty)
    // Paid on the 11th at 00:01, to be shipped by the 13th.
    #expect(try kinds(house, now: Moments.evening.adding(minutes: 24 * 60 + 5)) == [.notApplied])
    try house.perform { try Refunds.withdraw("1001", shop: House.shop, note: "", $0) }
    #expect(try kinds(house) == [.noRefund])
    #expect(try house.verify().isEmpty)
  }

  @Test("sent without an answer, and settled with a later pass", arguments: TestStore.engines)
  func sent(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.bring("1001", to: .paid)
    try house.hold("1001", .buyerCancelled)
    try send(house, "1001")
    #expect(try kinds(house) == [.unansweredRefund])
    try answer(house, "1001", .settled)
    #expect(try kinds(house).isEmpty)
    // Somebody wrote past every guard.
    try house.perform(at: Moments.evening) { change in
      try change.session.run(
        """
        INSERT INTO gate_pass (operation_id, shop, order_id, waybill, from_stage, order_version, to_stage, gate, at, actor)
        VALUES ($1, $2, '1001', '', 30, 9, 50, 'print', $3, 'x')
        """,
        [
          .text(change.operation.id.text), .text(House.shop),
          .integer(Moments.evening.adding(minutes: 700).milliseconds),
        ])
      return 0
    }
    #expect(try kinds(house) == [.passedAfterRefund])
  }

  @Test("a recall without a result, and a refund to look at", arguments: TestStore.engines)
  func loose(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.bring("1001", to: .printed)
    try house.hold("1001", .buyerCancelled)
    #expect(try kinds(house) == [.openCase])
    try house.perform {
      try Recalls.close(.recall, shop: House.shop, order: "1001", as: .done, result: "takenOut", $0)
    }
    #expect(try kinds(house).isEmpty)
    try house.perform { change in
      try change.session.run(
        "UPDATE refund SET review = 'amountDiffers', operation_id = $1", [.text(change.operation.id.text)])
      return 0
    }
    #expect(try kinds(house) == [.refundToReview])
  }
}
