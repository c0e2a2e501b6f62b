import Formats
import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Trade documents in a store: what they hold, release and leave.
@Suite struct DocumentImportTests {
  static func at(_ minutes: Int64) -> Instant { Moments.midnight.adding(minutes: minutes) }

  static func file(_ trades: [Trade]) -> String { trades.map { $0.json() }.joined(separator: "\n") }

  @Test("memos, lines, waybills and refunds of trades do what those of exports do", arguments: TestStore.engines)
  func trades(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    var two = Trade("3").withLine(["refund_status": quoted("SUCCESS")])
    two.lines.append(Trade.line("32"))
    let trades = [
      Trade("1").with(["seller_memo": quoted("买家不要了")]),
      Trade("2").withLine(["refund_status": quoted("WAIT_SELLER_AGREE")]), two,
      Trade("4").withLine(["refund_status": quoted("SUCCESS")]),
      Trade("5").withLine(["invoice_no": quoted("YT1234567890")]),
    ]
    let taken = try shop.take(documents: Self.file(trades))
    #expect(taken.summary.kind == .trades)
    #expect(taken.summary.hasMemo)
    #expect(taken.totals.new == 5 && taken.totals.held == 3)
    #expect(try shop.holds("1").map(\.reason) == [.buyerCancelled])
    #expect(try shop.holds("2").map(\.reason) == [.refundRequested])
    #expect(try shop.holds("2").map(\.line) == ["3515112026111109306"])
    #expect(try shop.holds("3").map(\.reason) == [.partial])
    #expect(try shop.order("3")?.refundBlock == RefundBlock.none)
    #expect(try shop.order("4")?.refundBlock == .paidBack)
    #expect(try shop.order("5")?.stage == .printed)
    #expect(try shop.order("5")?.memoSeenAt == Moments.midnight, "the file shows memos, so its order has an empty one")
    let again = try shop.take(documents: Self.file(trades), exportedAt: Self.at(10), run: "R2").totals
    #expect(again.same == 5 && again.held == 0)
    #expect(try shop.store.read { try Holds.miscounted($0) } == [])
  }

  @Test("a trade's amounts are the order's own, and follow those of an export", arguments: TestStore.engines)
  func amounts(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.take([Export.line("1")])
    #expect(try shop.order("1")?.columns.total == Money(fen: 17_880))
    try shop.take(documents: Trade("1").json(), exportedAt: Self.at(10))
    #expect(try shop.order("1")?.columns.total == Money(fen: 17_580))
    #expect(try shop.order("1")?.columns.refund == Money(fen: 300), "what a trade does not show stays")
  }

  @Test("without a memo in the file nothing is known of memos", arguments: TestStore.engines)
  func withoutMemo(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.take([Export.line("1", memo: "买家不要了")])
    let taken = try shop.take(documents: Trade("1").json(), showsMemo: false, exportedAt: Self.at(10))
    #expect(!taken.summary.hasMemo)
    #expect(try shop.order("1")?.memoSeenAt == Moments.midnight)
    #expect(try shop.order("1")?.openHolds == 1)
  }

  @Test("of two versions of a trade the one that changed last counts, wherever it stands", arguments: TestStore.engines)
  func versions(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let newer = Trade("1").with(["modified": quoted("2026-11-11 02:00:00"), "buyer_message": quoted("新")])
    let older = Trade("1").with(["modified": quoted("2026-11-11 01:00:00"), "buyer_message": quoted("旧")])
    let totals = try shop.take(documents: Self.file([newer, Trade("0"), older])).totals
    #expect(totals.repeated == 1)
    #expect(try shop.order("1")?.columns.buyerMessage == "新")
  }

  @Test("an import that was killed goes on where it stopped, in documents as in tables", arguments: TestStore.engines)
  func resume(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    var lines = (1_000..<2_000).map { Trade(String($0)).json() }
    lines.insert("{\"tid\":}", at: 750)
    for text in [lines.joined(separator: "\n")] {
      #expect(throws: Killed.self) { try shop.take(documents: text, run: "R1", partRows: 200, killedAtReject: true) }
      let done = try shop.store.read { try $0.count("SELECT COUNT(*) FROM shop_order") }
      #expect(done == 600, "three whole parts")
      let taken = try shop.take(documents: text, run: "R2", partRows: 200)
      #expect(taken.summary.resumedAfter == 600)
      #expect(taken.summary.run.text.hasPrefix("R1"))
      #expect(taken.totals.new == 1_000)
      #expect(taken.totals.rows == 1_001)
      #expect(taken.rejects.map(\.row) == [751])
    }
  }

  @Test(
    "a file that breaks off gives what was whole, and says that the rest was not read", arguments: TestStore.engines)
  func breaksOff(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let text = "{\"trades\":{\"trade\":[" + (1...5).map { Trade(String($0)).json() }.joined(separator: ",\n")
    let taken = try shop.take(documents: String(text.dropLast(20)))
    #expect(taken.totals.new == 4)
    #expect(taken.rejects.map(\.code) == ["json_unfinished"])
    #expect(failureCode { try shop.take(documents: "{\"trades\":[{\"tid\":", run: "R3") } == "json_unfinished")
    #expect(failureCode { try shop.take(documents: "{\n\"tid\":x\n}", run: "R4") } == "json_syntax")
  }

  @Test("numbers that lost their last digits are set aside as in tables")
  func rounded() throws {
    let shop = try Shop(engine: .sqlite)
    let trades = (0..<20).map { Trade("351511202611\($0 + 10)00").json() }
    #expect(try shop.take(documents: trades.joined(separator: "\n")).rejects.count == 0, "16 digits tell nothing")
    let long = (0..<20).map { Trade("3515112026111\($0 + 10)0000").json() }
    let taken = try shop.take(documents: long.joined(separator: "\n"), run: "R2")
    #expect(taken.rejects.map(\.code) == Array(repeating: "order_number_rounded", count: 20))
  }

  @Test("the export time is given, else in the name, else the newest change in the file")
  func exportTime() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("dump.json")
    let text = Self.file([
      Trade("1").with(["modified": quoted("2026-11-11 00:20:00")]),
      Trade("2").with(["modified": quoted("2026-11-11 00:30:00")]), Trade("3").with(["modified": "null"]),
    ])
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let newest = { try OrderFile.newestChange(in: path, try Shop.playbooks.get()) }
    #expect(try newest() == Instant("2026-11-11 00:30:00"))
    func time(_ given: Instant?, _ name: String) throws -> Instant {
      try ImportFile.exportTime(given: given, name: name, newestChange: newest, now: Self.at(60))
    }
    #expect(try time(Self.at(1), "dump202611110040.json") == Self.at(1))
    #expect(try time(nil, "dump202611110040.json") == Instant("2026-11-11 00:40:00"))
    #expect(try time(nil, "dump.json") == Instant("2026-11-11 00:30:00"))
    guard case .documents(_, let showsMemo) = try OrderFile.open(path) else { throw Unexpected("no documents") }
    #expect(!showsMemo)
  }
}
