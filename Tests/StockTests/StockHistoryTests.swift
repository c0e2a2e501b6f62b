import Coordination
import Orders
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Stock

/// Random histories of orders, holds, gates, refunds, receipts and counts, against a simple model in memory: after every
/// step the balances and stages are equal, and all accounts sum to zero.
@Suite struct StockHistoryTests {
  static let skus = ["A1", "B2", "C3"]

  /// An order as the model sees it: the words that describe it, and no accounts.
  struct Order {
    var lines: [(sku: String, quantity: Int64)]
    var stage: OrderStage
    var isUnwanted = false
    var refund = ""
    var hasLeft = false

    /// Where its goods are, in the words of the shop.
    var place: String {
      if stage == .cancelled { return hasLeft ? "shipped" : "warehouse:main" }
      if stage >= .consigned { return "shipped" }
      if refund == StockHistoryTests.refunded { return "warehouse:main" }
      if stage < .paid { return "reserved" }
      if isUnwanted { return "unavailable:buyerCancelled" }
      return refund == StockHistoryTests.applied ? "unavailable:refundRequested" : "committed"
    }
  }

  static let applied = "买家已经申请退款"
  static let refunded = "退款成功"

  struct Model {
    var orders: [String: Order] = [:]
    /// What receipts, losses and counts have moved: account by SKU.
    var moved: [String: Int64] = [:]

    mutating func move(_ quantity: Int64, _ sku: String, _ from: String, _ to: String) {
      moved["\(sku) \(from)", default: 0] -= quantity
      moved["\(sku) \(to)", default: 0] += quantity
    }

    var balances: [String: Int64] {
      var sums = moved
      for order in orders.values {
        for line in order.lines {
          sums["\(line.sku) warehouse:main", default: 0] -= line.quantity
          sums["\(line.sku) \(order.place)", default: 0] += line.quantity
        }
      }
      return sums.filter { $0.value != 0 }
    }

    func onHand(_ sku: String) -> Int64 {
      balances.reduce(0) { sum, entry in
        let name = entry.key.split(separator: " ")
        let isHere =
          name[1].hasPrefix("warehouse") || name[1].hasPrefix("unavailable") || name[1] == "reserved"
          || name[1] == "committed"
        return name[0] == sku && isHere ? sum + entry.value : sum
      }
    }
  }

  @Test("25 random histories on each engine", arguments: TestStore.engines)
  func histories(engine: Engine) throws {
    var random = SplitMix64.printed("stock histories on \(engine.rawValue)")
    for _ in 0..<25 { try history(engine, &random) }
  }

  private func history(_ engine: Engine, _ random: inout SplitMix64) throws {
    let house = try StockHouse(engine: engine)
    var model = Model()
    for step in 0..<30 {
      house.now = house.now.adding(minutes: 1)
      let told = try self.step(house, &model, &random)
      let balances = try house.balances()
      try #require(balances == model.balances, "step \(step): \(told)")
      #expect(balances.values.reduce(0, +) == 0)
      for (id, order) in model.orders {
        let stored = try house.store.read { try OrderQuestions.find(StockHouse.key(id), $0) }
        try #require(stored?.stage == order.stage, "step \(step): \(told)")
      }
    }
    #expect(try house.store.read { try Stock.miscounted($0) }.isEmpty)
    #expect(try AuditVerify.run(house.store, since: nil).findings.isEmpty)
  }

