import AsyncHTTPClient
public import Broadcasts
import FoundationEssentials
import NIOCore
import NIOHTTP1
public import Playbooks
import Synchronization
public import Vocabulary

/// Says texts through the platforms' webhooks. Nothing is sent twice by itself, and no redirect is followed.
public final class HTTPRobotSender: RobotSender {
  private let client: HTTPClient
  private let accounts: [String: RobotAccount]
  private let timeout: TimeAmount
  private let now: () -> Instant

  /// - Parameter now: the time that texts are signed with.
  /// - Throws: `Failure` `.usage` `robot_url`.
  public init(
    accounts: [String: RobotAccount], timeoutMilliseconds: Int64 = 10_000, now: @escaping () -> Instant
  ) throws {
    for (name, account) in accounts { try Self.check(account.url, name) }
    self.accounts = accounts
    self.now = now
    timeout = .milliseconds(timeoutMilliseconds)
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    // Clearly before the deadline: whoever cannot be reached has not got it.
    configuration.timeout.connect = .milliseconds(timeoutMilliseconds / 2)
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  deinit { try? client.syncShutdown() }

  public func send(_ sending: RobotSending, to robot: BroadcastRules.Robot) throws -> RobotAnswer {
    guard let account = accounts[robot.key] else { return .stop(code: "no address") }
    let made = try RobotRequest(robot.platform, account, text: sending.text, now: now())
    var request = try HTTPClient.Request(
      url: made.url, method: .POST,
      headers: ["User-Agent": "peakday", "Content-Type": "application/json; charset=utf-8"])
    request.body = .bytes(made.body)
    let delivery = Delivery(request)
    do {
      let response = try client.execute(request: request, delegate: delivery, deadline: .now() + timeout).futureResult
        .wait()
      let body = response.body.map { Array($0.readableBytesView) } ?? []
      return RobotAnswer.judge(robot.platform, status: Int(response.status.code), body: body)
    } catch {
      // Name, connection, certificate: whatever failed, the request itself has not gone out.
      guard delivery.hasBegun else { return .later(code: "no connection", seconds: 30) }
      // The kind of error only: its text may hold the address with the token in it.
      return .lost(code: error is HTTPClientError ? "\(error)".prefix(40).description : "connection broken")
    }
  }

  /// Gathers the answer, and notes whether anything of the request was written to a connection.
  private final class Delivery: HTTPClientResponseDelegate {
    private let whole: ResponseAccumulator
    private let begun = Atomic(false)

    init(_ request: HTTPClient.Request) {
      whole = ResponseAccumulator(request: request, maxBodySize: 65_536)
    }

    var hasBegun: Bool { begun.load(ordering: .acquiring) }

    func didSendRequestHead(task: HTTPClient.Task<HTTPClient.Response>, _ head: HTTPRequestHead) {
      begun.store(true, ordering: .releasing)
    }

    func didReceiveHead(
      task: HTTPClient.Task<HTTPClient.Response>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> { whole.didReceiveHead(task: task, head) }

    func didReceiveBodyPart(
      task: HTTPClient.Task<HTTPClient.Response>, _ part: ByteBuffer
    ) -> EventLoopFuture<Void> { whole.didReceiveBodyPart(task: task, part) }

    func didReceiveError(task: HTTPClient.Task<HTTPClient.Response>, _ error: any Error) {
      whole.didReceiveError(task: task, error)
    }

    func didFinishRequest(task: HTTPClient.Task<HTTPClient.Response>) throws -> HTTPClient.Response {
      try whole.didFinishRequest(task: task)
    }
  }

  private static func check(_ text: String, _ name: String) throws {
    guard let url = URL(string: text), let host = url.host, !host.isEmpty, url.user == nil, url.password == nil,
      url.scheme == "https" || url.scheme == "http" && ["127.0.0.1", "::1", "localhost"].contains(host)
    else {
      throw Failure(
        .usage, code: "robot_url", Message(zh: "机器人的地址要以 https:// 开头", en: "a robot needs an https:// address"),
        place: name, next: Message(zh: "核对 PEAKDAY_ROBOTS 的文件", en: "check the file that PEAKDAY_ROBOTS names"))
    }
  }
}
