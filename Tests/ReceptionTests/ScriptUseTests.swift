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

  @Test(
    "uses are counted by script, agent and order; a stale or unfilled one counts nothing", arguments: TestStore.engines)
  func uses(engine: Engine) throws {
    let counter = try Counter(engine: engine)
    let book = try Self.book()
    let (a, b) = (try book.find("a"), try book.find("b"))
    func use(_ script: Script, by actor: Actor, order: String?, _ versions: [String: Int] = [:]) throws {
      try counter.perform(by: actor) {
        try ScriptUse.use(
          script, [.shopName: "花间", .buyerNick: "买家甲"], versions: versions, shop: Counter.shop, order: order, $0)
      }
    }
    try use(b, by: Counter.agent, order: "1001")
    try use(b, by: Counter.agent, order: "1001")
    try use(b, by: Counter.other, order: nil)
    try use(a, by: Counter.other, order: "1002")
    #expect(try counter.refusal { try use(a, by: Counter.agent, order: nil, ["m": 2]) } == "script_stale")
    let unfilled = try counter.refusal {
      try counter.perform {
        try ScriptUse.use(b, [:], versions: [:], shop: Counter.shop, order: nil, $0)
      }
    }
    #expect(unfilled == "slot_missing")
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

  @Test("an export names what went stale, was changed, came and went since the last one", arguments: TestStore.engines)
  func export(engine: Engine) throws {
    let counter = try Counter(engine: engine)
    func export(_ book: ScriptBook, _ versions: [String: Int] = [:]) throws -> Phrases.Export {
      try counter.perform {
        try Phrases.export(book, versions: versions, shopName: "花间", shop: Counter.shop, $0)
      }
    }
    let first = try export(try Self.book())
    #expect(first.number == 1 && first.phrases.map(\.text) == ["花间满300减40", "老样子，【买家昵称】"])
    #expect(first.stale == [] && first.added == ["a", "b"])
    let second = try export(try Self.book("新样子"), ["m": 2])
    #expect(second.phrases.map(\.script) == ["b"] && second.stale == ["a"] && second.changed == ["b"])
    let third = try export(try Self.book("新样子"), ["m": 2])
    #expect(third.stale == [] && third.changed == [], "it was told once, and is no longer in the last export")
    let fourth = try export(try Self.book("新样子", version: 2), ["m": 2])
    #expect(fourth.added == ["a"] && fourth.stale == [])
    let fifth = try export(ScriptBook(scripts: []))
    #expect(fifth.removed == ["a", "b"] && fifth.phrases == [])
  }
}
