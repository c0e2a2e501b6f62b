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

  /// That a page was looked at, and by which checks: `price=0,word=2`.
  static func insert(
    page: String, _ breadths: [PageFault.Check: PageItem.Breadth], _ number: Int64, shop: String, _ change: Change
  ) throws {
    let checks = breadths.map { "\($0.key.rawValue)=\($0.value.rawValue)" }.sorted().joined(separator: ",")
    try change.session.run(
      """
      INSERT INTO page_result (shop, number, page, kind, faults, first, checks, operation_id)
      VALUES ($1, $2, $3, '', 0, '', $4, $5)
      """, [.text(shop), .integer(number), .text(page), .text(checks), .text(change.operation.id.text)])
  }

  static func insert(_ found: PageFindings.Finding, _ number: Int64, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO page_result (shop, number, page, kind, faults, waived, breadth, first, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """,
      [
        .text(shop), .integer(number), .text(found.page), .text(found.check.rawValue), .integer(Int64(found.faults)),
        .integer(Int64(found.waived)), .integer(found.breadth.rawValue), .text(found.first),
        .text(change.operation.id.text),
      ])
  }

  static func findings(_ change: Change) throws -> (shop: String, findings: PageFindings) {
    var shop = ""
    var breadths: [String: [PageFault.Check: PageItem.Breadth]] = [:]
    var found: [PageFindings.Finding] = []
    try change.session.rows(
      """
      SELECT shop, page, kind, first, faults, waived, breadth, checks FROM page_result
      WHERE operation_id = $1 ORDER BY page, kind
      """, [.text(change.operation.id.text)]
    ) { row in
      shop = try row.text(0)
      let (page, kind) = (try row.text(1), try row.text(2))
      guard !kind.isEmpty else {
        breadths[page] = try Self.breadths(try row.text(7))
        return
      }
      guard let check = PageFault.Check(rawValue: kind), let breadth = PageItem.Breadth(rawValue: try row.integer(6))
      else { throw StoreError.engine("page_result holds a word this program does not know") }
      found.append(
        PageFindings.Finding(
          page: page, check: check, faults: Int(try row.integer(4)), waived: Int(try row.integer(5)),
          first: try row.text(3), breadth: breadth))
    }
    return (shop, PageFindings(breadths: breadths, findings: found))
  }

  private static func breadths(_ text: String) throws -> [PageFault.Check: PageItem.Breadth] {
    var breadths: [PageFault.Check: PageItem.Breadth] = [:]
    for part in text.split(separator: ",") {
      let words = part.split(separator: "=").map(String.init)
      guard words.count == 2, let check = PageFault.Check(rawValue: words[0]),
        let breadth = Int64(words[1]).flatMap(PageItem.Breadth.init(rawValue:))
      else { throw StoreError.engine("page_result holds a word this program does not know") }
      breadths[check] = breadth
    }
    return breadths
  }

  static func faultBreadth(
    of page: String, _ check: PageFault.Check, since: Instant, shop: String, _ session: any Session
  ) throws -> PageItem.Breadth {
    let widest = try session.count(
      """
      SELECT COALESCE(MAX(r.breadth), 0) FROM page_result r
      JOIN page_check c ON c.shop = r.shop AND c.number = r.number
      WHERE r.shop = $1 AND r.page = $2 AND r.kind = $3 AND r.faults > 0 AND c.checked_at >= $4
      """, [.text(shop), .text(page), .text(check.rawValue), .integer(since.milliseconds)])
    return PageItem.Breadth(rawValue: widest) ?? .whole
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
      SELECT number, checked_at, checked_by, pages, faults, waived, prices_at FROM page_check
      WHERE shop = $1 ORDER BY number DESC LIMIT 1
      """, [.text(shop)]
    ) {
      Pages.LastCheck(
        number: try $0.integer(0), at: Instant(milliseconds: try $0.integer(1)), by: try $0.text(2),
        pages: try $0.integer(3), faults: try $0.integer(4), waived: try $0.integer(5),
        pricesAt: Instant(milliseconds: try $0.integer(6)))
    }
  }

  /// Each page of the newest freeze and its newest look since a moment, by checks at whose prices it had to be right.
  static func looks(
    since: Instant, pricesFrom: Instant, until: Instant, shop: String, _ session: any Session
  ) throws -> [(page: String, isSeen: Bool, isPriced: Bool, faults: Int64, waived: Int64)] {
    try session.all(
      """
      WITH look AS (
        SELECT r.page, MAX(r.number) AS number,
          MAX(CASE WHEN r.checks LIKE '%price=%' OR r.checks LIKE '%floor=%' THEN 1 ELSE 0 END) AS is_priced
        FROM page_result r JOIN page_check c ON c.shop = r.shop AND c.number = r.number
        WHERE r.shop = $1 AND r.kind = '' AND c.checked_at >= $2 AND c.prices_at >= $3 AND c.prices_at < $4
        GROUP BY r.page)
      SELECT f.page, CASE WHEN l.number IS NULL THEN 0 ELSE 1 END, COALESCE(l.is_priced, 0),
        CAST(COALESCE(SUM(g.faults), 0) AS BIGINT), CAST(COALESCE(SUM(g.waived), 0) AS BIGINT)
      FROM page_frozen f
      LEFT JOIN look l ON l.page = f.page
      LEFT JOIN page_result g ON g.shop = f.shop AND g.number = l.number AND g.page = f.page AND g.kind <> ''
      WHERE f.shop = $1 AND f.number = (SELECT MAX(z.number) FROM page_freeze z WHERE z.shop = $1)
      GROUP BY f.page, l.number, l.is_priced ORDER BY f.page
      """,
      [
        .text(shop), .integer(since.milliseconds), .integer(pricesFrom.milliseconds), .integer(until.milliseconds),
      ]
    ) {
      (
        page: try $0.text(0), isSeen: try $0.integer(1) == 1, isPriced: try $0.integer(2) == 1,
        faults: try $0.integer(3), waived: try $0.integer(4)
      )
    }
  }
}
