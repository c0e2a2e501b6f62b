import Store
public import Vocabulary

/// The SQL of shop_order.
enum OrderRecords {
  /// Reads an order and keeps its row locked to the end of the transaction, so that the stage it shows stays true.
  static func lock(_ key: OrderKey, _ session: any Session) throws -> Order? {
    // Differs because SQLite has one writer at a time and no row locks.
    try session.first(
      SQL(
        sqlite: """
          SELECT shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
            platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count
          FROM shop_order WHERE shop = $1 AND id = $2
          """,
        postgres: """
          SELECT shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
            platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count
          FROM shop_order WHERE shop = $1 AND id = $2 FOR UPDATE
          """), [.text(key.shop), .text(key.id)], order)
  }

  static func find(_ key: OrderKey, _ session: any Session) throws -> Order? {
    try session.first(
      """
      SELECT shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
        platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count
      FROM shop_order WHERE shop = $1 AND id = $2
      """, [.text(key.shop), .text(key.id)], order)
  }

  /// Orders by id; `after` pages on.
  static func list(_ filter: OrderFilter, _ session: any Session) throws -> [Order] {
    try session.all(
      """
      SELECT shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
        platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count
      FROM shop_order
      WHERE (CAST($1 AS TEXT) IS NULL OR shop = $1) AND (CAST($2 AS BIGINT) IS NULL OR stage = $2)
        AND ($3 = 0 OR open_holds > 0) AND (CAST($4 AS TEXT) IS NULL OR id > $4)
      ORDER BY id, shop LIMIT $5
      """,
      [
        Value(filter.shop), Value(filter.stage?.rawValue), Value(filter.heldOnly), Value(filter.after),
        .integer(filter.limit),
      ], order)
  }

  static func insert(_ order: Order, _ change: Change) throws {
    let inserted = try change.session.run(
      """
      INSERT INTO shop_order (shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
        platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count, operation_id)
      VALUES ($1, $2, $3, 1, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
      ON CONFLICT (shop, id) DO NOTHING
      """,
      [
        .text(order.key.shop), .text(order.key.id), .integer(order.stage.rawValue),
        .integer(order.refundBlock.rawValue), Value(order.memoSeenAt?.milliseconds), .integer(order.memoVersion),
        .integer(order.sourceAt.milliseconds),
      ] + columns(order.columns) + [.text(change.operation.id.text)])
    // Another import brought it in since we looked.
    if inserted == 0 { throw StoreError.retry("the order appeared in between") }
  }

  /// Writes everything but `open_holds`, which only holds and lifts count.
  static func update(_ order: Order, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE shop_order SET stage = $3, version = version + 1, refund_block = $4, memo_seen_at = $5, memo_version = $6,
        source_at = $7, platform_status = $8, created_at = $9, paid_at = $10, total_fen = $11, paid_fen = $12,
        refund_fen = $13, title = $14, item_count = $15, operation_id = $16
      WHERE shop = $1 AND id = $2
      """,
      [
        .text(order.key.shop), .text(order.key.id), .integer(order.stage.rawValue),
        .integer(order.refundBlock.rawValue), Value(order.memoSeenAt?.milliseconds), .integer(order.memoVersion),
        .integer(order.sourceAt.milliseconds),
      ] + columns(order.columns) + [.text(change.operation.id.text)])
  }

  /// Says which version is the platform's memo now.
  static func setMemoVersion(_ number: Int64, of key: OrderKey, _ change: Change) throws {
    try change.session.run(
      "UPDATE shop_order SET memo_version = $3 WHERE shop = $1 AND id = $2",
      [.text(key.shop), .text(key.id), .integer(number)])
  }

  /// Moves the count of open holds and returns the order's new version; the schema refuses a negative count.
  static func addOpenHolds(_ difference: Int64, to key: OrderKey, _ change: Change) throws -> Int64 {
    try change.session.count(
      """
      UPDATE shop_order SET open_holds = open_holds + $3, version = version + 1, operation_id = $4
      WHERE shop = $1 AND id = $2
      RETURNING version
      """, [.text(key.shop), .text(key.id), .integer(difference), .text(change.operation.id.text)])
  }

  static func countByStage(shop: String?, _ session: any Session) throws -> [OrderQuestions.StageCount] {
    // CAST, because PostgreSQL's SUM of BIGINT is a decimal.
    try session.all(
      """
      SELECT stage, COUNT(*), CAST(SUM(CASE WHEN open_holds > 0 THEN 1 ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN open_holds > 0 THEN COALESCE(paid_fen, 0) ELSE 0 END) AS BIGINT)
      FROM shop_order WHERE CAST($1 AS TEXT) IS NULL OR shop = $1 GROUP BY stage ORDER BY stage
      """, [Value(shop)]
    ) { row in
      guard let stage = OrderStage(rawValue: try row.integer(0)) else {
        throw StoreError.engine("shop_order holds a stage this program does not know")
      }
      return OrderQuestions.StageCount(
        stage: stage, orders: try row.integer(1), held: try row.integer(2), heldFen: try row.integer(3))
    }
  }

  private static func columns(_ columns: OrderColumns) -> [Value] {
    [
      Value(columns.platformStatus), Value(columns.createdAt?.milliseconds), Value(columns.paidAt?.milliseconds),
      Value(columns.total?.fen), Value(columns.paid?.fen), Value(columns.refund?.fen), Value(columns.title),
      Value(columns.itemCount),
    ]
  }

  private static func order(_ row: any Row) throws -> Order {
    guard let stage = OrderStage(rawValue: try row.integer(2)), let block = RefundBlock(rawValue: try row.integer(5))
    else { throw StoreError.engine("shop_order holds a stage this program does not know") }
    return Order(
      key: OrderKey(shop: try row.text(0), id: try row.text(1)), stage: stage, version: try row.integer(3),
      openHolds: try row.integer(4), refundBlock: block,
      memoSeenAt: try row.optionalInteger(6).map(Instant.init(milliseconds:)), memoVersion: try row.integer(7),
      sourceAt: Instant(milliseconds: try row.integer(8)),
      columns: OrderColumns(
        platformStatus: try row.optionalText(9),
        createdAt: try row.optionalInteger(10).map(Instant.init(milliseconds:)),
        paidAt: try row.optionalInteger(11).map(Instant.init(milliseconds:)),
        total: try row.optionalInteger(12).map(Money.init(fen:)),
        paid: try row.optionalInteger(13).map(Money.init(fen:)),
        refund: try row.optionalInteger(14).map(Money.init(fen:)), title: try row.optionalText(15),
        itemCount: try row.optionalInteger(16)))
  }
}

/// Which orders a list shows.
public struct OrderFilter: Sendable {
  public var shop: String?
  public var stage: OrderStage?
  public var heldOnly: Bool
  /// The last id of the page before.
  public var after: String?
  public var limit: Int64

  public init(shop: String? = nil, stage: OrderStage? = nil, heldOnly: Bool = false, after: String? = nil, limit: Int64)
  {
    self.shop = shop
    self.stage = stage
    self.heldOnly = heldOnly
    self.after = after
    self.limit = limit
  }
}
