public import Orders
public import Playbooks
import Refunds
public import Store
public import Vocabulary

/// What an activity gave for a whole basket, and a basket without some of its lines has not earned (凑单退).
public struct BrokenThreshold: Sendable, Codable, Equatable {
  public let activity: String
  public let name: String
  public let thresholdFen: Int64
  /// What the covered goods that stay are worth.
  public let keptFen: Int64
  /// How much more was taken off than those would have earned.
  public let discountFen: Int64
  /// The code of the gift that they would not have earned.
  public let gift: String?

  /// The activities whose condition an order meets with `lines` and no longer meets without those in `leaving`.
  ///
  /// Goods count with price times quantity, else with what was paid; where a line shows neither nothing is said: a guess
  /// would be taken for a fact.
  public static func find(
    _ lines: [OrderLine], leaving: Set<String>, at moment: Instant, _ book: ActivityBook
  ) -> [BrokenThreshold] {
    let goods = lines.compactMap { line -> (line: String, sku: String, worth: Money)? in
      let listed = line.price.map { Money(fen: $0.fen * max(1, line.quantity ?? 1)) }
      return (listed ?? line.paid).map { (line.line, line.sku ?? "", $0) }
    }
    guard goods.count == lines.count else { return [] }
    return book.activities.filter { $0.threshold > .zero && $0.holds(at: moment) }.compactMap { activity in
      let covered = goods.filter { activity.covers($0.sku) }
      let before = covered.map(\.worth).reduce(.zero, +)
      let kept = covered.filter { !leaving.contains($0.line) }.map(\.worth).reduce(.zero, +)
      let isBroken = before >= activity.threshold && kept < activity.threshold
      // What a percentage takes off less goods is less by itself.
      guard isBroken || activity.percentOff == 0 else { return nil }
      let lost = (before - activity.reduced(before)) - (kept - activity.reduced(kept))
      let gift = isBroken ? activity.gift : nil
      guard lost > .zero || gift != nil else { return nil }
      return BrokenThreshold(
        activity: activity.id, name: activity.name, thresholdFen: activity.threshold.fen, keptFen: kept.fen,
        discountFen: lost.fen, gift: gift)
    }
  }

  /// What paying back one line of an order breaks, beside the lines that are paid back or queued already.
  public static func find(returning line: String, of key: OrderKey, _ session: any Session) throws -> [BrokenThreshold]
  {
    guard let order = try OrderQuestions.find(key, session), let paid = order.columns.paidAt ?? order.columns.createdAt
    else { return [] }
    let queued = try Refunds.find(key.id, shop: key.shop, session).map(\.refund)
    let gone = Set(queued.filter { $0.kind == .partial && $0.state.isCounted && $0.line != line }.map(\.line))
    let there = try OrderQuestions.lines(of: key, session).filter {
      $0.line == line || (!gone.contains($0.line) && $0.refundState != .refunded)
    }
    return find(there, leaving: [line], at: paid, try Setup.activities(shop: key.shop, at: paid, session))
  }
}