  private func step(_ house: StockHouse, _ model: inout Model, _ random: inout SplitMix64) throws -> String {
    let known = model.orders.keys.sorted()
    let id = known.randomElement(using: &random)
    let sku = Self.skus[Int.random(in: 0..<3, using: &random)]
    let quantity = Int64.random(in: 1...9, using: &random)
    switch Int.random(in: 0..<12, using: &random) {
    case 0...2:
      return try order("\(100 + known.count)", house, &model, &random)
    case 3, 4:
      guard let id else { return "nothing" }
      return try show(id, house, &model, &random)
    case 5:
      guard let id else { return "nothing" }
      try house.hold(id, .buyerCancelled)
      model.orders[id]?.isUnwanted = true
      return "hold \(id)"
    case 6:
      guard let id, model.orders[id]?.isUnwanted == true else { return "nothing" }
      guard failureCode({ try house.lift(id, .buyerCancelled) }) == nil else { return "refused" }
      model.orders[id]?.isUnwanted = false
      return "lift \(id)"
    case 7, 8:
      guard let id, let gate = ["approve", "print", "pack", "handOver"].randomElement(using: &random) else {
        return "nothing"
      }
      for answer in try house.pass([id], at: gate) where answer.outcome == .pass {
        model.orders[id]?.stage = try #require(answer.stage)
        if answer.stage ?? .paid >= .consigned { model.orders[id]?.hasLeft = true }
      }
      return "\(gate) \(id)"
    case 9:
      try house.receive(quantity, sku)
      model.move(quantity, sku, "supplier", "warehouse:main")
      return "receive \(quantity) \(sku)"
    case 10:
      let reason: Stock.Reason = Bool.random(using: &random) ? .lost : .found
      try house.perform {
        try Stock.adjust(quantity, of: sku, because: reason, warehouse: nil, shop: StockHouse.shop, $0)
      }
      model.move(reason == .lost ? -quantity : quantity, sku, "adjusted", "warehouse:main")
      return "\(reason) \(quantity) \(sku)"
    default:
      let before = model.onHand(sku)
      let counted = max(0, before + Int64.random(in: -2...2, using: &random))
      let found = try house.perform {
        try Stock.count(counted, of: sku, in: nil, at: house.now, shop: StockHouse.shop, $0)
      }
      #expect(found.expected == before)
      model.move(counted - before, sku, "adjusted", "warehouse:main")
      return "count \(counted) \(sku)"
    }
  }

  /// A new order of one line or two.
  private func order(
    _ id: String, _ house: StockHouse, _ model: inout Model, _ random: inout SplitMix64
  ) throws -> String {
    let isPaid = Bool.random(using: &random)
    let lines = (0..<Int.random(in: 1...2, using: &random)).map { _ in
      (sku: Self.skus[Int.random(in: 0..<3, using: &random)], quantity: Int64.random(in: 1...4, using: &random))
    }
    model.orders[id] = Order(lines: lines, stage: isPaid ? .paid : .unpaid)
    try show(id, status: isPaid ? StockHouse.paid : StockHouse.unpaid, house, model)
    return "order \(id) \(lines)"
  }

  /// An export shows what became of an order.
  private func show(
    _ id: String, _ house: StockHouse, _ model: inout Model, _ random: inout SplitMix64
  ) throws -> String {
    guard var order = model.orders[id], order.stage < .closed else { return "nothing" }
    var status = StockHouse.paid
    switch Int.random(in: 0..<5, using: &random) {
    case 0: order.stage = max(order.stage, .paid)
    case 1 where order.stage >= .paid && order.stage < .consigned && order.lines.count == 1 && !order.isUnwanted:
      order.refund = order.refund == Self.applied ? Self.refunded : Self.applied
    case 2 where order.stage >= .paid && order.refund.isEmpty:
      (status, order.stage, order.hasLeft) = (StockHouse.shipped, max(order.stage, .consigned), true)
    case 3 where order.hasLeft: (status, order.stage) = (StockHouse.closed, .closed)
    case 4: (status, order.stage) = (StockHouse.cancelled, .cancelled)
    default: return "nothing"
    }
    model.orders[id] = order
    try show(id, status: status, house, model)
    return "show \(id) \(status) \(order.refund)"
  }

  private func show(_ id: String, status: String, _ house: StockHouse, _ model: Model) throws {
    guard let order = model.orders[id] else { return }
    try house.take(
      order.lines.enumerated().map { place, line in
        StockHouse.Line(
          id: "\(id)\(place)", order: id, sku: line.sku, quantity: Int(line.quantity), status: status,
          refund: order.refund)
      })
  }
}
