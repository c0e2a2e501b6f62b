import Crypto
import Playbooks
import Vocabulary

/// Holds pages against the book, one at a time.
public struct PageInspector: Sendable {
  private let book: PageBook
  private let scanner: WordScanner

  public init(_ book: PageBook) {
    self.book = book
    scanner = WordScanner(book.words)
  }

  public func look(at item: PageItem) -> PageLook {
    PageLook(item: item, checks: checks(of: item), faults: faults(of: item))
  }

  /// What can be looked at: a list of titles says nothing of links, and nobody knows what a strange SKU should cost.
  private func checks(of item: PageItem) -> Set<PageFault.Check> {
    var checks: Set<PageFault.Check> = item.texts.isEmpty ? [] : [.word, .date]
    if item.price != nil, expected(item) != nil { checks.insert(.price) }
    if item.price != nil, book.floors[item.id] != nil { checks.insert(.floor) }
    if item.stock != nil { checks.insert(.stock) }
    if item.tellsLinks { checks.insert(.link) }
    if item.isWhole { checks.insert(.missing) }
    return checks
  }

  /// Everything wrong with one item; each fault once, however often it stands there.
  public func faults(of item: PageItem) -> [PageFault] {
    var scratch = WordScanner.Scratch()
    var seen: Set<String> = []
    let found = words(item, &scratch) + prices(item) + stock(item) + dates(item) + links(item) + duties(item)
    return found.filter { seen.insert($0.id).inserted }
  }

  private func words(_ item: PageItem, _ scratch: inout WordScanner.Scratch) -> [PageFault] {
    var seen: Set<Word> = []
    return item.texts.flatMap { text in
      scanner.hits(in: text.text, &scratch).filter {
        seen.insert(Word(category: $0.category, text: $0.word)).inserted
      }.map { hit in
        let category = book.words.categories[hit.category]
        let found = Self.cut(text.text, hit.range)
        return fault(
          item, .word, line: text.line, about: category.id, found: found, key: hit.word, rule: category.rule,
          zh: "“\(found)”：\(category.name)（\(category.rule)）", en: "'\(found)': \(category.id) (\(category.rule))")
      }
    }
  }

  private struct Word: Hashable {
    let category: Int
    let text: String
  }

  /// What it must cost, and the activity that says so; nil for the activity where it is the handbook.
  private func expected(_ item: PageItem) -> (activity: String?, price: Money)? {
    let holding = book.activities.activities.filter { $0.holds(at: book.at) && $0.covers(item.id) }
    let set = holding.compactMap { activity in activity.price(of: item.id).map { (activity.id, $0) } }
    if let least = set.min(by: { $0.1 < $1.1 }) { return (least.0, least.1) }
    return book.prices[item.id].map { (nil, $0) }
  }

  private func prices(_ item: PageItem) -> [PageFault] {
    guard let price = item.price else { return [] }
    var found: [PageFault] = []
    let expected = expected(item)
    if let expected, expected.price != price {
      let (wanted, source) = (expected.price.yuan, expected.activity)
      found.append(
        fault(
          item, .price, about: source ?? "handbook", found: price.yuan, key: "\(price.fen)|\(expected.price.fen)",
          zh: "页面 ¥\(price.yuan)，应为 ¥\(wanted)（\(source ?? "手册")）",
          en: "shows ¥\(price.yuan), should be ¥\(wanted) (\(source ?? "handbook"))"))
    }
    guard let floor = book.floors[item.id] else { return found }
    let alone = CouponStack(activities: [], price: price)
    // A price that an activity sets does not hold in the others' stacks.
    let isSet = expected?.activity != nil && expected?.price == price
    let usual = isSet ? book.prices[item.id] ?? price : price
    let stacks = [alone] + CouponStack.all(of: item.id, price: usual, book.activities)
    for stack in stacks where stack.price < floor {
      let names = stack.activities.joined(separator: "+")
      found.append(
        fault(
          item, .floor, about: names.isEmpty ? "page" : names, found: stack.price.yuan,
          key: "\(names)|\(stack.price.fen)|\(floor.fen)",
          zh: "\(names.isEmpty ? "页面价" : names + " 叠加后") ¥\(stack.price.yuan)，低于底价 ¥\(floor.yuan)",
          en: "\(names.isEmpty ? "the page" : names): ¥\(stack.price.yuan), under the floor of ¥\(floor.yuan)"))
    }
    return found
  }

