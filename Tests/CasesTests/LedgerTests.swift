import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Cases

/// Reviews and their clocks, claims and their limits, broken rules, and judged chats.
@Suite struct LedgerTests {
  static let shop = "店铺甲"
  static let order = CaseRequest.Order(id: "801", stage: .closed)

  static let rules = ServiceRules(
    flows: [],
    compensations: [
      .init(liability: .ours, percent: 100, cap: Money(fen: 20_000), approveAbove: Money(fen: 2_000)),
      .init(liability: .unclear, percent: 30, cap: Money(fen: 3_000), approveAbove: Money(fen: 3_000)),
      .init(liability: .buyer, percent: 0, cap: .zero, approveAbove: .zero),
    ], explainDays: 30, changeDays: 15)

  static func review(_ room: CaseWorkTests.Room, posted: Instant) throws -> Reviews.Noted {
    try room.perform {
      try Reviews.add(order, text: "漏液", stars: 2, postedAt: posted, rules: rules, shop: shop, $0)
    }
  }

  static func explain(_ room: CaseWorkTests.Room) -> String? {
    CaseWorkTests.code { try room.perform { try Reviews.explain("抱歉", of: "801", shop: shop, $0) } }
  }

  @Test(
    "a review ends with a root cause, and is answered once while the platform takes it", arguments: TestStore.engines)
  func reviews(engine: Engine) throws {
    let room = try CaseWorkTests.Room(engine)
    let posted = room.now.adding(minutes: -29 * 1_440)
    let noted = try Self.review(room, posted: posted)
    #expect(noted.explainUntil == posted.adding(minutes: 30 * 1_440))
    #expect(noted.changeUntil == posted.adding(minutes: 15 * 1_440))
    #expect(try room.find(noted.reference).shopCase.dueAt == noted.explainUntil, "nearer than the route's time")
    #expect(CaseWorkTests.code { _ = try room.end(noted.reference) } == "review_without_cause")
    try room.perform { try Reviews.cause(.logistics, note: "包装", of: "801", shop: Self.shop, $0) }
    try room.perform { try Reviews.called(.refused, note: "", of: "801", shop: Self.shop, $0) }
    #expect(Self.explain(room) == nil)
    #expect(Self.explain(room) == "already_explained")
    let found = try #require(try room.find(noted.reference).review)
    #expect([found.cause?.rawValue, found.callResult?.rawValue, found.explanation] == ["logistics", "refused", "抱歉"])
    #expect(found.stars == 2)
    #expect(try room.end(noted.reference).state == .done)
    let counts = try room.store.read { try Reviews.causes(shop: Self.shop, since: posted, $0) }
    #expect(counts.map { "\($0.cause?.rawValue ?? "") \($0.reviews) \($0.open)" } == ["logistics 1 0"])
  }

