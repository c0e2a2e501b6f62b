import Cases
import Formats
import Glibc
import Orders
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Refunds

/// From the day on: due, packed, sent, settled; on both engines.
@Suite struct RefundPayTests {
  @Test("nothing is due a moment too early, and a clock that is off is refused", arguments: TestStore.engines)
  func clock(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.bringApplied("1001")
    let opens = try #require(Instant("2026-11-12 00:00"))
    #expect(try till.due(at: opens.adding(milliseconds: -1)).ready.isEmpty)
    #expect(try till.due(at: opens).ready.count == 1)
    let now = try till.store.read { try ClockRecords.now($0) }
    #expect(now > Instant(milliseconds: 1_700_000_000_000))
    for off in [-6_000, 6_500, 600_000, -600_000] as [Int64] {
      let code = failureCode {
        _ = try till.store.read { try RefundClock.store(worker: now.adding(milliseconds: off)).now($0) }
      }
      #expect(code == "clock_off", "\(off)")
    }
    _ = try till.store.read { try RefundClock.store(worker: now.adding(milliseconds: 3_000)).now($0) }
  }

  @Test("packed, sent and settled, each once; the gate stays shut", arguments: TestStore.engines)
  func settle(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.bringApplied("1001")
    try till.bringApplied("1002", yuan: "99.00")
    let summary = try till.pack()
    #expect(summary.batches == 1 && summary.refunds == 2 && summary.amountFen == 27_480)
    #expect(try till.pack().refunds == 0)
    let claim = try #require(try till.claim())
    #expect(claim.payments.map(\.fen) == [17_580, 9_900])
    #expect(try till.claim() == nil)
    #expect(try till.order("1001").refundBlock == .appliedFor)
    let noted = try till.note([(claim.payments[0], .paid(fen: 17_580)), (claim.payments[1], .refused("no"))])
    #expect(noted.settled == 1 && noted.settledFen == 17_580 && noted.refused == 1)
    // What comes later changes nothing.
    #expect(try till.note([(claim.payments[0], .refused("late")), (claim.payments[0], .lost("x"))]) == Refunds.Noted())
    #expect(try till.refund("1001").state == .settled)
    #expect(try till.order("1001").refundBlock == .paidBack)
    #expect(try till.refund("1002").state == .refused)
    // The platform still shows the application.
    #expect(try till.order("1002").refundBlock == .appliedFor)
    #expect(try till.queue("1002", Refunds.Request()).refund == "1002.2")
    #expect(try till.audit().isEmpty)
  }

  @Test("a payer that disagrees is for a person, and never settles", arguments: TestStore.engines)
  func disagrees(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.bringApplied("1001")
    try till.pack()
    let claim = try #require(try till.claim())
    try till.note([(claim.payments[0], .paid(fen: 1))])
    #expect(try till.refund("1001").state == .uncertain)
    #expect(try till.refund("1001").review == .payerDisagrees)
    #expect(try till.store.read { try Refunds.uncertain(shop: Till.shop, limit: 10, $0) }.isEmpty)
    #expect(try till.audit().isEmpty)
  }

  @Test("a newer version takes a packed refund back to review", arguments: TestStore.engines)
  func stale(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.bringApplied("1001")
    try till.pack()
    try till.apply("1001", "91001", "100.00", at: Moments.evening.adding(minutes: 9))
    #expect(try till.refund("1001").state == .applied)
    #expect(try till.refund("1001").review == .amountDiffers)
    #expect(try till.claim()?.payments == [])
    try till.approve("1001")
    try till.pack()
    let claim = try #require(try till.claim())
    #expect(claim.payments.map(\.fen) == [10_000])
    try till.note([(claim.payments[0], .stale)])
    #expect(try till.refund("1001").review == .staleVersion)
    #expect(try till.audit().isEmpty)
  }

  @Test("a worker that never came back leaves refunds to ask about; only the unseen go out again")
  func orphans() throws {
    let till = try Till(engine: .sqlite)
    try till.bringApplied("1001")
    try till.pack()
    let claim = try #require(try till.claim())
    func mark(_ moment: Instant) throws -> Int {
      try till.perform(at: moment) {
        try Refunds.markOrphans(shop: Till.shop, leaseSeconds: 60, .assumed(moment), $0)
      }
    }
    #expect(try mark(Till.after.adding(milliseconds: 59_000)) == 0)
    #expect(try mark(Till.after.adding(milliseconds: 61_000)) == 1)
    let open = try till.store.read { try Refunds.uncertain(shop: Till.shop, limit: 10, $0) }
    #expect(open == claim.payments)
    let again = try till.perform(at: Till.after) { try Refunds.resend(open, .assumed(Till.after), $0) }
    #expect(again == claim.payments)
    #expect(try till.refund("1001").state == .submitted)
    #expect(try till.perform(at: Till.after) { try Refunds.resend(open, .assumed(Till.after), $0) }.isEmpty)
  }

