public import Store
public import Vocabulary

/// Four eyes: a hold that one person may not lift goes when a second one agrees.
public enum Overrides {
  /// What asking answers.
  public struct Asked: Sendable, Codable, Equatable {
    public let order: String
    public let number: Int64
    public let reason: HoldReason
  }

  /// Asks for the holds of one reason to be lifted although its rule keeps them. Nothing is lifted yet.
  public static func ask(_ key: OrderKey, reason: HoldReason, note: String, _ change: Change) throws -> Asked {
    try Memos.refuseTooLong(note, of: key)
    guard note.contains(where: { !$0.isWhitespace }) else {
      throw Failure(
        .usage, code: "override_without_note", Message(zh: "没有写理由", en: "no reason was given"), place: key.id,
        next: Message(zh: "写上理由：--note '…'", en: "say why: --note '…'"))
    }
    let order = try OrderLookup.lock(key, inAdvance: false, change)
    try refuseImpossible(order)
    let open = try HoldRecords.open(key, change.session)
    _ = try HoldLift.ofReason(open, reason, order)
    guard let number = try OverrideRecords.ask(reason, note: note, of: key, change) else {
      throw Failure(
        .refused, code: "override_asked",
        Message(zh: "已经有人申请过，等另一个人同意", en: "somebody has asked already; it waits for another"),
        place: key.id,
        next: Message(
          zh: "同意：peakday hold override agree \(key.id) --reason \(reason.rawValue)",
          en: "to agree: peakday hold override agree \(key.id) --reason \(reason.rawValue)"))
    }
    return Asked(order: key.id, number: number, reason: reason)
  }

  /// What deciding answers.
  public struct Decided: Sendable, Codable, Equatable {
    public let order: String
    public let reason: HoldReason
    public let isAgreed: Bool
    public let askedBy: String
    public let lifted: [HoldReason]
    public let remaining: Int64
  }

  /// Agrees, which lifts the holds, or refuses. Never by who asked.
  public static func decide(
    _ key: OrderKey, reason: HoldReason, agrees: Bool, _ change: Change
  ) throws -> Decided {
    let order = try OrderLookup.lock(key, inAdvance: false, change)
    guard let asked = try OverrideRecords.open(reason, of: key, change.session) else {
      throw Failure(
        .refused, code: "no_override_asked", Message(zh: "没有人申请过", en: "nobody has asked for this"), place: key.id,
        next: Message(
          zh: "申请：peakday hold override ask \(key.id) --reason \(reason.rawValue) --note '…'",
          en: "to ask: peakday hold override ask \(key.id) --reason \(reason.rawValue) --note '…'"))
    }
    guard !agrees || asked.by != change.operation.actor.name else {
      throw Failure(
        .refused, code: "four_eyes", Message(zh: "申请的人自己不能同意", en: "who asked cannot agree"), place: key.id,
        next: Message(zh: "请另一个人来：--as 姓名", en: "ask somebody else: --as NAME"))
    }
    var lifted: [Hold] = []
    var facts = OrderFacts()
    if agrees {
      try refuseImpossible(order)
      let chosen = try HoldLift.ofReason(try HoldRecords.open(key, change.session), reason, order)
      lifted = try Holds.lift(chosen, of: order, &facts, change).holds
    }
    try OverrideRecords.decide(asked.number, agrees: agrees, of: key, change)
    try facts.announce(change)
    return Decided(
      order: key.id, reason: reason, isAgreed: agrees, askedBy: asked.by, lifted: lifted.map(\.reason),
      remaining: order.openHolds - Int64(lifted.count))
  }

  /// What was asked, the oldest first.
  public static func list(
    shop: String?, openOnly: Bool, limit: Int64, _ session: any Session
  ) throws -> [OverrideRequest] {
    try OverrideRecords.list(shop: shop, openOnly: openOnly, limit: limit, session)
  }

  public static func countOpen(shop: String?, _ session: any Session) throws -> Int64 {
    try OverrideRecords.countOpen(shop: shop, session)
  }

  /// What was paid back in full does not ship, whoever agrees.
  private static func refuseImpossible(_ order: Order) throws {
    guard order.refundBlock == .paidBack else { return }
    throw HoldLift.paidBack(order.key)
  }
}

/// What somebody asked a second person to agree to.
public struct OverrideRequest: Sendable, Codable, Equatable {
  public let shop: String
  public let order: String
  public let reason: HoldReason
  public let note: String
  public let askedBy: String
  public let askedAt: Instant
  /// `open`, `agreed` or `refused`.
  public let state: String
  public let decidedBy: String?
}
