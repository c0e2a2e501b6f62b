public import Store
public import Vocabulary

/// Page, warehouse and ledger of a shop at one moment.
public struct Reconciliation: Sendable {
  public let shop: String
  public let moment: Instant
  /// By SKU; only those that a page or a warehouse has shown. A bundle has no goods of its own: its parts stand here.
  public let differences: [StockDifference]

  public var unexplained: [StockDifference] { differences.filter { !$0.isExplained } }

  /// Computes it from every movement, counted beside the rest; the answer is that of `compute`.
  ///
  /// - Throws: `Failure` `.usage` `moment_in_future`.
  public static func recount(
    shop: String, sku: String? = nil, at moment: Instant, now: Instant, in store: Store
  ) throws -> Reconciliation {
    try store.read(beside: { try StockRecords.recounted(shop: shop, sku: sku, $0) }) { session, sums in
      try compute(shop: shop, sku: sku, at: moment, now: now, session) { try sums().forEach($0) }
    }
  }

  /// Computes it from the balances that are kept.
  ///
  /// - Throws: `Failure` `.usage` `moment_in_future`: only what is past stays as it is.
  public static func compute(
    shop: String, sku: String? = nil, at moment: Instant, now: Instant, _ session: any Session
  ) throws -> Reconciliation {
    try compute(shop: shop, sku: sku, at: moment, now: now, session) {
      try StockRecords.balances(shop: shop, sku: sku, session, each: $0)
    }
  }

  private static func compute(
    shop: String, sku: String?, at moment: Instant, now: Instant, _ session: any Session,
    balances: ((StockBalance) -> Void) throws -> Void
  ) throws -> Reconciliation {
    guard moment <= now else {
      throw Failure(
        .usage, code: "moment_in_future",
        Message(zh: "这个时刻还没到", en: "this moment has not come yet"), place: moment.shopText,
        next: Message(zh: "不写 --as-of，就是现在", en: "leave out --as-of to take the present"))
    }
    let bundles = try OrderGoodsRecords.bundles(session)
    let pictures = try pictures(shop: shop, sku: sku, at: moment, session, balances: balances)
    return Reconciliation(
      shop: shop, moment: moment,
      differences: pictures.filter { !$0.counts.isEmpty && bundles.parts(of: $0.sku).isEmpty }.map(StockDifference.init)
    )
  }

  /// Everything that is known of each SKU, in the order of the SKUs. Movements are looked at one by one only as far back
  /// as the oldest snapshot that counts, or `since`.
  static func pictures(
    shop: String, sku: String?, at moment: Instant, since: Instant? = nil, _ session: any Session
  ) throws -> [StockPicture] {
    try pictures(shop: shop, sku: sku, at: moment, since: since, session) {
      try StockRecords.balances(shop: shop, sku: sku, session, each: $0)
    }
  }

  /// The same with balances that somebody else hands over; asked for last, for they may still be counted.
  private static func pictures(
    shop: String, sku: String?, at moment: Instant, since: Instant? = nil, _ session: any Session,
    balances: ((StockBalance) -> Void) throws -> Void
  ) throws -> [StockPicture] {
    let home = try OrderGoodsRecords.shop(shop, session)?.warehouse ?? "main"
    var pictures: [StockPicture] = []
    var places: [String: Int] = [:]
    var last = -1
    func place(_ sku: String) -> Int {
      // They come by SKU, mostly.
      if last >= 0, pictures[last].sku == sku { return last }
      if let place = places[sku] {
        last = place
      } else {
        last = pictures.count
        pictures.append(StockPicture(sku: sku, home: home, moment: moment))
        places[sku] = last
      }
      return last
    }
    var oldest = min(moment, since ?? moment)
    try SnapshotRecords.counts(shop: shop, sku: sku, by: moment, session) { sku, count in
      pictures[place(sku)].counts.append(count)
      oldest = min(oldest, count.takenAt)
    }
    try StockRecords.recorded(after: oldest, shop: shop, sku: sku, session) {
      pictures[place($0.sku)].later.append($0)
    }
    for (sku, updates) in try SnapshotRecords.heldBack(shop: shop, sku: sku, by: moment, session) {
      let place = place(sku)
      let read = pictures[place].counts.filter { $0.source == .page }.map(\.takenAt).max()
      pictures[place].heldBack = updates.last { update in read.map { update.at <= $0 } ?? false }?.quantity ?? 0
    }
    try balances { pictures[place($0.sku)].balances.add($0.quantity, to: $0.account) }
    return pictures.sorted { $0.sku < $1.sku }
  }
}
