public import Vocabulary

/// An activity (活动) of the event: where and when it runs, what a buyer gets, and what it goes together with.
///
/// The values are variables because a change during the event is the same activity with some of them different.
public struct Activity: Sendable, Codable, Equatable {
  /// What one code costs while the activity runs.
  public struct Price: Sendable, Codable, Equatable {
    public let sku: String
    public let price: Money

    public init(sku: String, price: Money) {
      self.sku = sku
      self.price = price
    }
  }

  public let id: String
  public var name: String
  /// The meeting place (会场); empty for the shop's own page.
  public var venue: String
  public var starts: Instant
  /// The first moment at which it no longer holds.
  public var ends: Instant
  /// What must be paid at least; zero where any amount does.
  public var threshold: Money
  /// What is taken off; zero where nothing is.
  public var discount: Money
  /// What is taken off in percent, 1 to 99; 0 where nothing is.
  public var percentOff: Int
  /// Whether the discount is taken off for every full threshold (每满减).
  public var isEvery: Bool
  /// The activities a buyer may use beside this one. It is enough that one of two names the other.
  public var stacksWith: [String]
  /// The only codes it holds for; empty for all, or for those in `prices` where there are any.
  public var skus: [String]
  public var excludes: [String]
  /// The code of what is given; nil where nothing is.
  public var gift: String?
  public var limitPerBuyer: Int?
  /// What buyers and agents call it.
  public var words: [String]
  public var prices: [Price]

  public init(
    id: String, name: String, venue: String = "", starts: Instant, ends: Instant, threshold: Money = .zero,
    discount: Money = .zero, percentOff: Int = 0, isEvery: Bool = false, stacksWith: [String] = [],
    skus: [String] = [], excludes: [String] = [], gift: String? = nil, limitPerBuyer: Int? = nil,
    words: [String] = [], prices: [Price] = []
  ) {
    self.id = id
    self.name = name
    self.venue = venue
    self.starts = starts
    self.ends = ends
    self.threshold = threshold
    self.discount = discount
    self.percentOff = percentOff
    self.isEvery = isEvery
    self.stacksWith = stacksWith
    self.skus = skus
    self.excludes = excludes
    self.gift = gift
    self.limitPerBuyer = limitPerBuyer
    self.words = words
    self.prices = prices
  }

  public func holds(at moment: Instant) -> Bool { starts <= moment && moment < ends }

  /// Whether it holds for a code.
  public func covers(_ sku: String) -> Bool {
    guard !excludes.contains(sku) else { return false }
    guard let named else { return true }
    return named.contains(sku)
  }

  /// The price it sets for a code; nil where it sets none.
  public func price(of sku: String) -> Money? {
    prices.first { $0.sku == sku }?.price
  }

  /// What an amount of covered goods becomes by its discount alone; the same where the threshold is not reached.
  public func reduced(_ amount: Money) -> Money {
    guard amount >= threshold, amount > .zero else { return amount }
    if percentOff > 0 { return Money(fen: amount.fen - amount.fen * Int64(percentOff) / 100) }
    let times = isEvery && threshold > .zero ? amount.fen / threshold.fen : 1
    return Money(fen: max(0, amount.fen - discount.fen * times))
  }

  /// Whether there is a code that both hold for, as far as the two say.
  func sharesGoods(with other: Activity) -> Bool {
    guard let list = named ?? other.named else { return true }
    return list.contains { covers($0) && other.covers($0) }
  }

  /// The only codes it can hold for; nil for all.
  var named: [String]? {
    if !skus.isEmpty { return skus }
    // A list of prices beside a discount does not narrow the discount.
    return prices.isEmpty || discount > .zero || percentOff > 0 || gift != nil ? nil : prices.map(\.sku)
  }
}
