import Cases
import Coordination
import PageCheck
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

/// Checked pages open cases and end them; waivers and freezes are kept; the event begins when all is right.
@Suite struct PageCasesTests {
  static let shop = "店铺甲"

  /// A store with the shipped playbooks, and every consequence followed.
  final class House {
    let store: Store
    var now = Moments.opening
    private var last = 0

    init(_ engine: Engine) throws {
      store = try TestStore.make(engine: engine, follow: Consequences.follow).store
      try perform { try Setup.installPlaybooks(.builtIn, $0) }
    }

    @discardableResult
    func perform<Answer: Codable & Sendable>(_ body: (Change) throws -> Answer) throws -> Answer {
      last += 1
      return try store.perform(try operation("P\(last)", at: now), body).result
    }

    /// What `page check` does.
    func check(_ items: [PageItem]) throws -> Pages.Noted {
      let book = try store.read { try PageDesk.book(shop: PageCasesTests.shop, at: nil, now: now, $0) }
      let looks = items.map(PageInspector(book).look)
      return try perform { try Pages.note(looks, pricesAt: book.at, shop: PageCasesTests.shop, $0) }
    }

    var cases: [String] {
      get throws {
        try store.read {
          try Cases.list(CaseFilter(kind: .pageFault, shop: PageCasesTests.shop, openOnly: false), $0)
        }.map { "\($0.subject) \($0.state) \($0.result)" }.sorted()
      }
    }
  }

  static func item(
    _ id: String, _ title: String, price: Int64? = nil, stock: Int64? = nil, links: [String] = [],
    isWhole: Bool = false
  ) -> PageItem {
    PageItem(
      id: id, file: "a.csv", line: 2, title: title, texts: [.init(line: 2, text: title)],
      price: price.map(Money.init(fen:)), stock: stock, links: links.map { .init(line: 2, text: $0) }, isWhole: isWhole)
  }

