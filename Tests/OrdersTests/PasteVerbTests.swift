import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// A chat becomes remarks, each once, and nothing that names an order is dropped.
@Suite struct PasteVerbTests {
  static let a = "351511110000001"
  static let b = "351511110000002"
  static let c = "351511110000003"
  static let unknown = "351511110000009"

  static func pastes(inAdvance: Bool = false) throws -> Pastes {
    Pastes(
      shop: Shop.name,
      book: RemarkBook(
        sellerMemo: try Shop.rules.get(), buyerMessage: try Shop.rules.get(), flags: FlagMeanings()),
      calendars: try PlaybookSet.builtIn.calendars(), inAdvance: inAdvance)
  }

  @discardableResult
  static func paste(
    _ text: String, _ shop: Shop, _ id: String, inAdvance: Bool = false
  ) throws -> [Pastes.Reading] {
    guard let id = OperationID(id) else { throw Unexpected(id) }
    let parsed = PasteParser.parse(text, now: Moments.midnight)
    let run = PartedRun(
      store: shop.store, id: id, verb: "remark paste", actor: People.li,
      arguments: Pastes.arguments(parsed, shop: Shop.name, inAdvance: inAdvance), now: { Moments.midnight })
    return try pastes(inAdvance: inAdvance).perform(parsed, run).readings
  }

