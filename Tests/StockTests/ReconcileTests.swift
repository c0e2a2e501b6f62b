import Cases
import Orders
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Coordination
@testable import Stock

/// Page, warehouse and ledger: every cause once, and sums that are exact.
@Suite struct ReconcileTests {
  /// A morning in which each cause of a difference occurs with the SKU "A".
  private func morning(_ engine: Engine) throws -> StockHouse {
    let house = try StockHouse(engine: engine)
    let start = house.now
    try house.perform { change in
      try OrderStock.replaceBundles(
        BundleBook(entries: [
          .init(sku: "B", part: .gift, component: "A", quantity: 1),
          .init(sku: "SET", part: .bundle, component: "A", quantity: 2),
        ]), change)
      return 0
    }
    try house.receive(100, "A")
    house.now = start.adding(minutes: 1)
    try house.take([
      .init(order: "1001", sku: "A", quantity: 3, status: StockHouse.unpaid),
      .init(order: "1002", sku: "A", quantity: 5), .init(order: "1003", sku: "A", quantity: 7),
      .init(order: "1004", sku: "A", quantity: 2, refund: "买家已经申请退款"), .init(order: "1005", sku: "B"),
      .init(order: "1006", sku: "SET", quantity: 2),
    ])
    try house.hold("1003", .buyerCancelled)
    try house.perform {
      try Stock.adjust(4, of: "A", because: .defect, warehouse: nil, shop: StockHouse.shop, $0)
    }
    // Free: 100 − 3 − 5 − 7 − 2 − 1 − 4 − 4 = 74. The page is up to date but for a sale that it has and we have not.
    house.now = start.adding(minutes: 10)
    try house.page(["A": 74 - 6], at: house.now)
    // The sale becomes known, goods come in, and a parcel leaves.
    house.now = start.adding(minutes: 12)
    try house.take([.init(order: "1007", sku: "A", quantity: 6, paidAt: start.adding(minutes: 8))])
    house.now = start.adding(minutes: 14)
    try house.receive(20, "A")
    try house.take([.init(order: "1002", sku: "A", quantity: 5, status: StockHouse.shipped)])
    house.now = start.adding(minutes: 20)
    // In the house: 100 + 20 − 5, and one piece is missing.
    try house.warehouse(["A": 114], at: house.now)
    house.now = start.adding(minutes: 30)
    return house
  }

