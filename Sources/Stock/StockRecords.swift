import Orders
import Store
import Vocabulary

/// The SQL of the ledger: movements and the balances that are their sums.
enum StockRecords {
  /// Writes movements and moves the balances; returns the places of those that were there already, and moved nothing.
  static func post(_ movements: [StockMovement], shop: String, _ change: Change) throws -> [Int] {
    guard !movements.isEmpty else { return [] }
    // By SKU: the indexes and the balances are visited from front to back, however the goods were mixed.
    let order = movements.indices.sorted {
      movements[$0].sku == movements[$1].sku ? $0 < $1 : movements[$0].sku < movements[$1].sku
    }
    let known =
      switch change.session.engine {
      case .sqlite: try insertEach(movements, order, shop, change)
      case .postgres: try insertAll(movements, shop, change)
      }
    let old = Set(known)
    var moved: [StockBalance] = []
    var sums: [StockAccount: Int64] = [:]
    func close(_ sku: String) {
      for (account, quantity) in sums.sorted(by: { $0.key.name < $1.key.name }) where quantity != 0 {
        moved.append(StockBalance(sku: sku, account: account, quantity: quantity))
      }
      sums.removeAll(keepingCapacity: true)
    }
    for (index, place) in order.enumerated() {
      let movement = movements[place]
      if !old.contains(place) {
        sums[movement.from, default: 0] -= movement.quantity
        sums[movement.to, default: 0] += movement.quantity
      }
      if index + 1 == order.count || movements[order[index + 1]].sku != movement.sku { close(movement.sku) }
    }
    try add(moved, shop, change)
    return known
  }

  /// Differs because on SQLite a prepared statement for each row is the fastest way, and on PostgreSQL each would be a
  /// journey to the server.
  private static func insertEach(
    _ movements: [StockMovement], _ order: [Int], _ shop: String, _ change: Change
  ) throws -> [Int] {
    var known: [Int] = []
    let operation = Value.text(change.operation.id.text)
    let shop = Value.text(shop)
    for place in order {
      let movement = movements[place]
      let inserted = try change.session.run(
        """
        INSERT INTO stock_movement (shop, source, line, sku, from_account, to_account, quantity, at, recorded_at,
          operation_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (shop, source, line) DO NOTHING
        """,
        [
          shop, .text(movement.source), .text(movement.line), .text(movement.sku), .text(movement.from.name),
          .text(movement.to.name), .integer(movement.quantity), .integer(movement.at.milliseconds),
          .integer(movement.recordedAt.milliseconds), operation,
        ])
      if inserted == 0 { known.append(place) }
    }
    return known.sorted()
  }

  private static func insertAll(_ movements: [StockMovement], _ shop: String, _ change: Change) throws -> [Int] {
    var rows = RowList()
    for (place, movement) in movements.enumerated() {
      rows.append(
        .integer(Int64(place)), .text(movement.source), .text(movement.line), .text(movement.sku),
        .text(movement.from.name), .text(movement.to.name), .integer(movement.quantity),
        .integer(movement.at.milliseconds), .integer(movement.recordedAt.milliseconds))
    }
    let inserted = try change.session.all(
      """
      INSERT INTO stock_movement (shop, source, line, sku, from_account, to_account, quantity, at, recorded_at,
        operation_id)
      SELECT $1, r ->> 1, r ->> 2, r ->> 3, r ->> 4, r ->> 5, CAST(r ->> 6 AS BIGINT), CAST(r ->> 7 AS BIGINT),
        CAST(r ->> 8 AS BIGINT), $3
      FROM json_array_elements(CAST($2 AS json)) AS r ORDER BY CAST(r ->> 0 AS BIGINT)
      ON CONFLICT (shop, source, line) DO NOTHING RETURNING source, line
      """, [.text(shop), rows.value, .text(change.operation.id.text)]
    ) { Key(source: try $0.text(0), line: try $0.text(1)) }
    guard inserted.count < movements.count else { return [] }
    // Of two rows with one key the first was written.
    var left = Set(inserted)
    return movements.indices.filter { left.remove(Key(source: movements[$0].source, line: movements[$0].line)) == nil }
  }

  private struct Key: Hashable {
    let source: String
    let line: String
  }

  /// In key order, as every bulk verb locks.
  private static func add(_ moved: [StockBalance], _ shop: String, _ change: Change) throws {
    guard change.session.engine == .postgres, moved.count > 2 else {
      for balance in moved {
        try change.session.run(
          """
          INSERT INTO stock_balance (shop, sku, account, quantity) VALUES ($1, $2, $3, $4)
          ON CONFLICT (shop, sku, account) DO UPDATE SET quantity = stock_balance.quantity + excluded.quantity
          """, [.text(shop), .text(balance.sku), .text(balance.account.name), .integer(balance.quantity)])
      }
      return
    }
    var rows = RowList()
    for balance in moved {
      rows.append(.text(balance.sku), .text(balance.account.name), .integer(balance.quantity))
    }
    try change.session.run(
      """
      INSERT INTO stock_balance (shop, sku, account, quantity)
      SELECT $1, r ->> 0, r ->> 1, CAST(r ->> 2 AS BIGINT) FROM json_array_elements(CAST($2 AS json)) AS r
      ON CONFLICT (shop, sku, account) DO UPDATE SET quantity = stock_balance.quantity + excluded.quantity
      """, [.text(shop), rows.value])
  }

