public import Vocabulary

/// Why page and warehouse differ in one SKU: causes and a residual that together are exactly the difference.
public struct StockDifference: Sendable, Equatable, Codable {
  public enum Finding: String, Sendable, Codable {
    /// On the page, and no warehouse has shown it.
    case pageOnly
    /// In a warehouse, and on no page.
    case warehouseOnly

    public var name: Message {
      switch self {
      case .pageOnly: Message(zh: "只在页面上", en: "on the page only")
      case .warehouseOnly: Message(zh: "只在仓库里", en: "in the warehouse only")
      }
    }
  }

  public struct Part: Sendable, Equatable, Codable {
    public let cause: StockCause
    public let quantity: Int64
  }

  public let sku: String
  public let page: Int64?
  public let pageAt: Instant?
  public let warehouse: Int64?
  public let warehouseAt: Instant?
  /// By the ledger: in the house, and free.
  public let ledger: Int64
  public let free: Int64
  /// Warehouse less page; nil for a SKU that is on no page. Where no warehouse has shown it the ledger stands in.
  public let difference: Int64?
  /// Those that are not 0.
  public let causes: [Part]
  /// What nothing explains: between the warehouse's count and the ledger, and between the ledger and the page.
  public let warehouseResidual: Int64
  public let pageResidual: Int64
  public let finding: Finding?

  public var residual: Int64 { warehouseResidual + pageResidual }
  /// Two residuals may hide one another in the sum.
  public var isExplained: Bool { warehouseResidual == 0 && pageResidual == 0 }

  /// A pure function of the picture, whose moment and snapshots are given: the same moment, the same answer.
  ///
  /// Two readings of the ledger stand beside each other: what was *known* of the orders when the page was read (by the
  /// time of writing down), and what had *happened* by then (by the time of the event). They differ by what came late.
  init(_ picture: StockPicture) {
    let moment = picture.moment
    let now = picture.balances { $0.recordedAt > moment }
    let level = picture.level(now)
    let pages = picture.counts.filter { $0.source == .page }
    var counted: Int64 = 0
    var onHandThen: Int64 = 0
    var shown: Int64?
    var shownAt: Instant?
    var codes = Set(now.compactMap(\.account.warehouse)).union([picture.home])
    for count in picture.counts {
      guard case .warehouse(let code) = count.source else { continue }
      let then = picture.onHand(picture.balances(happenedBy: count.takenAt), in: code)
      counted += count.quantity
      onHandThen += then
      shown = (shown ?? 0) + count.quantity
      shownAt = max(shownAt ?? count.takenAt, count.takenAt)
      codes.remove(code)
    }
    for code in codes {
      let there = picture.onHand(now, in: code)
      counted += there
      onHandThen += there
    }
    sku = picture.sku
    warehouse = shown
    warehouseAt = shownAt
    (ledger, free) = (level.onHand, level.free)
    warehouseResidual = counted - onHandThen
    finding = pages.isEmpty ? (shown == nil ? nil : .warehouseOnly) : (shown == nil ? .pageOnly : nil)
    guard let pageTime = pages.map(\.takenAt).max() else {
      (page, pageAt, difference, causes, pageResidual) = (nil, nil, nil, [], 0)
      return
    }
    let onPage = pages.reduce(0) { $0 + $1.quantity }
    let known = picture.balances { $0.recordedAt > moment || !$0.wasKnown(at: pageTime) }
    let knownLevel = picture.level(known)
    let happenedFree = picture.level(picture.balances(happenedBy: pageTime)).free
    var parts: [StockCause: Int64] = [:]
    for (account, quantity) in known { if let cause = account.cause { parts[cause, default: 0] += quantity } }
    parts[.movedSince] = onHandThen - knownLevel.onHand
    parts[.lateSync] = knownLevel.free - happenedFree
    // A page cannot show less than nothing.
    let oversold = min(0, happenedFree)
    parts[.oversold] = oversold
    let gap = happenedFree - oversold - onPage
    let heldBack = min(max(gap, 0), picture.heldBack)
    parts[.heldBack] = heldBack
    page = onPage
    pageAt = pageTime
    difference = counted - onPage
    causes = StockCause.allCases.compactMap { cause in
      parts[cause].flatMap { $0 == 0 ? nil : Part(cause: cause, quantity: $0) }
    }
    pageResidual = gap - heldBack
  }
}