  @Test("a page has one case for each kind of fault, which ends when it is mended", arguments: TestStore.engines)
  func cases(engine: Engine) throws {
    let house = try House(engine)
    let noted = try house.check([
      Self.item("A", "全网第一的国家级面霜"), Self.item("B", "最新款"), Self.item("HJ-SERUM-30", "全网第一", price: 100),
    ])
    #expect(noted.number == 1)
    #expect(noted.pages == 3)
    #expect(
      try house.cases == [
        "A#word open ", "HJ-SERUM-30#floor open ", "HJ-SERUM-30#price open ", "HJ-SERUM-30#word open ",
      ])
    let route = try house.store.read {
      try Cases.list(CaseFilter(kind: .pageFault, shop: Self.shop), $0)
    }
    #expect(route.allSatisfy { $0.ownerGroup == "operations" && $0.dueAt != nil && !$0.title.isEmpty })
    _ = try house.check([Self.item("HJ-SERUM-30", "最新款", price: 100)])
    #expect(
      try house.cases == [
        "A#word open ", "HJ-SERUM-30#floor open ", "HJ-SERUM-30#price open ", "HJ-SERUM-30#word done mended",
      ], "what was not looked at stays as it is")
    #expect(try AuditVerify.run(house.store, since: nil).findings == [])
  }

  @Test("a check ends only the cases of what it looked at, and of as much of the page", arguments: TestStore.engines)
  func narrower(engine: Engine) throws {
    let house = try House(engine)
    house.now = house.now.adding(minutes: 1)
    _ = try house.check([
      Self.item("HJ-SERUM-30", "全网第一", price: 100, stock: 0, links: ["http://x.cn"], isWhole: true)
    ])
    let open = ["floor", "link", "missing", "price", "stock", "word"].map { "HJ-SERUM-30#\($0) open " }
    #expect(try house.cases == open)
    house.now = house.now.adding(minutes: 1)
    _ = try house.check([Self.item("HJ-SERUM-30", "精华")])
    #expect(try house.cases == open, "a title says nothing of the rest of the page")
    house.now = house.now.adding(minutes: 1)
    _ = try house.check([Self.item("HJ-SERUM-30", "精华", stock: 5, links: ["https://a.tmall.com"])])
    #expect(try house.cases == open, "nor does a row")
    house.now = house.now.adding(minutes: 1)
    _ = try house.check([Self.item("HJ-SERUM-30", "精华", stock: 5, isWhole: true)])
    let left = try house.cases.filter { $0.hasSuffix("open ") }
    #expect(left == ["floor", "missing", "price"].map { "HJ-SERUM-30#\($0) open " }, "it shows no price")
    house.now = house.now.adding(minutes: 1)
    _ = try house.check([Self.item("HJ-SERUM-30", "全网第一")])
    house.now = house.now.adding(minutes: 1)
    _ = try house.check([Self.item("HJ-SERUM-30", "精华")])
    #expect(
      try house.cases.filter { $0.hasPrefix("HJ-SERUM-30#word done mended") }.count == 2,
      "found in a title, mended there")
  }

  @Test("several rows of one page are all checked, and its case ends when all are right", arguments: TestStore.engines)
  func rows(engine: Engine) throws {
    let house = try House(engine)
    let noted = try house.check([Self.item("A", "全网第一"), Self.item("A", "最新款")])
    #expect([noted.pages, noted.faults] == [1, 1])
    #expect(try house.cases == ["A#word open "])
    try house.perform {
      try Pages.freeze([PageState(Self.item("A", "甲")), PageState(Self.item("A", "乙"))], shop: Self.shop, $0)
    }
    _ = try house.check([Self.item("A", "最新款"), Self.item("A", "第一次")])
    #expect(try house.cases == ["A#word done mended"])
  }

  @Test("the case of a page that is gone ends by hand, with a reason", arguments: TestStore.engines)
  func gone(engine: Engine) throws {
    let house = try House(engine)
    _ = try house.check([Self.item("全网第一", "全网第一")])
    let reference = CaseReference(kind: .pageFault, about: "全网第一#word")
    #expect(throws: Failure.self) {
      try house.perform { try Cases.end(reference, as: .failed, result: "", shop: Self.shop, $0) }
    }
    try house.perform { try Cases.end(reference, as: .failed, result: "已下架", shop: Self.shop, $0) }
    #expect(try house.cases == ["全网第一#word failed 已下架"])
  }

  @Test("a fault that is waived opens no case until the waiver ends", arguments: TestStore.engines)
  func waivers(engine: Engine) throws {
    let house = try House(engine)
    let item = Self.item("A", "全网第一")
    let book = try house.store.read { try PageDesk.book(shop: Self.shop, at: nil, now: house.now, $0) }
    let fault = try #require(PageInspector(book).faults(of: item).first)
    func waive(_ id: String, minutes: Int64) throws -> Pages.Waiver {
      try house.perform {
        try Pages.waive(id, until: house.now.adding(minutes: minutes), because: "有证", shop: Self.shop, $0)
      }
    }
    for (id, minutes) in [("xyz", 9), (fault.id, 0)] as [(String, Int64)] {
      #expect(throws: Failure.self) { try waive(id, minutes: minutes) }
    }
    _ = try waive(fault.id, minutes: 60)
    #expect(try house.check([item]).waived == 1)
    #expect(try house.cases == [])
    house.now = house.now.adding(minutes: 60)
    #expect(try house.check([item]).faults == 1)
    #expect(try house.cases == ["A#word open "])
    _ = try waive(fault.id, minutes: 60)
    _ = try house.check([item])
    #expect(try house.cases == ["A#word void waived"], "nobody mended it")
  }

  @Test("a freeze keeps how pages read; the newest counts", arguments: TestStore.engines)
  func freeze(engine: Engine) throws {
    let house = try House(engine)
    let items = [Self.item("A", "甲", price: 100), Self.item("B", "乙")]
    #expect(try house.store.read { try Pages.frozen(shop: Self.shop, $0) } == nil)
    func freeze(_ items: [PageItem]) throws -> Pages.Frozen {
      try house.perform { try Pages.freeze(items.map(PageState.init), shop: Self.shop, $0) }
    }
    _ = try freeze([items[0]])
    let second = try freeze(items)
    #expect([Int(second.number), second.pages] == [2, 2])
    let kept = try #require(try house.store.read { try Pages.frozen(shop: Self.shop, $0) })
    #expect(kept.states == items.map(PageState.init))
    #expect(throws: Failure.self) { try freeze([]) }
  }

  @Test("prices are those of the moment that matters: now while an activity holds, else when most of them do")
  func moment() {
    let start = PageInspectorTests.start
    let few = PageInspectorTests.activity("few", off: 1, from: start, until: start.adding(minutes: 10))
    let many = PageInspectorTests.activity(
      "many", off: 1, from: start.adding(minutes: 5), until: start.adding(minutes: 20))
    let book = ActivityBook(activities: [few, many])
    #expect(PageBook.moment(book, now: start.adding(minutes: -9)) == start.adding(minutes: 5))
    #expect(PageBook.moment(book, now: start.adding(minutes: 1)) == start.adding(minutes: 1))
    #expect(PageBook.moment(book, now: start.adding(minutes: 99)) == start.adding(minutes: 99))
  }

  static func verdicts(_ house: House) throws -> [String: DayReady.Verdict] {
    let ready = try house.store.read { try DayReady.ask(shop: shop, now: house.now, $0) }
    #expect(ready.items.allSatisfy { ($0.verdict == .noGo) == !$0.next.isEmpty }, "what is not right says what to do")
    return Dictionary(uniqueKeysWithValues: ready.items.map { ($0.check, $0.verdict) })
  }

  /// A page that is right at the opening.
  static let serum = item("HJ-SERUM-30", "精华", price: 19_900)

  @Test("the list before the event: each line turns when its thing is done", arguments: TestStore.engines)
  func ready(engine: Engine) throws {
    let house = try House(engine)
    let first = try Self.verdicts(house)
    for check in ["calendar", "activities", "handbook", "routing", "page_faults", "cases"] {
      #expect(first[check] == .go, "\(check)")
    }
    for check in ["passes", "rota", "pages_checked", "pages_frozen", "backup"] {
      #expect(first[check] == .noGo, "\(check)")
    }
    _ = try house.check([Self.item("HJ-SERUM-30", "全网第一", price: 19_900)])
    #expect(try Self.verdicts(house)["page_faults"] == .noGo)
    _ = try house.check([Self.serum])
    try house.perform { try Pages.freeze([PageState(Self.serum)], shop: Self.shop, $0) }
    try house.perform { try ReadySigns.sign(.backup, note: "恢复过", shop: Self.shop, $0) }
    let second = try Self.verdicts(house)
    for check in ["pages_checked", "pages_frozen", "page_faults", "backup"] {
      #expect(second[check] == .go, "\(check)")
    }
    house.now = house.now.adding(minutes: 3 * 1_440)
    let third = try Self.verdicts(house)
    #expect(third["pages_checked"] == .noGo, "a check grows old")
    #expect(third["backup"] == .go)
    #expect(third["calendar"] == .noGo, "the event is over")
  }

  @Test(
    "pages are not ready while a frozen one was not checked, by other prices, by no price, or on a waiver that ends",
    arguments: TestStore.engines)
  func readyPages(engine: Engine) throws {
    let house = try House(engine)
    func verdict() throws -> DayReady.Verdict? { try Self.verdicts(house)["pages_checked"] }
    func freeze(_ items: [PageItem]) throws {
      try house.perform { try Pages.freeze(items.map(PageState.init), shop: Self.shop, $0) }
    }
    try freeze([Self.serum, Self.item("B", "乙")])
    _ = try house.check([])
    #expect(try verdict() == .noGo, "nothing was looked at")
    _ = try house.check([Self.serum])
    #expect(try verdict() == .noGo, "one of two was not looked at")
    _ = try house.check([Self.item("B", "乙")])
    #expect(try verdict() == .go, "in two parts")
    // A week before, checked by that day's prices.
    let early = try House(engine)
    early.now = early.now.adding(minutes: -1_440)
    try early.perform { try Pages.freeze([PageState(Self.serum)], shop: Self.shop, $0) }
    let book = try early.store.read { try PageDesk.book(shop: Self.shop, at: early.now, now: early.now, $0) }
    let looks = [PageInspector(book).look(at: Self.serum)]
    func note(pricesAt: Instant) throws {
      try early.perform { try Pages.note(looks, pricesAt: pricesAt, shop: Self.shop, $0) }
    }
    try note(pricesAt: early.now)
    #expect(try Self.verdicts(early)["pages_checked"] == .noGo, "prices of a quiet day")
    try note(pricesAt: Moments.opening)
    #expect(try Self.verdicts(early)["pages_checked"] == .go)
    // Nobody knows what it should cost.
    try freeze([Self.item("C", "丙", price: 5)])
    _ = try house.check([Self.item("C", "丙", price: 5)])
    #expect(try verdict() == .noGo, "no price was checked")
    // Let stand, but not until the event is over.
    try freeze([Self.serum])
    let faulty = Self.item("HJ-SERUM-30", "全网第一", price: 19_900)
    let now = try house.store.read { try PageDesk.book(shop: Self.shop, at: nil, now: house.now, $0) }
    let fault = try #require(PageInspector(now).faults(of: faulty).first)
    func waive(days: Int64) throws {
      house.now = house.now.adding(minutes: 1)
      try house.perform {
        try Pages.waive(
          fault.id, until: house.now.adding(minutes: days * 1_440), because: "有证", shop: Self.shop, $0)
      }
    }
    try waive(days: 1)
    _ = try house.check([faulty])
    #expect(try verdict() == .noGo, "the waiver ends before the event does")
    try waive(days: 9)
    #expect(try verdict() == .go)
    house.now = house.now.adding(minutes: -300 * 1_440)
    let frozen = try House(engine)
    frozen.now = house.now
    try frozen.perform { try Pages.freeze([PageState(Self.serum)], shop: Self.shop, $0) }
    frozen.now = Moments.opening
    #expect(try Self.verdicts(frozen)["pages_frozen"] == .noGo, "last year's")
  }
}
