public import Playbooks
public import Vocabulary

/// What pages are held against.
public struct PageBook: Sendable {
  public let words: PageWords
  public let rules: PageRules
  public let activities: ActivityBook
  /// The usual price of a SKU, and the least it may cost, where the handbook says so.
  public let prices: [String: Money]
  public let floors: [String: Money]
  /// What may still be sold of a SKU, where the stock is known.
  public let stock: [String: Int64]
  /// The days of the event, first to last; nil where nothing says them.
  public let days: ClosedRange<ShopDay>?
  /// The moment whose prices a page must show.
  public let at: Instant

  public init(
    words: PageWords, rules: PageRules, activities: ActivityBook, prices: [String: Money], floors: [String: Money],
    stock: [String: Int64], days: ClosedRange<ShopDay>?, at: Instant
  ) {
    (self.words, self.rules, self.activities, self.prices) = (words, rules, activities, prices)
    (self.floors, self.stock, self.days, self.at) = (floors, stock, days, at)
  }

  /// `now` when an activity holds; before that the first moment at which most of them do.
  public static func moment(_ activities: ActivityBook, now: Instant) -> Instant {
    let all = activities.activities
    guard !all.contains(where: { $0.holds(at: now) }) else { return now }
    let counted = all.map(\.starts).filter { $0 > now }.map { start in (start, all.count { $0.holds(at: start) }) }
    return counted.max { ($0.1, $1.0) < ($1.1, $0.0) }?.0 ?? now
  }
}
