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

  /// Each page has one open case for each kind of fault. It ends when a later check looked at as much of the page as had
  /// the fault, and found it mended; and as void when the fault may stand for a while.
  static func followCheck(_ change: Change) throws {
    let (shop, checked) = try Pages.findings(change)
    var (faulty, waived): (Set<String>, Set<String>) = ([], [])
    for found in checked.findings {
      let subject = subject(found.page, found.check)
      guard found.faults > 0 else {
        waived.insert(subject)
        continue
      }
      faulty.insert(subject)
      try Cases.open(.pageFault, shop: shop, subject: subject, title: found.first, change)
    }
    let open = try Cases.list(.pageFault, shop: shop, openOnly: true, limit: .max, change.session)
    for item in open.sorted(by: { $0.subject < $1.subject }) where !faulty.contains(item.subject) {
      guard let mark = item.subject.lastIndex(of: "#"), case let page = String(item.subject[..<mark]),
        let check = PageFault.Check(rawValue: String(item.subject[item.subject.index(after: mark)...])),
        let seen = checked.breadths[page]?[check],
        try seen >= Pages.faultBreadth(of: page, check, since: item.openedAt, shop: shop, change.session)
      else { continue }
      let isWaived = waived.contains(item.subject)
      try Cases.finish(
        .pageFault, shop: shop, subject: item.subject, as: isWaived ? .void : .done,
        because: isWaived ? "waived" : "mended", change)
    }
  }

  private static func subject(_ page: String, _ check: PageFault.Check) -> String { "\(page)#\(check.rawValue)" }
}
