import Coordination
import Formats
import Orders
import Playbooks
import Store
import TestSupport
import Vocabulary

@testable import Refunds

/// Something that a test relies on is not there.
struct Unexpected: Error {
  let what: String
}

/// A rehearsal store with the built-in playbooks, whose time is what a test says, and every consequence followed.
struct Till: @unchecked Sendable {  // Its threads each work with a store of their own.
  static let shop = "店铺甲"
  static let playbooks = Result {
    ImportPlaybooks(
      book: try PlaybookSet.builtIn.remarkBook(), shipping: try PlaybookSet.builtIn.shippingRules(),
      couriers: try PlaybookSet.builtIn.couriers(), addresses: AddressIntake(storeSecret: "test"))
  }
  static let rules = Result { try PlaybookSet.builtIn.refundRules() }
  static let opening = Result { RefundOpening(try PlaybookSet.builtIn.calendars(), try rules.get()) }
  /// Refunds of orders paid on the 11th are open.
  static let after = Moments.evening.adding(minutes: 360)

  let place: TestStore
  let store: Store
  private let counter = Counter()

  final class Counter {
    var last = 0
  }

  init(engine: Engine) throws {
    (place, store) = try TestStore.make(engine: engine, isRehearsal: true, follow: Consequences.follow)
    try perform { try Setup.installPlaybooks(.builtIn, $0) }
  }

  static func key(_ id: String) -> OrderKey { OrderKey(shop: shop, id: id) }

  func nextID() throws -> OperationID {
    counter.last += 1
    guard let id = OperationID("OP\(counter.last)") else { throw Unexpected(what: "an operation's id") }
    return id
  }

  @discardableResult
  func perform<Answer: Codable & Sendable>(
    actor: Actor = People.wang, at: Instant = Moments.midnight, _ body: (Change) throws -> Answer
  ) throws -> Answer {
    counter.last += 1
    return try store.perform(try operation("OP\(counter.last)", actor: actor, at: at), body).result
  }

  /// Imports a table.
  @discardableResult
  func take(
    _ header: String, _ rows: [String], exportedAt: Instant = Moments.midnight.adding(minutes: -5)
  ) throws -> ImportTotals {
    counter.last += 1
    let text = ([header] + rows).map { $0 + "\r\n" }.joined()
    guard let run = OperationID("RUN\(counter.last)") else { throw Unexpected(what: "a run's name") }
    let file = ImportFile(
      shop: Self.shop, name: "file.csv", digest: "digest-\(counter.last)", exportedAt: exportedAt)
    return try OrderImport(
      file: file, playbooks: try Self.playbooks.get(), checks: ImportChecks(acceptsAge: true), actor: People.wang,
      run: run, now: { exportedAt.adding(minutes: 5) }
    ).perform(try CSVReader(.bytes(Array(text.utf8))), in: store, reject: { throw Unexpected(what: $0.code) }).totals
  }

  static let orderHeader = "订单编号,订单状态,总金额,买家实际支付金额,退款金额,订单付款时间,宝贝标题,订单备注"

  static func order(
    _ id: String, yuan: String = "175.80", status: String = "买家已付款，等待卖家发货", memo: String = "",
    paidAt: String = "2026-11-11 00:01:02"
  ) -> String {
    "\(id),\(status),\(yuan),\(yuan),0.00,\(paidAt),面霜,\(memo)"
  }

  static let refundHeader = "订单编号,退款编号,退款状态,买家退款金额,买家实际支付金额,部分退款/全部退款,售中或售后,超时时间"

  static func application(
    _ order: String, _ number: String, _ yuan: String, status: String = "买家已经申请退款，等待卖家同意", part: String = "全部退款"
  ) -> String {
    "\(order),\(number),\"\(status)\",\(yuan),175.80,\(part),售中,2026-11-13 00:00:00"
  }

