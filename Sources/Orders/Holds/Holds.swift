public import Store
public import Vocabulary

/// The verbs of holds.
public enum Holds {
  /// What placing a hold answers for one order.
  public struct Placed: Sendable, Codable, Equatable {
    public let order: String
    public let reason: HoldReason
    public let answer: HoldTiming.Answer
    public let consequence: HoldTiming.Consequence
    /// The stage the order had reached.
    public let stage: OrderStage
    /// The hold's id; of the one that was there already when `isNew` is false, nothing is told.
    public let id: String
    /// False when the same source held it for the same reason already.
    public let isNew: Bool
    /// The order's version with this hold: versions put all changes of an order in line.
    public let orderVersion: Int64
    /// Waybills of its parcels that are still here though another one has left: they have a recall too. nil for none.
    public let leftBehind: [String]?

    public var exitCode: ExitCode { answer == .late ? .late : .done }
  }

  /// Holds one order on a person's word. The order must be known, or be held in advance on purpose: a mistyped
  /// number would hold nothing while the real order ships.
  public static func add(
    _ key: OrderKey, reason: HoldReason, note: String, inAdvance: Bool, _ change: Change
  ) throws -> Placed {
    try Memos.refuseTooLong(note, of: key)
    let order = try OrderLookup.lock(key, inAdvance: inAdvance, change)
    var facts = OrderFacts()
    let hold = NewHold(reason: reason, source: .person(change.operation.actor.name), note: note)
    let placed = try place(hold, on: order, &facts, change)
    try facts.announce(change)
    return placed
  }

  /// Places a hold on an order whose row this transaction has locked.
  static func place(
    _ hold: NewHold, on order: Order, _ facts: inout OrderFacts, _ change: Change
  ) throws -> Placed {
    // Its parcel may be further than the order itself: another order in it was scanned.
    let parcels = try ParcelRecords.homes(of: order.key, change.session)
    let here = HoldTiming.leftBehind(parcels).map(\.waybill)
    let stage = HoldTiming.stage(of: order.stage, parcels: parcels.map(\.stage))
    let timing = HoldTiming(placedAt: stage)
    let id = id(of: hold, on: order.key, change)
    var version = order.version
    let isNew = try HoldRecords.insert(
      hold, id: id, of: order.key, stage: stage, consequence: timing.consequence, change)
    if isNew {
      version = try OrderRecords.addOpenHolds(1, to: order.key, change)
      facts.insert(.changed)
      if timing.consequence != .none { facts.insert(.heldLate) }
      if hold.isUnwanted { facts.insert(.unwanted) }
    }
    return Placed(
      order: order.key.id, reason: hold.reason, answer: timing.answer,
      consequence: isNew ? timing.consequence : .none, stage: stage, id: id, isNew: isNew, orderVersion: version,
      leftBehind: here.isEmpty ? nil : here)
  }

  /// The source too: one part of an import may bring two memos of an order.
  static func id(of hold: NewHold, on key: OrderKey, _ change: Change) -> String {
    let line = hold.line.isEmpty ? "" : ":" + hold.line
    return "\(change.operation.id):\(key.id):\(hold.reason.rawValue):\(hold.source.text)\(line)"
  }

  /// What lifting answers.
  public struct Lifted: Sendable, Codable, Equatable {
    public let order: String
    public let lifted: [HoldReason]
    public let liftedIds: [String]
    /// Holds that stay: the order passes only with none.
    public let remaining: Int64
    /// The order's version after the lift.
    public let orderVersion: Int64
  }

  /// Lifts the open holds of an order, all for one reason. Without `reason` the open holds must all have the same one.
  ///
  /// Refused when the actor's role may not lift it, and when the order has been paid back in full.
  public static func lift(_ key: OrderKey, reason: HoldReason?, _ change: Change) throws -> Lifted {
    let order = try OrderLookup.lock(key, inAdvance: false, change)
    let open = try HoldRecords.open(key, change.session)
    let chosen = try HoldLift.choose(open, reason: reason, order: order, role: change.operation.actor.role)
    if chosen.contains(where: { $0.reason == .addressPending }),
      try ProposalRecords.open(key, change.session) != nil
    {
      throw HoldLift.proposalIsOpen(key)
    }
    var facts = OrderFacts()
    let (lifted, version) = try lift(chosen, of: order, &facts, change)
    try facts.announce(change)
    return Lifted(
      order: key.id, lifted: lifted.map(\.reason), liftedIds: lifted.map(\.id),
      remaining: order.openHolds - Int64(lifted.count), orderVersion: version)
  }

  /// Lifts holds of an order whose row is locked, and returns those with the order's new version. `order.openHolds`
  /// must be the count before.
  static func lift(
    _ holds: [Hold], of order: Order, _ facts: inout OrderFacts, _ change: Change
  ) throws -> (holds: [Hold], orderVersion: Int64) {
    var lifted: [Hold] = []
    for hold in holds where try HoldRecords.lift(hold.id, change) { lifted.append(hold) }
    guard !lifted.isEmpty else { return ([], order.version) }
    let version = try OrderRecords.addOpenHolds(-Int64(lifted.count), to: order.key, change)
    facts.insert(.changed)
    if order.openHolds == Int64(lifted.count) { facts.insert(.released) }
    if lifted.contains(where: { $0.reason == .buyerCancelled && $0.line.isEmpty }) { facts.insert(.wantedAgain) }
    return (lifted, version)
  }

  /// Open holds by the time their orders must be shipped.
  public static func list(_ filter: HoldFilter, _ session: any Session) throws -> [HeldOrder] {
    try HoldRecords.list(filter, session)
  }

  /// All holds of one order, the lifted ones too, oldest first.
  public static func ofOrder(_ key: OrderKey, _ session: any Session) throws -> [Hold] {
    try HoldRecords.all(key, session)
  }

  /// For the follower of `heldLate`: the holds that this change placed after print or hand-over.
  public static func late(_ change: Change) throws -> [Hold] {
    try HoldRecords.late(change)
  }

  /// For the follower of `unwanted`: the paid orders that this change held because their buyers do not want them.
  public static func unwanted(_ change: Change) throws -> [Order] {
    try UnwantedRecords.held(change)
  }

  /// For the follower of `unwantedPaid`: the orders that this change showed as paid and that had been held so before.
  public static func unwantedAndPaid(_ change: Change) throws -> [Order] {
    try UnwantedRecords.paid(change)
  }

  /// For the follower of `wantedAgain`: the orders whose last such hold this change lifted.
  public static func wantedAgain(_ change: Change) throws -> [OrderKey] {
    try UnwantedRecords.wantedAgain(change)
  }

  /// For the follower of `released`: the orders whose last open hold this change lifted.
  public static func released(_ change: Change) throws -> [OrderKey] {
    try HoldRecords.released(change)
  }

  /// For `audit verify`: orders whose count of open holds contradicts the table of holds; at most 100.
  public static func miscounted(_ session: any Session) throws -> [OrderKey] {
    try HoldRecords.miscounted(session)
  }
}
