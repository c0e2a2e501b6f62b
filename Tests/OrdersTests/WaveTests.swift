import Formats
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// A wave list in, "take these four out" back.
@Suite struct WaveTests {
  static func read(_ text: String, limit: Int = 100) throws -> (entries: [WaveEntry], unreadable: [Int]) {
    var list = try WaveList(try CSVReader(.bytes(Array(text.utf8))), file: "wave.csv")
    var entries: [WaveEntry] = []
    var unreadable: [Int] = []
    while let part = try list.next(limit: limit) {
      entries += part.entries
      unreadable += part.unreadable.map(\.row)
    }
    return (entries, unreadable)
  }

  struct Case: Sendable {
    var text: String
    var entries: [WaveEntry]
    var unreadable: [Int] = []
  }

  static let table: [Case] = [
    Case(text: "11\n12\nSF1\n", entries: ["11", "12", "SF1"].map { WaveEntry(either: $0) }),
    Case(text: "11\r\n\r\n 12 \r\n11\r\n", entries: ["11", "12"].map { WaveEntry(either: $0) }),
    Case(
      text: "订单编号,数量\n11,1\n12,1\n11,2\n", entries: [WaveEntry(orders: ["11"]), WaveEntry(orders: ["12"])]),
    Case(
      text: "数量,运单号,平台单号\n1,SF1,\"11,12\"\n1,,13\n1,SF2,\n",
      entries: [
        WaveEntry(waybill: "SF1", orders: ["11", "12"]), WaveEntry(orders: ["13"]), WaveEntry(waybill: "SF2"),
      ]),
    Case(text: "订单编号\n11\n扫错了\n3.5E+15\n", entries: [WaveEntry(orders: ["11"])], unreadable: [3, 4]),
    Case(text: "11,面霜\n12,眼霜\n", entries: ["11", "12"].map { WaveEntry(either: $0) }),
  ]

  @Test("a list with or without a header, each entry once", arguments: table)
  func lists(row: Case) throws {
    for limit in [1, 100] {
      let (entries, unreadable) = try Self.read(row.text, limit: limit)
      #expect(entries == row.entries, "\(row.text)")
      #expect(unreadable == row.unreadable, "\(row.text)")
    }
  }

  @Test("a file that names nothing is refused")
  func refused() {
    #expect(failureCode { _ = try Self.read("") } == "file_empty")
    #expect(failureCode { _ = try Self.read("宝贝,件数\n面霜,1\n") } == "wave_columns_missing")
  }

  @Test("a sweep passes what may pass and tells what may not", arguments: TestStore.engines)
  func sweep(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12", "13", "14", "15", "16"] { try shop.put(makeOrder(id, stage: .printed)) }
    try shop.link("SF1", ["11", "12"])
    try shop.link("SF2", ["13"])
    try shop.hold("12", .buyerCancelled)
    try shop.hold("16", .amend)
    let entries = [
      WaveEntry(waybill: "SF1", orders: ["11", "12"]), WaveEntry(waybill: "SF2", orders: ["13", "14"]),
      WaveEntry(waybill: "SF404", orders: ["15"]), WaveEntry(orders: ["16"]), WaveEntry(either: "404"),
      WaveEntry(either: "SF2"),
    ]
    let gate = try Shop.gate("pack")
    let check = try shop.store.read {
      try Gates.checkSweep(entries, of: Shop.name, at: gate, now: Moments.midnight, $0)
    }
    #expect(try shop.order("15")?.stage == .printed, "advice changes nothing")
    #expect(check.asked == 7)
    #expect(check.passed == 4, "SF2 twice under two names, 14 and 15")
    let done = try shop.perform { try Gates.sweep(entries, of: Shop.name, at: gate, $0) }
    #expect(done.passed == 3)
    #expect(done.answers.map(\.asked) == ["SF1", "16", "404", "SF2"])
    #expect(done.answers.map(\.outcome) == [.held, .held, .unknownOrder, .notDue])
    #expect(done.answers[0].takeOut?.map(\.order) == ["12"])
    #expect(done.answers[1].takeOut?.map(\.items) == [["保湿面霜 ×4"]])
    let stages = try ["11", "12", "13", "14", "15", "16"].map { try shop.order($0)?.stage }
    #expect(stages == [.printed, .printed, .packed, .packed, .packed, .printed])
    #expect(try shop.isCounted())
  }
}
