import Formats
import Orders
import Playbooks
import Store
import TestSupport
import Vocabulary

@testable import Orders

/// Something that a test relies on is not there.
struct Unexpected: Error {
  let what: String

  init(_ what: String) { self.what = what }
}

/// The facts that a store's verbs announced, in order. `changed` counts for itself: nearly every verb announces it.
final class FactLog: @unchecked Sendable {  // Used by the one thread that works with the store.
  private(set) var facts: [OrderFact] = []
  private(set) var changes = 0

  /// Those that concern the parcel, without those that concern the money.
  var ofParcels: [OrderFact] {
    facts.filter { ![.unwanted, .unwantedPaid, .refundsShown, .wantedAgain].contains($0) }
  }

  func clear() { (facts, changes) = ([], 0) }

  func follow(_ fact: any Fact, _: Change) throws {
    guard let fact = fact as? OrderFact else { throw Unexpected("\(fact)") }
    if fact == .changed { changes += 1 } else { facts.append(fact) }
  }
}

/// A store with orders of one shop, and its verbs without the ceremony. Facts are noted and followed by nothing.
struct Shop: @unchecked Sendable {  // Its threads each work with a store of their own.
  static let name = "店铺甲"
  /// The built-in rules, read once.
  static let rules = Result { try PlaybookSet.builtIn.remarkRules() }
  static let playbooks = Result {
    ImportPlaybooks(
      book: try PlaybookSet.builtIn.remarkBook(), shipping: try PlaybookSet.builtIn.shippingRules(),
      couriers: try PlaybookSet.builtIn.couriers(), addresses: AddressIntake(storeSecret: "test"))
  }
  static let gates = Result { try PlaybookSet.builtIn.gates() }

  let place: TestStore
  let store: Store
  let log = FactLog()
  private let counter = Counter()

  final class Counter {
    var last = 0
  }

  init(engine: Engine) throws {
    (place, store) = try TestStore.make(engine: engine, follow: log.follow)
  }

  static func key(_ id: String) -> OrderKey { OrderKey(shop: name, id: id) }

  static func gate(_ key: String) throws -> Gate {
    guard let gate = try gates.get().first(where: { $0.key == key }) else {
      throw Unexpected("no gate \(key)")
    }
    return gate
  }

  /// Makes one change under the next free operation id.
  @discardableResult
  func perform<Answer: Codable & Sendable>(
    actor: Actor = People.wang, at: Instant = Moments.midnight, _ body: (Change) throws -> Answer
  ) throws -> Answer {
    counter.last += 1
    return try store.perform(try operation("OP\(counter.last)", actor: actor, at: at), body).result
  }

  /// Puts an order into the store as it is given.
  func put(_ order: Order) throws {
    try perform { change in
      guard try OrderRecords.insert(order, change) else { throw Unexpected("\(order.key.id) was there") }
      return 0
    }
  }

  func order(_ id: String) throws -> Order? { try store.read { try OrderQuestions.find(Self.key(id), $0) } }
  func holds(_ id: String) throws -> [Hold] { try store.read { try Holds.ofOrder(Self.key(id), $0) } }
  func memos(_ id: String) throws -> [MemoVersion] { try store.read { try Memos.ofOrder(Self.key(id), $0) } }

  @discardableResult
  func remark(
    _ id: String, _ text: String, inAdvance: Bool = false, actor: Actor = People.li, at: Instant = Moments.midnight
  ) throws -> Memos.Remarked {
    let rules = try Self.rules.get()
    return try perform(actor: actor, at: at) {
      try Memos.add(Self.key(id), text: text, rules: rules, inAdvance: inAdvance, $0)
    }
  }

  @discardableResult
  func hold(
    _ id: String, _ reason: HoldReason, inAdvance: Bool = false, actor: Actor = People.li
  ) throws -> Holds.Placed {
    try perform(actor: actor) { try Holds.add(Self.key(id), reason: reason, note: "注", inAdvance: inAdvance, $0) }
  }

  @discardableResult
  func lift(_ id: String, _ reason: HoldReason? = nil, actor: Actor = People.wang) throws -> Holds.Lifted {
    try perform(actor: actor) { try Holds.lift(Self.key(id), reason: reason, $0) }
  }

  func pass(
    _ ids: [String], at gate: String = "print", now: Instant = Moments.midnight, actor: Actor = People.zhao
  ) throws -> [GateAnswer] {
    let gate = try Self.gate(gate)
    return try perform(actor: actor, at: now) { try Gates.pass(ids.map(Self.key), at: gate, $0) }
  }
}

/// An order whose columns all differ.
func makeOrder(
  _ id: String, stage: OrderStage = .paid, openHolds: Int64 = 0, refundBlock: RefundBlock = .none,
  memoSeenAt: Instant? = Moments.midnight.adding(minutes: -7), memoVersion: Int64 = 0,
  sourceAt: Instant = Moments.midnight.adding(minutes: -11)
) -> Order {
  Order(
    key: Shop.key(id), stage: stage, version: 1, openHolds: openHolds, refundBlock: refundBlock,
    memoSeenAt: memoSeenAt, memoVersion: memoVersion, sourceAt: sourceAt, columns: makeColumns)
}

/// What a gate looks at in an order.
func makeRow(_ order: Order, parcels: Int64 = 0) -> GateRow {
  GateRow(
    id: order.key.id, stage: order.stage, version: order.version, openHolds: order.openHolds,
    refundBlock: order.refundBlock, memoSeenAt: order.memoSeenAt, parcels: parcels)
}

let makeColumns = OrderColumns(
  platformStatus: "买家已付款，等待卖家发货", createdAt: Moments.opening.adding(minutes: 1),
  paidAt: Moments.opening.adding(minutes: 2), total: Money(fen: 17_880), paid: Money(fen: 17_580),
  refund: Money(fen: 300), title: "保湿面霜", itemCount: 4)

/// Text of a file with the given lines.
func lines(_ lines: [String]) -> String { lines.map { $0 + "\r\n" }.joined() }

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
