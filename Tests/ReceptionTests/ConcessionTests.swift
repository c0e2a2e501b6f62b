import Playbooks
import Reception
import Store
import TestSupport
import Testing
import Vocabulary

/// A little, after a while, for something in return, above the floor and within the budget; or no, by a rule.
@Suite struct ConcessionTests {
  static func book(floor: Int = 8_000, activities: [Activity] = [], budget: Int = 900) throws -> Concessions.Book {
    let rules = """
      wait_minutes: 2
      most_percent: 5
      most_fen: 700
      budget_fen: \(budget)
      gives: [{key: gift, zh: 赠品, en: gift}]
      conditions: [{key: payNow, zh: 现在付款, en: pays now}]
      rules: [{key: floor, zh: 底价, en: floor}]
      """
    let products = "products: [{sku: S, name: 面霜, price_fen: 10000, floor_fen: \(floor)}, {sku: T, name: 乳液}]"
    let set = PlaybookSet(files: [
      PlaybookFile(path: "concessions.yaml", text: rules), PlaybookFile(path: "handbook/x.yaml", text: products),
    ])
    return Concessions.Book(
      rules: try set.concessionRules(), handbook: try set.handbook(), activities: ActivityBook(activities: activities))
  }

  static func request(
    _ fen: Int64, sku: String = "S", order: String? = nil, give: String = "gift", condition: String = "payNow"
  ) -> Concessions.Request {
    Concessions.Request(sku: sku, order: order, give: give, condition: condition, amount: Money(fen: fen))
  }

  @Test(
    "asked, waited for, granted within the range; the day's budget is shared by what follows",
    arguments: TestStore.engines)
  func granted(engine: Engine) throws {
    let counter = try Counter(engine: engine)
    let book = try Self.book()
    func ask(_ actor: Actor = Counter.agent) throws -> Concessions.Asked {
      try counter.perform(by: actor) { try Concessions.ask(Self.request(600), by: book, shop: Counter.shop, $0) }
    }
    func grant(_ number: Int64, _ fen: Int64?, at: String = "11-11 10:02", by actor: Actor = Counter.agent) throws
      -> String?
    {
      try counter.refusal {
        try counter.perform(by: actor, at: at) {
          try Concessions.grant(number, amount: fen.map { Money(fen: $0) }, by: book, shop: Counter.shop, $0)
        }
      }
    }
    let asked = try ask()
    let ready = try Counter.at("11-11 10:02")
    #expect(
      asked.range.mostFen == Money(fen: 500) && asked.range.bound == .percent && asked.concession.readyAt == ready)
    #expect(try grant(1, 500, at: "11-11 10:01") == "concession_early")
    #expect(try grant(1, nil) == "concession_beyond", "600 were asked for")
    #expect(try grant(1, 500) == nil && grant(1, 500) == "concession_decided")
    let second = try ask()
    #expect(second.range.mostFen == Money(fen: 400) && second.range.bound == .budget)
    #expect(try grant(2, 401) == "concession_beyond" && grant(2, 400) == nil)
    let third = try ask()
    #expect(third.range.mostFen == .zero)
    #expect(try grant(3, 1) == "concession_beyond", "today's budget is spent")
    #expect(try grant(3, 500, by: Counter.other) == nil, "another agent has a budget of their own")
    _ = try ask()
    #expect(try grant(4, 500, at: "11-12 00:00") == nil, "and so has the next day")
    let list = try counter.store.read { try Concessions.list(shop: Counter.shop, state: .granted, limit: 9, $0) }
    #expect(list.map(\.number) == [4, 3, 2, 1] && list.map(\.grantedFen?.fen) == [500, 500, 400, 500])
  }

  @Test(
    "the floor counts after every activity that goes together", arguments: [(8_000, 500), (8_600, 400), (9_000, 0)])
  func floor(fen: Int, most: Int64) throws {
    let counter = try Counter(engine: .sqlite)
    let start = try Counter.at("11-11 00:00")
    let activity = Activity(
      id: "m", name: "九折", starts: start, ends: start.adding(minutes: 1_440), percentOff: 10)
    let book = try Self.book(floor: fen, activities: [activity])
    let asked = try counter.perform { try Concessions.ask(Self.request(100), by: book, shop: Counter.shop, $0) }
    #expect(asked.range.mostFen == Money(fen: most) && asked.range.leastPriceFen == Money(fen: 9_000))
  }

  @Test("what was given for a product in an order counts towards its floor", arguments: TestStore.engines)
  func perOrder(engine: Engine) throws {
    let counter = try Counter(engine: engine)
    let book = try Self.book(floor: 9_200, budget: 100_000)
    func grant(_ order: String?, _ fen: Int64) throws -> (most: Int64, refusal: String?) {
      let asked = try counter.perform {
        try Concessions.ask(Self.request(fen, order: order), by: book, shop: Counter.shop, $0)
      }
      let refusal = try counter.refusal {
        try counter.perform(at: "11-11 10:02") {
          try Concessions.grant(asked.concession.number, amount: nil, by: book, shop: Counter.shop, $0)
        }
      }
      return (asked.range.mostFen.fen, refusal)
    }
    #expect(try grant("1001", 500) == (500, nil), "5 % of 100 yuan")
    #expect(try grant("1001", 500) == (300, "concession_beyond"), "8 yuan above the floor, 5 are given")
    #expect(try grant("1001", 300) == (300, nil) && grant("1001", 1) == (0, "concession_beyond"))
    #expect(try grant("1002", 500) == (500, nil) && grant(nil, 500) == (500, nil))
  }

  @Test("a refusal cites a rule of the book; what is not in it cannot be asked for", arguments: TestStore.engines)
  func refused(engine: Engine) throws {
    let counter = try Counter(engine: engine)
    let book = try Self.book()
    func ask(_ request: Concessions.Request) throws -> String? {
      try counter.refusal { try counter.perform { try Concessions.ask(request, by: book, shop: Counter.shop, $0) } }
    }
    #expect(try ask(Self.request(100, give: "cash")) == "unknown_give")
    #expect(try ask(Self.request(100, condition: "goodReview")) == "unknown_condition")
    #expect(try ask(Self.request(100, sku: "T")) == "no_floor" && ask(Self.request(100, sku: "U")) == "unknown_product")
    #expect(try ask(Self.request(0)) == "bad_amount" && ask(Self.request(100)) == nil)
    func refuse(_ rule: String, _ number: Int64 = 1) throws -> String? {
      try counter.refusal {
        try counter.perform { try Concessions.refuse(number, rule: rule, by: book.rules, shop: Counter.shop, $0) }
      }
    }
    #expect(
      try refuse("because") == "unknown_rule" && refuse("floor") == nil && refuse("floor") == "concession_decided")
    #expect(try refuse("floor", 7) == "unknown_concession")
    let list = try counter.store.read { try Concessions.list(shop: Counter.shop, state: nil, limit: 9, $0) }
    #expect(list.map(\.citation) == ["floor"] && list.map(\.state) == [.refused])
  }
}
