public import Store
public import Vocabulary

/// Takes in what page and warehouse show.
public enum StockSnapshots {
  public struct Taken: Sendable, Codable, Equatable {
    public let source: String
    public let takenAt: Instant
    public let skus: Int64
    /// SKUs whose ledger begins with this count.
    public let opened: Int64
    /// The same file was taken in before.
    public let isKnown: Bool
    /// SKUs that the other side has never shown: on the page only, or in the warehouse only.
    public let oneSided: [String]
  }

  /// Takes a file in, whole. `opening`: SKUs of which nothing ever came in begin with what the warehouse shows.
  ///
  /// Refused when a later snapshot of the same place is there.
  public static func take(
    _ file: SnapshotFile, of source: StockSource, named name: String, digest: String, takenAt: Instant, shop: String,
    opening: Bool, _ change: Change
  ) throws -> Taken {
    let takenAt = min(takenAt, change.operation.at)
    let home = try OrderGoodsRecords.shop(shop, change.session)?.warehouse ?? "main"
    let other = source == .page ? StockSource.warehouse(home) : .page
    if let last = try SnapshotRecords.last(source, shop: shop, change.session), last.takenAt >= takenAt {
      guard last.takenAt == takenAt, last.digest == digest else {
        throw older(last.takenAt, than: takenAt, source, name)
      }
      return Taken(
        source: source.name, takenAt: takenAt, skus: last.skus, opened: 0, isKnown: true,
        oneSided: try SnapshotRecords.missing(
          from: other, shownBy: source, at: takenAt, shop: shop, change.session))
    }
    var opened: Int64 = 0
    if opening, case .warehouse(let code) = source {
      opened = try open(file.rows, in: code, home: home, at: takenAt, shop: shop, change)
    }
    try SnapshotRecords.insert(
      file.rows, source, takenAt: takenAt, file: (name, digest), shop: shop, change)
    return Taken(
      source: source.name, takenAt: takenAt, skus: Int64(file.rows.count), opened: opened, isKnown: false,
      oneSided: try SnapshotRecords.missing(from: other, shownBy: source, at: takenAt, shop: shop, change.session))
  }

  /// Begins the ledger of SKUs with their counts. What orders have moved before counts: it lay there, too.
  private static func open(
    _ rows: [SnapshotRow], in code: String, home: String, at takenAt: Instant, shop: String, _ change: Change
  ) throws -> Int64 {
    let begun = try StockRecords.begun(in: StockAccount.warehouse(code), shop: shop, change.session)
    let pictures = try Reconciliation.pictures(
      shop: shop, sku: nil, at: change.operation.at, since: takenAt, change.session)
    let known = Dictionary(pictures.map { ($0.sku, $0) }) { first, _ in first }
    var movements: [StockMovement] = []
    var opened: Int64 = 0
    for row in rows where !begun.contains(row.sku) {
      let there = known[row.sku].map { $0.onHand($0.balances(happenedBy: takenAt), in: code) } ?? 0
      opened += 1
      guard row.quantity != there else { continue }
      let isMore = row.quantity > there
      movements.append(
        StockMovement(
          source: "opening:\(code)", line: row.sku, sku: row.sku, from: isMore ? .opening : .warehouse(code),
          to: isMore ? .warehouse(code) : .opening, quantity: abs(row.quantity - there), at: takenAt,
          recordedAt: change.operation.at))
    }
    let known2 = try StockRecords.post(movements, shop: shop, change)
    return opened - Int64(known2.count)
  }

  private static func older(_ last: Instant, than taken: Instant, _ source: StockSource, _ name: String) -> Failure {
    let place = source == .page ? Message(zh: "页面", en: "page") : Message(zh: "仓库", en: "warehouse")
    guard last == taken else {
      return Failure(
        .refused, code: "snapshot_older",
        Message(
          zh: "已有更新的\(place.zh)库存（\(last.shopText)），这个文件是 \(taken.shopText) 的",
          en: "there is a newer count of the \(place.en) (\(last.shopText)); this file is of \(taken.shopText)"),
        place: name, next: Message(zh: "导入最新导出的文件", en: "import the newest export"))
    }
    return Failure(
      .refused, code: "snapshot_same_time",
      Message(
        zh: "同一时刻（\(taken.shopText)）已有另一份\(place.zh)库存",
        en: "there is another count of the \(place.en) of the same moment (\(taken.shopText))"),
      place: name,
      next: Message(zh: "用 --exported-at 写上真实的导出时间（可带秒）", en: "give the true time with --exported-at, with seconds"))
  }
}
