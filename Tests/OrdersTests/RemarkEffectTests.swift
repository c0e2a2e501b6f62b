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
    for isFree in [true, false] {
      for isNewest in [true, false] {
        #expect(RemarkEffect(verdict, isFreeOfRefunds: isFree, isNewest: isNewest) == .hold(reason))
      }
    }
  }

  @Test("a release lifts only when no refund stands against it, and only from the newest source")
  func resume() {
    #expect(RemarkEffect(.resume, isFreeOfRefunds: true, isNewest: true) == .lift)
    #expect(RemarkEffect(.resume, isFreeOfRefunds: false, isNewest: true) == .hold(.review))
    for isFree in [true, false] {
      #expect(RemarkEffect(.resume, isFreeOfRefunds: isFree, isNewest: false) == .nothing)
      #expect(RemarkEffect(.none, isFreeOfRefunds: isFree, isNewest: true) == .nothing)
    }
  }

  @Test("a refund that was applied for or paid stands against a release")
  func refunds() {
    for (block, effect) in [
      (RefundBlock.none, RemarkEffect.lift), (.appliedFor, .hold(.review)), (.paidBack, .hold(.review)),
    ] {
      #expect(RemarkEffect(.resume, of: makeOrder("1", refundBlock: block), isNewest: true) == effect)
    }
  }
}
