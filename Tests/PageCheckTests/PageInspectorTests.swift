import PageCheck
import Playbooks
import TestSupport
import Testing
import Vocabulary

/// What is wrong with a page: its words, price, stock, dates, links, and what it does not tell.
@Suite struct PageInspectorTests {
  static let noon = Instant(shopYear: 2026, month: 11, day: 11, hour: 12) ?? Moments.midnight
  static let start = Instant(shopYear: 2026, month: 11, day: 10, hour: 20) ?? Moments.midnight
  static let end = Instant(shopYear: 2026, month: 11, day: 12) ?? Moments.midnight

  static func activity(
    _ id: String, threshold: Int64 = 0, off: Int64 = 0, percent: Int = 0, every: Bool = false, stacks: [String] = [],
    prices: [Activity.Price] = [], from: Instant = start, until: Instant = end
  ) -> Activity {
    Activity(
      id: id, name: id, starts: from, ends: until, threshold: Money(fen: threshold), discount: Money(fen: off),
      percentOff: percent, isEvery: every, stacksWith: stacks, prices: prices)
  }

  static func book(
    _ activities: [Activity] = [], prices: [String: Int64] = [:], floors: [String: Int64] = [:],
    stock: [String: Int64] = [:], duties: [PageRules.Duty] = []
  ) -> PageBook {
    PageBook(
      words: WordScannerTests.list, rules: PageRules(duties: duties, hosts: ["tmall.com"]),
      activities: ActivityBook(activities: activities), prices: prices.mapValues(Money.init(fen:)),
      floors: floors.mapValues(Money.init(fen:)), stock: stock,
      days: ShopDay(start)...ShopDay(end.adding(milliseconds: -1)), at: noon)
  }

  static func item(
    _ texts: [String] = [], price: Int64? = nil, stock: Int64? = nil, links: [String] = [], isWhole: Bool = false
  ) -> PageItem {
    PageItem(
      id: "SKU-1", file: "a.csv", line: 7, title: texts.first ?? "", texts: texts.map { .init(line: 7, text: $0) },
      price: price.map(Money.init(fen:)), stock: stock, links: links.map { .init(line: 7, text: $0) }, isWhole: isWhole)
  }

  static func faults(_ item: PageItem, _ book: PageBook = book()) -> [String] {
    PageInspector(book).faults(of: item).map { "\($0.check) \($0.about) \($0.found)" }
  }

  @Test("each hit has its category and rule, once for each word")
  func words() throws {
    let found = PageInspector(Self.book()).faults(of: Self.item(["最佳面霜", "还是最佳"]))
    #expect(found.count == 1)
    let first = try #require(found.first)
    #expect([first.about, first.rule, first.found, first.page] == ["absolute", "第九条", "最佳", "SKU-1"])
    #expect(first.line == 7)
    #expect(first.id.utf8.count == 12)
    let again = PageInspector(Self.book()).faults(of: Self.item(["很多字在前面，最佳"]))
    #expect(again.first?.id == first.id, "the same fault of the same page is the same one")
  }

  @Test("a page shows the activity's price while it holds, else the handbook's")
  func prices() {
    let sale = Self.activity("sale", prices: [.init(sku: "SKU-1", price: Money(fen: 9_900))])
    let later = Self.activity(
      "later", prices: [.init(sku: "SKU-1", price: Money(fen: 8_800))], from: Self.end,
      until: Self.end.adding(minutes: 9))
    let book = Self.book([sale, later], prices: ["SKU-1": 12_900])
    #expect(Self.faults(Self.item(price: 9_900), book) == [])
    #expect(Self.faults(Self.item(price: 12_900), book) == ["price sale 129.00"])
    #expect(Self.faults(Self.item(price: 12_900), Self.book([later], prices: ["SKU-1": 12_900])) == [])
    #expect(Self.faults(Self.item(price: 12_800), Self.book(prices: ["SKU-1": 12_900])) == ["price handbook 128.00"])
    #expect(Self.faults(Self.item(price: 12_800)) == [], "nothing is known of it")
  }

