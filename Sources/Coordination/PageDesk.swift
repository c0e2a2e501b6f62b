import Cases
public import PageCheck
import Playbooks
import Stock
public import Store
public import Vocabulary

/// What pages have to do with the other rooms: what they are held against, and what follows when they are wrong.
public enum PageDesk {
  /// What the pages of a shop are held against, by the playbooks in force and the stock. `at` is the moment whose prices
  /// they must show; without it the one that matters next.
  public static func book(shop: String, at: Instant?, now: Instant, _ session: any Session) throws -> PageBook {
    let pages = try PlaybookRecords.files(prefix: "pages/", session)
    let activities = try Setup.activities(shop: shop, at: at ?? now, session)
    let handbook = try PlaybookRecords.files(prefix: "handbook/", session).handbook()
    let prices = handbook.products.compactMap { product in product.price.map { (product.sku, $0) } }
    let levels = try Stock.levels(shop: shop, limit: Int64(Pages.most), session)
    return PageBook(
      words: try pages.pageWords(), rules: try pages.pageRules(), activities: activities,
      prices: Dictionary(prices) { first, _ in first }, floors: handbook.floors,
      stock: Dictionary(levels.map { ($0.sku, $0.free) }) { first, _ in first },
      days: days(activities, try Setup.calendars(session)), at: at ?? PageBook.moment(activities, now: now))
  }

  private static func days(_ book: ActivityBook, _ calendars: [EventCalendar]) -> ClosedRange<ShopDay>? {
    let windows = book.activities.map { ($0.starts, $0.ends) } + calendars.flatMap(\.windows).map { ($0.start, $0.end) }
    let first = windows.map { ShopDay($0.0) }.min()
    let last = windows.map { ShopDay($0.1.adding(milliseconds: -1)) }.max()
    guard let first, let last, first <= last else { return nil }
    return first...last
  }

  /// Each page has one open case for each kind of fault, which ends when a later check finds it mended.
  static func followCheck(_ change: Change) throws {
    let results = try Pages.results(change)
    let faulty = Set(results.faulty.map { subject($0.page, $0.kind) })
    for fault in results.faulty {
      try Cases.open(
        .pageFault, shop: results.shop, subject: subject(fault.page, fault.kind), title: fault.first, change)
    }
    for open in try Cases.openSubjects(.pageFault, shop: results.shop, change.session).sorted() {
      guard let mark = open.lastIndex(of: "#"), results.pages.contains(String(open[..<mark])), !faulty.contains(open)
      else { continue }
      try Cases.finish(.pageFault, shop: results.shop, subject: open, because: "mended", change)
    }
  }

  private static func subject(_ page: String, _ kind: String) -> String { "\(page)#\(kind)" }
}
