import Cases
import PageCheck
import Playbooks
import Rota
public import Store
public import Vocabulary

/// Whether the event may begin: one list of what has to be right, each with its evidence and the next thing to do.
public struct DayReady: Sendable, Codable, Equatable {
  public enum Verdict: String, Sendable, Codable {
    case go, noGo

    public var name: Message {
      switch self {
      case .go: Message(zh: "可以", en: "go")
      case .noGo: Message(zh: "不行", en: "no go")
      }
    }
  }

  public struct Item: Sendable, Codable, Equatable {
    public let check: String
    public let verdict: Verdict
    public let zh: String
    public let en: String
    /// What to type; empty where it is right.
    public let next: String

    public var message: Message { Message(zh: zh, en: en) }

    init(_ check: String, _ isRight: Bool, zh: String, en: String, next: String) {
      (self.check, self.zh, self.en) = (check, zh, en)
      verdict = isRight ? .go : .noGo
      self.next = isRight ? "" : next
    }
  }

  public let at: Instant
  /// The event that begins next, or runs; empty where the calendar has none.
  public let event: String
  public let items: [Item]

  public var isReady: Bool { items.allSatisfy { $0.verdict == .go } }

  /// The whole list: whoever adds something that must be right before the event adds its line here.
  private static var checks: [(Question) throws -> Item] {
    [
      calendar, activities, handbook, routing, passes, rota, pagesChecked, pagesFrozen, pageFaults, overdueCases,
      backup,
    ]
  }

  public static func ask(shop: String, now: Instant, _ session: any Session) throws -> DayReady {
    let next = try Setup.calendars(session).filter { calendar in calendar.windows.contains { $0.end > now } }
      .min { ($0.windows.map(\.start).min() ?? now) < ($1.windows.map(\.start).min() ?? now) }
    let question = Question(shop: shop, now: now, event: next, session: session)
    return DayReady(at: now, event: next?.key ?? "", items: try checks.map { try $0(question) })
  }

  private struct Question {
    let shop: String
    let now: Instant
    let event: EventCalendar?
    let session: any Session

    /// The days that the event is about: windows of a day or less that are not over.
    var days: [ShopDay] {
      let short = event?.windows.filter { $0.end > now && $0.end.milliseconds - $0.start.milliseconds <= 86_400_000 }
      return Set((short ?? []).map { ShopDay($0.start) }).sorted()
    }
  }

  private static func calendar(_ question: Question) -> Item {
    let days = question.days
    let openings = question.event?.refundOpenings.count ?? 0
    return Item(
      "calendar", !days.isEmpty && openings > 0,
      zh: days.isEmpty
        ? "日历里没有还没到的活动日" : "活动日 \(days.map(\.shortText).joined(separator: "、"))，退款开放规则 \(openings) 条",
      en: days.isEmpty
        ? "the calendar has no day to come"
        : "days \(days.map(\.shortText).joined(separator: ", ")), \(openings) rules for refunds",
      next: "peakday playbook publish DIR")
  }

  private static func activities(_ question: Question) throws -> Item {
    let book = try Setup.activities(shop: question.shop, at: question.now, question.session)
    let bare = question.days.filter { day in
      !book.activities.contains { $0.starts < day.end && day.start < $0.ends }
    }
    // The day on which refunds open needs no activity; the first day does.
    let isRight = question.days.first.map { !bare.contains($0) } ?? false
    return Item(
      "activities", isRight, zh: isRight ? "\(book.activities.count) 个活动" : "活动日没有活动",
      en: isRight ? "\(book.activities.count) activities" : "no activity on the day",
      next: "peakday playbook publish DIR")
  }

  private static func handbook(_ question: Question) throws -> Item {
    let products = try PlaybookRecords.files(prefix: "handbook/", question.session).handbook().products
    let bare = products.filter { !$0.missing.isEmpty }
    let first = bare.first?.sku ?? ""
    return Item(
      "handbook", !products.isEmpty && bare.isEmpty,
      zh: bare.isEmpty ? "\(products.count) 个产品写全了" : "\(bare.count) 个产品没写全，如 \(first)",
      en: bare.isEmpty
        ? "\(products.count) products, complete" : "\(bare.count) products are not complete, such as \(first)",
      next: "peakday playbook publish DIR")
  }

