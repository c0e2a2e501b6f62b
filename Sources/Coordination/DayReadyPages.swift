import Cases
import PageCheck
import Playbooks
import Store
import Vocabulary

/// Pages, in the list before the event.
extension DayReady {
  /// Prices and words of two days ago say little of today's.
  private static let freshMinutes: Int64 = 2 * 1_440

  /// Every frozen page was looked at, by the prices of the event, and nothing is wrong with it or will be before it ends.
  static func pagesChecked(_ question: Question) throws -> Item {
    let (shop, session) = (question.shop, question.session)
    let since = question.now.adding(minutes: -freshMinutes)
    func item(_ isRight: Bool, _ zh: String, _ en: String, next: String = "peakday page check FILE") -> Item {
      Item("pages_checked", isRight, zh: zh, en: en, next: next)
    }
    guard let last = try Pages.lastCheck(shop: shop, session) else {
      return item(false, "还没检查过页面", "no page was checked")
    }
    let (at, pages, faults) = (last.at.shopText, last.pages, last.faults)
    let done = Message(
      zh: "\(at) 检查了 \(pages) 页，\(faults) 个问题", en: "\(pages) pages checked \(at), \(faults) faults")
    guard last.at >= since, pages > 0, faults == 0 else { return item(false, done.zh, done.en) }
    guard let opening = question.opening, let end = question.end else { return item(false, done.zh, done.en) }
    let book = try Setup.activities(shop: shop, at: question.now, session)
    let sale = min(end, book.activities.map(\.ends).filter { $0 > opening }.max() ?? end)
    let standing = try Pages.standing(since: since, pricesFrom: opening, until: sale, shop: shop, session)
    let again = "peakday page check FILE --at '\(opening.shopText)'"
    if let first = standing.unseen.first {
      let count = standing.unseen.count
      return item(
        false, "冻结的 \(standing.pages) 页里有 \(count) 页没按活动时的价格检查，如 \(first)",
        "of \(standing.pages) frozen pages \(count) were not checked by the prices of the event, such as \(first)",
        next: again)
    }
    guard standing.pages > 0 || last.pricesAt >= opening && last.pricesAt < sale else {
      let prices = last.pricesAt.shopText
      return item(
        false, "\(done.zh)；价格按 \(prices)，不在活动里", "\(done.en); by the prices of \(prices), which is not in the event",
        next: again)
    }
    guard standing.faults == 0 else {
      return item(false, "冻结的页面还有 \(standing.faults) 个问题", "\(standing.faults) faults of frozen pages")
    }
    if standing.pages > 0, standing.unpriced.count == standing.pages {
      return item(false, "没有一页的价格查得了", "no page has a price that could be checked")
    }
    let waivers = try Pages.waivers(shop: shop, now: since, session)
    if standing.waived + last.waived > 0, let first = waivers.first(where: { $0.until < end }) {
      let until = first.until.shopText
      return item(
        false, "放行的问题 \(first.fault) 到 \(until) 为止，活动还没完",
        "\(first.fault) is let stand until \(until) only, before the event is over",
        next: "peakday page waive \(first.fault) --until '\(end.shopText)' --because WHY")
    }
    guard !standing.unpriced.isEmpty else { return item(true, done.zh, done.en) }
    let count = standing.unpriced.count
    return item(
      true, "\(done.zh)；\(count) 页的价格没法查，如 \(standing.unpriced[0])",
      "\(done.en); the price of \(count) could not be checked, such as \(standing.unpriced[0])")
  }

  /// Last year's freeze says nothing of this year's pages.
  private static let freezeMinutes: Int64 = 7 * 1_440

  static func pagesFrozen(_ question: Question) throws -> Item {
    let frozen = try Pages.frozen(shop: question.shop, question.session)
    let isFresh = frozen.map { $0.at >= question.now.adding(minutes: -freezeMinutes) } ?? false
    return Item(
      "pages_frozen", isFresh,
      zh: frozen.map { "\($0.at.shopText) 冻结了 \($0.states.count) 页" } ?? "还没冻结页面",
      en: frozen.map { "\($0.states.count) pages frozen \($0.at.shopText)" } ?? "the pages are not frozen",
      next: "peakday page freeze FILE")
  }

  static func pageFaults(_ question: Question) throws -> Item {
    let open = try Cases.countOpen(.pageFault, shop: question.shop, question.session)
    return Item(
      "page_faults", open == 0, zh: "\(open) 个页面问题没改", en: "\(open) page faults are open",
      next: "peakday case list --kind pageFault")
  }
}
