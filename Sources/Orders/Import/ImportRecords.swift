import Store
import Vocabulary

/// The SQL of import_run and bypass.
enum ImportRecords {
  /// An unfinished run of the same file, to be gone on with.
  static func unfinished(
    shop: String, digest: String, exportedAt: Instant, _ session: any Session
  ) throws -> (id: String, totals: ImportTotals)? {
    try session.first(
      """
      SELECT id, rows_done, new_orders, changed_orders, same_orders, rejected_rows, holds_placed, holds_lifted,
        bypasses_found, unknown_statuses, repeated_orders
      FROM import_run
      WHERE shop = $1 AND file_digest = $2 AND exported_at = $3 AND state = 'running' ORDER BY started_at LIMIT 1
      """, [.text(shop), .text(digest), .integer(exportedAt.milliseconds)]
    ) { (try $0.text(0), try totals($0, from: 1)) }
  }

  private static func totals(_ row: any Row, from first: Int) throws -> ImportTotals {
    var totals = ImportTotals()
    totals.rows = try row.integer(first)
    totals.new = try row.integer(first + 1)
    totals.changed = try row.integer(first + 2)
    totals.same = try row.integer(first + 3)
    totals.rejected = try row.integer(first + 4)
    totals.held = try row.integer(first + 5)
    totals.lifted = try row.integer(first + 6)
    totals.bypassed = try row.integer(first + 7)
    totals.unknownStatuses = try row.integer(first + 8)
    totals.repeated = try row.integer(first + 9)
    return totals
  }

  /// Adds a part's counts to the run, which its first part makes.
  static func add(_ part: ImportTotals, to run: String, _ file: ImportFile, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO import_run (id, shop, file_name, file_digest, exported_at, has_memo, state, rows_done, new_orders,
        changed_orders, same_orders, rejected_rows, started_at, holds_placed, holds_lifted, bypasses_found,
        unknown_statuses, repeated_orders)
      VALUES ($1, $2, $3, $4, $5, $6, 'running', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
      ON CONFLICT (id) DO UPDATE SET rows_done = import_run.rows_done + excluded.rows_done,
        new_orders = import_run.new_orders + excluded.new_orders,
        changed_orders = import_run.changed_orders + excluded.changed_orders,
        same_orders = import_run.same_orders + excluded.same_orders,
        rejected_rows = import_run.rejected_rows + excluded.rejected_rows,
        holds_placed = import_run.holds_placed + excluded.holds_placed,
        holds_lifted = import_run.holds_lifted + excluded.holds_lifted,
        bypasses_found = import_run.bypasses_found + excluded.bypasses_found,
        unknown_statuses = import_run.unknown_statuses + excluded.unknown_statuses,
        repeated_orders = import_run.repeated_orders + excluded.repeated_orders
      """,
      [
        .text(run), .text(file.shop), .text(file.name), .text(file.digest), .integer(file.exportedAt.milliseconds),
        Value(file.hasMemo), .integer(part.rows), .integer(part.new), .integer(part.changed), .integer(part.same),
        .integer(part.rejected), .integer(change.operation.at.milliseconds), .integer(part.held),
        .integer(part.lifted), .integer(part.bypassed), .integer(part.unknownStatuses), .integer(part.repeated),
      ])
  }

  /// Ends a run, and with it every run of the same file that was begun and left.
  static func finish(run: String, _ file: ImportFile, _ change: Change) throws {
    try change.session.run(
      "UPDATE import_run SET state = 'done', finished_at = $2 WHERE id = $1",
      [.text(run), .integer(change.operation.at.milliseconds)])
    try change.session.run(
      """
      UPDATE import_run SET state = 'abandoned', finished_at = $3
      WHERE shop = $1 AND file_digest = $2 AND state = 'running' AND exported_at <> $4
      """,
      [
        .text(file.shop), .text(file.digest), .integer(change.operation.at.milliseconds),
        .integer(file.exportedAt.milliseconds),
      ])
  }

  static func abandon(run: String, _ change: Change) throws {
    try change.session.run(
      "UPDATE import_run SET state = 'abandoned', finished_at = $2 WHERE id = $1",
      [.text(run), .integer(change.operation.at.milliseconds)])
  }

  /// Export time of the newest finished import, with and without a memo column.
  static func newest(shop: String?, memoOnly: Bool, _ session: any Session) throws -> Instant? {
    try session.first(
      """
      SELECT MAX(exported_at) FROM import_run
      WHERE state = 'done' AND (CAST($1 AS TEXT) IS NULL OR shop = $1) AND ($2 = 0 OR has_memo = 1)
      """, [Value(shop), Value(memoOnly)]
    ) { try $0.optionalInteger(0) }?.map(Instant.init(milliseconds:))
  }

  static func countUnfinished(_ session: any Session) throws -> Int64 {
    try session.count("SELECT COUNT(*) FROM import_run WHERE state = 'running'")
  }

  enum FoundBypass { case new, further, known }

  /// Notes that an order went past us, or that it has gone further since; its row is locked.
  static func noteBypass(_ key: OrderKey, stage: OrderStage, _ change: Change) throws -> FoundBypass {
    let before = try change.session.first(
      "SELECT stage FROM bypass WHERE shop = $1 AND order_id = $2", [.text(key.shop), .text(key.id)]
    ) { try $0.integer(0) }
    guard before ?? 0 < stage.rawValue else { return .known }
    try change.session.run(
      """
      INSERT INTO bypass (shop, order_id, stage, found_at, operation_id) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (shop, order_id) DO UPDATE SET stage = excluded.stage, operation_id = excluded.operation_id
      """,
      [
        .text(key.shop), .text(key.id), .integer(stage.rawValue), .integer(change.operation.at.milliseconds),
        .text(change.operation.id.text),
      ])
    return before == nil ? .new : .further
  }

  static func bypasses(of change: Change) throws -> [Bypass] {
    try change.session.all(
      "SELECT shop, order_id, stage, found_at FROM bypass WHERE operation_id = $1 ORDER BY shop, order_id",
      [.text(change.operation.id.text)], bypass)
  }

  static func bypasses(shop: String?, limit: Int64, _ session: any Session) throws -> [Bypass] {
    try session.all(
      """
      SELECT shop, order_id, stage, found_at FROM bypass
      WHERE CAST($1 AS TEXT) IS NULL OR shop = $1 ORDER BY found_at DESC, shop, order_id LIMIT $2
      """, [Value(shop), .integer(limit)], bypass)
  }

  static func countBypasses(shop: String?, _ session: any Session) throws -> Int64 {
    try session.count(
      "SELECT COUNT(*) FROM bypass WHERE CAST($1 AS TEXT) IS NULL OR shop = $1", [Value(shop)])
  }

  private static func bypass(_ row: any Row) throws -> Bypass {
    guard let stage = OrderStage(rawValue: try row.integer(2)) else {
      throw StoreError.engine("bypass holds a stage this program does not know")
    }
    return Bypass(
      shop: try row.text(0), order: try row.text(1), stage: stage,
      foundAt: Instant(milliseconds: try row.integer(3)))
  }
}
