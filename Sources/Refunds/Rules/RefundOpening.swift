public import Orders
public import Playbooks
public import Vocabulary

/// When a refund may be paid, by the calendar's dated rules.
public struct RefundOpening: Sendable {
  private let calendars: [EventCalendar]
  private let settleWithinHours: Int64

  public init(_ calendars: [EventCalendar], _ rules: RefundRules) {
    self.calendars = calendars
    settleWithinHours = rules.settleWithinHours
  }

  /// The first moment at which it may be paid. An order whose time of payment no source shows counts as paid at the
  /// moment it was made, else at `now`: later is never early.
  public func opensAt(_ order: Order, now: Instant) -> Instant {
    opensAt(paidAt: order.columns.paidAt ?? order.columns.createdAt ?? now)
  }

  /// The latest of what the calendars say; at once where none delays it.
  func opensAt(paidAt: Instant) -> Instant {
    calendars.compactMap { $0.refundsOpen(forPaymentAt: paidAt) }.max() ?? paidAt
  }

  /// The next moment at which refunds open in an event that has begun, for whoever has named no order; nil where none does.
  public func next(after now: Instant) -> Instant? {
    calendars.filter { calendar in calendar.windows.contains { $0.start <= now } }
      .flatMap(\.refundOpenings).map(\.opensAt).filter { now < $0 }.min()
  }

  /// Until when it must be paid where the platform does not say.
  func deadline(opensAt: Instant, queuedAt: Instant) -> Instant {
    max(opensAt, queuedAt).adding(minutes: settleWithinHours * 60)
  }
}