  @Test("behind the hand-over nothing is paid before the parcel was stopped", arguments: TestStore.engines)
  func handedOver(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take(Till.orderHeader, [Till.order("1001", status: "买家已签收", memo: "买家不要了")])
    try till.apply("1001", "9001", "175.80")
    #expect(try till.due().notIntercepted.map(\.order) == ["1001"])
    #expect(try till.pack().refunds == 0)
    _ = try till.perform {
      try Cases.close(.interception, shop: Till.shop, order: "1001", as: .failed, result: "gone", $0)
    }
    #expect(try till.due().ready.isEmpty)
    try till.approve("1001")
    #expect(try till.due().ready.map(\.order) == ["1001"])
    #expect(try till.order("1001").stage == .handedOver)
  }

  @Test(
    "a refund above the limit of a batch goes to hand work, never through the gateway", arguments: TestStore.engines)
  func single(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.bringApplied("1001", yuan: "10000.01")
    try till.approve("1001")
    #expect(try till.pack().singles == 1)
    #expect(try till.claim() == nil)
    #expect(try till.claim(.sheet)?.payments.count == 1)
  }

  @Test("a batch that needs the SMS code waits for it", arguments: TestStore.engines)
  func sms(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.bringApplied("1001", yuan: "9999.50")
    try till.approve("1001")
    try till.pack()
    #expect(try till.claim(sms: false) == nil)
    #expect(try till.claim(sms: true)?.payments.count == 1)
  }

  // MARK: The work sheet

  static func results(_ lines: [String], header: String = "幂等号,金额(元),结果") throws -> [Refunds.Result] {
    let text = ([header] + lines).map { $0 + "\r\n" }.joined()
    return try Refunds.readResults(try CSVReader(.bytes(Array(text.utf8))))
  }

  @Test("results come back: paid, refused, not done; the same file again changes nothing", arguments: TestStore.engines)
  func sheet(engine: Engine) throws {
    let till = try Till(engine: engine)
    for id in ["1001", "1002", "1003"] { try till.bringApplied(id) }
    try till.pack()
    _ = try till.claim(.sheet)
    let sheet = try till.store.read { try Refunds.onSheets(shop: Till.shop, $0) }
    #expect(sheet.map(\.order) == ["1001", "1002", "1003"])
    let results = try Self.results([
      "\(sheet[0].key),175.80,已退款", "91002,175.80,拒绝", "1003.1,175.80,未处理", "whatever,1.00,",
    ])
    let taken = try till.perform { try Refunds.take(results, shop: Till.shop, file: "f", $0) }
    #expect(taken.settled == 1 && taken.settledFen == 17_580 && taken.refused == 1 && taken.notDone == 1)
    #expect(try till.refund("1003").state == .applied)
    let again = try till.perform { try Refunds.take(results, shop: Till.shop, file: "f", $0) }
    #expect(again.same == 3 && again.settled == 0)
    #expect(try till.audit().isEmpty)
  }

  @Test("one wrong row, and nothing of the file is noted", arguments: TestStore.engines)
  func wrongSheet(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.bringApplied("1001")
    try till.bringApplied("1002")
    try till.pack()
    _ = try till.claim(.sheet)
    func code(_ lines: [String], header: String = "key,amount,result") -> String? {
      failureCode {
        let results = try Self.results(lines, header: header)
        _ = try till.perform { try Refunds.take(results, shop: Till.shop, file: "f", $0) }
      }
    }
    #expect(code(["1001.1,175.80,paid", "404.1,175.80,paid"]) == "unknown_refund")
    #expect(code(["1001.1,175.80,paid", "1002.1,175.81,paid"]) == "result_amount")
    #expect(code(["1001.1,175.80,paid", "1002.1,175.80,perhaps"]) == "result_unknown_word")
    #expect(code(["1001.1,175.80,paid", "1001.1,175.80,paid"]) == "result_twice")
    #expect(code(["1001.1,175.80,paid", "1002.1,-1,paid"]) == "bad_amount")
    #expect(code(["1001.1,175.80,paid", ",175.80,paid"]) == "result_without_key")
    #expect(code(["x"], header: "a,b,c") == "result_header")
    #expect(try till.refund("1001").state == .submitted)
    #expect(try till.refund("1001").attempts == 1)
  }

  @Test("two who queue at once never promise more than was paid", arguments: TestStore.engines)
  func atOnce(engine: Engine) throws {
    let till = try Till(engine: engine)
    try till.take(Till.orderHeader, [Till.order("1001", yuan: "100.00")])
    let (opening, rules) = (try Till.opening.get(), try Till.rules.get())
    _ = try Threads.run(8) { thread in
      var settings = PostgreSQLDatabase.Settings()
      settings.pause = { usleep(500) }
      let store = try till.place.open(postgres: settings)
      for step in 0..<5 {
        _ = try? store.perform(try operation("T\(thread)-\(step)")) {
          try Refunds.queue(
            Till.key("1001"), Refunds.Request(kind: .difference, amount: Money(fen: 900)), opening, rules, $0)
        }
      }
    }
    let refunds = try till.refunds("1001")
    #expect(refunds.count == 11)
    #expect(refunds.reduce(0) { $0 + ($1.amountFen ?? 0) } == 9_900)
  }
}
