import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Rules change; what was judged before is read once more.
@Suite struct ReclassifyTests {
  static func rules(_ words: [(String, String)]) throws -> RemarkRules {
    let text =
      "rules:\n" + words.enumerated().map { "  - {key: r\($0), says: \($1.1), patterns: \($1.0)}\n" }.joined()
    return try PlaybookSet(files: [PlaybookFile(path: "remarks/seller-memo.yaml", text: text)]).remarkRules()
  }

  /// The rules before: 不要 cancels, 行 releases.
  static let old: Result<RemarkRules, any Error> = Result { try Self.rules([("不要", "cancel"), ("可发", "resume")]) }
  /// The rules after: 弃 cancels too, 缓 is unclear, 不要 is no longer one.
  static let book: Result<RemarkBook, any Error> = Result {
    let rules = try Self.rules([("弃", "cancel"), ("缓", "review"), ("可发", "resume")])
    return RemarkBook(sellerMemo: rules, buyerMessage: try Self.rules([("晚点", "review")]), flags: FlagMeanings())
  }

  struct Case: Sendable {
    let texts: [(text: String, verdict: Verdict, holds: [(HoldReason, isOpen: Bool)])]
    let effects: [Reclassification.Reread.Effect]
    let why: String
  }

  static let cases: [Case] = [
    Case(texts: [("你好", .none, [])], effects: [], why: "nothing changed"),
    Case(texts: [("弃", .none, [])], effects: [.hold(.buyerCancelled)], why: "missed before"),
    Case(texts: [("弃", .none, []), ("你好", .none, [])], effects: [.hold(.buyerCancelled)], why: "overwritten since"),
    Case(texts: [("弃", .none, []), ("可发", .resume, [])], effects: [.released], why: "released since"),
    Case(
      texts: [("可发", .resume, []), ("弃", .none, [])], effects: [.hold(.buyerCancelled)], why: "after the release"),
    Case(texts: [("不要", .cancel, [(.buyerCancelled, true)])], effects: [.stays], why: "never lifted"),
    Case(texts: [("不要", .cancel, [(.buyerCancelled, false)])], effects: [.nothing], why: "lifted before"),
    Case(
      texts: [("弃", .review, [(.review, true)])], effects: [.hold(.buyerCancelled)], why: "a cancellation says more"),
    Case(texts: [("缓", .cancel, [(.buyerCancelled, true)])], effects: [.held], why: "held for a person already"),
    Case(texts: [("弃", .review, [(.review, false)])], effects: [.decided], why: "a person has read these words"),
    Case(texts: [("弃", .none, [(.buyerCancelled, true)])], effects: [.held], why: "held for that very reason"),
  ]

  @Test("what follows from a new reading", arguments: cases)
  func table(row: Case) throws {
    let texts = row.texts.enumerated().map { index, text in
      Reclassification.Text(
        source: .memo(Int64(index + 1)), text: text.text, verdict: text.verdict,
        holds: text.holds.map { Reclassification.Text.Placed(reason: $0.0, isOpen: $0.isOpen) })
    }
    #expect(Reclassification.read(texts, by: try Self.book.get()).map(\.effect) == row.effects, "\(row.why)")
  }

  static func run(_ shop: Shop, _ id: String) throws -> PartedRun {
    guard let id = OperationID(id) else { throw Unexpected(id) }
    return PartedRun(
      store: shop.store, id: id, verb: "remark reclassify", actor: People.wang, arguments: [:],
      now: { Moments.evening })
  }

  static func shop(_ engine: Engine) throws -> Shop {
    let shop = try Shop(engine: engine)
    let stages: [(String, OrderStage)] = [
      ("1001", .paid), ("1002", .printed), ("1003", .handedOver), ("1004", .closed), ("1005", .paid), ("1006", .paid),
    ]
    for (id, stage) in stages { try shop.put(makeOrder(id, stage: stage)) }
    let rules = try Self.old.get()
    for id in ["1001", "1002", "1003", "1004"] {
      try shop.perform { try Memos.add(Shop.key(id), text: "弃了", rules: rules, inAdvance: false, $0) }
    }
    try shop.perform { try Memos.add(Shop.key("1005"), text: "不要", rules: rules, inAdvance: false, $0) }
    try shop.perform { change in
      try change.session.run("UPDATE shop_order SET buyer_message = '晚点发' WHERE id = '1006'")
      return 0
    }
    return shop
  }

  @Test("holds are added, none is lifted, and orders that are over stay out", arguments: TestStore.engines)
  func perform(engine: Engine) throws {
    let shop = try Self.shop(engine)
    let work = Reclassify(shop: Shop.name, book: try Self.book.get(), limit: 100)
    let told = [
      "1001 memo:1 hold", "1002 memo:1 hold", "1003 memo:1 hold", "1005 memo:1 stays", "1006 message hold",
    ]
    func text(_ differences: [Reclassify.Difference]) -> [String] {
      differences.map { "\($0.order) \($0.source) \($0.effect)" }
    }
    #expect(text(try work.preview(shop.store)) == told)
    #expect(try shop.holds("1001") == [], "a preview changes nothing")
    let done = try work.perform(try Self.run(shop, "AGAIN"))
    #expect(text(done.differences) == told)
    #expect(done.differences.map(\.answer) == [.held, .held, .late, nil, .held])
    #expect(done.differences.map(\.old) == [.none, .none, .none, .cancel, .none])
    #expect(done.differences.map(\.new) == [.cancel, .cancel, .cancel, .none, .review])
    #expect(try shop.holds("1001").map(\.reason) == [.buyerCancelled])
    #expect(try shop.holds("1002").map(\.consequence) == [.recall])
    #expect(try shop.holds("1003").map(\.consequence) == [.interception])
    #expect(try shop.holds("1004") == [])
    #expect(try shop.holds("1005").map(\.liftedAt) == [nil])
    #expect(try shop.holds("1006").map(\.source) == ["message"])
    #expect(shop.log.ofParcels == [.heldLate, .heldLate])
    #expect(try shop.memos("1001").map(\.verdict) == ["cancel"])
    #expect(try shop.memos("1005").map(\.verdict) == ["none"])
    #expect(try shop.store.read { try Holds.miscounted($0) } == [])
    #expect(try work.preview(shop.store) == [], "nothing differs any more")
    #expect(text(try work.perform(try Self.run(shop, "AGAIN")).differences) == told, "the same operation again")
    #expect(try shop.holds("1001").count == 1)
  }

  @Test("a limit takes the first orders only", arguments: TestStore.engines)
  func limit(engine: Engine) throws {
    let shop = try Self.shop(engine)
    let work = Reclassify(shop: Shop.name, book: try Self.book.get(), limit: 2)
    #expect(try work.preview(shop.store).map(\.order) == ["1001", "1002"])
    #expect(try work.perform(try Self.run(shop, "A")).differences.map(\.order) == ["1001", "1002"])
    #expect(try work.perform(try Self.run(shop, "B")).differences.map(\.order) == ["1003", "1005"])
  }
}
