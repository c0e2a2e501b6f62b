import Foundation
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Approving everything at once is the gate's own pass, said of many orders.
@Suite struct ApprovalTests {
  static func run(_ id: String, _ shop: Shop, at: Instant = Moments.midnight) throws -> PartedRun {
    guard let id = OperationID(id) else { throw Unexpected(id) }
    return PartedRun(
      store: shop.store, id: id, verb: "order approve", actor: People.wang, arguments: ["shop": Shop.name],
      now: { at })
  }

  /// Every stage × holds × refund × memo age, as `GateRuleTests` has them.
  static func fill(_ shop: Shop) throws -> [Order] {
    let orders = try GateRuleTests.orders()
    try shop.perform { change in
      for order in orders {
        _ = try OrderRecords.insert(order, change)
      }
      return 0
    }
    return orders
  }

  @Test("it approves exactly the orders that the rule passes, under every gate", arguments: TestStore.engines)
  func agreement(engine: Engine) throws {
    struct RolledBack: Error {}
    let shop = try Shop(engine: engine)
    let orders = try Self.fill(shop)
    let last = try #require(try shop.store.read { try ApprovalRecords.lastPlace(shop: Shop.name, $0) })
    var passes = 0
    for gate in try GateRuleTests.gates() {
      let may = Set(
        orders.filter { GateRule.outcome(makeRow($0), at: gate, now: GateRuleTests.now) == .pass }.map(\.key.id))
      #expect(throws: RolledBack.self) {
        try shop.perform(at: GateRuleTests.now) { change -> Int in
          let window = try #require(
            try ApprovalRecords.window(
              after: "", upTo: last, rows: 10_000, shop: Shop.name, at: gate, now: GateRuleTests.now, change.session))
          #expect(window.free == Int64(may.count), "\(gate.key) \(gate.whenStale)")
          let part = try ApprovalRecords.pass(window, shop: Shop.name, at: gate, change)
          #expect(part.approved == Int64(may.count))
          #expect(
            part.approvedWithOldMemo
              == Int64(
                orders.count {
                  may.contains($0.key.id) && GateRule.isStale($0.memoSeenAt, at: gate, now: GateRuleTests.now)
                }))
          for order in orders {
            let after = try #require(try OrderRecords.find(order.key, change.session))
            let passed = may.contains(order.key.id)
            #expect(after.stage == (passed ? gate.to : order.stage), "\(gate.key) \(gate.whenStale) \(order)")
            #expect(after.columns == order.columns)
            #expect(after.memoSeenAt == order.memoSeenAt)
            let noted = try GateRecords.passes(order.key, change.session)
            #expect(noted.map(\.gate) == (passed ? [gate.key] : []))
            #expect(noted.allSatisfy { $0.by == People.wang.name && $0.at == GateRuleTests.now })
          }
          passes += may.count
          throw RolledBack()
        }
      }
    }
    #expect(passes > 200)
  }

  @Test("what is left is counted by the answer that the gate would give", arguments: TestStore.engines)
  func outlook(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let orders = try Self.fill(shop)
    for gate in try GateRuleTests.gates() {
      let found = try shop.store.read {
        try Approval.outlook(shop: Shop.name, at: gate, now: GateRuleTests.now, $0)
      }
      func count(_ outcome: GateOutcome, _ also: (Order) -> Bool = { _ in true }) -> Int64 {
        Int64(
          orders.count {
            $0.stage < gate.to && GateRule.outcome(makeRow($0), at: gate, now: GateRuleTests.now) == outcome && also($0)
          })
      }
      let why = "\(gate.key) \(gate.whenStale)"
      #expect(found.free == count(.pass), "\(why)")
      #expect(
        found.freeWithOldMemo
          == count(.pass) { GateRule.isStale($0.memoSeenAt, at: gate, now: GateRuleTests.now) }, "\(why)")
      #expect(found.held == count(.held), "\(why)")
      #expect(found.refunded == count(.refunded), "\(why)")
      #expect(found.stale == count(.stale), "\(why)")
      #expect(found.unpaid == count(.notDue), "\(why)")
    }
    let other = try shop.store.read {
      try Approval.outlook(shop: "店铺乙", at: try Shop.gate("approve"), now: GateRuleTests.now, $0)
    }
    #expect(other == Approval.Outlook())
  }

  @Test("held orders are counted under each of their reasons", arguments: TestStore.engines)
  func reasons(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["1001", "1002", "1003"] { try shop.put(makeOrder(id)) }
    try shop.hold("1001", .buyerCancelled)
    try shop.hold("1001", .amend)
    try shop.hold("1002", .amend)
    let done = try Approval.all(shop: Shop.name, at: try Shop.gate("approve"), try Self.run("ALL", shop)).result
    #expect(done.approved == 1)
    #expect(done.left.held == 2)
    #expect(done.left.reasons.map(\.reason) == [.amend, .buyerCancelled])
    #expect(done.left.reasons.map(\.orders) == [2, 1])
    #expect(try shop.order("1003")?.stage == .approved)
  }

  /// More orders than two parts hold, every tenth held.
  static func many(_ shop: Shop) throws -> Int {
    let count = Int(Approval.partRows) * 2 + 500
    try shop.perform { change in
      for index in 0..<count {
        _ = try OrderRecords.insert(makeOrder("\(3_500_000 + index)"), change)
        if index % 10 == 3 {
          _ = try OrderRecords.addOpenHolds(1, to: Shop.key("\(3_500_000 + index)"), change)
        }
      }
      return 0
    }
    return count
  }

  @Test("a run is made in parts; one that was killed goes on, and one that is repeated changes nothing")
  func resumed() throws {
    let shop = try Shop(engine: .sqlite)
    let count = try Self.many(shop)
    let gate = try Shop.gate("approve")
    let broken = PartedRun(
      store: Store(shop.store) { BreakingDatabase($0, after: 4) }, id: try Self.run("BIG", shop).id,
      verb: "order approve", actor: People.wang, arguments: ["shop": Shop.name], now: { Moments.midnight })
    #expect(throws: (any Error).self) { try Approval.all(shop: Shop.name, at: gate, broken) }
    let before = try shop.store.read { try $0.count("SELECT COUNT(*) FROM gate_pass") }
    #expect(before > 0 && before < Int64(count * 9 / 10))
    let done = try Approval.all(shop: Shop.name, at: gate, try Self.run("BIG", shop))
    #expect(done.result.approved == Int64(count - count / 10))
    #expect(done.result.left.held == Int64(count / 10))
    try shop.put(makeOrder("9999999"))
    let again = try Approval.all(shop: Shop.name, at: gate, try Self.run("BIG", shop))
    #expect(again.isReplay)
    #expect(again.result == done.result)
    #expect(try shop.order("9999999")?.stage == .paid, "it came after the run")
    #expect(try shop.store.read { try $0.count("SELECT COUNT(*) FROM gate_pass") } == done.result.approved)
    #expect(try shop.store.log(limit: 100).count { $0.id.hasPrefix("BIG") } == 5, "the run, three parts, the end")
    #expect(try shop.store.read { try Holds.miscounted($0) }.count == 100, "the fixture's holds have no rows")
  }

  @Test("one that was killed just before its end still tells what it did")
  func killedBeforeEnd() throws {
    let shop = try Shop(engine: .sqlite)
    for id in ["1001", "1002", "1003"] { try shop.put(makeOrder(id)) }
    let gate = try Shop.gate("approve")
    // The run, its only part; then the disk goes away.
    let broken = PartedRun(
      store: Store(shop.store) { BreakingDatabase($0, after: 3) }, id: try Self.run("BIG", shop).id,
      verb: "order approve", actor: People.wang, arguments: ["shop": Shop.name], now: { Moments.midnight })
    #expect(throws: (any Error).self) { try Approval.all(shop: Shop.name, at: gate, broken) }
    #expect(try shop.order("1003")?.stage == .approved)
    #expect(try Approval.all(shop: Shop.name, at: gate, try Self.run("BIG", shop)).result.approved == 3)
  }

  @Test("a hold in flight is waited for, and its order stays", arguments: TestStore.engines)
  func holdInFlight(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let ids = (1...50).map { "\(1_000 + $0)" }
    for id in ids { try shop.put(makeOrder(id)) }
    let gate = try Shop.gate("approve")
    let placed = DispatchSemaphore(value: 0)
    let answers = try Threads.run(2) { index -> Int64 in
      let store = try shop.place.open(follow: { _, _ in })
      if index == 0 {
        return try store.perform(try operation("HOLD", actor: People.li)) { change in
          _ = try Holds.add(Shop.key("1025"), reason: .buyerCancelled, note: "", inAdvance: false, change)
          placed.signal()
          usleep(300_000)
          return Int64(0)
        }.result
      }
      placed.wait()
      let run = PartedRun(
        store: store, id: try #require(OperationID("ALL")), verb: "order approve", actor: People.wang,
        arguments: [:], now: { Moments.midnight })
      return try Approval.all(shop: Shop.name, at: gate, run).result.approved
    }
    #expect(answers == [0, 49])
    #expect(try shop.order("1025")?.stage == .paid)
    #expect(try shop.order("1025")?.openHolds == 1)
  }

  @Test("orders of another shop are left alone", arguments: TestStore.engines)
  func shops(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.perform { change in
      for (name, id) in [("店铺乙", "1"), (Shop.name, "2"), ("店铺乙", "3"), (Shop.name, "4")] {
        let order = makeOrder(id)
        _ = try OrderRecords.insert(
          Order(
            key: OrderKey(shop: name, id: id), stage: order.stage, version: 1, openHolds: 0,
            refundBlock: order.refundBlock, memoSeenAt: order.memoSeenAt, memoVersion: 0, sourceAt: order.sourceAt,
            columns: order.columns), change)
      }
      return 0
    }
    let done = try Approval.all(shop: Shop.name, at: try Shop.gate("approve"), try Self.run("ALL", shop)).result
    #expect(done.approved == 2)
    let stages = try shop.store.read {
      try $0.all("SELECT id, stage FROM shop_order ORDER BY id") { "\(try $0.text(0)):\(try $0.integer(1))" }
    }
    #expect(stages == ["1:30", "2:40", "3:30", "4:40"])
  }
}

/// A store whose disk goes away after some writes.
final class BreakingDatabase: Database {
  private let database: any Database
  private var rest: Int

  init(_ database: any Database, after writes: Int) {
    self.database = database
    rest = writes
  }

  var engine: Engine { database.engine }

  func read<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer { try database.read(body) }

  func write<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer {
    rest -= 1
    guard rest > 0 else { throw StoreError.unavailable("the disk went away") }
    return try database.write(body)
  }

  func giveWay() {}
}
