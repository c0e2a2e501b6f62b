import Cases
import Orders
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Stock

/// What may go onto the pages: rules, and the whole of it.
@Suite struct PublicationTests {
  static let noHistory = KeepRate(kept: 0, decided: 0)

  @Test("the buffer is the rate of sales times how late they become known")
  func buffer() {
    func outlook(
      free: Int64, sold: Int64, lags: [Int64], shopLag: Int64? = nil, held: Int64 = 0, relists: Bool = false
    ) -> PageOutlook {
      PageRule.outlook(
        sku: "A", free: free, held: held, sales: RecentSales(quantity: sold, lags: lags), shopLag: shopLag,
        keepRate: KeepRate(kept: 2, decided: 98), .init(intervalMinutes: 10, windowMinutes: 60, relistsHeld: relists))
    }
    // 120 an hour, and 95 % of them known within 3 minutes: 6 are sold unseen.
    let lags = Array(repeating: Int64(180_000), count: 95) + Array(repeating: Int64(900_000), count: 5)
    let item = outlook(free: 100, sold: 120, lags: lags)
    #expect([item.buffer, item.safe, item.lagSeconds, item.soldPerHourMilli] == [6, 94, 180, 120_000])
    #expect(!item.runsOut)
    #expect(outlook(free: 26, sold: 120, lags: lags).runsOut, "20 are left, and 20 go before the next update")
    #expect(outlook(free: 4, sold: 120, lags: lags).safe == 0)
    #expect(outlook(free: -7, sold: 0, lags: []).safe == 0)
    #expect(outlook(free: 10, sold: 0, lags: []).safe == 10, "nothing sold, nothing kept back")
    #expect(outlook(free: 100, sold: 12, lags: [1, 2], shopLag: 600_000).buffer == 2, "few samples: the shop's lag")
    #expect(outlook(free: 100, sold: 12, lags: []).buffer == 2, "no samples at all: one interval")
    // 3 of 100 kept at most about 6.4 %: of 50 held ones 46 may be listed.
    #expect(outlook(free: 10, sold: 0, lags: [], held: 50, relists: true).safe == 56)
    #expect(outlook(free: 10, sold: 0, lags: [], held: 50).safe == 10)
    #expect(Self.noHistory.upperMilli == 1_000, "without history nothing is promised")
    #expect(PageRule.quantile([5, 1, 4, 2, 3], percent: 80) == 4)
    #expect(PageRule.quantile([], percent: 80) == nil)
  }

  @Test("pages of one SKU share its number, exactly")
  func shares() {
    #expect(PageRule.shares(10, among: [5, 15]) == [2, 8])
    #expect(PageRule.shares(7, among: [1, 1, 1]).reduce(0, +) == 7)
    #expect(PageRule.shares(7, among: [0, 0]) == [7, 0])
    #expect(PageRule.shares(0, among: [3, 4]) == [0, 0])
    #expect(PageRule.shares(0, among: []) == [])
  }

  @Test("who goes without: unpaid, not printed, the latest paid, the lowest amount")
  func losers() {
    func claim(_ order: String, _ stage: OrderStage, paid minute: Int64?, _ fen: Int64) -> Oversold.Claim {
      .init(
        order: order, quantity: 2, stage: stage, paidAt: minute.map { Moments.midnight.adding(minutes: $0) },
        paid: Money(fen: fen))
    }
    let oversold = Oversold(
      sku: "A", short: 5,
      orders: [
        claim("printed", .printed, paid: 9, 100), claim("early", .paid, paid: 1, 100),
        claim("late", .approved, paid: 5, 900), claim("late and small", .paid, paid: 5, 800),
        claim("unpaid", .unpaid, paid: nil, 9_000),
      ])
    #expect(oversold.orders.map(\.order) == ["unpaid", "late and small", "late", "early", "printed"])
    #expect(oversold.orders.map(\.loses) == [true, true, true, false, false])
  }

  @Test(
    "an update: batches of 20, absolute numbers, bundles by their parts, a case for what is oversold",
    arguments: TestStore.engines)
  func update(engine: Engine) throws {
    let house = try StockHouse(engine: engine)
    try house.perform { change in
      try OrderStock.replaceBundles(
        BundleBook(entries: [.init(sku: "SET", part: .bundle, component: "P00", quantity: 3)]), change)
      return 0
    }
    var page: [String: Int64] = ["SET": 1, "UNKNOWN": 5, "SHORT": 4]
    for number in 0..<45 {
      let sku = "P" + (number < 10 ? "0" : "") + String(number)
      try house.receive(Int64(10 + number), sku)
      page[sku] = number == 7 ? 17 : 3
    }
    try house.receive(1, "SHORT")
    try house.take([.init(order: "1", sku: "SHORT", quantity: 3, paidAt: house.now.adding(minutes: -600))])
    house.now = house.now.adding(minutes: 200)
    try house.page(page, at: house.now)
    func outlook() throws -> StockPublication {
      try house.store.read { try StockPages.outlook(shop: StockHouse.shop, now: house.now, .init(), $0) }
    }
    let found = try outlook()
    #expect(found.unknown == ["UNKNOWN"])
    #expect(found.entries.count == 46, "44 that change, the bundle, and what is oversold; P07 stays as it is")
    #expect(found.batches == 3)
    #expect(Dictionary(grouping: found.entries, by: \.batch).values.allSatisfy { $0.count <= 20 })
    #expect(found.entries.first { $0.sku == "SET" }?.quantity == 3)
    #expect(found.entries.first { $0.sku == "SHORT" }?.quantity == 0)
    #expect(found.entries.first { $0.sku == "P44" }?.quantity == 54)
    #expect(found.entries.allSatisfy { $0.quantity >= 0 })
    #expect(found.oversold.map(\.sku) == ["SHORT"])
    #expect(found.oversold.first?.short == 2)
    #expect(found.oversold.first?.orders.map(\.order) == ["1"])
    #expect(try house.perform { try StockPages.publish(found, $0) }.opened == ["SHORT"])
    house.now = house.now.adding(minutes: 10)
    try house.receive(2, "SHORT")
    let later = try outlook()
    #expect(try house.perform { try StockPages.publish(later, $0) }.closed == ["SHORT"])
    #expect(
      try house.store.read { try Cases.list(.oversold, shop: StockHouse.shop, openOnly: false, limit: 9, $0) }.map(
        \.result) == ["covered"])
  }

  @Test("what was kept off the page on purpose is no riddle", arguments: TestStore.engines)
  func heldBack(engine: Engine) throws {
    let house = try StockHouse(engine: engine)
    house.now = Moments.opening
    try house.receive(100, "A")
    try house.page(["A": 100], at: house.now)
    house.now = house.now.adding(minutes: 10)
    // 30 sold in the last hour, and known 10 minutes later.
    try house.take(
      (0..<30).map { .init(order: "\(200 + $0)", sku: "A", paidAt: house.now.adding(minutes: -10)) })
    let found = try house.store.read {
      try StockPages.outlook(shop: StockHouse.shop, now: house.now, .init(), $0)
    }
    let entry = try #require(found.entries.first)
    #expect([entry.quantity, entry.heldBack] == [65, 5])
    try house.perform { try StockPages.publish(found, $0) }
    house.now = house.now.adding(minutes: 5)
    try house.page(["A": 65], at: house.now)
    let item = try #require(try house.reconcile().differences.first)
    #expect(item.causes.contains(.init(cause: .heldBack, quantity: 5)))
    #expect(item.isExplained)
  }
}