  private static func routing(_ question: Question) throws -> Item {
    let bare = try Routing.unrouted(question.session)
    let names = bare.map(\.name)
    return Item(
      "routing", bare.isEmpty,
      zh: bare.isEmpty ? "每类案件都有人管" : "没有路由：\(names.map(\.zh).joined(separator: "、"))",
      en: bare.isEmpty
        ? "every kind of case has its owner" : "without a route: \(names.map(\.en).joined(separator: ", "))",
      next: "peakday playbook publish DIR")
  }

  private static func passes(_ question: Question) throws -> Item {
    let lacking = try PassPicture.ask(shop: question.shop, now: question.now, question.session).filter(\.isLacking)
    let people = Set(lacking.map(\.agent)).sorted()
    let first = people.first ?? ""
    return Item(
      "passes", people.isEmpty,
      zh: people.isEmpty ? "该有的合格证都有" : "\(people.count) 人缺合格证，如 \(first)",
      en: people.isEmpty
        ? "everybody has the passes they need" : "\(people.count) people lack a pass, such as \(first)",
      next: "peakday training pass")
  }

  private static func rota(_ question: Question) throws -> Item {
    let bare = try question.days.filter { day in
      try Rosters.shifts(shop: question.shop, from: day.start, until: day.end, question.session).isEmpty
    }
    let isRight = !question.days.isEmpty && bare.isEmpty
    let days = bare.map(\.shortText)
    return Item(
      "rota", isRight, zh: isRight ? "班表已发布" : "没有发布班表：\(days.joined(separator: "、"))",
      en: isRight ? "the rota is published" : "no rota is published for \(days.joined(separator: ", "))",
      next: "peakday rota publish")
  }

  /// Prices and words of two days ago say little of today's.
  private static let freshMinutes: Int64 = 2 * 1_440

  private static func pagesChecked(_ question: Question) throws -> Item {
    let last = try Pages.lastCheck(shop: question.shop, question.session)
    let isFresh = last.map { $0.at >= question.now.adding(minutes: -freshMinutes) } ?? false
    return Item(
      "pages_checked", isFresh && last?.faults == 0,
      zh: last.map { "\($0.at.shopText) 检查了 \($0.pages) 页，\($0.faults) 个问题" } ?? "还没检查过页面",
      en: last.map { "\($0.pages) pages checked \($0.at.shopText), \($0.faults) faults" } ?? "no page was checked",
      next: "peakday page check FILE")
  }

  private static func pagesFrozen(_ question: Question) throws -> Item {
    let frozen = try Pages.frozen(shop: question.shop, question.session)
    return Item(
      "pages_frozen", frozen != nil,
      zh: frozen.map { "\($0.at.shopText) 冻结了 \($0.states.count) 页" } ?? "还没冻结页面",
      en: frozen.map { "\($0.states.count) pages frozen \($0.at.shopText)" } ?? "the pages are not frozen",
      next: "peakday page freeze FILE")
  }

  private static func pageFaults(_ question: Question) throws -> Item {
    let open = try Cases.countOpen(.pageFault, shop: question.shop, question.session)
    return Item(
      "page_faults", open == 0, zh: "\(open) 个页面问题没改", en: "\(open) page faults are open",
      next: "peakday case list --kind pageFault")
  }

  private static func overdueCases(_ question: Question) throws -> Item {
    let late = try Cases.countOverdue(shop: question.shop, now: question.now, question.session)
    return Item(
      "cases", late == 0, zh: "\(late) 个案件过了时限", en: "\(late) cases are past their time",
      next: "peakday case list --overdue")
  }

  private static func backup(_ question: Question) throws -> Item {
    let sign = try ReadySigns.last(.backup, shop: question.shop, question.session)
    let isFresh = sign.map { $0.at >= question.now.adding(minutes: -7 * 1_440) } ?? false
    return Item(
      "backup", isFresh,
      zh: sign.map { "\($0.at.shopText) \($0.by) 试过恢复：\($0.note)" } ?? "没人试过从备份恢复",
      en: sign.map { "\($0.by) restored one \($0.at.shopText): \($0.note)" } ?? "nobody has restored a backup",
      next: "peakday day ready --sign backup --note WHAT")
  }
}
