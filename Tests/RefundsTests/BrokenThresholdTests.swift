import Coordination
import Orders
import Playbooks
import Refunds
import Store
import TestSupport
import Testing
import Vocabulary

/// Returning part of an order may break the condition under which all of it was cheaper.
@Suite struct BrokenThresholdTests {
  static let noon = Instant("2026-11-11 12:00:00")!

  static func activity(
    _ threshold: Int64, off: Int64 = 0, percent: Int = 0, isEvery: Bool = false, gift: String? = nil,
    excludes: [String] = []
  ) -> ActivityBook {
    ActivityBook(activities: [
      Activity(
        id: "a", name: "活动", starts: noon.adding(minutes: -60), ends: noon.adding(minutes: 60),
        threshold: Money(fen: threshold), discount: Money(fen: off), percentOff: percent, isEvery: isEvery,
        excludes: excludes, gift: gift)
    ])
  }

  struct Basket: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Prices of one piece and pieces, by line 1, 2, ….
    let lines: [(fen: Int64?, pieces: Int64)]
    let leaving: Set<String>
    let book: ActivityBook
    var at = noon
    /// Nothing, or what stays, what was taken off too much, and the gift.
    let broken: (kept: Int64, lost: Int64, gift: String?)?
  }

  static let baskets = [
    Basket(
      testDescription: "under the threshold", lines: [(20_000, 1), (15_000, 1)], leaving: ["2"],
      book: activity(30_000, off: 4_000), broken: (20_000, 4_000, nil)),
    Basket(
      testDescription: "exactly at it", lines: [(30_000, 1), (15_000, 1)], leaving: ["2"],
      book: activity(30_000, off: 4_000), broken: nil),
    Basket(
      testDescription: "never reached", lines: [(20_000, 1), (9_999, 1)], leaving: ["2"],
      book: activity(30_000, off: 4_000), broken: nil),
    Basket(
      testDescription: "each full threshold", lines: [(35_000, 1), (15_000, 2)], leaving: ["2"],
      book: activity(30_000, off: 4_000, isEvery: true), broken: (35_000, 4_000, nil)),
    Basket(
      testDescription: "a gift", lines: [(20_000, 1), (15_000, 1)], leaving: ["1"],
      book: activity(30_000, gift: "GIFT-1"), broken: (15_000, 0, "GIFT-1")),
    Basket(
      testDescription: "a share of less is less by itself", lines: [(40_000, 1), (15_000, 1)], leaving: ["2"],
      book: activity(30_000, percent: 10), broken: nil),
    Basket(
      testDescription: "a share with a threshold", lines: [(20_000, 1), (15_000, 1)], leaving: ["2"],
      book: activity(30_000, percent: 10), broken: (20_000, 3_500, nil)),
    Basket(
      testDescription: "goods that it leaves out", lines: [(20_000, 1), (15_000, 1)], leaving: ["2"],
      book: activity(30_000, off: 4_000, excludes: ["SKU-2"]), broken: nil),
    Basket(
      testDescription: "an unknown price", lines: [(20_000, 1), (nil, 1)], leaving: ["1"],
      book: activity(10_000, off: 4_000), broken: nil),
    Basket(
      testDescription: "paid when it was over", lines: [(20_000, 1), (15_000, 1)], leaving: ["2"],
      book: activity(30_000, off: 4_000), at: noon.adding(minutes: 60), broken: nil),
  ]

  @Test("what a basket without a line has not earned", arguments: baskets)
  func rule(basket: Basket) {
    let lines = basket.lines.enumerated().map { place, goods in
      var line = OrderLine(line: "\(place + 1)")
      line.sku = "SKU-\(place + 1)"
      (line.price, line.quantity) = (goods.fen.map(Money.init(fen:)), goods.pieces)
      return line
    }
    let found = BrokenThreshold.find(lines, leaving: basket.leaving, at: basket.at, basket.book)
    #expect(found.count == (basket.broken == nil ? 0 : 1))
    guard let expected = basket.broken, let broken = found.first else { return }
    #expect(broken.keptFen == expected.kept)
    #expect(broken.discountFen == expected.lost)
    #expect(broken.gift == expected.gift)
  }

  @Test("a line queued before no longer carries the basket", arguments: TestStore.engines)
  func queuedBefore(engine: Engine) throws {
    let till = try Till(engine: engine)
    let row = { (line: String, paid: String) in
      "\(line),1001,面霜,1,SKU-\(line),买家已付款，等待卖家发货,\(paid),没有申请退款,2026-11-11 00:01:00,2026-11-11 00:01:02"
    }
    try till.take(
      "子订单编号,主订单编号,商品标题,购买数量,商家编码,订单状态,买家实付金额,退款状态,订单创建时间,订单付款时间",
      [row("11", "200.00"), row("12", "150.00"), row("13", "160.00")])
    let key = Till.key("1001")
    func broken(_ line: String) throws -> [String] {
      try till.store.read { try BrokenThreshold.find(returning: line, of: key, $0) }.map(\.activity)
    }
    try till.queue("1001", Refunds.Request(kind: .partial, line: "11"))
    // Of 510 there are 310 left: 店铺每满300减40 held once and still does, and no longer does without another line.
    #expect(try !broken("11").contains("d11-store-300"))
    try till.queue("1001", Refunds.Request(kind: .partial, line: "12"))
    #expect(try broken("12").contains("d11-store-300"))
  }
}
