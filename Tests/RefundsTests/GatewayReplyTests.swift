import Orders
import Refunds
import Testing
import Vocabulary

@testable import RefundGateway

@Suite struct GatewayReplyTests {
  static let key = "4:main:4:3511:0::1"

  static let replies: [(UInt, String, Bool, PayerAnswer?)] = [
    (200, #"{"key":"KEY","result":"paid","amount_fen":1000}"#, false, .paid(fen: 1_000)),
    (200, #"{"key":"KEY","result":"paid","amount_fen":999}"#, true, .paid(fen: 999)),
    (200, #"{"key":"KEY","result":"refused","reason":"closed"}"#, false, .refused("closed")),
    (409, #"{"key":"KEY","result":"stale"}"#, false, .stale),
    (409, #"{"key":"KEY","result":"conflict","reason":"other"}"#, false, .disagrees("other")),
    (404, #"{"key":"KEY","result":"unknown"}"#, true, .unknown),
    // Only a query may say so.
    (404, #"{"key":"KEY","result":"unknown"}"#, false, nil),
    // nil: whatever it is, it is no answer.
    (200, #"{"key":"KEY","result":"paid"}"#, false, nil),
    (200, #"{"key":"other","result":"paid","amount_fen":1000}"#, false, nil),
    (500, #"{"key":"KEY","result":"paid","amount_fen":1000}"#, false, nil),
    (500, #"{"key":"KEY","result":"refused"}"#, false, nil), (200, "", false, nil), (200, "<html>", false, nil),
    (200, "[]", false, nil), (200, #"{"result":"paid","amount_fen":1000}"#, false, nil), (404, "not found", true, nil),
    (200, #"{"key":"KEY","result":"paid","amount_fen":"1000"}"#, false, nil),
  ]

  @Test("only a plain answer to this very key counts", arguments: replies.indices)
  func reply(index: Int) {
    let (status, body, isQuery, expected) = Self.replies[index]
    let payment = Payment(shop: "main", refund: "3511.1", order: "3511", key: Self.key, fen: 1_000, item: "9|1000||")
    let text = body.replacing("KEY", with: Self.key)
    let answer = GatewayReply.answer(status: status, body: Array(text.utf8), to: payment, isQuery: isQuery)
    if let expected {
      #expect(answer == expected)
    } else {
      guard case .lost = answer else {
        Issue.record("\(answer)")
        return
      }
    }
  }

  @Test(
    "a key becomes a header, and no two become the same",
    arguments: [("3:店铺甲:1", "3:%E5%BA%97%E9%93%BA%E7%94%B2:1"), ("a%41", "a%2541"), ("a b\n", "a%20b%0A")])
  func key(text: String, header: String) {
    #expect(GatewayKey.text(text) == header)
  }

  @Test(
    "the gateway is https, or this very machine",
    arguments: [
      ("https://pay.example.com/api", true), ("http://127.0.0.1:8080", true), ("http://localhost", true),
      ("http://pay.example.com", false), ("https://user:pass@pay.example.com", false), ("pay.example.com", false),
      ("https://pay.example.com/?token=x", false), ("", false), ("ftp://localhost", false),
    ])
  func url(text: String, isGood: Bool) {
    if isGood {
      #expect(throws: Never.self) { _ = try HTTPRefundPayer(url: text, token: "t") }
    } else {
      let failure = #expect(throws: Failure.self) { _ = try HTTPRefundPayer(url: text, token: "t") }
      #expect(failure?.code == "gateway_url")
    }
  }
}
