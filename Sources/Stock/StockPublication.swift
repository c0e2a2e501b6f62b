public import Vocabulary

/// One line of a page update: the absolute number to put on the page.
public struct PageEntry: Sendable, Equatable, Codable {
  /// Counted from 1; at most `StockPublication.batchSize` lines each.
  public let batch: Int
  /// The page's own number (数字ID).
  public let item: String
  public let sku: String
  public let quantity: Int64
  /// What the page showed last.
  public let before: Int64
  /// Free pieces that stay off the page; told of once for a SKU on several pages.
  public let heldBack: Int64
}

/// How a SKU is sold, and what may go onto the page.
public struct PageOutlook: Sendable, Equatable, Codable {
  public let sku: String
  public let free: Int64
  /// Pieces sold in an hour, in thousandths.
  public let soldPerHourMilli: Int64
  /// How late sales become known here, at the asked quantile.
  public let lagSeconds: Int64
  /// Free pieces to keep off the page: those that are sold before it is known.
  public let buffer: Int64
  /// Held pieces of which the buyers no longer want so many, by what came of earlier ones.
  public let relistable: Int64
  public let held: Int64
  /// What may be on the page.
  public let safe: Int64
  /// Gone before the next update, at this rate.
  public let runsOut: Bool
}

/// More was sold than there is.
public struct Oversold: Sendable, Equatable, Codable {
  public struct Loser: Sendable, Equatable, Codable {
    public let order: String
    public let quantity: Int64
    public let stage: OrderStage
    public let paidAt: Instant?
    public let paid: Money
    /// Whether it has to go without, by the rule; those behind it are told of for a person to choose.
    public let loses: Bool
  }

  public let sku: String
  public let short: Int64
  /// By the rule: unpaid first, then what is not printed, then the latest paid, then the lowest amount.
  public let orders: [Loser]

  /// A pure rule.
  init(sku: String, short: Int64, orders: [Claim]) {
    self.sku = sku
    self.short = short
    var missing = short
    self.orders = orders.sorted { $0.loses(before: $1) }.map { claim in
      let loses = missing > 0
      missing -= claim.quantity
      return Loser(
        order: claim.order, quantity: claim.quantity, stage: claim.stage, paidAt: claim.paidAt, paid: claim.paid,
        loses: loses)
    }
  }

  /// An order that waits for pieces of the SKU.
  struct Claim {
    let order: String
    let quantity: Int64
    let stage: OrderStage
    let paidAt: Instant?
    let paid: Money

    func loses(before other: Claim) -> Bool {
      let (unpaid, otherUnpaid) = (stage < .paid, other.stage < .paid)
      if unpaid != otherUnpaid { return unpaid }
      let (printed, otherPrinted) = (stage >= .printed, other.stage >= .printed)
      if printed != otherPrinted { return otherPrinted }
      let (paidAt, otherPaidAt) = (paidAt?.milliseconds ?? 0, other.paidAt?.milliseconds ?? 0)
      if paidAt != otherPaidAt { return paidAt > otherPaidAt }
      return (paid, order) < (other.paid, other.order)
    }
  }
}

/// How many held pieces buyers wanted after all, by history.
public struct KeepRate: Sendable, Equatable, Codable {
  public let kept: Int64
  public let decided: Int64

  /// The most that one has to reckon with, in thousandths: the observed share and two of its standard errors above it,
  /// with one made-up case of each kind, so that no history promises nothing.
  public var upperMilli: Int64 {
    let total = Double(decided + 2)
    let share = Double(kept + 1) / total
    return Int64((min(1, share + 2 * (share * (1 - share) / total).squareRoot()) * 1_000).rounded(.up))
  }
}

/// What to put onto the pages now.
public struct StockPublication: Sendable {
  /// The platform takes so many SKUs at a time, as absolute numbers: a negative step it silently takes for 0.
  public static let batchSize = 20

  public struct Settings: Sendable, Equatable {
    /// How often pages are brought up to date, in minutes.
    public var intervalMinutes: Int64
    /// Sales of how many last minutes tell the rate.
    public var windowMinutes: Int64
    /// The share of sales, in percent, of which the buffer knows in time.
    public var lagPercent: Int64
    /// Also put held pieces onto the page that will not be wanted.
    public var relistsHeld: Bool
    /// Also lines that do not change.
    public var withUnchanged: Bool

    public init(
      intervalMinutes: Int64 = 10, windowMinutes: Int64 = 60, lagPercent: Int64 = 95, relistsHeld: Bool = false,
      withUnchanged: Bool = false
    ) {
      self.intervalMinutes = intervalMinutes
      self.windowMinutes = windowMinutes
      self.lagPercent = lagPercent
      self.relistsHeld = relistsHeld
      self.withUnchanged = withUnchanged
    }
  }

  public let shop: String
  public let moment: Instant
  public let outlooks: [PageOutlook]
  public let entries: [PageEntry]
  public let oversold: [Oversold]
  public let keepRate: KeepRate
  /// Codes on the page of which nothing ever came in here: they are left as they are.
  public let unknown: [String]

  public var batches: Int { entries.last?.batch ?? 0 }
}

/// The sales of one SKU in the last minutes.
struct RecentSales {
  var quantity: Int64 = 0
  /// How late each became known, in milliseconds.
  var lags: [Int64] = []
}

/// How pieces become lines of a page update: pure rules.
enum PageRule {
  /// Fewer sales than these tell nothing about a SKU's own lag: the shop's counts.
  static let leastSamples = 20

  /// The value that so many percent of the samples do not exceed; nil without samples.
  static func quantile(_ samples: [Int64], percent: Int64) -> Int64? {
    guard !samples.isEmpty else { return nil }
    let rank = (Int64(samples.count) * percent + 99) / 100
    return samples.sorted()[Int(max(1, min(rank, Int64(samples.count)))) - 1]
  }

  static func outlook(
    sku: String, free: Int64, held: Int64, sales: RecentSales, shopLag: Int64?, keepRate: KeepRate,
    _ settings: StockPublication.Settings
  ) -> PageOutlook {
    let own =
      sales.lags.count >= leastSamples ? quantile(sales.lags, percent: settings.lagPercent) : nil
    let lag = own ?? shopLag ?? settings.intervalMinutes * 60_000
    let window = max(1, settings.windowMinutes) * 60_000
    let buffer = sales.quantity == 0 ? 0 : (sales.quantity * lag + window - 1) / window
    let relistable = max(0, held) * (1_000 - keepRate.upperMilli) / 1_000
    let safe = max(0, free + (settings.relistsHeld ? relistable : 0) - buffer)
    let untilUpdate = (sales.quantity * settings.intervalMinutes * 60_000 + window - 1) / window
    return PageOutlook(
      sku: sku, free: free, soldPerHourMilli: sales.quantity * 3_600_000_000 / window, lagSeconds: (lag + 999) / 1_000,
      buffer: buffer, relistable: relistable, held: max(0, held), safe: safe,
      runsOut: sales.quantity > 0 && free > 0 && untilUpdate >= safe)
  }

  /// Shares a SKU's number among its pages, as they stand to one another now; what does not divide goes to the largest.
  static func shares(_ quantity: Int64, among before: [Int64]) -> [Int64] {
    guard !before.isEmpty else { return [] }
    let total = before.reduce(0, +)
    var shares = before.map { total == 0 ? 0 : quantity * $0 / total }
    let largest = before.indices.max { (before[$0], -$0) < (before[$1], -$1) } ?? 0
    shares[largest] += quantity - shares.reduce(0, +)
    return shares
  }
}
