import FoundationEssentials
import Refunds

/// What the gateway's answers mean: a pure function of status and body. Whatever is not plainly an answer to this very
/// key is no answer, and then the payment may have been made.
///
/// The gateway takes `POST …/refunds` with the key in `Idempotency-Key` and answers `GET …/refunds/KEY`; both with
/// `{"key": …, "result": "paid" | "refused" | "stale" | "unknown" | "conflict", "amount_fen": …, "reason": …}`.
enum GatewayReply {
  private struct Body: Decodable {
    let key: String
    let result: String
    let amountFen: Int64?
    let reason: String?

    enum CodingKeys: String, CodingKey {
      case key, result, reason
      case amountFen = "amount_fen"
    }
  }

  static func answer(status: UInt, body: [UInt8], to payment: Payment, isQuery: Bool) -> PayerAnswer {
    guard let reply = try? JSONDecoder().decode(Body.self, from: Data(body)) else {
      return .lost("HTTP \(status), no answer that makes sense")
    }
    guard reply.key == GatewayKey.text(payment.key) else { return .lost("HTTP \(status), an answer to another key") }
    switch (status, reply.result) {
    case (200..<300, "paid"):
      guard let fen = reply.amountFen else { return .lost("HTTP \(status), paid without an amount") }
      return .paid(fen: fen)
    case (200..<300, "refused"), (422, "refused"): return .refused(String((reply.reason ?? "").prefix(200)))
    case (200..<300, "stale"), (409, "stale"): return .stale
    case (409, "conflict"): return .disagrees(String((reply.reason ?? "conflict").prefix(200)))
    case (404, "unknown") where isQuery, (200..<300, "unknown") where isQuery: return .unknown
    default: return .lost("HTTP \(status), \(reply.result.prefix(40))")
    }
  }
}

/// A key as a header and a path may carry it.
enum GatewayKey {
  /// Every byte that is not plainly harmless as `%XX`; no two keys become the same.
  static func text(_ key: String) -> String {
    var text = ""
    for byte in key.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: ":"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return text
  }
}
