import Playbooks
import Testing

@testable import Orders

@Suite struct RemarkEffectTests {
  static let holding: [(Verdict, HoldReason)] = [
    (.cancel, .buyerCancelled), (.partial, .partial), (.amend, .amend), (.delay, .shipLater),
    (.address, .addressPending), (.noShip, .noShip), (.review, .review),
  ]

  @Test("the table of verdicts is whole")
  func whole() {
    #expect(Set(Self.holding.map(\.0)) == Set(Verdict.allCases).subtracting([.resume, .none]))
  }

  @Test("a verdict that holds does so whatever the age and the refund", arguments: holding)
  func holds(verdict: Verdict, reason: HoldReason) {
    for block in RefundBlock.allCases {
      for isNewest in [true, false] {
        #expect(RemarkEffect(verdict, refundBlock: block, isNewest: isNewest) == .hold(reason))
      }
    }
  }

  @Test("a release lifts only when no refund stands against it, and only from the newest source")
  func resume() {
    #expect(RemarkEffect(.resume, refundBlock: .none, isNewest: true) == .lift)
    #expect(RemarkEffect(.resume, refundBlock: .appliedFor, isNewest: true) == .hold(.review))
    #expect(RemarkEffect(.resume, refundBlock: .paidBack, isNewest: true) == .hold(.review))
    for block in RefundBlock.allCases {
      #expect(RemarkEffect(.resume, refundBlock: block, isNewest: false) == .nothing)
      #expect(RemarkEffect(.none, refundBlock: block, isNewest: true) == .nothing)
    }
  }
}
