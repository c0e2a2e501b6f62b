import Orders
import TestSupport
import Testing
import Vocabulary

@testable import Coordination
@testable import Stock
@testable import Store

/// Goods of orders that earlier versions took in stand where the rule would put them today.
@Suite struct StockUpgradeTests {
  private struct Case {
    let id: String
    let stage: OrderStage
    let unwanted: GoodsState.Unwanted
    let block: RefundBlock
    let refund: RefundState?
    let isConsigned: Bool

    var goods: GoodsState {
      GoodsState(stage: stage, unwanted: unwanted, block: block, refund: refund, hasLeft: isConsigned)
    }
  }

  /// Every state that an order line can be in.
  private static var cases: [Case] {
    var cases: [Case] = []
    for stage in OrderStage.allCases {
      for unwanted in GoodsState.Unwanted.allCases {
        for block in RefundBlock.allCases {
          for refund in [nil] + RefundState.allCases.map(Optional.some) {
            for isConsigned in [false, true] {
              cases.append(
                Case(
                  id: "2\(1_000 + cases.count)", stage: stage, unwanted: unwanted, block: block, refund: refund,
                  isConsigned: isConsigned))
            }
          }
        }
      }
    }
    return cases
  }

  /// What schema 12 holds of them; each has a line with a SKU of its own, one without, and a hold of another line.
  private static var rows: [String] {
    cases.flatMap { item -> [String] in
      let holds = item.unwanted == .no ? 0 : 1
      let consigned = item.isConsigned ? "1794326000000" : "NULL"
      let refund = item.refund.map { "'\($0.rawValue)'" } ?? "NULL"
      var rows = [
        """
        INSERT INTO shop_order (shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
          consigned_at, operation_id)
        VALUES ('店铺甲', '\(item.id)', \(item.stage.rawValue), 1, \(holds + 1), \(item.block.rawValue), 1794326709007, 0,
          1794326709007, \(consigned), 'OLD-WORK')
        """,
        """
        INSERT INTO order_line (shop, order_id, line, sku, quantity, refund_state, source_at, operation_id)
        VALUES ('店铺甲', '\(item.id)', '1', 'SKU-\(item.id)', 3, \(refund), 1794326709007, 'OLD-WORK'),
          ('店铺甲', '\(item.id)', '2', NULL, 1, NULL, 1794326709007, 'OLD-WORK'),
          ('店铺甲', '\(item.id)', '3', 'NONE', 0, NULL, 1794326709007, 'OLD-WORK')
        """,
        """
        INSERT INTO hold (id, shop, order_id, line, reason, source, note, placed_by, placed_at, placed_stage, consequence,
          operation_id)
        VALUES ('OTHER:\(item.id)', '店铺甲', '\(item.id)', '2', 'buyerCancelled', 'person:王芳', '', '王芳', 1794326709007,
          30, 'none', 'OLD-WORK')
        """,
      ]
      if item.unwanted != .no {
        rows.append(
          """
          INSERT INTO hold (id, shop, order_id, line, reason, source, note, placed_by, placed_at, placed_stage,
            consequence, operation_id)
          VALUES ('OWN:\(item.id)', '店铺甲', '\(item.id)', '', '\(item.unwanted)', 'person:王芳', '', '王芳', 1794326709007,
            30, 'none', 'OLD-WORK')
          """)
      }
      return rows
    }
  }

  @Test("a populated store of schema 12 gets its ledger", arguments: TestStore.engines)
  func upgrade(engine: Engine) throws {
    let place = try TestStore.nowhere(engine: engine)
    try UpgradeTests().populate(place, 12, adding: Self.rows)
    let store = try place.create(follow: Consequences.follow)
    let lines = try store.read { session in
      try session.all("SELECT order_id, account FROM stock_line WHERE quantity = 3 AND moves = 1") {
        (try $0.text(0), try $0.text(1))
      }
    }
    let found = Dictionary(lines) { first, _ in first }
    for item in Self.cases { #expect(found[item.id] == item.goods.account?.name, "\(item)") }
    #expect(lines.count == Self.cases.count { $0.goods.account != nil })
    let sums = try store.read { session in
      try session.all("SELECT CAST(SUM(quantity) AS BIGINT) FROM stock_balance GROUP BY sku") { try $0.integer(0) }
    }
    #expect(sums == lines.map { _ in 0 }, "all accounts of a SKU sum to zero")
    #expect(try AuditVerify.run(store, since: nil).findings.isEmpty)
    // Looked at again, by the rule of today, nothing moves.
    func movements() throws -> Int64 { try store.read { try $0.count("SELECT COUNT(*) FROM stock_movement") } }
    let before = try movements()
    #expect(before == Int64(lines.count))
    _ = try store.perform(try operation("AGAIN")) { change in
      let last = try OrderGoodsRecords.touch(after: "", of: House.shop, limit: 100_000, change)
      try OrderStock.follow(change)
      return last
    }
    #expect(try movements() == before)
    #expect(try AuditVerify.run(store, since: nil).findings.isEmpty)
  }
}