  /// A movement by its name; nil when there is none.
  static func find(source: String, line: String, shop: String, _ session: any Session) throws -> StockMovement? {
    try session.first(
      """
      SELECT source, line, sku, from_account, to_account, quantity, at, recorded_at FROM stock_movement
      WHERE shop = $1 AND source = $2 AND line = $3
      """, [.text(shop), .text(source), .text(line)], movement)
  }

  /// Movements, the newest first; nil narrows by nothing.
  static func list(_ filter: MovementFilter, _ session: any Session) throws -> [StockMovement] {
    if let source = filter.source {
      return try session.all(
        """
        SELECT source, line, sku, from_account, to_account, quantity, at, recorded_at FROM stock_movement
        WHERE shop = $1 AND source = $2 AND (CAST($3 AS TEXT) IS NULL OR sku = $3)
        ORDER BY recorded_at DESC, line DESC LIMIT $4
        """, [.text(filter.shop), .text(source), Value(filter.sku), .integer(filter.limit)], movement)
    }
    if let sku = filter.sku {
      return try session.all(
        """
        SELECT source, line, sku, from_account, to_account, quantity, at, recorded_at FROM stock_movement
        WHERE shop = $1 AND sku = $2 ORDER BY recorded_at DESC, source DESC, line DESC LIMIT $3
        """, [.text(filter.shop), .text(sku), .integer(filter.limit)], movement)
    }
    return try session.all(
      """
      SELECT source, line, sku, from_account, to_account, quantity, at, recorded_at FROM stock_movement
      WHERE shop = $1 ORDER BY recorded_at DESC, source DESC, line DESC LIMIT $2
      """, [.text(filter.shop), .integer(filter.limit)], movement)
  }

  static func movement(_ row: any Row) throws -> StockMovement {
    StockMovement(
      source: try row.text(0), line: try row.text(1), sku: try row.text(2), from: StockAccount(try row.text(3)),
      to: StockAccount(try row.text(4)), quantity: try row.integer(5), at: Instant(milliseconds: try row.integer(6)),
      recordedAt: Instant(milliseconds: try row.integer(7)))
  }

  /// The SKUs of which a warehouse has had anything from outside, or been counted.
  static func begun(in warehouse: StockAccount, shop: String, _ session: any Session) throws -> Set<String> {
    Set(
      try session.all(
        """
        SELECT DISTINCT sku FROM stock_movement
        WHERE shop = $1 AND (
          (to_account = $2 AND from_account IN ('supplier', 'opening', 'adjusted', 'inTransit'))
          OR (from_account = $2 AND to_account IN ('opening', 'adjusted')))
        """, [.text(shop), .text(warehouse.name)]
      ) { try $0.text(0) })
  }

  /// The newest moment at which a person counted a SKU and found a difference.
  static func lastCount(of sku: String, in code: String, shop: String, _ session: any Session) throws -> Instant? {
    try session.first(
      "SELECT MAX(at) FROM stock_movement WHERE shop = $1 AND sku = $2 AND source = $3",
      [.text(shop), .text(sku), .text("count:" + code)]
    ) { try $0.optionalInteger(0) }?.map(Instant.init(milliseconds:))
  }

  static func balance(
    _ account: StockAccount, of sku: String, shop: String, _ session: any Session
  ) throws -> Int64 {
    // Differs because SQLite has one writer at a time and no row locks.
    try session.count(
      SQL(
        sqlite: "SELECT quantity FROM stock_balance WHERE shop = $1 AND sku = $2 AND account = $3",
        postgres: "SELECT quantity FROM stock_balance WHERE shop = $1 AND sku = $2 AND account = $3 FOR UPDATE"),
      [.text(shop), .text(sku), .text(account.name)])
  }

  /// Keeps the balances of a SKU as they are until the transaction ends.
  static func lock(_ sku: String, shop: String, _ session: any Session) throws {
    // Differs because SQLite has one writer at a time and no row locks.
    guard session.engine == .postgres else { return }
    try session.rows(
      "SELECT 1 FROM stock_balance WHERE shop = $1 AND sku = $2 ORDER BY account FOR UPDATE",
      [.text(shop), .text(sku)]
    ) { _ in }
  }

  static func knows(_ sku: String, shop: String, _ session: any Session) throws -> Bool {
    try session.first(
      "SELECT 1 FROM stock_balance WHERE shop = $1 AND sku = $2 LIMIT 1", [.text(shop), .text(sku)]
    ) { _ in true } ?? false
  }

  static func skus(shop: String, after: String, limit: Int64, _ session: any Session) throws -> [String] {
    try session.all(
      "SELECT DISTINCT sku FROM stock_balance WHERE shop = $1 AND sku > $2 ORDER BY sku LIMIT $3",
      [.text(shop), .text(after), .integer(limit)]
    ) { try $0.text(0) }
  }
}
