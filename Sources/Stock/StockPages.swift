import Cases
public import Store
public import Vocabulary

/// The verbs that compare and publish.
public enum StockPages {
  /// What to put onto the pages now; changes nothing.
  public static func outlook(
    shop: String, now: Instant, _ settings: StockPublication.Settings, _ session: any Session
  ) throws -> StockPublication {
    let bundles = try OrderGoodsRecords.bundles(session)
    let pictures = try Reconciliation.pictures(shop: shop, sku: nil, at: now, session)
    let sales = try PublicationRecords.sales(
      shop: shop, since: now.adding(minutes: -settings.windowMinutes), session)
    let keepRate = try PublicationRecords.keepRate(shop: shop, session)
    let shopLag = PageRule.quantile(sales.values.flatMap(\.lags), percent: settings.lagPercent)
    var outlooks: [String: PageOutlook] = [:]
    var oversold: [Oversold] = []
    for picture in pictures where picture.hasBegun {
      let level = picture.level(picture.balances)
      outlooks[picture.sku] = PageRule.outlook(
        sku: picture.sku, free: level.free, held: picture.balances[.buyerCancelled] ?? 0,
        sales: sales[picture.sku] ?? RecentSales(), shopLag: shopLag, keepRate: keepRate, settings)
      guard level.free < 0 else { continue }
      let claims = try PublicationRecords.claims(on: picture.sku, shop: shop, session)
      oversold.append(Oversold(sku: picture.sku, short: -level.free, orders: claims))
    }
    var entries: [PageEntry] = []
    var unknown: [String] = []
    for picture in pictures {
      let pages = picture.counts.filter { $0.source == .page }.sorted { $0.item < $1.item }
      guard !pages.isEmpty else { continue }
      let parts = bundles.parts(of: picture.sku)
      let safe =
        parts.isEmpty
        ? outlooks[picture.sku]?.safe
        : parts.allSatisfy { outlooks[$0.sku] != nil }
          ? parts.map { (outlooks[$0.sku]?.safe ?? 0) / $0.quantity }.min() : nil
      guard let safe else {
        unknown.append(picture.sku)
        continue
      }
      let shares = PageRule.shares(safe, among: pages.map(\.quantity))
      let heldBack = parts.isEmpty ? max(0, (outlooks[picture.sku]?.free ?? 0) - safe) : 0
      for (place, (page, share)) in zip(pages, shares).enumerated()
      where settings.withUnchanged || share != page.quantity {
        entries.append(
          PageEntry(
            batch: entries.count / StockPublication.batchSize + 1, item: page.item, sku: picture.sku, quantity: share,
            before: page.quantity, heldBack: place == 0 ? heldBack : 0))
      }
    }
    return StockPublication(
      shop: shop, moment: now, outlooks: outlooks.values.sorted { $0.sku < $1.sku }, entries: entries,
      oversold: oversold.sorted { ($1.short, $0.sku) < ($0.short, $1.sku) }, keepRate: keepRate, unknown: unknown)
  }

  /// What noting an update answers.
  public struct Published: Sendable, Codable, Equatable {
    public let entries: Int64
    public let batches: Int64
    /// SKUs whose case was opened or ended.
    public let opened: [String]
    public let closed: [String]
  }

  /// Notes what is written for the pages, and opens a case for each SKU of which too many were sold.
  public static func publish(_ publication: StockPublication, _ change: Change) throws -> Published {
    for entry in publication.entries { try SnapshotRecords.insert(entry, shop: publication.shop, change) }
    let cases = try settle(
      .oversold, Set(publication.oversold.map(\.sku)), shop: publication.shop, because: "covered", change)
    return Published(
      entries: Int64(publication.entries.count), batches: Int64(publication.batches), opened: cases.opened,
      closed: cases.closed)
  }

  /// What noting a reconciliation answers.
  public struct Settled: Sendable, Codable, Equatable {
    public let opened: [String]
    public let closed: [String]
  }

  /// SKUs whose case would have to be opened or ended; changes nothing.
  public static func casesToSettle(
    _ reconciliation: Reconciliation, _ session: any Session
  ) throws -> Settled {
    let open = try Cases.openSubjects(.stockDifference, shop: reconciliation.shop, session)
    let wanted = Set(reconciliation.unexplained.map(\.sku))
    return Settled(opened: wanted.subtracting(open).sorted(), closed: open.subtracting(wanted).sorted())
  }

  /// Opens a case for each SKU with a residual, once, and ends those whose difference is explained.
  public static func settle(_ reconciliation: Reconciliation, _ change: Change) throws -> Settled {
    try settle(
      .stockDifference, Set(reconciliation.unexplained.map(\.sku)), shop: reconciliation.shop, because: "explained",
      change)
  }

  private static func settle(
    _ kind: CaseKind, _ wanted: Set<String>, shop: String, because result: String, _ change: Change
  ) throws -> Settled {
    let open = try Cases.openSubjects(kind, shop: shop, change.session)
    let opened = wanted.subtracting(open).sorted()
    let closed = open.subtracting(wanted).sorted()
    for sku in opened { try Cases.open(kind, shop: shop, subject: sku, change) }
    for sku in closed { try Cases.finish(kind, shop: shop, subject: sku, because: result, change) }
    return Settled(opened: opened, closed: closed)
  }
}