  @Test("every cause, exactly", arguments: TestStore.engines)
  func causes(engine: Engine) throws {
    let house = try morning(engine)
    let found = try house.reconcile()
    let item = try #require(found.differences.first { $0.sku == "A" })
    #expect(found.differences.map(\.sku) == ["A"])
    #expect([item.warehouse, item.page, item.difference] == [114, 68, 46])
    #expect(item.ledger == 115)
    let causes = Dictionary(item.causes.map { ($0.cause, $0.quantity) }) { first, _ in first }
    #expect(
      causes == [
        .unpaid: 3, .notShipped: 5, .buyerCancelled: 7, .refundQueued: 2, .giftsAndBundles: 5, .defects: 4,
        .movedSince: 15, .lateSync: 6,
      ])
    #expect(item.warehouseResidual == -1)
    #expect(item.pageResidual == 0)
    #expect(causes.values.reduce(0, +) + item.residual == item.difference)
  }

  @Test("the orders and movements behind each cause add up to it", arguments: TestStore.engines)
  func explained(engine: Engine) throws {
    let house = try morning(engine)
    let found = try house.store.read {
      try StockExplanation.compute(shop: StockHouse.shop, sku: "A", at: house.now, now: house.now, $0)
    }
    for part in found.difference.causes {
      let sum = found.entries.filter { $0.cause == part.cause }.map(\.quantity).reduce(0, +)
      #expect(sum == part.quantity, "\(part.cause)")
    }
    func orders(_ cause: StockCause) -> [String?] { found.entries.filter { $0.cause == cause }.map(\.order) }
    #expect(orders(.unpaid) == ["1001"])
    #expect(orders(.notShipped) == ["1002"])
    #expect(orders(.buyerCancelled) == ["1003"])
    #expect(orders(.refundQueued) == ["1004"])
    #expect(Set(orders(.giftsAndBundles)) == ["1005", "1006"])
    #expect(orders(.lateSync) == ["1007"])
    #expect(Set(orders(.movedSince)) == [nil, "1002"])
    #expect(
      failureCode {
        _ = try house.store.read {
          try StockExplanation.compute(shop: StockHouse.shop, sku: "Z", at: house.now, now: house.now, $0)
        }
      } == "sku_never_shown")
  }

  @Test("the same moment gives the same answer, whatever comes later", arguments: TestStore.engines)
  func prefix(engine: Engine) throws {
    let house = try morning(engine)
    let moments = stride(from: 0, through: 30, by: 3).map { Moments.midnight.adding(minutes: $0) }
    let before = try moments.map { try house.reconcile(at: $0).differences }
    #expect(before.last?.first?.warehouseResidual == -1)
    house.now = house.now.adding(minutes: 60)
    // Late news of the past, new goods, and new snapshots.
    try house.take([
      .init(order: "1008", sku: "A", quantity: 9, paidAt: Moments.midnight.adding(minutes: 2)),
      .init(order: "1003", sku: "A", quantity: 7, status: StockHouse.cancelled),
    ])
    try house.receive(50, "A")
    try house.page(["A": 11], at: house.now)
    try house.warehouse(["A": 12], at: house.now)
    #expect(try moments.map { try house.reconcile(at: $0).differences } == before)
    #expect(try house.reconcile(recounting: true).differences == house.reconcile().differences)
    #expect(try moments.map { try house.reconcile(at: $0, recounting: true).differences } == before)
    #expect(try house.reconcile(sku: "A").differences == house.reconcile().differences)
    #expect(failureCode { _ = try house.reconcile(at: house.now.adding(minutes: 1)) } == "moment_in_future")
  }

  @Test("a residual opens one case, and counting ends it", arguments: TestStore.engines)
  func cases(engine: Engine) throws {
    let house = try morning(engine)
    func open() throws -> [String] {
      try house.store.read {
        try Cases.list(.stockDifference, shop: StockHouse.shop, openOnly: true, limit: 9, $0).map(\.subject)
      }
    }
    func settle() throws -> StockPages.Settled {
      let found = try house.reconcile()
      return try house.perform { try StockPages.settle(found, $0) }
    }
    #expect(try settle() == StockPages.Settled(opened: ["A"], closed: []))
    #expect(try settle() == StockPages.Settled(opened: [], closed: []))
    #expect(try open() == ["A"])
    // Counted when the ERP's list was made: one is missing indeed.
    let counted = try house.perform {
      try Stock.count(
        114, of: "A", in: nil, at: Moments.midnight.adding(minutes: 20), shop: StockHouse.shop, $0)
    }
    #expect([counted.expected, counted.difference] == [115, -1])
    #expect(try house.reconcile().unexplained.isEmpty)
    #expect(try settle() == StockPages.Settled(opened: [], closed: ["A"]))
    #expect(try open() == [])
  }

  @Test("on one side only", arguments: TestStore.engines)
  func oneSided(engine: Engine) throws {
    let house = try StockHouse(engine: engine)
    try house.receive(5, "A")
    house.now = house.now.adding(minutes: 1)
    let taken = try house.snapshot(.page, "商家编码,宝贝数量\r\nA,5\r\nP,3\r\n", at: house.now)
    #expect(taken.oneSided == ["A", "P"])
    let warehouse = try house.snapshot(.warehouse("main"), "商品编码,实际库存数\r\nA,5\r\nW,4\r\n", at: house.now)
    #expect(warehouse.oneSided == ["W"])
    let found = try house.reconcile().differences
    #expect(found.map(\.sku) == ["A", "P", "W"])
    #expect(found.map(\.finding) == [nil, .pageOnly, .warehouseOnly])
    #expect(found.map(\.difference) == [0, -3, nil])
    #expect(found.map(\.warehouseResidual) == [0, 0, 4])
    #expect(found.map(\.pageResidual) == [0, -3, 0])
  }
}
