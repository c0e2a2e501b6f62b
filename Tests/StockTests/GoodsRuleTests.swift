import Orders
import Testing
import Vocabulary

@testable import Stock

/// In which account a line's goods stand: every state that there is.
@Suite struct GoodsRuleTests {
  /// What the state of goods that are paid and still here says, whatever the gate they stand at.
  static let here: [(GoodsState.Unwanted, RefundBlock, RefundState?, String?)] = [
    (.no, .none, nil, "committed"), (.no, .none, .closed, "committed"),
    (.no, .none, .applied, "unavailable:refundRequested"), (.no, .none, .refunded, nil),
    (.no, .appliedFor, nil, "unavailable:refundRequested"), (.no, .paidBack, nil, nil), (.no, .paidBack, .applied, nil),
    (.refundRequested, .none, nil, "unavailable:refundRequested"), (.refundRequested, .paidBack, nil, nil),
    (.buyerCancelled, .none, nil, "unavailable:buyerCancelled"),
    (.buyerCancelled, .appliedFor, .applied, "unavailable:buyerCancelled"), (.buyerCancelled, .none, .refunded, nil),
  ]

  @Test("goods that are paid and here", arguments: here)
  func paidAndHere(
    unwanted: GoodsState.Unwanted, block: RefundBlock, refund: RefundState?, account: String?
  ) {
    for stage in [OrderStage.paid, .approved, .printed, .picked, .packed] {
      let state = GoodsState(stage: stage, unwanted: unwanted, block: block, refund: refund)
      #expect(state.account?.name == account, "\(stage)")
    }
  }

  @Test("what is not paid is reserved, what has left is out, whatever holds and refunds say", arguments: here)
  func otherStages(
    unwanted: GoodsState.Unwanted, block: RefundBlock, refund: RefundState?, account: String?
  ) {
    for stage in OrderStage.allCases {
      var state = GoodsState(stage: stage, unwanted: unwanted, block: block, refund: refund)
      switch stage {
      case .depositPaid, .unpaid:
        let isPaidBack = block == .paidBack || refund == .refunded
        #expect(state.account?.name == (isPaidBack ? nil : "reserved"))
      case .consigned, .handedOver, .closed: #expect(state.account == .shipped)
      case .cancelled:
        #expect(state.account == nil)
        state.hasLeft = true
        #expect(state.account == .shipped, "it may be on its way")
      case .paid, .approved, .printed, .picked, .packed: break
      }
    }
  }

  @Test("each account has one cause at most, and only goods in the house are on hand")
  func accounts() {
    let names: [(String, StockCause?, Bool)] = [
      ("warehouse:main", nil, true), ("reserved", .unpaid, true), ("committed", .notShipped, true),
      ("committed:gift", .giftsAndBundles, true), ("reserved:bundle", .giftsAndBundles, true),
      ("unavailable:buyerCancelled", .buyerCancelled, true), ("unavailable:refundRequested", .refundQueued, true),
      ("unavailable:defect", .defects, true), ("unavailable:检测", .defects, true), ("inTransit", nil, false),
      ("shipped", nil, false), ("supplier", nil, false), ("adjusted", nil, false), ("opening", nil, false),
    ]
    for (name, cause, isOnHand) in names {
      let account = StockAccount(named: name)
      #expect(account?.name == name)
      #expect(account?.cause == cause, "\(name)")
      #expect(account?.isOnHand == isOnHand, "\(name)")
    }
    for name in ["", "warehouse:", "warehouse", "warehouse:a b", "unavailable:", "stolen", "committed:line"] {
      #expect(StockAccount(named: name) == nil, "\(name)")
    }
    #expect(StockAccount.committed.part(.gift).name == "committed:gift")
    #expect(StockAccount.buyerCancelled.part(.gift) == .buyerCancelled)
  }

  @Test("a sale of a bundle moves its parts, and gifts beside")
  func bundles() {
    var bundles = Bundles()
    bundles.add(.bundle, sku: "SET", paidFen: 0, .init(sku: "CREAM", quantity: 2))
    bundles.add(.bundle, sku: "SET", paidFen: 0, .init(sku: "BOX", quantity: 1))
    bundles.add(.gift, sku: "SET", paidFen: 0, .init(sku: "CARD", quantity: 1))
    bundles.add(.gift, sku: "", paidFen: 29_900, .init(sku: "MIRROR", quantity: 1))
    func goods(_ stage: OrderStage, paid: Int64, standing: [StandingGoods] = []) -> OrderGoods {
      OrderGoods(
        key: OrderKey(shop: "甲", id: "1"), warehouse: .warehouse("main"), paidFen: paid, createdAt: nil, paidAt: nil,
        consignedAt: nil,
        lines: [.init(line: "11", sku: "SET", quantity: 3, state: GoodsState(stage: stage))], standing: standing)
    }
    let now = Instant(milliseconds: 5)
    func told(_ movements: [StockMovement]) -> [String] {
      movements.map { "\($0.line) \($0.sku) \($0.from.name)>\($0.to.name) \($0.quantity)" }
    }
    let first = goods(.paid, paid: 29_900).moves(bundles, now: now)
    #expect(
      told(first.movements) == [
        "+MIRROR#1 MIRROR warehouse:main>committed:gift 1", "11+BOX#1 BOX warehouse:main>committed:bundle 3",
        "11+CREAM#1 CREAM warehouse:main>committed:bundle 6", "11+CARD#1 CARD warehouse:main>committed:gift 3",
      ])
    #expect(goods(.paid, paid: 29_899).moves(bundles, now: now).movements.count == 3, "a gift from an amount on")
    #expect(goods(.approved, paid: 29_900, standing: first.standing).moves(bundles, now: now).movements.isEmpty)
    let sent = goods(.consigned, paid: 29_900, standing: first.standing).moves(bundles, now: now)
    #expect(
      told(sent.movements) == [
        "+MIRROR#2 MIRROR committed:gift>shipped 1", "11+BOX#2 BOX committed:bundle>shipped 3",
        "11+CREAM#2 CREAM committed:bundle>shipped 6", "11+CARD#2 CARD committed:gift>shipped 3",
      ])
    // The bundle has changed since; what has left stays what it was.
    #expect(
      goods(.closed, paid: 29_900, standing: sent.standing).moves(Bundles(), now: now).movements.isEmpty)
  }
}
