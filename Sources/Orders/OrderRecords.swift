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
            platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count,
            consigned_at, buyer_message, flag, modified_sku, exception_note, refund_state, deposit_fen, final_fen,
            ship_by, ship_by_source, address_version, printed_version, region, address_digest,
            masked_address_digest, awaited_address, courier_promises
          FROM shop_order WHERE shop = $1 AND id = $2
          """,
        postgres: """
          SELECT shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
            platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count,
            consigned_at, buyer_message, flag, modified_sku, exception_note, refund_state, deposit_fen, final_fen,
            ship_by, ship_by_source, address_version, printed_version, region, address_digest,
            masked_address_digest, awaited_address, courier_promises
          FROM shop_order WHERE shop = $1 AND id = $2 FOR UPDATE
          """), [.text(key.shop), .text(key.id)], order)
  }

  static func find(_ key: OrderKey, _ session: any Session) throws -> Order? {
    try session.first(
      """
      SELECT shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
        platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count,
        consigned_at, buyer_message, flag, modified_sku, exception_note, refund_state, deposit_fen, final_fen,
        ship_by, ship_by_source, address_version, printed_version, region, address_digest,
        masked_address_digest, awaited_address, courier_promises
      FROM shop_order WHERE shop = $1 AND id = $2
      """, [.text(key.shop), .text(key.id)], order)
  }

  /// Orders by id; `after` pages on.
  static func list(_ filter: OrderFilter, _ session: any Session) throws -> [Order] {
    try session.all(
      """
      SELECT shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
        platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count,
        consigned_at, buyer_message, flag, modified_sku, exception_note, refund_state, deposit_fen, final_fen,
        ship_by, ship_by_source, address_version, printed_version, region, address_digest,
        masked_address_digest, awaited_address, courier_promises
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

  /// Orders that are free to ship and must be shipped before `near`, the most urgent first.
  static func due(shop: String?, near: Instant, limit: Int64, _ session: any Session) throws -> [Order] {
    try session.all(
      """
      SELECT shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
        platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count,
        consigned_at, buyer_message, flag, modified_sku, exception_note, refund_state, deposit_fen, final_fen,
        ship_by, ship_by_source, address_version, printed_version, region, address_digest,
        masked_address_digest, awaited_address, courier_promises
      FROM shop_order
      WHERE stage BETWEEN 30 AND 70 AND open_holds = 0 AND refund_block = 0 AND ship_by < $2
        AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
      ORDER BY ship_by, id, shop LIMIT $3
      """, [Value(shop), .integer(near.milliseconds), .integer(limit)], order)
  }

  /// Writes a new order with its count of open holds; false when the store has it already.
  static func insert(_ order: Order, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      INSERT INTO shop_order (shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
        platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count, consigned_at,
        buyer_message, flag, modified_sku, exception_note, refund_state, deposit_fen, final_fen, ship_by,
        ship_by_source, region, address_digest, masked_address_digest, courier_promises, operation_id)
      VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, $27, $28, $29, $30, $31)
      ON CONFLICT (shop, id) DO NOTHING
      """, values(of: order, change)) == 1
  }

  /// The values of a new order, in the order of `insert`.
  static func values(of order: Order, _ change: Change) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(31)
    values.append(.text(order.key.shop))
    values.append(.text(order.key.id))
    values.append(.integer(order.stage.rawValue))
    values.append(.integer(order.openHolds))
    values.append(.integer(order.refundBlock.rawValue))
    values.append(Value(order.memoSeenAt?.milliseconds))
    values.append(.integer(order.memoVersion))
    values.append(.integer(order.sourceAt.milliseconds))
    append(order.columns, to: &values)
    values.append(Value(order.address.region))
    values.append(Value(order.address.digest))
    values.append(Value(order.address.maskedDigest))
    values.append(.integer(order.courierPromises))
    values.append(.text(change.operation.id.text))
    return values
  }

  /// Writes everything but `open_holds`, which only holds and lifts count; and no refund block below that of our own
  /// refund, of which an older export knows nothing.
  static func update(_ order: Order, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE shop_order SET stage = $3, version = version + 1,
        refund_block = CASE WHEN refund_here > $4 THEN refund_here ELSE $4 END, memo_seen_at = $5, memo_version = $6,
        source_at = $7, platform_status = $8, created_at = $9, paid_at = $10, total_fen = $11, paid_fen = $12,
        refund_fen = $13, title = $14, item_count = $15, consigned_at = $16, buyer_message = $17, flag = $18,
        modified_sku = $19, exception_note = $20, refund_state = $21, deposit_fen = $22, final_fen = $23,
        ship_by = $24, ship_by_source = $25, address_version = $26, printed_version = $27, region = $28,
        address_digest = $29, masked_address_digest = $30, awaited_address = $31, operation_id = $32
      WHERE shop = $1 AND id = $2
      """,
      [
        .text(order.key.shop), .text(order.key.id), .integer(order.stage.rawValue),
        .integer(order.refundBlock.rawValue), Value(order.memoSeenAt?.milliseconds), .integer(order.memoVersion),
        .integer(order.sourceAt.milliseconds),
      ] + columns(order.columns) + values(of: order.address) + [.text(change.operation.id.text)])
  }

  /// Writes where an order goes, and returns its new version. The row is locked.
  static func setAddress(_ address: OrderAddress, of key: OrderKey, _ change: Change) throws -> Int64 {
    try change.session.count(
      """
      UPDATE shop_order SET address_version = $3, printed_version = $4, region = $5, address_digest = $6,
        masked_address_digest = $7, awaited_address = $8, version = version + 1, operation_id = $9
      WHERE shop = $1 AND id = $2
      RETURNING version
      """, [.text(key.shop), .text(key.id)] + values(of: address) + [.text(change.operation.id.text)])
  }

  /// Moves the count of open promises that name a courier.
  static func addCourierPromises(_ difference: Int64, to key: OrderKey, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE shop_order SET courier_promises = courier_promises + $3, version = version + 1, operation_id = $4
      WHERE shop = $1 AND id = $2
      """, [.text(key.shop), .text(key.id), .integer(difference), .text(change.operation.id.text)])
  }

  private static func values(of address: OrderAddress) -> [Value] {
    [
      .integer(address.version), .integer(address.printedVersion), Value(address.region), Value(address.digest),
      Value(address.maskedDigest), Value(address.awaited),
    ]
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

  static func countStale(shop: String?, oldest: Instant, _ session: any Session) throws -> Int64 {
    try session.count(
      """
      SELECT COUNT(*) FROM shop_order
      WHERE stage IN (30, 40) AND open_holds = 0 AND refund_block = 0 AND COALESCE(memo_seen_at, 0) < $2
        AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
      """, [Value(shop), .integer(oldest.milliseconds)])
  }

  static func dueToShip(
    shop: String?, now: Instant, near: Instant, _ session: any Session
  ) throws -> (near: Int64, past: Int64) {
    try session.first(
      """
      SELECT CAST(SUM(CASE WHEN ship_by >= $2 THEN 1 ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN ship_by < $2 THEN 1 ELSE 0 END) AS BIGINT)
      FROM shop_order
      WHERE stage BETWEEN 30 AND 70 AND open_holds = 0 AND refund_block = 0 AND ship_by < $3
        AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
      """, [Value(shop), .integer(now.milliseconds), .integer(near.milliseconds)]
    ) { (near: try $0.optionalInteger(0) ?? 0, past: try $0.optionalInteger(1) ?? 0) } ?? (0, 0)
  }

  static func unwanted(
    shop: String?, now: Instant, near: Instant, _ session: any Session
  ) throws -> UnwantedPicture {
    // CAST, because PostgreSQL's SUM of BIGINT is a decimal.
    let picture = try session.first(
      """
      SELECT COUNT(*), CAST(SUM(CASE WHEN stage BETWEEN 50 AND 70 THEN 1 ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN stage >= 80 THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(COALESCE(paid_fen, 0)) AS BIGINT)
      FROM shop_order o
      WHERE open_holds > 0 AND stage < 100 AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
        AND EXISTS (
          SELECT 1 FROM hold h WHERE h.shop = o.shop AND h.order_id = o.id AND h.lifted_at IS NULL
            AND h.reason IN ('buyerCancelled', 'refundRequested'))
      """, [Value(shop)]
    ) { row in
      (
        try row.integer(0), try row.optionalInteger(1) ?? 0, try row.optionalInteger(2) ?? 0,
        try row.optionalInteger(3) ?? 0
      )
    }
    let deadlines = try session.first(
      """
      SELECT CAST(SUM(CASE WHEN ship_by >= $2 AND ship_by < $3 THEN 1 ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN ship_by < $2 THEN 1 ELSE 0 END) AS BIGINT)
      FROM shop_order
      WHERE open_holds > 0 AND stage < 80 AND ship_by IS NOT NULL AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
      """, [Value(shop), .integer(now.milliseconds), .integer(near.milliseconds)]
    ) { (try $0.optionalInteger(0) ?? 0, try $0.optionalInteger(1) ?? 0) }
    let (orders, printed, shipped, fen) = picture ?? (0, 0, 0, 0)
    return UnwantedPicture(
      orders: orders, printed: printed, shipped: shipped, paidFen: fen, heldNearShipBy: deadlines?.0 ?? 0,
      heldPastShipBy: deadlines?.1 ?? 0)
  }

  private static func columns(_ columns: OrderColumns) -> [Value] {
    var values: [Value] = []
    append(columns, to: &values)
    return values
  }

  private static func append(_ columns: OrderColumns, to values: inout [Value]) {
    values.append(Value(columns.platformStatus))
    values.append(Value(columns.createdAt?.milliseconds))
    values.append(Value(columns.paidAt?.milliseconds))
    values.append(Value(columns.total?.fen))
    values.append(Value(columns.paid?.fen))
    values.append(Value(columns.refund?.fen))
    values.append(Value(columns.title))
    values.append(Value(columns.itemCount))
    values.append(Value(columns.consignedAt?.milliseconds))
    values.append(Value(columns.buyerMessage))
    values.append(Value(columns.flag))
    values.append(Value(columns.modifiedSku))
    values.append(Value(columns.exceptionNote))
    values.append(Value(columns.refundState?.rawValue))
    values.append(Value(columns.deposit?.fen))
    values.append(Value(columns.finalPayment?.fen))
    values.append(Value(columns.shipBy?.at.milliseconds))
    values.append(Value(columns.shipBy?.source.rawValue))
  }

  static func order(_ row: any Row) throws -> Order {
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
        consignedAt: try row.optionalInteger(17).map(Instant.init(milliseconds:)),
        total: try row.optionalInteger(12).map(Money.init(fen:)),
        paid: try row.optionalInteger(13).map(Money.init(fen:)),
        refund: try row.optionalInteger(14).map(Money.init(fen:)), title: try row.optionalText(15),
        itemCount: try row.optionalInteger(16), buyerMessage: try row.optionalText(18),
        flag: try row.optionalText(19), modifiedSku: try row.optionalText(20),
        exceptionNote: try row.optionalText(21),
        refundState: try row.optionalText(22).flatMap(RefundState.init),
        deposit: try row.optionalInteger(23).map(Money.init(fen:)),
        finalPayment: try row.optionalInteger(24).map(Money.init(fen:)), shipBy: try shipBy(row)),
      address: OrderAddress(
        version: try row.integer(27), printedVersion: try row.integer(28), region: try row.optionalText(29),
        digest: try row.optionalText(30), maskedDigest: try row.optionalText(31), awaited: try row.optionalInteger(32)),
      courierPromises: try row.integer(33))
  }

  private static func shipBy(_ row: any Row) throws -> ShipBy? {
    guard let at = try row.optionalInteger(25), let source = try row.optionalText(26).flatMap(ShipBy.Source.init)
    else { return nil }
    return ShipBy(at: Instant(milliseconds: at), source: source)
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
