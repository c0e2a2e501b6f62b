import Cases
import Orders
public import Playbooks
public import Store
import Vocabulary

/// What may be paid now, and what keeps the rest.
public struct DueRefunds: Sendable {
  /// By deadline.
  public let ready: [Refund]
  /// Large ones that wait for a second person.
  public let unapproved: [Refund]
  /// Whose parcel is on its way and nobody knows whether it was stopped.
  public let notIntercepted: [Refund]
}

extension Refunds {
  /// What is due by the store's clock: applied for, looked at, and opened by the calendar's rules of today as well as by
  /// those of the day on which it was queued.
  public static func due(
    shop: String, _ clock: RefundClock, _ opening: RefundOpening, _ rules: RefundRules, limit: Int64 = .max,
    _ session: any Session
  ) throws -> DueRefunds {
    let now = try clock.now(session)
    var (ready, unapproved, notIntercepted): ([Refund], [Refund], [Refund]) = ([], [], [])
    for due in try RefundRecords.due(shop: shop, by: now, limit: limit, session) {
      if let paidAt = due.paidAt, opening.opensAt(paidAt: paidAt) > now { continue }
      let refund = due.refund
      if refund.amount ?? .zero > rules.fourEyesAbove, refund.approvedBy == nil {
        unapproved.append(refund)
      } else if try !isStopped(refund, due.orderStage, session) {
        notIntercepted.append(refund)
      } else {
        ready.append(refund)
      }
    }
    return DueRefunds(ready: ready, unapproved: unapproved, notIntercepted: notIntercepted)
  }

  /// Behind the hand-over a whole order is paid back only when the courier has stopped the parcel, or could not and a
  /// second person agrees all the same.
  static func isStopped(_ refund: Refund, _ stage: OrderStage, _ session: any Session) throws -> Bool {
    guard refund.kind == .wholeOrder, stage == .handedOver else { return true }
    let cases = try Cases.ofOrder(shop: refund.shop, order: refund.order, session).filter { $0.kind == .interception }
    guard !cases.contains(where: { $0.state == .open }) else { return false }
    return cases.contains { $0.state == .done }
      || refund.approvedBy != nil && cases.contains { $0.state == .failed }
  }
}
