public import Playbooks
public import Store
public import Vocabulary

/// What a buyer claims, whose doing it is, and what the shop gives.
public struct Compensation: Sendable, Codable, Equatable {
  public enum State: String, Sendable, Codable, CaseIterable {
    case asked, granted, refused

    public var name: Message {
      switch self {
      case .asked: Message(zh: "待定", en: "asked")
      case .granted: Message(zh: "已同意", en: "granted")
      case .refused: Message(zh: "已拒绝", en: "refused")
      }
    }
  }

  public let claimFen: Int64
  public let liability: Liability
  /// What the rules allow for this order and liability.
  public let limitFen: Int64
  /// What the shop would give: the claim, as far as the limit allows; once granted, what it gave.
  public let offerFen: Int64
  /// Whether it takes a second person to grant the offer.
  public let needsApproval: Bool
  public let state: State
  /// The rule that a refusal cites; empty otherwise.
  public let rule: String
  public let askedBy: String
  public let decidedAt: Instant?
  public let decidedBy: String?
}

/// The verbs of compensation. Money itself goes through the refund queue.
public enum Compensations {
  public struct Claim: Sendable {
    public let order: CaseRequest.Order
    /// What was paid for the order.
    public let funds: Funds
    public let amount: Money
    public let liability: Liability
    public let reason: String
    public let follows: CaseReference?

    public init(
      order: CaseRequest.Order, funds: Funds, amount: Money, liability: Liability, reason: String,
      follows: CaseReference?
    ) {
      (self.order, self.funds, self.amount, self.liability) = (order, funds, amount, liability)
      (self.reason, self.follows) = (reason, follows)
    }
  }

  /// What there is to give back of an order.
  public struct Funds: Sendable, Equatable {
    public let paid: Money
    /// What of it no refund takes yet, neither one that was paid nor one that is queued.
    public let rest: Money

    public init(paid: Money, rest: Money) {
      (self.paid, self.rest) = (paid, rest)
    }
  }

  public struct Decided: Sendable, Codable, Equatable {
    public let reference: CaseReference
    public let claimFen: Int64
    public let limitFen: Int64
    public let offerFen: Int64
    public let liability: Liability
    public let needsApproval: Bool
    public let state: Compensation.State
  }

  /// Opens the case of a claim and says what may be given, beside what was granted for the order before.
  public static func ask(_ claim: Claim, rules: ServiceRules, shop: String, _ change: Change) throws -> Decided {
    guard claim.amount > .zero else {
      throw Failure(.usage, code: "claim_amount", Message(zh: "--claim 要大于 0", en: "--claim must be more than 0"))
    }
    let rule = try rule(claim.liability, rules)
    let before = try CompensationRecords.granted(order: claim.order.id, shop: shop, change.session)
    let limit = limit(rule, claim.funds, before: before)
    let offer = min(claim.amount, limit)
    let opened = try Cases.write(
      CaseRequest(
        kind: .compensation, order: claim.order, title: claim.reason, tag: claim.liability.rawValue,
        follows: claim.follows), shop: shop, change)
    let decided = Decided(
      reference: opened.answer.reference, claimFen: claim.amount.fen, limitFen: limit.fen, offerFen: offer.fen,
      liability: claim.liability, needsApproval: before + offer > rule.approveAbove, state: .asked)
    try CompensationRecords.insert(opened.id, decided, change)
    return decided
  }

  private static func rule(_ liability: Liability, _ rules: ServiceRules) throws -> ServiceRules.Compensation {
    guard let rule = rules.compensation(liability) else {
      throw Failure(
        .refused, code: "no_compensation_rule",
        Message(zh: "aftersales.yaml 没有写这种责任赔多少", en: "aftersales.yaml does not say what is given here"),
        place: liability.rawValue)
    }
    return rule
  }

  /// A limit is one for the order, not one for each claim; and nothing is given that was given back already. What was
  /// granted before is among the refunds that the rest is without.
  static func limit(_ rule: ServiceRules.Compensation, _ funds: Funds, before: Money) -> Money {
    let base = min(funds.paid, funds.rest + before)
    return max(.zero, min(rule.limit(paid: base) - before, funds.rest))
  }

