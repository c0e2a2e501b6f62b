import Cases
import Playbooks
import Rota
public import Store
import Training
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

  struct Question {
    let shop: String
    let now: Instant
    let event: EventCalendar?
    let session: any Session

    /// Windows of a day or less that are not over: what the event is about.
    private var core: [EventCalendar.Window] {
      event?.windows.filter { $0.end > now && $0.end.milliseconds - $0.start.milliseconds <= 86_400_000 } ?? []
    }

    /// When it begins: with the first of those, or in the evening before where a longer window does (20:00).
    var opening: Instant? {
      guard let first = core.map(\.start).min() else { return nil }
      let evening = first.adding(minutes: -12 * 60)
      return event?.windows.map(\.start).filter { $0 >= evening && $0 <= first }.min() ?? first
    }

    /// The days of the event that are not over.
    var days: [ShopDay] {
      let starts = core.map(\.start) + (opening.map { [$0] } ?? [])
      return Set(starts.map { ShopDay($0) }).filter { $0.end > now }.sorted()
    }

    var end: Instant? { days.last?.end }
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

  /// By the day of the event: who is ready today and not then is not ready.
  private static func passes(_ question: Question) throws -> Item {
    let (shop, session) = (question.shop, question.session)
    let moment = max(question.now, question.opening ?? question.now)
    let agents = try Agents.list(shop: shop, session)
    guard !agents.isEmpty else {
      return Item(
        "passes", false, zh: "名单里没有人", en: "there is nobody on the list of agents", next: "peakday agent import FILE")
    }
    guard try !TrainingGaps(shop: shop, at: moment, session).isEmpty else {
      return Item(
        "passes", false, zh: "没有布置过课程，谁都不用考", en: "no course was assigned: nobody has to pass anything",
        next: "peakday training assign COURSE")
    }
    let lacking = try PassPicture.ask(shop: shop, now: moment, session).filter(\.isLacking)
    let people = Set(lacking.map(\.agent)).sorted()
    let first = people.first ?? ""
    return Item(
      "passes", people.isEmpty,
      zh: people.isEmpty ? "\(agents.count) 人，该有的合格证到时都有" : "\(people.count) 人到时缺合格证，如 \(first)",
      en: people.isEmpty
        ? "all \(agents.count) have the passes they need by then"
        : "\(people.count) people lack a pass by then, such as \(first)",
      next: "peakday training pass")
  }

  /// Each day needs a rota in force, and somebody whose shift begins on it; the first one from the opening on.
  private static func rota(_ question: Question) throws -> Item {
    let bare = try question.days.filter { day in
      let from = max(day.start, question.opening ?? day.start)
      let shifts = try Rosters.shifts(shop: question.shop, from: from, until: day.end, question.session)
      let isOfDay = shifts.contains { $0.agent != nil && (from > day.start || $0.start >= day.start) }
      return try !isOfDay || !isPublished(day, question)
    }
    let isRight = !question.days.isEmpty && bare.isEmpty
    let days = bare.map(\.shortText)
    return Item(
      "rota", isRight, zh: isRight ? "班表已发布" : "没有发布班表：\(days.joined(separator: "、"))",
      en: isRight ? "the rota is published" : "no rota is published for \(days.joined(separator: ", "))",
      next: "peakday rota publish")
  }

  private static func isPublished(_ day: ShopDay, _ question: Question) throws -> Bool {
    do {
      _ = try Rosters.inForce(on: day, shop: question.shop, question.session)
      return true
    } catch let failure as Failure where failure.code == "day_not_covered" {
      return false
    }
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
