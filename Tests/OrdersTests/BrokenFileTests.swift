import Formats
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Files that were spoilt at random: each gives a clear error or a clean import, and never a crash, a hang or half a row.
@Suite struct BrokenFileTests {
  /// Spoils good bytes at one to three places.
  static func spoil(_ good: [UInt8], with pieces: [[UInt8]], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = good
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard !bytes.isEmpty else { break }
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes.removeSubrange(place...)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
      case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 60)], at: place)
      default: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
      }
    }
    return bytes
  }

  /// What an import did with a file: how many of its orders are whole, or the code of its refusal.
  static func take(_ bytes: [UInt8], isJSON: Bool, number: Int, into shop: Shop) throws -> String {
    do {
      let input: OrderFile =
        isJSON
        ? .documents(.bytes(bytes, chunk: 97), showsMemo: true) : .table(try CSVReader(.bytes(bytes, chunk: 97)))
      let taken = try shop.take(input, digest: "\(number)", run: "B\(number)", partRows: 3)
      let totals = taken.totals
      #expect(totals.new + totals.changed + totals.same <= totals.rows - totals.rejected)
      #expect(taken.rejects.count == Int(totals.rejected))
      #expect(taken.rejects.allSatisfy { !$0.code.isEmpty && !$0.message.zh.isEmpty && !$0.message.en.isEmpty })
      return totals.rejected > 0 ? "with rejects" : "clean"
    } catch let failure as Failure {
      #expect(failure.kind == .usage)
      #expect(!failure.message.zh.isEmpty && !failure.message.en.isEmpty && failure.place != nil && failure.next != nil)
      return failure.code
    }
  }

  static func run(_ name: String, isJSON: Bool, _ goods: [[UInt8]], pieces: [String]) throws {
    var random = SplitMix64.printed(name)
    let shop = try Shop(engine: .sqlite)
    var outcomes: [String: Int] = [:]
    for number in 0..<360 {
      let good = goods[number % goods.count]
      let bytes = spoil(
        good, with: pieces.map { Array($0.utf8) } + [[0xFF], [0], [0xE5, 0xA5], [0xED, 0xA0, 0x80]], &random)
      outcomes[try take(bytes, isJSON: isJSON, number: number, into: shop), default: 0] += 1
    }
    print("\(name): \(outcomes.sorted { $0.key < $1.key })")
    #expect(outcomes.count >= 4, "hardly anything was spoilt: \(outcomes)")
    // Nothing half done: every order that came in is one that was written, with its amount.
    let strange = try shop.store.read {
      try $0.count("SELECT COUNT(*) FROM shop_order WHERE total_fen IS NOT NULL AND total_fen < 0")
    }
    #expect(strange == 0)
    let unfinished = try shop.store.read { try ImportRecords.countUnfinished($0) }
    #expect(unfinished <= 360)
    #expect(try shop.store.read { try Holds.miscounted($0) } == [])
  }

  @Test("360 spoilt JSON files")
  func documents() throws {
    let trades = (1...9).map { number in
      Trade(String(3_515_112_026_111_109_000 + number)).with([
        "seller_memo": quoted("买家不要了 \\u597d"), "receiver_name": quoted("张**"),
      ]).json()
    }
    let refund = RefundImportTests.document("3515112026111109001", "901", "SUCCESS", "175.80")
    let goods = [
      trades.joined(separator: "\n"), "[\(trades.joined(separator: ","))]",
      #"{"trades_sold_get_response":{"total_results":9,"trades":{"trade":[\#(trades.joined(separator: ",\n"))]}}}"#,
      trades.map { #"{"trade_fullinfo_get_response":{"trade":\#($0)}}"# }.joined(separator: "\n"),
      trades[0] + "\n" + #"{"refunds":{"refund":[\#(refund)]}}"#,
    ]
    let pieces = [
      "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "1e999", "-", "\\u", "\\ud800", "//", "\n", "\u{FEFF}", "NaN",
      String(repeating: "[", count: 100), #"{"error_response":{"code":7}}"#, #""trades":{"trade":"#, "\"tid\":1,",
    ]
    try Self.run("spoilt JSON", isJSON: true, goods.map { Array($0.utf8) }, pieces: pieces)
  }

  @Test("360 spoilt CSV files")
  func tables() throws {
    let rows = (1...9).map { Export.line(String(3_515_112_026_111_109_000 + $0), memo: "买家不要了") }
    let items = (1...9).map { ImportDetailsTests.item("1\($0)", of: "35151120261111090\($0 / 2)") }
    let refunds = (1...9).map { RefundImportTests.row("351511202611110900\($0)", "90\($0)", "退款成功", "1.00") }
    let goods = [
      lines([Export.header] + rows), lines([ImportDetailsTests.items] + items),
      lines([RefundImportTests.header] + refunds),
      lines([Export.header] + rows.map { $0.replacing("面霜", with: "\"面,\"\"霜\"\"\n二\"") }),
    ]
    let pieces = ["\"", "\"\"", ",", "\r\n", "\n", "\t", "=", "null", "3.5E+18", "\u{FEFF}", ",,,,", "'", "𠮷"]
    try Self.run("spoilt CSV", isJSON: false, goods.map { Array($0.utf8) }, pieces: pieces)
  }
}
