public import Playbooks
public import Store
public import Vocabulary

/// The verbs of promises.
public enum Promises {
  /// What noting a promise answers.
  public struct Made: Sendable, Codable, Equatable {
    public let order: String
    public let number: Int64
    public let kind: Promise.Kind
    /// The courier's name, or what exactly.
    public let value: String
    public let stage: OrderStage
    /// A courier promise that comes when the label is printed already binds only where the parcel leaves.
    public let isLate: Bool
  }

  /// A promise in a person's words.
  public struct Request: Sendable {
    public let kind: Promise.Kind
    public let mode: Todo.Mode
    public let value: String
    public let text: String
    public let due: Instant?
    public let owner: String?

    public init(
      kind: Promise.Kind, mode: Todo.Mode = .must, value: String, text: String = "", due: Instant? = nil,
      owner: String? = nil
    ) {
      self.kind = kind
      self.mode = mode
      self.value = value
      self.text = text
      self.due = due
      self.owner = owner
    }
  }

  public static func add(_ key: OrderKey, _ request: Request, _ change: Change) throws -> Made {
    try Memos.refuseTooLong(request.value + request.text, of: key)
    let order = try OrderLookup.lock(key, inAdvance: false, change)
    var value = request.value
    if request.kind == .courier {
      let names = try PromiseRecords.courierNames(change.session)
      guard let courier = names.courier(value) else { throw unknownCourier(value, names) }
      value = courier
    }
    let promise = NewPromise(
      kind: request.kind, mode: request.mode, value: value, text: request.text.isEmpty ? request.value : request.text,
      due: request.due, owner: request.owner ?? request.kind.owner.rawValue,
      source: .person(change.operation.actor.name))
    let number = try PromiseRecords.nextNumber(key, change.session)
    try PromiseRecords.insert([promise], of: key, first: number, change)
    if promise.kind == .courier { try OrderRecords.addCourierPromises(1, to: key, change) }
    return Made(
      order: key.id, number: number, kind: promise.kind, value: value, stage: order.stage,
      isLate: promise.kind == .courier && order.stage >= .printed)
  }

  /// What deciding answers.
  public struct Decided: Sendable, Codable, Equatable {
    public let order: String
    public let number: Int64
    public let kind: Promise.Kind
    public let state: Promise.State
  }

  /// Notes that a promise was kept or broken. Refused when it is not open.
  public static func decide(
    _ number: Int64?, of key: OrderKey, as state: Promise.State, result: String, _ change: Change
  ) throws -> Decided {
    try Memos.refuseTooLong(result, of: key)
    _ = try OrderLookup.lock(key, inAdvance: false, change)
    let open = try PromiseRecords.list(PromiseFilter(shop: key.shop, order: key.id, withDecided: true), change.session)
      .filter { $0.state == .open }
    let chosen = number.map { number in open.filter { $0.number == number } } ?? open
    guard let promise = chosen.first, chosen.count == 1 else { throw undecided(key, number, open) }
    guard try PromiseRecords.decide(promise.number, of: key, as: state, result: result, change) else {
      throw StoreError.retry("the promise was decided in between")
    }
    if promise.kind == .courier { try OrderRecords.addCourierPromises(-1, to: key, change) }
    return Decided(order: key.id, number: promise.number, kind: promise.kind, state: state)
  }

  /// Notes what a remark promises for an order whose row is locked. A newer remark takes the place of older ones in
  /// what it speaks of; a promise does not end because a later remark is silent about it.
  static func take(_ todos: [Todo], source: HoldSource, writtenAt: Instant, of key: OrderKey, _ change: Change) throws {
    guard todos.contains(where: { Promise.Kind($0.kind) != nil }) else { return }
    let names = try PromiseRecords.courierNames(change.session)
    let promises = NewPromise.made(by: todos, source: source, writtenAt: writtenAt) { names.courier($0) }
    guard !promises.isEmpty else { return }
    var couriers = Int64(promises.count { $0.kind == .courier })
    for kind in Promise.Kind.allCases where promises.contains(where: { $0.kind == kind }) {
      let replaced = try PromiseRecords.replace(kind, of: key, change)
      if kind == .courier { couriers -= replaced }
    }
    try PromiseRecords.insert(
      promises, of: key, first: try PromiseRecords.nextNumber(key, change.session), change)
    if couriers != 0 { try OrderRecords.addCourierPromises(couriers, to: key, change) }
  }

  public static func list(_ filter: PromiseFilter, _ session: any Session) throws -> [Promise] {
    try PromiseRecords.list(filter, session)
  }

  /// Open promises that are due by a moment, of orders that are not over.
  public static func countDue(shop: String?, by moment: Instant, _ session: any Session) throws -> Int64 {
    try PromiseRecords.countDue(shop: shop, by: moment, session)
  }

  /// For `audit verify`: orders whose count of courier promises contradicts the table of promises; at most 100.
  public static func miscounted(_ session: any Session) throws -> [OrderKey] {
    try PromiseRecords.miscounted(session)
  }

  /// Puts the couriers of a playbook version in force.
  public static func replaceCouriers(_ book: CourierBook, _ change: Change) throws {
    try PromiseRecords.replaceCouriers(CourierNames(book), change.session)
  }

  private static func unknownCourier(_ word: String, _ names: CourierNames) -> Failure {
    let known = Set(names.list.map(\.courier)).sorted().joined(separator: "、")
    return Failure(
      .usage, code: "unknown_courier",
      Message(zh: "不认识这家快递；现有：\(known)", en: "this courier is not in the playbook; there are: \(known)"), place: word,
      next: Message(
        zh: "在 couriers.yaml 里加上它的名字，再 peakday playbook publish",
        en: "add its name to couriers.yaml, then: peakday playbook publish"))
  }

  private static func undecided(_ key: OrderKey, _ number: Int64?, _ open: [Promise]) -> Failure {
    guard !open.isEmpty else {
      return Failure(
        .refused, code: "no_open_promise",
        Message(zh: "这个订单没有未兑现的承诺", en: "this order has no open promise"), place: key.id,
        next: Message(
          zh: "查看：peakday promise list --order \(key.id) --all",
          en: "look: peakday promise list --order \(key.id) --all"))
    }
    let numbers = open.map { "\($0.number)" }.joined(separator: ", ")
    return Failure(
      .refused, code: "several_promises",
      Message(zh: "请说明是哪一个承诺：\(numbers)", en: "say which promise: \(numbers)"), place: key.id,
      next: Message(
        zh: "例如：peakday promise keep \(key.id) --number \(open[0].number)",
        en: "for example: peakday promise keep \(key.id) --number \(open[0].number)"))
  }
}
