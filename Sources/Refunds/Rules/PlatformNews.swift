import Orders
import Vocabulary

/// What a refund that the platform shows means for ours: a pure rule with a table of cases.
struct PlatformNews: Equatable {
  enum Step: Equatable {
    /// Nothing that we did not know.
    case nothing
    /// The buyer has applied: number, version, phase and amount are known now.
    case attach(Refund.Review?)
    /// Another version of an application that we know.
    case renew(Refund.Review?)
    /// It was paid back, whoever did it.
    case settle
    /// The buyer took the application back: a person decides.
    case reopen
  }

  /// `rest`: what could still be paid back if this refund were not there; nil while nobody knows.
  static func step(_ news: PlatformRefund, for refund: Refund, rest: Money?) -> Step {
    switch news.state {
    case .refunded: return refund.state.isFinal ? .nothing : .settle
    case .closed:
      // What was sent is not stopped by an export that may be older than the sending.
      guard refund.refundId == news.id, refund.state == .applied || refund.state == .batched else { return .nothing }
      return .reopen
    case .applied: return applied(news, for: refund, rest: rest)
    }
  }

  private static func applied(_ news: PlatformRefund, for refund: Refund, rest: Money?) -> Step {
    switch refund.state {
    case .awaitingApplication: return .attach(review(news, for: refund, rest: rest))
    case .applied, .batched:
      let isSame = news.version?.milliseconds == refund.refundVersion || news.version == nil
      let isSameAmount = news.amount == nil || news.amount == refund.amount
      if isSame && isSameAmount && (news.phase.isEmpty || news.phase == refund.phase) { return .nothing }
      let wasLookedAt = refund.state == .batched || refund.approvedBy != nil
      if let review = review(news, for: refund, rest: rest) { return .renew(review) }
      return .renew(wasLookedAt || !isSame ? .staleVersion : refund.review)
    default: return .nothing
    }
  }

  private static func review(_ news: PlatformRefund, for refund: Refund, rest: Money?) -> Refund.Review? {
    guard let amount = news.amount, amount > .zero else { return refund.amount == nil ? .amountUnknown : nil }
    if let rest, amount > rest { return .overCap }
    if rest == nil { return .amountUnknown }
    guard let ours = refund.amount else { return nil }
    return amount == ours ? nil : .amountDiffers
  }
}
