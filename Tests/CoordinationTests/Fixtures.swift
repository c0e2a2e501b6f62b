import Cases
import Coordination
import Formats
import Orders
import Playbooks
import Store
import TestSupport
import Vocabulary

/// Something that a test relies on is not there.
struct Unexpected: Error {
  let what: String
}

/// A store with everything in it: the built-in playbooks, and every consequence followed.
struct House: @unchecked Sendable {  // Its threads each work with a store of their own.
  static let shop = "店铺甲"
  static let rules = Result { try PlaybookSet.builtIn.remarkRules() }
  static let playbooks = Result {
    ImportPlaybooks(
      book: try PlaybookSet.builtIn.remarkBook(), shipping: try PlaybookSet.builtIn.shippingRules(),
      couriers: try PlaybookSet.builtIn.couriers(), addresses: AddressIntake(storeSecret: "test"))
  }

  let place: TestStore
  let store: Store
  private let counter = Counter()

  final class Counter {
    var last = 0
  }

  init(engine: Engine) throws {
    (place, store) = try TestStore.make(engine: engine, follow: Consequences.follow)
    try perform { try Setup.installPlaybooks(.builtIn, $0) }
  }

  static func key(_ id: String) -> OrderKey { OrderKey(shop: shop, id: id) }

  @discardableResult
  func perform<Answer: Codable & Sendable>(
    actor: Actor = People.wang, at: Instant = Moments.midnight, _ body: (Change) throws -> Answer
  ) throws -> Answer {
    counter.last += 1
    return try store.perform(try operation("OP\(counter.last)", actor: actor, at: at), body).result
  }

  /// Imports orders at these platform statuses, as one file.
  @discardableResult
  func take(
    _ orders: [(id: String, status: String)], memo: String = "", minutes: Int64 = -5
  ) throws -> ImportTotals {
    counter.last += 1
    let header = "订单编号,订单状态,总金额,买家实际支付金额,退款金额,订单付款时间,宝贝标题,订单备注"
    let rows = orders.map { "\($0.id),\($0.status),178.80,175.80,3.00,2026-11-11 00:01:02,面霜,\(memo)" }
    let text = ([header] + rows).map { $0 + "\r\n" }.joined()
    guard let run = OperationID("RUN\(counter.last)") else { throw Unexpected(what: "a run's name") }
    let file = ImportFile(
      shop: Self.shop, name: "orders.csv", digest: "digest-\(counter.last)",
      exportedAt: Moments.midnight.adding(minutes: minutes))
    return try OrderImport(
      file: file, playbooks: try Self.playbooks.get(), actor: People.wang, run: run, now: { Moments.midnight }
    ).perform(try CSVReader(.bytes(Array(text.utf8))), in: store, reject: { _ in }).totals
  }

  /// Imports a parcel list: `运单号,订单编号`.
  func list(_ rows: [String]) throws {
    counter.last += 1
    let text = (["运单号,订单编号"] + rows).map { $0 + "\r\n" }.joined()
    guard let run = OperationID("LIST\(counter.last)") else { throw Unexpected(what: "a run's name") }
    let file = ImportFile(
      shop: Self.shop, name: "parcels.csv", digest: "list-\(counter.last)", exportedAt: Moments.midnight)
    _ = try ParcelImport(file: file, actor: People.wang, run: run, now: { Moments.midnight }).perform(
      try CSVReader(.bytes(Array(text.utf8))), in: store, reject: { throw Unexpected(what: $0.code) })
  }

  /// Brings in an order and leads it to a stage, through the gates where only they lead there.
  func bring(_ id: String, to stage: OrderStage) throws {
    let status: [OrderStage: String] = [
      .depositPaid: "定金已付", .unpaid: "等待买家付款", .consigned: "卖家已发货，等待买家确认", .handedOver: "买家已签收",
      .closed: "交易成功", .cancelled: "交易关闭",
    ]
    try take([(id, status[stage] ?? "买家已付款，等待卖家发货")])
    let gate: [OrderStage: String] = [.approved: "approve", .printed: "print", .picked: "pick", .packed: "pack"]
    if let name = gate[stage] {
      let gates = try PlaybookSet.builtIn.gates()
      guard let gate = gates.first(where: { $0.key == name }) else { throw Unexpected(what: name) }
      let answers = try perform { try Gates.pass([Self.key(id)], at: gate, $0) }
      guard answers.first?.outcome == .pass else { throw Unexpected(what: "\(answers)") }
    }
  }

  @discardableResult
  func remark(_ id: String, _ text: String) throws -> Memos.Remarked {
    let rules = try Self.rules.get()
    return try perform(actor: People.li) {
      try Memos.add(Self.key(id), text: text, rules: rules, inAdvance: false, $0)
    }
  }

  @discardableResult
  func hold(_ id: String, _ reason: HoldReason) throws -> Holds.Placed {
    try perform(actor: People.li) { try Holds.add(Self.key(id), reason: reason, note: "注", inAdvance: false, $0) }
  }

  func cases(_ id: String) throws -> [ShopCase] {
    try store.read { try Cases.ofOrder(shop: Self.shop, order: id, $0) }
  }

  /// The holds attached to a case.
  func attached(_ item: ShopCase) throws -> [String] {
    try store.read { session in
      try session.all("SELECT hold_id FROM case_hold WHERE case_id = $1 ORDER BY hold_id", [.text(item.id)]) {
        try $0.text(0)
      }
    }
  }

  func status(shop: String? = nil) throws -> DayStatus {
    try store.read { try DayStatus.ask(shop: shop, now: Moments.evening, $0) }
  }

  func verify() throws -> [AuditFinding] { try AuditVerify.run(store, since: nil).findings }
}
