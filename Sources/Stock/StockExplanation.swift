public import Store
public import Vocabulary

/// The very movements behind a SKU's difference: those of each cause add up to it.
public struct StockExplanation: Sendable, Codable {
  public struct Entry: Sendable, Equatable, Codable {
    public let cause: StockCause
    /// `order:3511…`, `receipt:…`.
    public let source: String
    /// The order; nil for anything else.
    public let order: String?
    public let quantity: Int64
    /// When the first of its movements happened.
    public let at: Instant
  }

  public let difference: StockDifference
  public let entries: [Entry]

  /// - Throws: `Failure` `.refused` `sku_never_shown`.
  public static func compute(
    shop: String, sku: String, at moment: Instant, now: Instant, _ session: any Session
  ) throws -> StockExplanation {
    let found = try Reconciliation.compute(shop: shop, sku: sku, at: moment, now: now, session)
    guard let difference = found.differences.first else {
      throw Failure(
        .refused, code: "sku_never_shown",
        Message(zh: "页面和仓库都没有给出过这个编码", en: "neither a page nor a warehouse has shown this SKU"), place: sku,
        next: Message(
          zh: "核对编码，或先导入：peakday stock import-warehouse 文件",
          en: "check it, or import first: peakday stock import-warehouse FILE"))
    }
    var picture = try Reconciliation.pictures(shop: shop, sku: sku, at: moment, session).first { $0.sku == sku }
    picture?.later = []
    var movements: [StockMovement] = []
    try StockRecords.recorded(after: Instant(milliseconds: .min), shop: shop, sku: sku, session) {
      movements.append($0)
    }
    return StockExplanation(difference, movements, counts: picture?.counts ?? [], home: picture?.home ?? "", at: moment)
  }

  /// Pure: `movements` are all of the SKU.
  init(
    _ difference: StockDifference, _ movements: [StockMovement], counts: [ShownCount], home: String, at moment: Instant
  ) {
    self.difference = difference
    guard let pageTime = difference.pageAt else {
      entries = []
      return
    }
    var readings: [String: Instant] = [:]
    for case (.warehouse(let code), let time) in counts.map({ ($0.source, $0.takenAt) }) { readings[code] = time }
    var sums: [Key: (quantity: Int64, at: Instant)] = [:]
    func add(_ quantity: Int64, _ cause: StockCause, _ movement: StockMovement) {
      guard quantity != 0 else { return }
      let key = Key(cause: cause, source: movement.source)
      let known = sums[key]
      sums[key] = ((known?.quantity ?? 0) + quantity, min(known?.at ?? movement.at, movement.at))
    }
    for movement in movements where movement.recordedAt <= moment {
      let wasKnown = movement.wasKnown(at: pageTime)
      if wasKnown {
        if let cause = movement.to.cause { add(movement.quantity, cause, movement) }
        if let cause = movement.from.cause { add(-movement.quantity, cause, movement) }
      }
      for (account, quantity) in [(movement.to, movement.quantity), (movement.from, -movement.quantity)] {
        guard account.isOnHand else { continue }
        let code = account.warehouse ?? home
        let hasCounted = readings[code].map { movement.at <= $0 } ?? true
        if hasCounted { add(quantity, .movedSince, movement) }
        if wasKnown { add(-quantity, .movedSince, movement) }
        guard account.warehouse != nil else { continue }
        if wasKnown { add(quantity, .lateSync, movement) }
        if movement.at <= pageTime { add(-quantity, .lateSync, movement) }
      }
    }
    let order = StockCause.allCases
    entries = sums.filter { $0.value.quantity != 0 }.map { key, sum in
      Entry(
        cause: key.cause, source: key.source,
        order: key.source.hasPrefix("order:") ? String(key.source.dropFirst("order:".count)) : nil,
        quantity: sum.quantity, at: sum.at)
    }.sorted {
      let places = (order.firstIndex(of: $0.cause) ?? 0, order.firstIndex(of: $1.cause) ?? 0)
      return places.0 == places.1 ? ($0.at, $0.source) < ($1.at, $1.source) : places.0 < places.1
    }
  }

  private struct Key: Hashable {
    let cause: StockCause
    let source: String
  }
}
