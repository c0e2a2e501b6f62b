import Playbooks
import Reception
import Store
import TestSupport
import Testing
import Vocabulary

@Suite struct ScriptUseTests {
  static func book(_ second: String = "老样子", version: Int = 1) throws -> ScriptBook {
    let text = """
      scripts:
        - {id: a, purpose: activity, style: warm, text: "{shop.name}满300减40", activity: m, activity_version: \(version)}
        - {id: b, purpose: thanks, style: formal, text: "\(second)，{buyer.nick}"}
      """
    return try PlaybookSet(files: [PlaybookFile(path: "scripts/x.yaml", text: text)]).scripts()
  }

  /// Activity m at a version, and whether it has ended.
  static func day(_ version: Int, over: Bool = false) throws -> ActivityDay {
    let now = try Counter.at("11-11 10:00")
    return ActivityDay(now: now, activities: ["m": .init(version: version, ends: over ? now : now.adding(minutes: 1))])
  }

  @Test(
    "uses are counted by script, agent and order; one that may not be said counts nothing", arguments: TestStore.engines
  )
  func uses(engine: Engine) throws {
    let counter = try Counter(engine: engine)
    let book = try Self.book()
    let (a, b) = (try book.find("a"), try book.find("b"))
    func use(_ script: Script, by actor: Actor, order: String?, _ day: ActivityDay? = nil) throws {
      try counter.perform(by: actor) {
        try ScriptUse.use(script, try day ?? Self.day(1), shop: Counter.shop, order: order, $0)
      }
    }
    try use(b, by: Counter.agent, order: "1001")
    try use(b, by: Counter.agent, order: "1001")
    try use(b, by: Counter.other, order: nil)
    try use(a, by: Counter.other, order: "1002")
    for (day, code) in [
      (try Self.day(2), "script_stale"), (try Self.day(0), "script_early"),
      (try Self.day(1, over: true), "script_over"),
    ] {
      #expect(try counter.refusal { try use(a, by: Counter.agent, order: nil, day) } == code)
    }
    let counts = try counter.store.read {
      try ScriptUse.counts(shop: Counter.shop, since: nil, agent: nil, $0)
    }
    #expect(counts.map(\.script) == ["b", "a"] && counts.map(\.uses) == [3, 1])
    #expect(counts.map(\.agents) == [2, 1] && counts.map(\.orders) == [1, 1] && counts.map(\.paidOrders) == [0, 0])
    let own = try counter.store.read {
      try ScriptUse.counts(shop: Counter.shop, since: try Counter.at("11-11 10:00"), agent: "小强", $0)
    }
    #expect(own.map(\.script) == ["a", "b"])
    let later = try counter.store.read {
      try ScriptUse.counts(shop: Counter.shop, since: try Counter.at("11-11 10:01"), agent: nil, $0)
    }
    #expect(later == [])
  }

  @Test(
    "an export names what went stale, came too early, ended, was changed, came and went", arguments: TestStore.engines)
  func export(engine: Engine) throws {
    let counter = try Counter(engine: engine)
    func export(_ book: ScriptBook, _ day: ActivityDay? = nil) throws -> Phrases.Export {
      try counter.perform {
        try Phrases.export(book, try day ?? Self.day(1), shopName: "花间", shop: Counter.shop, $0)
      }
    }
    let first = try export(try Self.book())
    #expect(first.number == 1 && first.phrases.map(\.text) == ["花间满300减40", "老样子，【买家昵称】"])
    #expect(first.stale == [] && first.added == ["a", "b"])
    let second = try export(try Self.book("新样子"), try Self.day(2))
    #expect(second.phrases.map(\.script) == ["b"] && second.stale == ["a"] && second.changed == ["b"])
    let third = try export(try Self.book("新样子"), try Self.day(2))
    #expect(third.stale == [] && third.changed == [], "it was told once, and is no longer in the last export")
    let fourth = try export(try Self.book("新样子", version: 2), try Self.day(2))
    #expect(fourth.added == ["a"] && fourth.stale == [])
    let early = try export(try Self.book("新样子", version: 3), try Self.day(2))
    #expect(early.early == ["a"] && early.stale == [] && early.phrases.map(\.script) == ["b"])
    _ = try export(try Self.book("新样子", version: 2), try Self.day(2))
    let over = try export(try Self.book("新样子", version: 2), try Self.day(2, over: true))
    #expect(over.over == ["a"] && over.early == [] && over.phrases.map(\.script) == ["b"])
    let last = try export(ScriptBook(scripts: try Self.book("新样子").scripts.filter { $0.id == "a" }))
    #expect(last.removed == ["b"] && last.phrases.map(\.script) == ["a"])
    let none = try counter.refusal { _ = try export(ScriptBook(scripts: [])) }
    #expect(none == "playbook_missing", "an empty file would pass for the phrases in force")
  }
}
