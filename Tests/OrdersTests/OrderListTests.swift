import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// The lists for the ERP: only what is new, and never lost.
@Suite struct OrderListTests {
  static func take(
    _ kind: ListKind, _ shop: Shop, _ id: String, full: Bool = false, at: Instant = Moments.midnight
  ) throws -> [OrderList] {
    guard let id = OperationID(id) else { throw Unexpected(id) }
    return try OrderLists.take(
      kind, shop: Shop.name, isFull: full, in: shop.store, run: id, actor: People.li, now: { at })
  }

  /// `1001` or `1001:amend+review` for each order of these lists.
  static func entries(_ lists: [OrderList], _ shop: Shop) throws -> [String] {
    var found: [String] = []
    for list in lists {
      try OrderLists.entries(of: list, shop.store) { order in
        let reasons = order.reasons.map(\.rawValue).joined(separator: "+")
        found.append(order.order + (reasons.isEmpty ? "" : ":" + reasons))
      }
    }
    return found
  }

  static func held(_ shop: Shop, _ id: String, full: Bool = false) throws -> [String] {
    try entries(try take(.held, shop, id, full: full), shop)
  }

  @Test("a list has what is new since the last one", arguments: TestStore.engines)
  func isNew(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["1001", "1002", "1003", "1004"] { try shop.put(makeOrder(id)) }
    #expect(try Self.take(.approved, shop, "L0") == [])
    _ = try shop.pass(["1002", "1001"], at: "approve")
    let first = try Self.take(.approved, shop, "L1", at: Moments.evening)
    #expect(
      first == [
        OrderList(
          list: .approved, shop: Shop.name, number: 1, isFull: false, orders: 2, takenAt: Moments.evening,
          takenBy: People.li.name)
      ])
    #expect(try Self.entries(first, shop) == ["1001", "1002"])
    #expect(try Self.take(.approved, shop, "L2") == [])
    _ = try shop.pass(["1003"], at: "approve")
    #expect(try Self.entries(try Self.take(.approved, shop, "L3"), shop) == ["1003"])
    #expect(try Self.entries(try Self.take(.approved, shop, "L4", full: true), shop) == ["1001", "1002", "1003"])
    #expect(try Self.take(.approved, shop, "L5") == [])
    let again = try shop.store.read { try OrderLists.find(.approved, shop: Shop.name, number: 2, $0) }
    #expect(try Self.entries([again], shop) == ["1003"])
    #expect(try shop.store.read { try OrderLists.find(.approved, shop: Shop.name, number: nil, $0) }.number == 3)
    #expect(
      failureCode {
        _ = try shop.store.read { try OrderLists.find(.approved, shop: Shop.name, number: 9, $0) }
      } == "unknown_list")
    #expect(try Self.take(.approved, shop, "L3").map(\.number) == [2], "the same operation again")
  }

  @Test("an approved order that is held, refunded or shipped since is on no list", arguments: TestStore.engines)
  func approvedButNotFree(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["1001", "1002", "1003"] { try shop.put(makeOrder(id)) }
    _ = try shop.pass(["1001", "1002", "1003"], at: "approve")
    try shop.hold("1001", .amend)
    _ = try shop.pass(["1003"], at: "handOver")
    #expect(try Self.entries(try Self.take(.approved, shop, "L1"), shop) == ["1002"])
    try shop.lift("1001")
    #expect(try Self.entries(try Self.take(.approved, shop, "L2"), shop) == ["1001"])
  }

  @Test("held, released and held again: each turn is told once", arguments: TestStore.engines)
  func turns(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["1001", "1002"] { try shop.put(makeOrder(id)) }
    try shop.hold("1001", .buyerCancelled)
    try shop.hold("1002", .amend)
    try shop.hold("1002", .review)
    #expect(try Self.held(shop, "H1") == ["1001:buyerCancelled", "1002:amend+review"])
    #expect(try Self.held(shop, "H2") == [])
    #expect(try Self.take(.released, shop, "R0") == [])
    try shop.lift("1001")
    try shop.lift("1002", .amend)
    #expect(try shop.store.read { try OrderLists.countReleased(shop: Shop.name, $0) } == 1)
    #expect(try Self.entries(try Self.take(.released, shop, "R1"), shop) == ["1001:buyerCancelled"])
    #expect(try Self.take(.released, shop, "R2") == [])
    try shop.hold("1001", .buyerCancelled)
    #expect(try Self.held(shop, "H3") == ["1001:buyerCancelled"])
    try shop.lift("1001")
    try shop.lift("1002", .review)
    #expect(
      try Self.entries(try Self.take(.released, shop, "R3"), shop) == ["1001:buyerCancelled", "1002:amend+review"])
    try shop.hold("1001", .noShip)
    try shop.lift("1001")
    #expect(try Self.held(shop, "H4") == [], "held and released between two lists")
    #expect(try Self.take(.released, shop, "R4") == [], "the ERP never heard of it")
  }

  @Test("an order that is over is on no list of held ones", arguments: TestStore.engines)
  func over(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("1001", stage: .closed))
    try shop.put(makeOrder("1002", stage: .packed))
    try shop.hold("1001", .buyerCancelled)
    try shop.hold("1002", .buyerCancelled)
    let lists = try Self.take(.held, shop, "H1")
    var stages: [OrderStage] = []
    for list in lists { try OrderLists.entries(of: list, shop.store) { stages.append($0.stage) } }
    #expect(stages == [.packed])
  }

  @Test("a list that was begun and not finished comes with the next one", arguments: TestStore.engines)
  func unfinished(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["1001", "1002"] { try shop.put(makeOrder(id)) }
    try shop.hold("1001", .buyerCancelled)
    // Two looks for what was done before, the beginning, one part; then the disk goes away.
    let store = Store(shop.store) { BreakingDatabase($0, after: 5) }
    let lost = try #require(OperationID("LOST"))
    #expect(throws: (any Error).self) {
      try OrderLists.take(
        .held, shop: Shop.name, isFull: false, in: store, run: lost, actor: People.li, now: { Moments.midnight })
    }
    #expect(try shop.store.read { try $0.count("SELECT COUNT(*) FROM list_entry") } == 1)
    try shop.hold("1002", .amend)
    let next = try Self.take(.held, shop, "NEXT")
    #expect(next.map(\.number) == [1])
    #expect(try Self.entries(next, shop) == ["1001:buyerCancelled", "1002:amend"])
    #expect(try Self.take(.held, shop, "LOST").map(\.number) == [1])
    try shop.hold("1001", .review)
    #expect(try Self.held(shop, "MORE") == ["1001:review"])
  }

  @Test("a list of several parts is whole, and orders with many reasons are not torn apart")
  func parts() throws {
    let shop = try Shop(engine: .sqlite)
    let count = Int(OrderLists.partOrders) + 700
    try shop.perform { change in
      for index in 0..<count {
        let order = makeOrder("\(7_000_000 + index)")
        _ = try OrderRecords.insert(order, change)
        var facts = OrderFacts()
        for reason in [HoldReason.amend, .review, .noShip] {
          _ = try Holds.place(NewHold(reason: reason, source: .person("甲")), on: order, &facts, change)
        }
      }
      return 0
    }
    let lists = try Self.take(.held, shop, "H1")
    #expect(lists.map(\.orders) == [Int64(count)])
    let found = try Self.entries(lists, shop)
    #expect(found.count == count)
    #expect(found.allSatisfy { $0.hasSuffix(":amend+noShip+review") })
    #expect(found == found.sorted())
  }
}
