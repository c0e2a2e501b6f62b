import AddressParsing
public import Playbooks
public import Store
public import Vocabulary

/// The verbs of remarks: a memo is kept as a version, and its verdict places or lifts holds.
public enum Memos {
  /// What a remark did.
  public struct Remarked: Sendable, Codable, Equatable {
    public let order: String
    public let verdict: Verdict
    /// The rule that decided.
    public let rule: String
    /// The number of the memo version.
    public let memoVersion: Int64
    public let stage: OrderStage
    public var answer: HoldTiming.Answer?
    public var held: HoldReason?
    /// The hold it placed.
    public var holdId: String?
    public var consequence: HoldTiming.Consequence
    public var lifted: [HoldReason]
    public var liftedIds: [String]
    /// Holds that are open now.
    public var openHolds: Int64
    /// The order's version after the remark's holds and lifts.
    public var orderVersion: Int64
    /// See `Holds.Placed`.
    public var leftBehind: [String]?

    public var exitCode: ExitCode { answer == .late ? .late : .done }
  }

  /// Notes what somebody wrote about an order. See `Holds.add` for `inAdvance`.
  public static func add(
    _ key: OrderKey, text: String, rules: RemarkRules, addresses: AddressIntake? = nil, inAdvance: Bool,
    _ change: Change
  ) throws -> Remarked {
    try refuseTooLong(text, of: key)
    let order = try OrderLookup.lock(key, inAdvance: inAdvance, change)
    var facts = OrderFacts()
    let remarked = try take(
      Reading(
        text: text, classified: rules.classify(text), seenAt: change.operation.at, source: .person, isNewest: true,
        addresses: addresses),
      of: order, &facts, change)
    try facts.announce(change)
    return remarked
  }

  /// The platform itself keeps at most 1000 bytes.
  static func refuseTooLong(_ text: String, of key: OrderKey) throws {
    guard text.utf8.count > 4_000 else { return }
    throw Failure(
      .usage, code: "remark_too_long",
      Message(zh: "备注太长（最多 4000 字节）", en: "the remark is too long (at most 4000 bytes)"), place: key.id,
      next: Message(zh: "写短一些", en: "write less"))
  }

  /// A memo's text and where it was read.
  struct Reading {
    let text: String
    let classified: Classification
    let seenAt: Instant
    let source: MemoRecords.Source
    /// False for the text of an older export: it may hold, but never lift.
    let isNewest: Bool
    /// Takes in an address that it names; nil where that is not wanted.
    var addresses: AddressIntake?

    /// The hold that the text places as memo version `number`.
    func hold(_ reason: HoldReason, number: Int64) -> NewHold {
      NewHold(
        reason: reason, source: .memo(number), until: classified.until?.start(after: seenAt),
        object: classified.object ?? "")
    }
  }

  /// Keeps the text as a new version of a locked order's memo and does what its verdict says.
  static func take(
    _ reading: Reading, of order: Order, _ facts: inout OrderFacts, _ change: Change
  ) throws -> Remarked {
    let classified = reading.classified
    let number = try MemoRecords.nextNumber(order.key, change.session)
    try keep(reading, number: number, of: order.key, change)
    if reading.isNewest {
      try Promises.take(
        classified.todos, source: .memo(number), writtenAt: reading.seenAt, of: order.key, change)
    }
    var remarked = Remarked(
      order: order.key.id, verdict: classified.verdict, rule: classified.rule ?? "", memoVersion: number,
      stage: order.stage, answer: nil, held: nil, holdId: nil, consequence: .none, lifted: [], liftedIds: [],
      openHolds: order.openHolds, orderVersion: order.version)
    switch RemarkEffect(classified.verdict, of: order, isNewest: reading.isNewest) {
    case .hold(let reason):
      let placed = try Holds.place(reading.hold(reason, number: number), on: order, &facts, change)
      remarked.answer = placed.answer
      remarked.held = reason
      remarked.consequence = placed.consequence
      remarked.openHolds += 1
      remarked.holdId = placed.id
      remarked.orderVersion = placed.orderVersion
      remarked.leftBehind = placed.leftBehind
    case .lift:
      let role = reading.source == .person ? change.operation.actor.role : nil
      let own = try HoldRecords.openFromMemos(
        order.key, seenBefore: reading.seenAt, orAt: reading.source == .person, change.session
      ).filter { hold in
        guard RemarkEffect.isLifted(hold, by: role) else { return false }
        return try hold.reason != .addressPending
          || AddressRecords.hasVersion(since: hold.placedAt, order.key, change.session)
      }
      let (lifted, version) = try Holds.lift(own, of: order, &facts, change)
      remarked.lifted = lifted.map(\.reason)
      remarked.liftedIds = lifted.map(\.id)
      remarked.openHolds -= Int64(lifted.count)
      remarked.orderVersion = version
    case .nothing: break
    }
    return remarked
  }

  /// Keeps the text and what it asks for.
  static func keep(_ reading: Reading, number: Int64, of key: OrderKey, _ change: Change) throws {
    try MemoRecords.insert(
      key, number: number, text: reading.text, seenAt: reading.seenAt, source: reading.source, reading.classified,
      change)
    try TodoRecords.insert(
      reading.classified.todos, of: key, source: .memo(number), writtenAt: reading.seenAt, change)
    guard reading.classified.verdict == .address, reading.isNewest, let intake = reading.addresses,
      let parsed = MemoAddress.read(reading.text)
    else { return }
    let shown = intake.shown(parsed)
    _ = try Addresses.note(shown, parsed, .memo(number), intake, of: key, change)
  }

  /// What the order's memos and the buyer's message ask for beside their verdicts.
  public static func todos(of key: OrderKey, _ session: any Session) throws -> [OrderTodo] {
    try TodoRecords.current(key, session).map(\.masked)
  }

  /// Every text the order's memo has had, oldest first, with phone numbers masked.
  public static func ofOrder(_ key: OrderKey, _ session: any Session) throws -> [MemoVersion] {
    try MemoRecords.all(key, session).map(\.masked)
  }
}

/// What follows from a verdict: a pure function.
enum RemarkEffect: Equatable {
  case hold(HoldReason)
  /// Lifts the holds that remarks placed.
  case lift
  case nothing

  /// What the verdict of a text means for this order.
  init(_ verdict: Verdict, of order: Order, isNewest: Bool) {
    let isFree = order.refundBlock == .none && order.columns.refundState != .applied
    self.init(verdict, isFreeOfRefunds: isFree, isNewest: isNewest)
  }

  /// A remark lifts only if the facts agree: with a refund applied for or paid, a person decides. An older source
  /// never lifts.
  init(_ verdict: Verdict, isFreeOfRefunds: Bool, isNewest: Bool) {
    if let reason = HoldReason(verdict) {
      self = .hold(reason)
    } else if verdict == .resume, isNewest {
      self = isFreeOfRefunds ? .lift : .hold(.review)
    } else {
      self = .nothing
    }
  }

  /// Whether a remark lifts this hold of an older one: not when the person who typed it may not lift it (`role` is nil
  /// for the platform's memo). One that waits for a new address also needs that address, which words alone do not bring.
  static func isLifted(_ hold: Hold, by role: Role?) -> Bool {
    role.map(hold.reason.lifters.contains) ?? true
  }
}