  /// Agrees to an amount; without one to the offer. Refused above the limit, and to whoever asked where all that was
  /// granted for the order together takes a second person. The order's row is locked, and what is granted is announced:
  /// it is paid through the queue of refunds, in the same change.
  public static func grant(
    _ amount: Money?, of order: String, funds: Funds, rules: ServiceRules, shop: String, _ change: Change
  ) throws -> Decided {
    let decided = try decide(order, shop: shop, change) { found, asked in
      let rule = try rule(asked.liability, rules)
      let before = try CompensationRecords.granted(order: order, shop: shop, change.session)
      let limit = min(asked.limitFen, limit(rule, funds, before: before).fen)
      let given = amount?.fen ?? asked.offerFen
      guard given > 0, given <= limit else {
        throw Failure(
          .refused, code: "over_the_limit",
          Message(
            zh: "\(asked.liability.name.zh)责任的这个订单最多再赔 ¥\(Money(fen: limit).yuan)",
            en: "at most ¥\(Money(fen: limit).yuan) more may be given for this order (\(asked.liability.name.en) fault)"
          ),
          place: order,
          next: Message(
            zh: "按规则拒绝：peakday compensation refuse \(order) --rule 条款",
            en: "refuse by a rule: peakday compensation refuse \(order) --rule RULE"))
      }
      let isLarge = asked.needsApproval || given > asked.offerFen || before.fen + given > rule.approveAbove.fen
      if isLarge, change.operation.actor.name == found.openedBy {
        throw Failure(
          .refused, code: "second_person", Message(zh: "这个金额要别人同意", en: "this amount takes a second person"),
          place: order,
          next: Message(
            zh: "请别人执行：peakday compensation grant \(order) --as 姓名",
            en: "somebody else types: peakday compensation grant \(order) --as NAME"))
      }
      return (.granted, given, "", "¥\(Money(fen: given).yuan)")
    }
    try change.announce(CaseFact.granted)
    return decided
  }

  /// A claim that was granted.
  public struct Granted: Sendable, Equatable {
    /// Of its case: it is paid once.
    public let id: String
    public let shop: String
    public let order: String
    public let amount: Money
  }

  /// For the follower of `granted`.
  public static func granted(_ change: Change) throws -> [Granted] {
    try CompensationRecords.granted(change)
  }

  /// Refuses a claim; a refusal cites a rule.
  public static func refuse(_ rule: String, of order: String, shop: String, _ change: Change) throws -> Decided {
    guard (1...400).contains(rule.utf8.count) else {
      throw Failure(
        .usage, code: "rule_missing", Message(zh: "拒绝要引用规则：--rule", en: "a refusal cites a rule: --rule"), place: order)
    }
    return try decide(order, shop: shop, change) { _, _ in (.refused, 0, rule, rule) }
  }

  private typealias Decision = (state: Compensation.State, fen: Int64, rule: String, words: String)

  private static func decide(
    _ order: String, shop: String, _ change: Change, _ decision: (ShopCase, Compensation) throws -> Decision
  ) throws -> Decided {
    let reference = CaseReference(kind: .compensation, about: order)
    let found = try Cases.requireOpen(reference, shop: shop, change)
    guard let asked = try CompensationRecords.find(found.id, change.session) else {
      throw StoreError.engine("a case of compensation has no claim")
    }
    let (state, fen, rule, words) = try decision(found, asked)
    try CompensationRecords.decide(found.id, as: state, fen: fen, rule: rule, change)
    try CaseWorkRecords.end(found.id, as: state == .granted ? .done : .failed, result: words, change)
    try CaseWorkRecords.note(state == .granted ? .granted : .refused, words, of: found.id, change)
    return Decided(
      reference: reference, claimFen: asked.claimFen, limitFen: asked.limitFen, offerFen: fen,
      liability: asked.liability, needsApproval: asked.needsApproval, state: state)
  }

  public struct Line: Sendable, Codable, Equatable {
    public let shop: String
    public let order: String
    public let openedAt: Instant
    public let reason: String
    public let compensation: Compensation
  }

  /// Claims, oldest first.
  public static func list(
    shop: String?, state: Compensation.State?, limit: Int64, _ session: any Session
  ) throws -> [Line] {
    try CompensationRecords.list(shop: shop, state: state, limit: limit, session)
  }
}
