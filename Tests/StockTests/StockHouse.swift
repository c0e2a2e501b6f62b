import Coordination
import Formats
import Orders
import Playbooks
import Store
import TestSupport
import Vocabulary

@testable import Stock

/// Something that a test relies on is not there.
struct Unexpected: Error {
  let what: String
}

/// A store with one shop that keeps stock; its verbs without the ceremony, every consequence followed.
final class StockHouse {
  static let shop = "店铺甲"
  static let playbooks = Result {
    ImportPlaybooks(
      book: try PlaybookSet.builtIn.remarkBook(), shipping: try PlaybookSet.builtIn.shippingRules(),
      couriers: try PlaybookSet.builtIn.couriers(), addresses: AddressIntake(storeSecret: "test"))
  }
  static let header = "子订单编号,主订单编号,商品标题,购买数量,商家编码,商品属性,订单状态,买家实付金额,退款状态,应发货时间,订单创建时间,订单付款时间,商家备注"

  let store: Store
  /// The moment of the next operation.
  var now = Moments.midnight
  private var last = 0

  init(engine: Engine, begins: Bool = true) throws {
    store = try TestStore.make(engine: engine, follow: Consequences.follow).store
    try perform { try Setup.installPlaybooks(.builtIn, $0) }
    if begins { try begin() }
  }

  static func key(_ id: String) -> OrderKey { OrderKey(shop: shop, id: id) }

  private func next() -> Int {
    last += 1
    return last
  }

  func begin() throws {
    guard let id = OperationID("BEGIN\(next())") else { throw Unexpected(what: "an id") }
    let run = PartedRun(
      store: store, id: id, verb: "stock begin", actor: People.zhao, arguments: [:], now: { self.now })
    try OrderStock.begin(Self.shop, warehouse: "main", run)
  }

  @discardableResult
  func perform<Answer: Codable & Sendable>(
    actor: Actor = People.wang, _ body: (Change) throws -> Answer
  ) throws -> Answer {
    try store.perform(try operation("OP\(next())", actor: actor, at: now), body).result
  }

  struct Line {
    var id = ""
    var order: String
    var sku: String
    var quantity = 1
    var status = StockHouse.paid
    var refund = ""
    var paid = "100.00"
    var createdAt = Moments.midnight.adding(minutes: -30)
    var paidAt = Moments.midnight.adding(minutes: -29)
  }

  static let unpaid = "等待买家付款"
  static let paid = "买家已付款，等待卖家发货"
  static let shipped = "卖家已发货，等待买家确认"
  static let closed = "交易成功"
  static let cancelled = "交易关闭"

  /// Imports order lines, as one item export.
  @discardableResult
  func take(_ lines: [Line], exportedAt: Instant? = nil) throws -> ImportTotals {
    let number = next()
    let rows = lines.map { line in
      let name = line.id.isEmpty ? line.order + "1" : line.id
      let paidAt = line.status == Self.unpaid ? "" : line.paidAt.shopText
      return "\(name),\(line.order),面霜,\(line.quantity),\(line.sku),,\(line.status),\(line.paid),\(line.refund),,"
        + "\(line.createdAt.shopText),\(paidAt),"
    }
    let text = ([Self.header] + rows).map { $0 + "\r\n" }.joined()
    guard let run = OperationID("RUN\(number)") else { throw Unexpected(what: "a run's name") }
    let file = ImportFile(
      shop: Self.shop, name: "items.csv", digest: "items-\(number)", exportedAt: exportedAt ?? now)
    return try OrderImport(
      file: file, playbooks: try Self.playbooks.get(), actor: People.wang, run: run, now: { self.now }
    ).perform(
      try CSVReader(.bytes(Array(text.utf8))), in: store, reject: { throw Unexpected(what: "\($0)") }
    ).totals
  }

  func pass(_ orders: [String], at gate: String) throws -> [GateAnswer] {
    let found = try store.read { try Gates.find(gate, $0) }
    return try perform(actor: People.zhao) { try Gates.pass(orders.map(Self.key), at: found, $0) }
  }

  func hold(_ order: String, _ reason: HoldReason) throws {
    try perform { try Holds.add(Self.key(order), reason: reason, note: "", inAdvance: false, $0) }
  }

  func lift(_ order: String, _ reason: HoldReason) throws {
    try perform { try Holds.lift(Self.key(order), reason: reason, $0) }
  }

  @discardableResult
  func receive(_ quantity: Int64, _ sku: String, _ origin: Stock.Origin = .supplier) throws -> Stock.Moved {
    try perform {
      try Stock.receive(
        quantity, of: sku, as: origin, warehouse: nil, document: nil, shop: Self.shop, $0)
    }
  }

  @discardableResult
  func snapshot(
    _ source: StockSource, _ text: String, at moment: Instant, opening: Bool = false, digest: String? = nil
  ) throws -> StockSnapshots.Taken {
    let file = try SnapshotFile.read(try CSVReader(.bytes(Array(text.utf8))), of: source)
    let number = next()
    return try perform {
      try StockSnapshots.take(
        file, of: source, named: "stock.csv", digest: digest ?? "stock-\(number)", takenAt: moment, shop: Self.shop,
        opening: opening, $0)
    }
  }

  func warehouse(_ counts: [String: Int64], at moment: Instant, opening: Bool = false) throws {
    let rows = counts.sorted { $0.key < $1.key }.map { "\($0.key),\($0.value)\r\n" }.joined()
    try snapshot(.warehouse("main"), "商品编码,实际库存数\r\n" + rows, at: moment, opening: opening)
  }

  func page(_ counts: [String: Int64], at moment: Instant) throws {
    let rows = counts.sorted { $0.key < $1.key }.map { "9\($0.key),\($0.key),\($0.value)\r\n" }.joined()
    try snapshot(.page, "数字ID,商家编码,宝贝数量\r\n" + rows, at: moment)
  }

  /// Every balance that is not 0, as the ledger keeps them.
  func balances() throws -> [String: Int64] {
    var found: [String: Int64] = [:]
    try store.read { session in
      try StockRecords.balances(shop: Self.shop, sku: nil, session) {
        if $0.quantity != 0 { found["\($0.sku) \($0.account.name)"] = $0.quantity }
      }
    }
    return found
  }

  func level(_ sku: String) throws -> StockLevel {
    guard
      let level = try store.read({ try Stock.levels(shop: Self.shop, skus: [sku], limit: 1, $0) }).first
    else { throw Unexpected(what: sku) }
    return level
  }

  func reconcile(
    at moment: Instant? = nil, sku: String? = nil, recounting: Bool = false
  ) throws -> Reconciliation {
    recounting
      ? try Reconciliation.recount(shop: Self.shop, sku: sku, at: moment ?? now, now: now, in: store)
      : try store.read { try Reconciliation.compute(shop: Self.shop, sku: sku, at: moment ?? now, now: now, $0) }
  }
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