  @Test("behind the end of the time, or a follow-up, no answer is taken", arguments: TestStore.engines)
  func tooLate(engine: Engine) throws {
    let late = try CaseWorkTests.Room(engine)
    _ = try Self.review(late, posted: late.now.adding(minutes: -31 * 1_440))
    #expect(Self.explain(late) == "explain_too_late")
    let followed = try CaseWorkTests.Room(engine)
    _ = try Self.review(followed, posted: followed.now)
    try followed.perform { try Reviews.followedUp(of: "801", shop: Self.shop, $0) }
    #expect(Self.explain(followed) == "review_followed_up")
    #expect(
      CaseWorkTests.code { _ = try Self.review(followed, posted: followed.now.adding(minutes: 1)) }
        == "review_in_future")
  }

  /// Nothing of it has gone back.
  static func funds(_ yuan: Int64, rest: Int64? = nil) -> Compensations.Funds {
    .init(paid: Money(fen: yuan * 100), rest: Money(fen: (rest ?? yuan) * 100))
  }

  static func claim(_ room: CaseWorkTests.Room, _ yuan: Int64, _ liability: Liability, paid: Int64) throws
    -> Compensations.Decided
  {
    try room.perform(People.li) {
      try Compensations.ask(
        .init(
          order: order, funds: funds(paid), amount: Money(fen: yuan * 100), liability: liability,
          reason: "打车", follows: nil), rules: rules, shop: shop, $0)
    }
  }

  @Test(
    "a claim of 50 yuan on an order of 45 is granted as far as the limit goes, by a second person",
    arguments: TestStore.engines)
  func claims(engine: Engine) throws {
    let room = try CaseWorkTests.Room(engine)
    let asked = try Self.claim(room, 50, .ours, paid: 45)
    #expect([asked.claimFen, asked.limitFen, asked.offerFen] == [5_000, 4_500, 4_500])
    #expect(asked.needsApproval)
    func grant(_ fen: Int64?, _ actor: Actor) throws -> Compensations.Decided {
      try room.perform(actor) {
        try Compensations.grant(
          fen.map(Money.init(fen:)), of: "801", funds: Self.funds(45), rules: Self.rules, shop: Self.shop, $0)
      }
    }
    #expect(CaseWorkTests.code { _ = try grant(4_501, People.wang) } == "over_the_limit")
    #expect(CaseWorkTests.code { _ = try grant(nil, People.li) } == "second_person")
    let granted = try grant(4_000, People.wang)
    #expect(granted.offerFen == 4_000)
    #expect(granted.state == .granted)
    #expect(CaseWorkTests.code { _ = try grant(nil, People.wang) } == "case_over")
    #expect(try room.find(asked.reference).shopCase.state == .done)
  }

  @Test(
    "a small offer needs nobody else; nothing is given for the buyer's own fault, and a refusal cites a rule",
    arguments: TestStore.engines)
  func limits(engine: Engine) throws {
    let room = try CaseWorkTests.Room(engine)
    let small = try Self.claim(room, 99, .unclear, paid: 33)
    #expect([small.limitFen, small.offerFen] == [990, 990])
    #expect(!small.needsApproval)
    try room.perform(People.li) {
      try Compensations.grant(nil, of: "801", funds: Self.funds(33), rules: Self.rules, shop: Self.shop, $0)
    }
    let own = try Self.claim(room, 20, .buyer, paid: 45)
    #expect(own.limitFen == 0)
    func refuse(_ rule: String) throws -> Compensations.Decided {
      try room.perform { try Compensations.refuse(rule, of: "801", shop: Self.shop, $0) }
    }
    #expect(CaseWorkTests.code { _ = try refuse("") } == "rule_missing")
    #expect(try refuse("七天无理由退货规范").state == .refused)
    let lines = try room.store.read { try Compensations.list(shop: Self.shop, state: nil, limit: 9, $0) }
    #expect(lines.map(\.compensation.state) == [.granted, .refused])
    #expect(lines.last?.compensation.rule == "七天无理由退货规范")
    #expect(CaseWorkTests.code { _ = try Self.claim(room, 0, .ours, paid: 45) } == "claim_amount")
  }

  @Test("a limit is one for the order, however many claims there are", arguments: TestStore.engines)
  func again(engine: Engine) throws {
    let room = try CaseWorkTests.Room(engine)
    func grant(_ actor: Actor, rest: Int64) throws -> Compensations.Decided {
      try room.perform(actor) {
        try Compensations.grant(
          nil, of: "801", funds: Self.funds(45, rest: rest), rules: Self.rules, shop: Self.shop, $0)
      }
    }
    #expect(try Self.claim(room, 20, .ours, paid: 45).needsApproval == false)
    _ = try grant(People.li, rest: 45)
    let second = try room.perform(People.li) {
      try Compensations.ask(
        .init(
          order: Self.order, funds: Self.funds(45, rest: 25), amount: Money(fen: 9_900), liability: .ours,
          reason: "又来", follows: nil), rules: Self.rules, shop: Self.shop, $0)
    }
    #expect([second.limitFen, second.offerFen] == [2_500, 2_500], "20 of 45 were granted")
    #expect(second.needsApproval, "together they are above what one may grant alone")
    #expect(CaseWorkTests.code { _ = try grant(People.li, rest: 25) } == "second_person")
    #expect(
      CaseWorkTests.code { _ = try grant(People.wang, rest: 24) } == "over_the_limit",
      "a refund was queued between asking and granting")
    #expect(try grant(People.wang, rest: 25).offerFen == 2_500)
    #expect(try Self.claim(room, 1, .ours, paid: 45).limitFen == 0)
  }

  @Test("a limit: the share of what was paid and not given back, less what was granted, never more than the rest")
  func limit() {
    let rule = ServiceRules.Compensation(
      liability: .unclear, percent: 30, cap: Money(fen: 3_000), approveAbove: .zero)
    let cases: [(paid: Int64, rest: Int64, before: Int64, limit: Int64)] = [
      (100, 100, 0, 30), (100, 50, 0, 15), (100, 90, 10, 20), (100, 70, 30, 0), (100, 0, 0, 0), (1_000, 1_000, 0, 30),
      (1_000, 980, 20, 10), (100, 100, 10, 20), (100, 5, 0, 1), (0, 0, 0, 0), (100, 10, 90, 0),
    ]
    for item in cases {
      let found = Compensations.limit(
        rule, Self.funds(item.paid, rest: item.rest), before: Money(fen: item.before * 100))
      #expect(found.fen / 100 == item.limit, "\(item)")
    }
  }

  @Test("a share of the price is not lost to rounding or overflow")
  func share() {
    let rule = ServiceRules.Compensation(
      liability: .unclear, percent: 30, cap: Money(fen: .max), approveAbove: .zero)
    #expect(rule.limit(paid: Money(fen: 101)).fen == 30)
    #expect(rule.limit(paid: Money(fen: -5)) == .zero)
    #expect(rule.limit(paid: Money(fen: 1_000_000_000_000_00)).fen == 300_000_000_000_00)
  }

  @Test("violations add up, the newest first", arguments: TestStore.engines)
  func violations(engine: Engine) throws {
    let room = try CaseWorkTests.Room(engine)
    func add(_ points: Int64, _ fen: Int64, minutes: Int64) throws -> Violations.Noted {
      try room.perform {
        try Violations.add(
          .init(
            rule: "虚假宣传", points: points, cost: Money(fen: fen), agent: "小强", order: "", cause: "页面",
            happenedAt: room.now.adding(minutes: minutes)), shop: Self.shop, $0)
      }
    }
    _ = try add(2, 1_000, minutes: -1)
    let second = try add(4, 300, minutes: -9)
    #expect([second.number, second.totalPoints, second.totalCostFen] == [2, 6, 1_300])
    let found = try room.store.read { try Violations.list(shop: Self.shop, agent: "小强", limit: 9, $0) }
    #expect(found.map(\.number) == [1, 2])
    #expect(CaseWorkTests.code { _ = try add(-1, 0, minutes: 0) } == "violation_values")
    #expect(CaseWorkTests.code { _ = try add(0, 0, minutes: 1) } == "violation_values")
  }

  @Test("chats are judged by six numbers, never by oneself; the lowest mean stands first", arguments: TestStore.engines)
  func spotChecks(engine: Engine) throws {
    let room = try CaseWorkTests.Room(engine)
    func judge(_ agent: String, _ scores: [Int64]) throws -> SpotChecks.Noted {
      try room.perform {
        try SpotChecks.add(agent: agent, chat: "", scores: scores, note: "", shop: Self.shop, $0)
      }
    }
    let noted = try judge("小美", [5, 4, 2, 3, 4, 1])
    #expect([noted.number, noted.total] == [1, 19])
    #expect(noted.weak == [.professional, .grateful])
    _ = try judge("小美", [4, 4, 3, 3, 4, 2])
    _ = try judge("小强", [1, 1, 1, 1, 1, 1])
    let means = try room.store.read { try SpotChecks.averages(shop: Self.shop, $0) }
    #expect(means.map(\.agent) == ["小强", "小美"])
    #expect(means.last?.hundredths == [450, 400, 250, 300, 400, 150])
    for scores in [[1, 2, 3], [0, 1, 1, 1, 1, 1], [6, 1, 1, 1, 1, 1]] as [[Int64]] {
      #expect(CaseWorkTests.code { _ = try judge("小强", scores) } == "six_scores")
    }
    #expect(CaseWorkTests.code { _ = try judge("王芳", [5, 5, 5, 5, 5, 5]) } == "own_chat")
  }
}