  func apply(
    _ order: String, _ number: String, _ yuan: String, status: String = "买家已经申请退款，等待卖家同意", part: String = "全部退款",
    at: Instant = Moments.evening
  ) throws {
    try take(
      Self.refundHeader, [Self.application(order, number, yuan, status: status, part: part)], exportedAt: at)
  }

  func refunds(_ order: String) throws -> [Refund] {
    try store.read { try RefundRecords.ofOrder(Self.key(order), $0) }
  }

  /// The newest refund of an order.
  func refund(_ order: String) throws -> Refund {
    guard let refund = try refunds(order).last else { throw Unexpected(what: "no refund of \(order)") }
    return refund
  }

  func order(_ id: String) throws -> Order {
    guard let order = try store.read({ try OrderQuestions.find(Self.key(id), $0) }) else {
      throw Unexpected(what: "no order \(id)")
    }
    return order
  }

  @discardableResult
  func hold(_ id: String, _ reason: HoldReason = .buyerCancelled) throws -> Holds.Placed {
    try perform { try Holds.add(Self.key(id), reason: reason, note: "注", inAdvance: false, $0) }
  }

  @discardableResult
  func lift(_ id: String) throws -> Holds.Lifted {
    try perform { try Holds.lift(Self.key(id), reason: .buyerCancelled, $0) }
  }

  @discardableResult
  func queue(
    _ id: String, _ request: Refunds.Request, actor: Actor = People.wang, at: Instant = Moments.midnight
  ) throws -> Refunds.Queued {
    let (opening, rules) = (try Self.opening.get(), try Self.rules.get())
    return try perform(actor: actor, at: at) { try Refunds.queue(Self.key(id), request, opening, rules, $0) }
  }

  @discardableResult
  func approve(_ text: String, amount: Money? = nil, actor: Actor = People.zhao) throws -> Refunds.Approved {
    let rules = try Self.rules.get()
    return try perform(actor: actor) { try Refunds.approve(text, shop: Self.shop, amount: amount, rules, $0) }
  }

  func due(at: Instant = after) throws -> DueRefunds {
    let (opening, rules) = (try Self.opening.get(), try Self.rules.get())
    return try store.read { try Refunds.due(shop: Self.shop, .assumed(at), opening, rules, $0) }
  }

  @discardableResult
  func pack(at: Instant = after) throws -> RefundPacking.Summary {
    try RefundPacking(
      shop: Self.shop, rules: try Self.rules.get(), opening: try Self.opening.get(), clock: .assumed(at),
      actor: People.wang, run: try nextID(), now: { at }
    ).perform(in: store)
  }

  func claim(_ channel: RefundChannel = .gateway, sms: Bool = true, at: Instant = after) throws -> Refunds.Claim? {
    let (opening, rules) = (try Self.opening.get(), try Self.rules.get())
    return try perform(at: at) {
      try Refunds.claim(
        shop: Self.shop, channel: channel, smsConfirmed: sms, .assumed(at), opening, rules, $0)
    }
  }

  @discardableResult
  func note(_ answers: [(Payment, PayerAnswer)], at: Instant = after) throws -> Refunds.Noted {
    try perform(at: at) { try Refunds.note(answers.map { (payment: $0, answer: $1) }, by: .gateway, $0) }
  }

  /// An order that is unwanted, applied for and waits for its day.
  func bringApplied(_ id: String, yuan: String = "175.80") throws {
    try take(Self.orderHeader, [Self.order(id, yuan: yuan, memo: "买家不要了")])
    try apply(id, "9\(id)", yuan)
  }

  func pass(_ id: String, at gate: String = "print", now: Instant = Moments.midnight) throws -> GateOutcome? {
    let gate = try store.read { try Gates.find(gate, $0) }
    return try perform(at: now) { try Gates.pass([Self.key(id)], at: gate, $0) }.first?.outcome
  }

  func audit() throws -> [String] { try AuditVerify.run(store, since: nil).findings.map(\.code) }
}

/// The code of the failure that `body` throws; nil when it throws none.
func failureCode(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch let failure as Failure {
    return failure.code
  } catch {
    return "\(error)"
  }
}
