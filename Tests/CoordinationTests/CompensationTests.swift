import Cases
import Coordination
import Orders
import Refunds
import Store
import TestSupport
import Testing
import Vocabulary

/// What is granted to a buyer is paid through the queue of refunds, once, and never more than was paid.
@Suite struct CompensationTests {
  static func ask(_ house: House, _ fen: Int64, _ order: String = "1001") throws -> Compensations.Decided {
    try house.perform(actor: People.zhao) {
      try CaseDesk.claim(
        of: order, amount: Money(fen: fen), liability: .ours, reason: "破", follows: nil, shop: House.shop, $0)
    }
  }

  static func grant(_ house: House, actor: Actor = People.wang) throws -> CaseDesk.Granted {
    try house.perform(actor: actor) { try CaseDesk.grant(nil, of: "1001", shop: House.shop, $0) }
  }

  static func refunds(_ house: House) throws -> [Int64?] {
    try house.store.read { try Refunds.list(RefundFilter(withFinal: true, limit: 99), $0) }.map(\.amountFen).sorted {
      $0 ?? 0 < $1 ?? 0
    }
  }

  static func code(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return (error as? Failure)?.code }
    return nil
  }

  @Test(
    "a granted claim has its refund in the same change, and the claims of an order share one limit",
    arguments: TestStore.engines)
  func queued(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.take([("1001", "交易成功")])
    _ = try Self.ask(house, 900)
    let granted = try Self.grant(house)
    #expect(granted.claim.offerFen == 900)
    #expect(granted.refundState == .awaitingApplication)
    #expect(try Self.refunds(house) == [900])
    #expect(Self.code { _ = try Self.grant(house) } == "case_over")
    #expect(try Self.refunds(house) == [900], "typed twice, paid once")
    // The order was paid 178.80, 3.00 of it went back before, 9.00 goes back now.
    let second = try Self.ask(house, 50_000)
    #expect(second.limitFen == 16_680)
    #expect(second.needsApproval)
    // A difference that somebody queues in between takes from what is left.
    try house.perform {
      try Refunds.queue(
        House.key("1001"), .init(kind: .difference, amount: Money(fen: 10_000)),
        try Setup.refundOpening($0.session), try Setup.refundRules($0.session), $0)
    }
    #expect(Self.code { _ = try Self.grant(house) } == "over_the_limit")
    let part = try house.perform {
      try CaseDesk.grant(Money(fen: 6_000), of: "1001", shop: House.shop, $0)
    }
    #expect(part.claim.offerFen == 6_000)
    #expect(try Self.refunds(house) == [900, 6_000, 10_000])
    #expect(try house.verify() == [])
  }

  @Test(
    "a claim of an order whose payment nobody has seen, or that was paid back, gets nothing",
    arguments: TestStore.engines)
  func nothingLeft(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.take([("1001", "交易成功")])
    try house.perform {
      try Refunds.queue(
        House.key("1001"), .init(), try Setup.refundOpening($0.session), try Setup.refundRules($0.session), $0)
    }
    let asked = try Self.ask(house, 900)
    #expect([asked.limitFen, asked.offerFen] == [0, 0])
    #expect(Self.code { _ = try Self.grant(house) } == "over_the_limit")
    #expect(Self.code { _ = try Self.ask(house, 900, "404") } == "unknown_order")
  }

  @Test("a refusal of the queue refuses the grant: neither is written", arguments: TestStore.engines)
  func together(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.take([("1001", "等待买家付款")])
    _ = try Self.ask(house, 900)
    #expect(Self.code { _ = try Self.grant(house) } != nil)
    #expect(try Self.refunds(house) == [])
    let lines = try house.store.read { try Compensations.list(shop: House.shop, state: nil, limit: 9, $0) }
    #expect(lines.map(\.compensation.state) == [.asked])
  }

  @Test("two who grant the same claim at once pay it once", arguments: TestStore.engines)
  func atOnce(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.take([("1001", "交易成功")])
    for round in 0..<4 {
      _ = try Self.ask(house, 500)
      let place = house.place
      let outcomes = try Threads.run(2) { index -> String in
        let store = try place.open(follow: Consequences.follow)
        do {
          return try store.perform(try operation("G\(round)-\(index)")) {
            try CaseDesk.grant(nil, of: "1001", shop: House.shop, $0)
          }.result.refund
        } catch let failure as Failure {
          return failure.code
        }
      }
      #expect(outcomes.filter { $0 == "case_over" }.count == 1, "\(outcomes)")
      #expect(try Self.refunds(house) == [Int64?](repeating: 500, count: round + 1))
    }
  }

  @Test("a grant and a refund at once never give back more than was paid", arguments: TestStore.engines)
  func besideRefunds(engine: Engine) throws {
    let house = try House(engine: engine)
    let place = house.place
    for round in 0..<4 {
      let id = "20\(round)"
      try house.take([(id, "交易成功")])
      let asked = try Self.ask(house, 50_000, id)
      #expect(asked.offerFen == 17_580)
      let outcomes = try Threads.run(2) { index -> String in
        let store = try place.open(follow: Consequences.follow)
        do {
          return try store.perform(try operation("R\(round)-\(index)")) { change -> String in
            if index == 0 { return try CaseDesk.grant(nil, of: id, shop: House.shop, change).refund }
            return try Refunds.queue(
              House.key(id), .init(kind: .difference, amount: Money(fen: 100)),
              try Setup.refundOpening(change.session), try Setup.refundRules(change.session), change
            ).refund
          }.result
        } catch let failure as Failure {
          return failure.code
        }
      }
      let sum = try house.store.read { try Refunds.find(id, shop: House.shop, $0) }.compactMap(\.refund.amountFen)
      #expect(sum == [17_580] || sum == [100], "\(outcomes)")
    }
  }
}
