import TestSupport
import Testing

@testable import Orders

/// One trade in every form in which files hold trades.
@Suite struct TradeEnvelopeTests {
  /// How a file may hold trades, given as JSON.
  static let forms: [(String, @Sendable ([String]) -> String)] = [
    ("one a line", { $0.joined(separator: "\n") }),
    ("one a line, with blank lines", { "\n" + $0.joined(separator: "\r\n\n") + "\n" }),
    ("bare array", { "[\($0.joined(separator: ","))]" }),
    (
      "sold",
      { #"{"trades_sold_get_response":{"total_results":9,"trades":{"trade":[\#(list($0))]},"has_next":false}}"# }
    ),
    ("sold, flat", { #"{"trades_sold_get_response":{"has_next":true,"trades":[\#(list($0))],"request_id":"z"}}"# }),
    ("simplified", { #"{"trades":[\#(list($0))],"total_results":2}"# }),
    (
      "pages a line",
      { $0.map { #"{"trades_sold_get_response":{"trades":{"trade":[\#($0)]}}}"# }.joined(separator: "\n") }
    ),
    ("a single object for a list", { $0.map { #"{"trades":{"trade":\#($0)}}"# }.joined(separator: "\n") }),
    ("fullinfo a line", { $0.map { #"{"trade_fullinfo_get_response":{"trade":\#($0)}}"# }.joined(separator: "\n") }),
    ("fullinfo, simplified", { $0.map { #"{"trade":\#($0)}"# }.joined(separator: "\n") }),
    (
      "array of envelopes",
      { "[" + $0.map { #"{"trade_get_response":{"trade":\#($0)}}"# }.joined(separator: ",\n") + "]" }
    ),
    (
      "mixed",
      { trades in
        trades.enumerated().map { $0.isMultiple(of: 2) ? $1 : #"[{"trade":\#($1)}]"# }.joined(separator: "\n")
      }
    ),
    ("pretty", { "{\n  \"trades\" : [\n    " + $0.map(spread).joined(separator: " ,\n") + "\n  ]\n}\n" }),
    ("with a mark", { "\u{FEFF}[\(list($0))]" }),
  ]

  private static func list(_ trades: [String]) -> String { trades.joined(separator: ",") }

  /// The same with blanks wherever JSON allows them outside of strings.
  private static func spread(_ json: String) -> String {
    var (text, isInString, isEscaped) = ("", false, false)
    for character in json {
      if isInString {
        isInString = isEscaped || character != "\""
        isEscaped = !isEscaped && character == "\\"
        text.append(character)
      } else if "{}[],:".contains(character) {
        text += " \n\t\(character) "
      } else {
        isInString = character == "\""
        text.append(character)
      }
    }
    return text
  }

  @Test("random trades are the same orders in every form", arguments: forms)
  func everyForm(name: String, write: @Sendable ([String]) -> String) throws {
    var random = SplitMix64.printed("everyForm \(name)")
    for _ in 0..<25 {
      let trades = (0..<Int.random(in: 1...4, using: &random)).map { Self.random(number: $0, &random) }
      let expected = try trades.map { try #require(try ReadFile($0.json()).orders.first).atRow(0) }
      let lines = trades.map { $0.json(Trade.Lines.allCases.randomElement(using: &random) ?? .flat) }
      let read = try ReadFile(write(lines))
      #expect(read.rejects.isEmpty)
      #expect(read.orders.map { $0.atRow(0) } == expected)
    }
  }

  /// A trade with some members left out, others null, texts with escapes, numbers for strings.
  static func random(number: Int, _ random: inout SplitMix64) -> Trade {
    let tid = String(UInt64.random(in: 1...9_223_372_036_854_775_807, using: &random))
    var trade = Trade(Bool.random(using: &random) ? tid : quoted(tid))
    let texts = [
      "\"\"", "null", quoted("买家不要了"), quoted("等\\n通知"), quoted("\\u4e70\\u5bb6 \\ud83d\\ude4f\\/\\\"好\\\""),
      quoted("🙏\\\\"),
      quoted("{\\\"tid\\\":1}"), quoted("[]},:"),
    ]
    let statuses = ["WAIT_BUYER_PAY", "WAIT_SELLER_SEND_GOODS", "TRADE_CLOSED", "NEW_ONE"]
    for name in ["seller_memo", "buyer_message", "receiver_name", "receiver_town", "receiver_address"] {
      trade = trade.with([name: texts.randomElement(using: &random) ?? "null"])
    }
    trade = trade.with([
      "status": quoted(statuses.randomElement(using: &random) ?? ""),
      "payment": Bool.random(using: &random) ? "88.1" : quoted("88.10"),
      "trade_attr": #"{"trades":[1],"list":[{"tid":5,"x":[]}]}"#,
      "promotion_details": #"{"promotion_detail":[{"id":1}]}"#,
    ])
    for place in 0..<Int.random(in: 0...2, using: &random) {
      trade.lines.append(Trade.line("\(place + 1)00\(number)", refund: place == 0 ? "SUCCESS" : "NO_REFUND"))
    }
    trade.members.shuffle(using: &random)
    return trade
  }
}

extension ImportedOrder {
  func atRow(_ row: Int) -> ImportedOrder {
    var order = self
    order.row = row
    return order
  }
}
