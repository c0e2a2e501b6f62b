import Coordination
import Orders
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Refunds
@testable import Stock

/// Where two rooms meet: money that has gone back makes goods that are still here free again.
@Suite struct RefundStockTests {
  @Test("a refund that is paid gives the goods back to the shelf, in its own transaction", arguments: TestStore.engines)
  func freed(engine: Engine) throws {
    let till = try Till(engine: engine)
    let run = PartedRun(
      store: till.store, id: try till.nextID(), verb: "stock begin", actor: People.zhao, arguments: [:],
      now: { Moments.midnight })
    try OrderStock.begin(Till.shop, warehouse: "main", run)
    try till.perform {
      try Stock.receive(10, of: "SKU-1", as: .supplier, warehouse: nil, document: nil, shop: Till.shop, $0)
    }
    try till.bringApplied("1001")
    try till.take(
      "子订单编号,主订单编号,商品标题,购买数量,商家编码,订单状态,买家实付金额,订单付款时间",
      ["10011,1001,面霜,1,SKU-1,买家已付款，等待卖家发货,175.80,2026-11-11 00:01:02"])
    #expect(try onShelf(till) == 9)
    try till.pack()
    let claim = try #require(try till.claim())
    #expect(try onShelf(till) == 9)
    try till.note([(claim.payments[0], .paid(fen: 17_580))])
    #expect(try till.order("1001").refundBlock == .paidBack)
    #expect(try onShelf(till) == 10)
    #expect(try till.audit().isEmpty)
  }

  private func onShelf(_ till: Till) throws -> Int64 {
    var count: Int64 = 0
    try till.store.read { session in
      try StockRecords.balances(shop: Till.shop, sku: nil, session) {
        if $0.account.name == "warehouse:main" { count += $0.quantity }
      }
    }
    return count
  }
}
