import Store
import Vocabulary

/// The SQL of pages.
enum PageRecords {
  static func insertCheck(
    pages: Int, faults: Int, waived: Int, pricesAt: Instant, shop: String, _ change: Change
  ) throws -> Int64 {
    let number = try change.session.count("SELECT MAX(number) FROM page_check WHERE shop = $1", [.text(shop)]) + 1
    let inserted = try change.session.run(
      """
      INSERT INTO page_check (shop, number, pages, faults, waived, prices_at, checked_at, checked_by, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (shop, number) DO NOTHING
      """,
      [
        .text(shop), .integer(number), .integer(Int64(pages)), .integer(Int64(faults)), .integer(Int64(waived)),
        .integer(pricesAt.milliseconds), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("somebody else checked pages in between") }
    return number
  }

  static func insertResult(
    _ number: Int64, page: String, kind: String, faults: Int, first: String, shop: String, _ change: Change
  ) throws {
    try change.session.run(
      """
      INSERT INTO page_result (shop, number, page, kind, faults, first, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (shop, number, page, kind) DO NOTHING
      """,
      [
        .text(shop), .integer(number), .text(page), .text(kind), .integer(Int64(faults)), .text(first),
        .text(change.operation.id.text),
      ])
  }

  static func results(
    _ change: Change
  ) throws -> (shop: String, pages: Set<String>, faulty: [(page: String, kind: String, first: String)]) {
    var (shop, pages): (String, Set<String>) = ("", [])
    var faulty: [(page: String, kind: String, first: String)] = []
    try change.session.rows(
      "SELECT shop, page, kind, first FROM page_result WHERE operation_id = $1 ORDER BY page, kind",
      [.text(change.operation.id.text)]
    ) { row in
      shop = try row.text(0)
      let (page, kind) = (try row.text(1), try row.text(2))
      if kind.isEmpty { pages.insert(page) } else { faulty.append((page, kind, try row.text(3))) }
    }
    return (shop, pages, faulty)
  }

  static func insert(_ waiver: Pages.Waiver, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO page_waiver (shop, fault, granted_at, until_at, reason, granted_by, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """,
      [
        .text(shop), .text(waiver.fault), .integer(waiver.grantedAt.milliseconds), .integer(waiver.until.milliseconds),
        .text(waiver.reason), .text(waiver.grantedBy), .text(change.operation.id.text),
      ])
  }

  /// A later waiver of the same fault takes the place of an earlier one.
  static func waivers(shop: String, now: Instant, _ session: any Session) throws -> [Pages.Waiver] {
    try session.all(
      """
      SELECT w.fault, w.until_at, w.reason, w.granted_at, w.granted_by FROM page_waiver w
      WHERE w.shop = $1 AND w.until_at > $2 AND w.granted_at = (
        SELECT MAX(o.granted_at) FROM page_waiver o WHERE o.shop = w.shop AND o.fault = w.fault)
      ORDER BY w.until_at, w.fault
      """, [.text(shop), .integer(now.milliseconds)]
    ) {
      Pages.Waiver(
        fault: try $0.text(0), until: Instant(milliseconds: try $0.integer(1)), reason: try $0.text(2),
        grantedAt: Instant(milliseconds: try $0.integer(3)), grantedBy: try $0.text(4))
    }
  }

  static func insertFreeze(pages: Int, shop: String, _ change: Change) throws -> Int64 {
    let number = try change.session.count("SELECT MAX(number) FROM page_freeze WHERE shop = $1", [.text(shop)]) + 1
    let inserted = try change.session.run(
      """
      INSERT INTO page_freeze (shop, number, pages, frozen_at, frozen_by, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (shop, number) DO NOTHING
      """,
      [
        .text(shop), .integer(number), .integer(Int64(pages)), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("somebody else froze pages in between") }
    return number
  }

  static func insert(_ state: PageState, number: Int64, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO page_frozen (shop, number, page, title, price_fen, stock, digest, operation_id)
      VALUES ($1, $2, $3, $4, CAST($5 AS BIGINT), CAST($6 AS BIGINT), $7, $8)
      """,
      [
        .text(shop), .integer(number), .text(state.page), .text(state.title), Value(state.price?.fen),
        Value(state.stock), .text(state.digest), .text(change.operation.id.text),
      ])
  }

  static func frozen(shop: String, _ session: any Session) throws -> (at: Instant, states: [PageState])? {
    let newest = try session.first(
      "SELECT number, frozen_at FROM page_freeze WHERE shop = $1 ORDER BY number DESC LIMIT 1", [.text(shop)]
    ) { (number: try $0.integer(0), at: Instant(milliseconds: try $0.integer(1))) }
    guard let newest else { return nil }
    let states = try session.all(
      """
      SELECT page, title, price_fen, stock, digest FROM page_frozen WHERE shop = $1 AND number = $2 ORDER BY page
      """, [.text(shop), .integer(newest.number)]
    ) {
      PageState(
        page: try $0.text(0), title: try $0.text(1), price: try $0.optionalInteger(2).map(Money.init(fen:)),
        stock: try $0.optionalInteger(3), digest: try $0.text(4))
    }
    return (newest.at, states)
  }

  static func lastCheck(shop: String, _ session: any Session) throws -> Pages.LastCheck? {
    try session.first(
      """
      SELECT number, checked_at, checked_by, pages, faults, waived FROM page_check
      WHERE shop = $1 ORDER BY number DESC LIMIT 1
      """, [.text(shop)]
    ) {
      Pages.LastCheck(
        number: try $0.integer(0), at: Instant(milliseconds: try $0.integer(1)), by: try $0.text(2),
        pages: try $0.integer(3), faults: try $0.integer(4), waived: try $0.integer(5))
    }
  }
}