  private func stock(_ item: PageItem) -> [PageFault] {
    guard let shown = item.stock else { return [] }
    if shown <= 0 {
      return [
        fault(
          item, .stock, about: "empty", found: String(shown), key: "empty", zh: "页面没有库存", en: "the page has no stock")
      ]
    }
    guard let able = book.stock[item.id], shown > able else { return [] }
    return [
      fault(
        item, .stock, about: "over", found: String(shown), key: "over|\(shown)|\(able)",
        zh: "页面 \(shown) 件，只有 \(able) 件可卖",
        en: "shows \(shown), only \(able) may be sold")
    ]
  }

  private static let promises = ["活动", "开抢", "开售", "截止", "结束", "开始", "预售", "尾款", "定金", "优惠", "抢购", "券", "秒杀"]

  private func dates(_ item: PageItem) -> [PageFault] {
    let year = Int(ShopDay(book.at).text.prefix(4)) ?? 0
    return item.texts.flatMap { text in
      TextDate.all(in: text.text).compactMap { date -> PageFault? in
        func wrong(_ about: String, _ zh: String, _ en: String) -> PageFault {
          fault(
            item, .date, line: text.line, about: about, found: date.text, key: date.text, zh: "“\(date.text)”：\(zh)",
            en: "'\(date.text)': \(en)")
        }
        switch date.kind {
        case .year(let named):
          return named < year ? wrong("old", "是往年的", "is a past year") : nil
        case .day(let named, let month, let day):
          guard let moment = Instant(shopYear: named ?? year, month: month, day: day) else {
            return wrong("none", "没有这一天", "is no day")
          }
          // Dates of making and of keeping are nobody's promise.
          guard Self.promises.contains(where: date.around.contains) else { return nil }
          if let named, named < year { return wrong("old", "是往年的", "is a past year") }
          guard let days = book.days, !days.contains(ShopDay(moment)) else { return nil }
          return wrong(
            "outside", "不在活动期内（\(days.lowerBound.text) 到 \(days.upperBound.text)）",
            "is outside of the event (\(days.lowerBound.text) to \(days.upperBound.text))")
        }
      }
    }
  }

  private func links(_ item: PageItem) -> [PageFault] {
    item.links.compactMap { link in
      guard let why = LinkRule.fault(link.text, hosts: book.rules.hosts) else { return nil }
      let shown = String(link.text.prefix(80))
      return fault(
        item, .link, line: link.line, about: why.about, found: shown, key: link.text,
        zh: "\(shown.isEmpty ? "空链接" : shown)：\(why.zh)", en: "\(shown.isEmpty ? "an empty link" : shown): \(why.en)")
    }
  }

  private func duties(_ item: PageItem) -> [PageFault] {
    guard item.isWhole else { return [] }
    return book.rules.duties.compactMap { duty in
      let missing = duty.groups.filter { group in
        !item.texts.contains { text in group.contains(where: text.text.contains) }
      }
      guard let first = missing.first else { return nil }
      let words = first.joined(separator: "/")
      return fault(
        item, .missing, about: duty.id, found: "", key: duty.id, zh: "没写\(duty.name.zh)（如：\(words)）",
        en: "does not tell \(duty.name.en) (such as: \(words))")
    }
  }

  private func fault(
    _ item: PageItem, _ check: PageFault.Check, line: Int? = nil, about: String, found: String, key: String,
    rule: String = "", zh: String, en: String
  ) -> PageFault {
    PageFault(
      id: Self.id(item.id, check, about, key), page: item.id, file: item.file, line: line ?? item.line, check: check,
      about: about, found: found, zh: zh, en: en, rule: rule)
  }

  /// The first 48 bits of SHA-256 over page, check and what it is about: the line may move. The key holds every figure, so
  /// that who lets one price stand lets no other one stand.
  private static func id(_ page: String, _ check: PageFault.Check, _ about: String, _ key: String) -> String {
    var hash = SHA256()
    for part in [page, check.rawValue, about, key] { hash.update(data: Array("\(part.utf8.count):\(part)".utf8)) }
    return hash.finalize().prefix(6).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func cut(_ text: String, _ range: Range<Int>) -> String {
    String(decoding: text.utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
  }
}