  @Test("no allowed stack of discounts goes under the floor")
  func floors() {
    let store = Self.activity("store", threshold: 30_000, off: 4_000, every: true, stacks: ["official", "member"])
    let official = Self.activity("official", percent: 10, stacks: ["member"])
    let member = Self.activity("member", threshold: 39_900, off: 3_000)
    let flash = Self.activity("flash", stacks: ["store"], prices: [.init(sku: "SKU-1", price: Money(fen: 7_000))])
    func stacks(_ activities: [Activity], _ fen: Int64 = 10_000) -> [String] {
      CouponStack.all(of: "SKU-1", price: Money(fen: fen), ActivityBook(activities: activities)).map {
        "\($0.activities.joined(separator: "+")) \($0.price.fen)"
      }.sorted()
    }
    // 10 % + 40 of 300 + 30 of 399, each of the price, rounded against the shop.
    #expect(stacks([store, official, member]) == ["store+official+member \(10_000 - 1_000 - 1_334 - 752)"])
    #expect(
      stacks([store, official, flash]) == ["store+flash \(7_000 - 934)", "store+official \(10_000 - 1_000 - 1_334)"])
    // Alone above the threshold: only the first 300 counts without 每满.
    let once = Self.activity("once", threshold: 30_000, off: 4_000)
    #expect(stacks([once], 60_000) == ["once 56000"])
    #expect(stacks([once], 20_000) == ["once \(20_000 - 2_667)"])
    let coupon = Self.activity("coupon", off: 500)
    #expect(stacks([coupon, Self.activity("other", off: 300)]) == ["coupon 9500", "other 9700"], "they do not stack")
    let evening = Self.activity(
      "evening", off: 300, stacks: ["coupon"], from: Self.end, until: Self.end.adding(minutes: 1))
    #expect(
      stacks([coupon, evening]) == ["coupon+evening 9200"],
      "one names the other: a deposit in one window may be paid off in the other")
    let many = (0..<40).map { index in
      Self.activity("a\(index)", off: 1, stacks: (0..<40).filter { $0 != index }.map { "a\($0)" })
    }
    #expect(
      CouponStack.all(of: "SKU-1", price: Money(fen: 100), ActivityBook(activities: many)).map(\.price.fen) == [60])

    let book = Self.book([store, official, member], prices: ["SKU-1": 10_000], floors: ["SKU-1": 6_915])
    #expect(Self.faults(Self.item(price: 10_000), book) == ["floor store+official+member 69.14"])
    let fine = Self.book([store, official, member], prices: ["SKU-1": 10_000], floors: ["SKU-1": 6_914])
    #expect(Self.faults(Self.item(price: 10_000), fine) == [])
    #expect(Self.faults(Self.item(price: 99), Self.book(floors: ["SKU-1": 100])) == ["floor page 0.99"])
  }

  @Test("the shipped pre-sale goes with the store's coupon, though one ends when the other begins")
  func presale() throws {
    let book = try PlaybookSet.builtIn.activities()
    let stacks = CouponStack.all(of: "HJ-CREAM-50", price: Money(fen: 28_900), book)
    #expect(stacks.contains { $0.activities == ["d11-presale-wave2", "d11-store-300"] && $0.price.fen < 24_900 })
  }

  @Test("who lets one figure stand lets no other one stand")
  func keys() {
    func ids(_ item: PageItem, _ book: PageBook) -> [String] { PageInspector(book).faults(of: item).map(\.id) }
    let cases: [(PageItem, PageBook, PageItem, PageBook)] = [
      (
        Self.item(price: 90), Self.book(prices: ["SKU-1": 100]), Self.item(price: 90), Self.book(prices: ["SKU-1": 110])
      ),
      (
        Self.item(price: 90), Self.book(floors: ["SKU-1": 100]), Self.item(price: 10), Self.book(floors: ["SKU-1": 100])
      ),
      (
        Self.item(price: 90), Self.book(floors: ["SKU-1": 100]), Self.item(price: 90), Self.book(floors: ["SKU-1": 101])
      ),
      (Self.item(stock: 9), Self.book(stock: ["SKU-1": 8]), Self.item(stock: 900), Self.book(stock: ["SKU-1": 8])),
      (Self.item(stock: 9), Self.book(stock: ["SKU-1": 8]), Self.item(stock: 9), Self.book(stock: ["SKU-1": 1])),
    ]
    for (place, pair) in cases.enumerated() {
      let (one, other) = (ids(pair.0, pair.1), ids(pair.2, pair.3))
      #expect(one.count == 1 && other.count == 1 && one != other, "\(place)")
      #expect(one == ids(pair.0, pair.1))
    }
  }

  @Test("what a source does not show was not checked")
  func checks() {
    func checks(_ item: PageItem, _ book: PageBook = Self.book()) -> [String] {
      PageInspector(book).look(at: item).checks.map(\.rawValue).sorted()
    }
    #expect(checks(Self.item(["好"])) == ["date", "word"])
    #expect(checks(Self.item(["好"], links: ["a"])) == ["date", "link", "word"])
    #expect(checks(Self.item(["好"], isWhole: true)) == ["date", "link", "missing", "word"])
    #expect(checks(Self.item(price: 9, stock: 1)) == ["stock"], "nobody knows what it should cost")
    #expect(checks(Self.item(price: 9), Self.book(prices: ["SKU-1": 9], floors: ["SKU-1": 1])) == ["floor", "price"])
    let coverage = PageCoverage(
      [Self.item(["好"], isWhole: true), Self.item(price: 9)].map(PageInspector(Self.book()).look))
    #expect([coverage.pages, coverage.withoutPrice, coverage.unknown] == [1, 0, 1])
  }

  @Test("stock: none, or more than may be sold")
  func stock() {
    #expect(Self.faults(Self.item(stock: 0)) == ["stock empty 0"])
    #expect(Self.faults(Self.item(stock: 9), Self.book(stock: ["SKU-1": 8])) == ["stock over 9"])
    #expect(Self.faults(Self.item(stock: 8), Self.book(stock: ["SKU-1": 8])) == [])
  }

  @Test("dates: past years, days that are none, promises outside of the event")
  func dates() {
    let cases = [
      ("2025双11返场", ["date old 2025双"]), ("2026新款", []), ("11月31日", ["date none 11月31日"]),
      ("活动11月13日开始", ["date outside 11月13日"]), ("活动11月11日开始", []), ("2025年11月11日开抢", ["date old 2025年11月11日"]),
      ("生产日期2025年3月1日", []), ("容量2025ml", []), ("2026-11-11 20:00", []), ("型号11月", []),
      ("预售 2026/11/20 付尾款", ["date outside 2026/11/20"]),
    ]
    for (text, expected) in cases { #expect(Self.faults(Self.item([text])) == expected, "\(text)") }
  }

  @Test("links stay on the platform, are https, and lead somewhere")
  func links() {
    let cases = [
      ("https://detail.tmall.com/item.htm?id=1", ""), ("//img.tmall.com/a.png", ""), ("#top", ""), ("a.html", ""),
      ("data:image/png;base64,AA", ""), ("http://detail.tmall.com/", "plain"),
      ("https://tmall.com.evil.cn/", "outside"),
      ("https://eviltmall.com/", "outside"), ("https://tmall.com@evil.cn/", "outside"), ("javascript:;", "dead"),
      ("", "dead"), ("#", "dead"), ("mailto:a@b.cn", "scheme"), ("weixin://x", "scheme"),
      ("https://WWW.TMALL.COM:443/", ""), ("https://evil.cn\\.tmall.com/", "outside"),
    ]
    for (link, expected) in cases {
      let found = PageInspector(Self.book()).faults(of: Self.item(links: [link])).map(\.about)
      #expect(found == (expected.isEmpty ? [] : [expected]), "\(link)")
    }
  }

  @Test("a whole page has to tell everything; a row of a list has not")
  func duties() {
    let duty = PageRules.Duty(
      id: "measurement", name: Message(zh: "测量", en: "measurement"), groups: [["测量", "平铺"], ["误差"]])
    let book = Self.book(duties: [duty])
    #expect(Self.faults(Self.item(["平铺测量"], isWhole: true), book) == ["missing measurement "])
    #expect(Self.faults(Self.item(["平铺", "误差1cm"], isWhole: true), book) == [])
    #expect(Self.faults(Self.item(["平铺"]), book) == [])
  }
}
