import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite struct MoneyTests {
  @Test(
    "amounts are read as the platform writes them",
    arguments: [
      ("178.8", 17_880), ("1,234.50", 123_450), ("0元", 0), ("-3", -300), ("12", 1_200), ("0.01", 1), (".5", 50),
      ("5.", 500), ("1.230000", 123), (" 7.10 ", 710), ("-1,234,567.89元", -123_456_789), ("007", 700),
      ("9999999999999.99", 999_999_999_999_999), ("-0", 0),
    ] as [(String, Int64)])
  func reads(text: String, fen: Int64) {
    #expect(Money(yuan: text)?.fen == fen)
  }

  @Test(
    "what is no amount is refused",
    arguments: [
      "", " ", "元", "-", ".", "1.234", "1.001", "1.2.3", "1,23", "1,2345", "12,3456.00", "1234,567", ",123", "1,",
      "1,,234",
      "1.5,000", "--1", "1-", "+1", "1e3", "0x10", "¥5", "１２", "1 2", "99999999999999", "NaN", "-元", "1,234,",
    ])
  func refuses(text: String) {
    #expect(Money(yuan: text) == nil)
  }

  @Test("what is written is read back, and Decimal agrees")
  func roundTrip() throws {
    var random = SplitMix64.printed("money")
    for _ in 0..<5_000 {
      let fen =
        Int64.random(in: -999_999_999_999_999...999_999_999_999_999, using: &random)
        >> Int64.random(in: 0...48, using: &random)
      let money = Money(fen: fen)
      #expect(Money(yuan: money.yuan) == money)
      let decimal = try #require(Decimal(string: money.yuan, locale: Locale(identifier: "en_US_POSIX")))
      #expect(decimal * 100 == Decimal(fen))
    }
    #expect(Money(fen: -5).yuan == "-0.05")
    #expect(Money(fen: .min).yuan == "-92233720368547758.08")
  }

  @Test("amounts add, subtract, compare, and are a bare number in JSON")
  func arithmetic() throws {
    let (small, large) = (Money(fen: 199), Money(fen: 20_000))
    #expect(small + large == Money(fen: 20_199))
    #expect(small - large == Money(fen: -19_801))
    #expect(small < large && !(large < small))
    #expect(String(decoding: try JSONEncoder().encode([small]), as: UTF8.self) == "[199]")
    #expect(try JSONDecoder().decode([Money].self, from: Data("[20000]".utf8)) == [large])
  }
}
