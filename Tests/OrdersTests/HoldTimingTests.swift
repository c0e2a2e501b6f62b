import Orders
import Testing
import Vocabulary

@testable import Orders

/// The stage table of holds, and the two pure rules about who and what lifts.
@Suite struct HoldTimingTests {
  @Test("every stage has its answer and consequence", arguments: OrderStage.allCases)
  func table(stage: OrderStage) {
    let timing = HoldTiming(placedAt: stage)
    let expected: (HoldTiming.Answer, HoldTiming.Consequence) =
      switch stage {
      case .depositPaid, .unpaid, .paid, .approved: (.held, .none)
      case .printed, .picked, .packed, .consigned: (.held, .recall)
      case .handedOver: (.late, .interception)
      case .closed, .cancelled: (.recorded, .none)
      }
    #expect(timing.answer == expected.0)
    #expect(timing.consequence == expected.1)
  }

  @Test("the shift lead may lift every hold", arguments: HoldReason.allCases)
  func leadLifts(reason: HoldReason) {
    #expect(reason.lifters.contains(.lead))
    #expect(!reason.lifters.contains(.warehouse))
    #expect(!reason.lifters.contains(.analyst))
  }

  private static func hold(_ id: String, _ reason: HoldReason, source: String = "memo:3") -> Hold {
    Hold(
      id: id, shop: Shop.name, order: "7001", line: "", reason: reason, source: source, note: "注", placedBy: "李雷",
      placedAt: Instant(milliseconds: 5), placedStage: .paid, consequence: .none, liftedAt: nil, liftedBy: nil,
      until: nil, object: "")
  }

  private static let two = [hold("h1", .buyerCancelled), hold("h2", .review, source: "person:李雷")]
  private static let sameReason = [hold("h1", .buyerCancelled), hold("h3", .buyerCancelled, source: "person:李雷")]

  struct Choice: Sendable {
    var open: [Hold]
    var reason: HoldReason?
    var role: Role
    var block: RefundBlock
    /// The holds chosen, or the failure's code.
    var chosen: [String] = []
    var code: String?
  }

  static let choices: [Choice] = [
    Choice(open: [], reason: nil, role: .lead, block: .none, code: "no_open_hold"),
    Choice(open: [two[0]], reason: nil, role: .agent, block: .none, chosen: ["h1"]),
    Choice(open: two, reason: nil, role: .lead, block: .none, code: "several_holds"),
    Choice(open: two, reason: .review, role: .reviewer, block: .none, chosen: ["h2"]),
    Choice(open: two, reason: .amend, role: .lead, block: .none, code: "no_open_hold"),
    Choice(open: sameReason, reason: nil, role: .lead, block: .none, chosen: ["h1", "h3"]),
    Choice(open: [two[0]], reason: nil, role: .reviewer, block: .none, code: "role_may_not_lift"),
    Choice(open: [two[0]], reason: nil, role: .finance, block: .none, code: "role_may_not_lift"),
    Choice(open: [hold("h4", .refundRequested)], reason: nil, role: .finance, block: .appliedFor, chosen: ["h4"]),
    Choice(open: [hold("h4", .refundRequested)], reason: nil, role: .agent, block: .none, code: "role_may_not_lift"),
    Choice(open: [two[0]], reason: nil, role: .lead, block: .paidBack, code: "refund_paid"),
    Choice(open: [two[0]], reason: .buyerCancelled, role: .lead, block: .appliedFor, chosen: ["h1"]),
  ]

  @Test("a lift chooses what was meant, or says why not", arguments: choices)
  func choose(choice: Choice) {
    var chosen: [Hold] = []
    let code = failureCode {
      chosen = try HoldLift.choose(
        choice.open, reason: choice.reason, order: makeOrder("7001", refundBlock: choice.block), role: choice.role)
    }
    #expect(code == choice.code)
    #expect(chosen.map(\.id) == choice.chosen)
  }

  @Test("a remark lifts no hold that its author may not lift")
  func liftedByRemark() {
    for reason in HoldReason.allCases {
      let hold = Self.hold("h", reason)
      #expect(RemarkEffect.isLifted(hold, by: nil))
      for role in Role.allCases {
        #expect(RemarkEffect.isLifted(hold, by: role) == reason.lifters.contains(role), "\(reason) \(role)")
      }
    }
  }
}
