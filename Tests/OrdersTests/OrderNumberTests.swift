import Testing
import Vocabulary

@testable import Orders

@Suite struct OrderNumberTests {
  static let table: [(String, String?)] = [
    ("1", nil),
    ("3515112026111109305", nil),  // 19 digits, beyond 2^53
    ("TB-3515_a", nil),
    ("3e5", nil),  // an identifier of another system
    (String(repeating: "9", count: 40), nil),
    (String(repeating: "9", count: 41), "order_number_malformed"),
    ("", "order_number_missing"),
    ("3.51511E+15", "order_number_scientific"),
    ("3.5e15", "order_number_scientific"),
    ("3E+15", "order_number_scientific"),
    ("3515 112", "order_number_malformed"),
    ("3515112.0", "order_number_malformed"),
    ("３５１５", "order_number_malformed"),
    ("35\u{202E}15", "order_number_malformed"),
    ("35\u{1B}[2J", "order_number_malformed"),
    ("35\u{0}15", "order_number_malformed"),
    ("'; DROP TABLE hold; --", "order_number_malformed"),
    ("$(reboot)", "order_number_malformed"),
    ("订单", "order_number_malformed"),
  ]

  @Test("what cannot be an order number is named for what it is", arguments: table)
  func problem(text: String, code: String?) {
    #expect(OrderNumber.problem(text)?.code == code)
    #expect(failureCode { try Shop.key(text).refuseImpossible() } == code)
  }

  @Test("rows are locked by shop, then by number")
  func order() {
    let keys = [OrderKey(shop: "b", id: "1"), OrderKey(shop: "a", id: "2"), OrderKey(shop: "a", id: "10")]
    #expect(keys.sorted().map(\.id) == ["10", "2", "1"])
  }
}