  static func shop(_ engine: Engine) throws -> Shop {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder(a))
    try shop.put(makeOrder(b, stage: .packed))
    try shop.put(makeOrder(c, stage: .handedOver))
    return shop
  }

  @Test("entries hold their orders, and the rest is told", arguments: TestStore.engines)
  func holds(engine: Engine) throws {
    let shop = try Self.shop(engine)
    let text = "小美 00:01\n\(Self.a) \(Self.b) \(Self.c) 买家不要了\n小强:\n\(Self.unknown) 不要了\n"
    let readings = try Self.paste(text, shop, "P1")
    #expect(readings.map(\.fate) == [.noted, .noted, .noted, .unknown])
    #expect(readings.map { $0.remarked?.answer } == [HoldTiming.Answer.held, .held, .late, nil])
    #expect(try shop.holds(Self.a).map(\.reason) == [.buyerCancelled])
    #expect(try shop.holds(Self.b).map(\.consequence) == [.recall])
    #expect(try shop.memos(Self.a).map(\.text) == ["买家不要了"])
    #expect(try shop.order(Self.unknown) == nil)
    #expect(try Self.paste(text, shop, "P1") == readings, "the same operation again")
    #expect(try shop.holds(Self.a).count == 1)
  }

  @Test("a chat that is pasted again notes only what is new", arguments: TestStore.engines)
  func again(engine: Engine) throws {
    let shop = try Self.shop(engine)
    let first = "小美 00:01\n\(Self.a) 买家不要了\n"
    try Self.paste(first, shop, "P1")
    let more = try Self.paste(first + "小美 00:03\n\(Self.b) 换L码\n", shop, "P2")
    #expect(more.map(\.fate) == [.before, .noted])
    #expect(more[0].memo?.text == "买家不要了 勿发 小美11-11 00:01", "what is to be copied is shown again")
    #expect(try shop.holds(Self.a).count == 1)
    try shop.remark(Self.a, "买家又要了 正常发", at: Moments.midnight.adding(minutes: 5))
    try Self.paste(first, shop, "P3")
    #expect(try shop.order(Self.a)?.openHolds == 0, "an old saying does not undo a later one")
    // Said again later: 00:20 is after it was noted.
    let later = try Self.pastes()
    let parsed = PasteParser.parse("小美 00:20\n\(Self.a) 买家不要了\n", now: Moments.evening)
    #expect(
      try shop.store.read { try later.preview(parsed, by: People.li, now: Moments.evening, $0) }[0].fate == .noted)
  }

  @Test("in advance, an unknown order is held; a waybill never becomes an order", arguments: TestStore.engines)
  func inAdvance(engine: Engine) throws {
    let shop = try Self.shop(engine)
    let readings = try Self.paste(
      "\(Self.unknown) 不要了\nSF1234567890123 不要了\n351511110000008 你好呀", shop, "P1", inAdvance: true)
    #expect(readings.map(\.fate) == [.noted, .unknown, .unknown])
    #expect(try shop.holds(Self.unknown).map(\.reason) == [.buyerCancelled])
  }

  @Test("a waybill means the order in its parcel; with several nobody guesses", arguments: TestStore.engines)
  func waybill(engine: Engine) throws {
    let shop = try Self.shop(engine)
    try shop.perform { change in
      for (waybill, order) in [("SF1234567890123", Self.a), ("YT8812345678901", Self.a), ("YT8812345678901", Self.b)] {
        try ParcelRecords.link(
          waybill: waybill, courier: "顺丰", to: Shop.key(order), stage: .paid, sourceAt: Moments.opening, change)
      }
      return 0
    }
    let readings = try Self.paste("SF1234567890123 买家不要了\nYT8812345678901 买家不要了", shop, "P1")
    #expect(readings.map(\.fate) == [.noted, .several])
    #expect(readings.map(\.order) == [Self.a, nil])
    #expect(readings[1].orders == [Self.a, Self.b])
    #expect(try shop.holds(Self.a).count == 1)
    #expect(try shop.holds(Self.b) == [])
  }

  @Test("entries of one order stay in one operation, and a long chat is several")
  func parts() throws {
    let shop = try Shop(engine: .sqlite)
    var text = ""
    for index in 0..<250 {
      try shop.put(makeOrder("\(351_511_110_010_000 + index)"))
      text += "\(351_511_110_010_000 + index) 买家不要了\n"
    }
    text += "351511110010099 12号退\n"
    let readings = try Self.paste(text, shop, "P1")
    #expect(readings.count == 251)
    #expect(try shop.store.log(limit: 1_000).filter { $0.id.hasPrefix("P1") }.map(\.id) == ["P1/3", "P1/2", "P1/1"])
    let memo = try #require(readings.first { $0.entry.number.text == "351511110010099" && $0.memo != nil }?.memo)
    #expect(memo.text.hasPrefix("买家不要了"))
    #expect(memo.text.contains("；12号退"), "the words of both")
  }

  static let memos: [(old: String?, words: String, verdict: Verdict, opens: Bool, text: String)] = [
    (nil, "买家不要了", .cancel, true, "买家不要了 12号退款勿发 小美11-11 00:05"),
    (nil, "买家不要了", .cancel, false, "买家不要了 勿发 小美11-11 00:05"),
    ("送小样", "买家不要了", .cancel, true, "送小样；买家不要了 12号退款勿发 小美11-11 00:05"),
    ("送小样\n加急", "换L码", .amend, true, "送小样；加急；换L码 小美11-11 00:05"),
    (nil, "买家不要了 12号退", .cancel, true, "买家不要了 12号退 小美11-11 00:05"),
    ("小强：买家不要了", "买家不要了", .cancel, true, "小强：买家不要了"),
    ("送小样；不要了 勿发 小美11-10 23:00", "不要了", .cancel, true, "送小样；不要了 勿发 小美11-10 23:00"),
    ("赠品不要了", "不要了", .cancel, true, "赠品不要了；不要了 12号退款勿发 小美11-11 00:05"),
  ]

  @Test("the memo to copy is the whole one: the old words first", arguments: memos)
  func memo(row: (old: String?, words: String, verdict: Verdict, opens: Bool, text: String)) {
    let memo = PlatformMemo(
      old: row.old,
      adding: [PlatformMemo.Note(words: row.words, verdict: row.verdict, who: "小美", at: Moments.midnight)],
      refundsOpen: row.opens ? Instant("2026-11-12 00:00") : nil, flags: FlagMeanings())
    #expect(memo.text == row.text)
    #expect(memo.flag == "red")
    #expect(memo.flagName == "红旗")
    #expect(!memo.isShortened)
  }

  @Test("a memo fits the platform's 1000 bytes, and its new words stay")
  func memoLimit() {
    let old = String(repeating: "很久以前的备注", count: 60)
    let memo = PlatformMemo(
      old: old, adding: [PlatformMemo.Note(words: "买家不要了", verdict: .cancel, who: "小美", at: Moments.midnight)],
      refundsOpen: nil, flags: FlagMeanings())
    #expect(memo.text.utf8.count <= 1_000)
    #expect(memo.text.utf8.count > 990)
    #expect(memo.isShortened)
    #expect(memo.text.hasSuffix("；买家不要了 勿发 小美11-11 00:05"))
  }

  @Test("the flag is the playbook's, and words that hold nothing set none")
  func flags() {
    let flags = FlagMeanings(flags: [
      FlagMeanings.Flag(key: "blue", words: ["蓝", "蓝旗"], verdict: .cancel),
      FlagMeanings.Flag(key: "red", words: ["红"], verdict: .none),
    ])
    func memo(_ verdict: Verdict) -> PlatformMemo {
      PlatformMemo(
        old: nil, adding: [PlatformMemo.Note(words: "话", verdict: verdict, who: "小美", at: Moments.midnight)],
        refundsOpen: nil, flags: flags)
    }
    #expect(memo(.cancel).flagName == "蓝旗")
    #expect(memo(.review).flagName == "红")
    #expect(memo(.none).flag == nil)
  }

  @Test("a memo that was copied reads as a hold when it comes back", arguments: ["买家不要了", "不要了", "客户取消了"])
  func comesBack(words: String) throws {
    let rules = try Shop.rules.get()
    for old in [nil, "送小样", "买家又要了 正常发", "赠品不要了"] {
      let memo = PlatformMemo(
        old: old, adding: [PlatformMemo.Note(words: words, verdict: .cancel, who: "小美", at: Moments.midnight)],
        refundsOpen: Instant("2026-11-12 00:00"), flags: FlagMeanings())
      #expect(rules.classify(memo.text).verdict.holds, "\(memo.text)")
    }
  }
}
