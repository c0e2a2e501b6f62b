import Orders
import Vocabulary

/// What can still be paid back: a pure rule with a table of cases.
struct RefundCap: Equatable {
  /// What was paid; nil while no source has shown it.
  let paid: Money?
  /// What the platform says was paid back.
  let shown: Money
  /// What our own refunds have paid back, in all and behind the last source.
  let settled: Money
  let settledSince: Money
  /// What our open refunds will pay back.
  let open: Money

  /// What no refund takes yet; nil while nobody knows what was paid.
  ///
  /// A source older than our own payment does not know of it, a newer one does: counting both would be too much, counting
  /// only the larger too little.
  var rest: Money? {
    paid.map { max(.zero, $0 - max(settled, shown + settledSince) - open) }
  }

  /// Of a whole order. Some layouts show what the buyer paid less what was paid back (实付 + 退款 = 总金额): then the total
  /// is what was paid.
  init(_ order: Order, _ refunds: [Refund]) {
    let columns = order.columns
    shown = columns.refund ?? .zero
    var paid = columns.paid
    if let net = paid, let total = columns.total, shown > .zero, net + shown == total { paid = total }
    self.paid = paid
    (settled, settledSince, open) = Self.sums(refunds, since: order.sourceAt)
  }

  /// Of one line of it.
  init(_ line: OrderLine, of order: Order, _ refunds: [Refund]) {
    shown = line.refundState == .refunded ? line.refund ?? line.paid ?? .zero : .zero
    paid = line.paid
    (settled, settledSince, open) = Self.sums(refunds.filter { $0.line == line.line }, since: order.sourceAt)
  }

  init(paid: Money?, shown: Money, settled: Money, settledSince: Money, open: Money) {
    self.paid = paid
    self.shown = shown
    self.settled = settled
    self.settledSince = settledSince
    self.open = open
  }

  private static func sums(
    _ refunds: [Refund], since: Instant
  ) -> (settled: Money, settledSince: Money, open: Money) {
    var sums = (settled: Money.zero, settledSince: Money.zero, open: Money.zero)
    for refund in refunds {
      guard let amount = refund.amount, refund.state.isCounted else { continue }
      if refund.state != .settled {
        sums.open = sums.open + amount
      } else {
        sums.settled = sums.settled + amount
        if refund.settledAt ?? since >= since { sums.settledSince = sums.settledSince + amount }
      }
    }
    return sums
  }
}
