import Orders
import Store
import Vocabulary

/// The SQL of snapshots, their counts, and page updates.
enum SnapshotRecords {
  struct Last {
    let takenAt: Instant
    let digest: String
    let skus: Int64
  }

  static func last(_ source: StockSource, shop: String, _ session: any Session) throws -> Last? {
    try session.first(
      """
      SELECT taken_at, file_digest, skus FROM stock_snapshot WHERE shop = $1 AND source = $2
      ORDER BY taken_at DESC LIMIT 1
      """, [.text(shop), .text(source.name)]
    ) { Last(takenAt: Instant(milliseconds: try $0.integer(0)), digest: try $0.text(1), skus: try $0.integer(2)) }
  }

  static func insert(
    _ counts: [SnapshotRow], _ source: StockSource, takenAt: Instant, file: (name: String, digest: String),
    shop: String,
    _ change: Change
  ) throws {
    let now = change.operation.at.milliseconds
    try change.session.run(
      """
      INSERT INTO stock_snapshot (shop, source, taken_at, file_name, file_digest, skus, recorded_at, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """,
      [
        .text(shop), .text(source.name), .integer(takenAt.milliseconds), .text(file.name), .text(file.digest),
        .integer(Int64(counts.count)), .integer(now), .text(change.operation.id.text),
      ])
    // Differs because on PostgreSQL each row of its own would be a journey to the server.
    guard change.session.engine == .postgres else {
      for count in counts {
        try change.session.run(
          """
          INSERT INTO stock_count (shop, source, sku, item, taken_at, quantity, recorded_at, operation_id)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
          """,
          [
            .text(shop), .text(source.name), .text(count.sku), .text(count.item), .integer(takenAt.milliseconds),
            .integer(count.quantity), .integer(now), .text(change.operation.id.text),
          ])
      }
      return
    }
    var rows = RowList()
    for count in counts { rows.append(.text(count.sku), .text(count.item), .integer(count.quantity)) }
    try change.session.run(
      """
      INSERT INTO stock_count (shop, source, sku, item, taken_at, quantity, recorded_at, operation_id)
      SELECT $1, $2, r ->> 0, r ->> 1, $3, CAST(r ->> 2 AS BIGINT), $4, $5
      FROM json_array_elements(CAST($6 AS json)) AS r
      """,
      [
        .text(shop), .text(source.name), .integer(takenAt.milliseconds), .integer(now),
        .text(change.operation.id.text), rows.value,
      ])
  }

  /// The newest count of each SKU in each place, of those that were there by a moment; by SKU.
  static func counts(
    shop: String, sku: String?, by moment: Instant, _ session: any Session, each: (String, ShownCount) throws -> Void
  ) throws {
    func take(_ row: any Row) throws {
      guard let source = StockSource(name: try row.text(1)) else {
        throw StoreError.engine("stock_count holds a source this program does not know")
      }
      try each(
        try row.text(0),
        ShownCount(
          source: source, item: try row.text(2), takenAt: Instant(milliseconds: try row.integer(3)),
          quantity: try row.integer(4)))
    }
    if let sku {
      // Source by source, so that the key finds the few rows of one SKU.
      return try session.rows(
        """
        SELECT c.sku, c.source, c.item, c.taken_at, c.quantity FROM stock_count c
        WHERE c.shop = $1 AND c.sku = $2 AND c.source IN (SELECT source FROM stock_snapshot WHERE shop = $1)
          AND c.taken_at = (
            SELECT MAX(l.taken_at) FROM stock_count l
            WHERE l.shop = c.shop AND l.source = c.source AND l.sku = c.sku AND l.item = c.item AND l.recorded_at <= $3)
        """, [.text(shop), .text(sku), .integer(moment.milliseconds)], each: take)
    }
    try session.rows(Self.newest, [.text(shop), .integer(moment.milliseconds)], each: take)
  }

  // Differs because each engine has its own way to take a column from the row with the greatest value of another; with a
  // join instead both take twice as long.
  private static let newest = SQL(
    sqlite: """
      SELECT sku, source, item, MAX(taken_at), quantity FROM stock_count
      WHERE shop = $1 AND recorded_at <= $2 GROUP BY source, sku, item
      """,
    postgres: """
      SELECT DISTINCT ON (source, sku, item) sku, source, item, taken_at, quantity FROM stock_count
      WHERE shop = $1 AND recorded_at <= $2 ORDER BY source, sku, item, taken_at DESC
      """)

  /// SKUs that one place showed at a moment and the other has never shown.
  static func missing(
    from other: StockSource, shownBy source: StockSource, at moment: Instant, shop: String, _ session: any Session
  ) throws -> [String] {
    try session.all(
      """
      SELECT DISTINCT c.sku FROM stock_count c
      WHERE c.shop = $1 AND c.source = $2 AND c.taken_at = $3 AND NOT EXISTS (
        SELECT 1 FROM stock_count o WHERE o.shop = $1 AND o.source = $4 AND o.sku = c.sku)
      ORDER BY c.sku
      """, [.text(shop), .text(source.name), .integer(moment.milliseconds), .text(other.name)]
    ) { try $0.text(0) }
  }

  // MARK: Page updates

  static func insert(_ entry: PageEntry, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO stock_publication (shop, sku, item, published_at, quantity, held_back, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """,
      [
        .text(shop), .text(entry.sku), .text(entry.item), .integer(change.operation.at.milliseconds),
        .integer(entry.quantity), .integer(entry.heldBack), .text(change.operation.id.text),
      ])
  }

  /// What the last updates by a moment kept back, by SKU.
  static func heldBack(shop: String, sku: String?, by moment: Instant, _ session: any Session) throws -> [String: [(
    at: Instant, quantity: Int64
  )]] {
    var result: [String: [(at: Instant, quantity: Int64)]] = [:]
    try session.rows(
      """
      SELECT sku, published_at, CAST(SUM(held_back) AS BIGINT) FROM stock_publication
      WHERE shop = $1 AND published_at <= $2 AND (CAST($3 AS TEXT) IS NULL OR sku = $3)
      GROUP BY sku, published_at ORDER BY sku, published_at
      """, [.text(shop), .integer(moment.milliseconds), Value(sku)]
    ) { result[try $0.text(0), default: []].append((Instant(milliseconds: try $0.integer(1)), try $0.integer(2))) }
    return result
  }
}
