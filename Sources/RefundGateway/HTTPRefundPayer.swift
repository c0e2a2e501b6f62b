import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
public import Refunds
import Vocabulary

/// Pays refunds through an HTTP gateway. The payments of a batch are under way at the same time; one whose answer does
/// not come in time has none. Nothing is ever sent twice by itself, and no redirect is followed.
public final class HTTPRefundPayer: RefundPayer {
  private let client: HTTPClient
  private let base: String
  private let token: String
  private let timeout: TimeAmount
  /// The gateway did not take our token: what comes next would not be taken either.
  private var isDenied = false

  /// - Parameters:
  ///   - url: where `/refunds` stands; https, except on this very machine.
  ///   - token: sent as `Authorization: Bearer`; never shown.
  /// - Throws: `Failure` `.usage` `gateway_url`.
  public init(url: String, token: String, timeoutMilliseconds: Int64 = 10_000) throws {
    base = try Self.checked(url)
    self.token = token
    timeout = .milliseconds(timeoutMilliseconds)
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout.connect = timeout
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  deinit { try? client.syncShutdown() }

  public func pay(_ payments: [Payment]) throws -> [PayerAnswer] {
    try send(payments, isQuery: false) { payment in
      var request = try HTTPClient.Request(url: base + "/refunds", method: .POST, headers: headers)
      request.headers.add(name: "Idempotency-Key", value: GatewayKey.text(payment.key))
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(try JSONEncoder().encode(Body(payment)))
      return request
    }
  }

  public func ask(_ payments: [Payment]) throws -> [PayerAnswer] {
    try send(payments, isQuery: true) { payment in
      try HTTPClient.Request(
        url: base + "/refunds/" + GatewayKey.text(payment.key), method: .GET, headers: headers)
    }
  }

  private struct Body: Encodable {
    let key: String
    let item: String
    let amountFen: Int64
    let order: String
    let shop: String

    enum CodingKeys: String, CodingKey {
      case key, item, order, shop
      case amountFen = "amount_fen"
    }

    init(_ payment: Payment) {
      key = GatewayKey.text(payment.key)
      item = payment.item
      amountFen = payment.fen
      order = payment.order
      shop = payment.shop
    }
  }

  private var headers: HTTPHeaders {
    var headers = HTTPHeaders([("User-Agent", "peakday"), ("Accept", "application/json")])
    if !token.isEmpty { headers.add(name: "Authorization", value: "Bearer \(token)") }
    return headers
  }

  private func send(
    _ payments: [Payment], isQuery: Bool, _ request: (Payment) throws -> HTTPClient.Request
  ) throws -> [PayerAnswer] {
    guard !isDenied else {
      throw Failure(
        .refused, code: "gateway_denied",
        Message(
          zh: "网关不接受这个令牌；已发出的要查询", en: "the gateway does not take the token; what was sent has to be asked about"),
        place: base,
        next: Message(
          zh: "核对 PEAKDAY_PAYTOKEN 后重新执行同一条命令", en: "check PEAKDAY_PAYTOKEN, then run the same command again"))
    }
    let deadline = NIODeadline.now() + timeout
    let futures = try payments.map { payment in
      let request = try request(payment)
      let whole = ResponseAccumulator(request: request, maxBodySize: 65_536)
      return client.execute(request: request, delegate: whole, deadline: deadline).futureResult
    }
    return zip(payments, futures).map { payment, future in
      do {
        let response = try future.wait()
        if response.status == .unauthorized || response.status == .forbidden { isDenied = true }
        let body = response.body.map { Array($0.readableBytesView) } ?? []
        return GatewayReply.answer(status: response.status.code, body: body, to: payment, isQuery: isQuery)
      } catch {
        // The kind of error only: its text may hold the URL with what is in it.
        return .lost(error is HTTPClientError ? "\(error)".prefix(80).description : "no connection")
      }
    }
  }

  private static func checked(_ text: String) throws -> String {
    let failure = Failure(
      .usage, code: "gateway_url",
      Message(zh: "网关地址要以 https:// 开头，不带用户名和 ?", en: "the gateway needs an https:// URL without a user name or ?"),
      next: Message(zh: "例如：--url https://pay.example.com/api", en: "for example: --url https://pay.example.com/api"))
    guard let url = URL(string: text), let host = url.host, !host.isEmpty, url.user == nil, url.password == nil,
      url.query == nil, url.fragment == nil
    else { throw failure }
    let isHere = ["127.0.0.1", "::1", "localhost"].contains(host)
    guard url.scheme == "https" || url.scheme == "http" && isHere else { throw failure }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}
