import Crypto
public import Vocabulary

/// How a page read at a moment.
public struct PageState: Sendable, Equatable {
  public let page: String
  public let title: String
  public let price: Money?
  public let stock: Int64?
  /// SHA-256 of all its texts and links, in hexadecimal.
  public let digest: String

  public init(page: String, title: String, price: Money?, stock: Int64?, digest: String) {
    (self.page, self.title, self.price, self.stock, self.digest) = (page, title, price, stock, digest)
  }

  public init(_ item: PageItem) {
    self.init(
      page: item.id, title: item.title, price: item.price, stock: item.stock,
      digest: Self.digest((item.texts + item.links).map(\.text)))
  }

  /// One state for each page, in the order of their first: a page that has several rows (a price for each SKU) shows its
  /// lowest price and all of their stock, and its digest tells when any of them is different.
  public static func merged(_ states: [PageState]) -> [PageState] {
    var rows: [String: [PageState]] = [:]
    var order: [String] = []
    for state in states {
      if rows[state.page] == nil { order.append(state.page) }
      rows[state.page, default: []].append(state)
    }
    return order.compactMap { rows[$0].flatMap(one(of:)) }
  }

  private static func one(of rows: [PageState]) -> PageState? {
    guard let first = rows.first, rows.count > 1 else { return rows.first }
    let texts = rows.map { "\($0.title)\n\($0.price?.fen ?? -1)\n\($0.digest)" }.sorted()
    let stocks = rows.compactMap(\.stock)
    let stock = stocks.reduce(Int64(0)) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
    return PageState(
      page: first.page, title: rows.map(\.title).min() ?? first.title, price: rows.compactMap(\.price).min(),
      stock: stocks.isEmpty ? nil : stock,
      digest: Self.digest(texts))
  }

  private static func digest(_ texts: some Sequence<String>) -> String {
    var hash = SHA256()
    for text in texts { hash.update(data: Array("\(text.utf8.count):\(text)".utf8)) }
    return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// What is different about a page.
public struct PageChange: Sendable, Codable, Equatable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case added, removed, price, title, text

    public var name: Message {
      switch self {
      case .added: Message(zh: "新增", en: "added")
      case .removed: Message(zh: "没有了", en: "removed")
      case .price: Message(zh: "价格", en: "price")
      case .title: Message(zh: "标题", en: "title")
      case .text: Message(zh: "内容", en: "text")
      }
    }
  }

  public let page: String
  public let title: String
  public let kind: Kind
  public let old: String
  public let new: String
}

public enum PageDiff {
  /// The changes from one list of pages to another, by page; the stock of a page is no change, it is sold.
  public static func between(_ old: [PageState], _ new: [PageState]) -> [PageChange] {
    let (before, after) = (byPage(old), byPage(new))
    return Set(before.keys).union(after.keys).sorted().flatMap { page -> [PageChange] in
      switch (before[page], after[page]) {
      case (nil, let now?):
        return [PageChange(page: page, title: now.title, kind: .added, old: "", new: now.price?.yuan ?? "")]
      case (let was?, nil):
        return [PageChange(page: page, title: was.title, kind: .removed, old: was.price?.yuan ?? "", new: "")]
      case (let was?, let now?): return changes(was, now)
      case (nil, nil): return []
      }
    }
  }

  private static func changes(_ was: PageState, _ now: PageState) -> [PageChange] {
    func change(_ kind: PageChange.Kind, _ old: String, _ new: String) -> PageChange {
      PageChange(page: now.page, title: now.title, kind: kind, old: old, new: new)
    }
    var found: [PageChange] = []
    if was.price != now.price { found.append(change(.price, was.price?.yuan ?? "", now.price?.yuan ?? "")) }
    if was.title != now.title {
      found.append(change(.title, was.title, now.title))
    } else if was.digest != now.digest {
      found.append(change(.text, String(was.digest.prefix(8)), String(now.digest.prefix(8))))
    }
    return found
  }

  private static func byPage(_ states: [PageState]) -> [String: PageState] {
    Dictionary(PageState.merged(states).map { ($0.page, $0) }) { first, _ in first }
  }

  /// The items of a file with several snapshots whose price was not always the same: every price in its order.
  public static func priceSeries(_ items: [PageItem]) -> [PriceSeries] {
    var series: [String: PriceSeries] = [:]
    for item in inOrder(items) {
      guard let price = item.price else { continue }
      series[item.id, default: PriceSeries(page: item.id)].add(price, day: item.day, title: item.title)
    }
    return series.values.filter { $0.prices.count > 1 }.sorted { $0.page < $1.page }
  }

  /// The items of one file without those of which it has a newer day. All rows of the newest day stay: several SKUs may
  /// share the number of their page.
  public static func newest(_ items: [PageItem]) -> [PageItem] {
    let days = items.map { numbers($0.day) }
    var newest: [String: [Int]] = [:]
    for (item, day) in zip(items, days)
    where newest[item.id].map({ $0.lexicographicallyPrecedes(day) }) ?? true {
      newest[item.id] = day
    }
    return zip(items, days).filter { newest[$0.id] == $1 }.map(\.0)
  }

  /// By day, then as the file has them.
  private static func inOrder(_ items: [PageItem]) -> [PageItem] {
    items.enumerated().map { (key: numbers($0.element.day), place: $0.offset, item: $0.element) }
      .sorted { one, other in
        one.key == other.key ? one.place < other.place : one.key.lexicographicallyPrecedes(other.key)
      }
      .map(\.item)
  }

  /// 2016/11/5 before 2016/11/10.
  private static func numbers(_ day: String) -> [Int] { day.split { !$0.isNumber }.map { Int($0) ?? 0 } }
}

/// The prices of one item over the snapshots of a file.
public struct PriceSeries: Sendable, Codable, Equatable {
  public struct Step: Sendable, Codable, Equatable {
    public let day: String
    public let priceFen: Int64
  }

  public let page: String
  public private(set) var title = ""
  /// Only where it changed.
  public private(set) var prices: [Step] = []

  init(page: String) {
    self.page = page
  }

  mutating func add(_ price: Money, day: String, title: String) {
    self.title = title
    if prices.last?.priceFen != price.fen { prices.append(Step(day: day, priceFen: price.fen)) }
  }
}
