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
    public let paid: Money
    public let amount: Money
    public let liability: Liability
    public let reason: String
    public let follows: CaseReference?

    public init(
      order: CaseRequest.Order, paid: Money, amount: Money, liability: Liability, reason: String,
      follows: CaseReference?
    ) {
      (self.order, self.paid, self.amount, self.liability) = (order, paid, amount, liability)
      (self.reason, self.follows) = (reason, follows)
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

  /// Opens the case of a claim and says what may be given.
  public static func ask(_ claim: Claim, rules: ServiceRules, shop: String, _ change: Change) throws -> Decided {
    guard claim.amount > .zero else {
      throw Failure(.usage, code: "claim_amount", Message(zh: "--claim 要大于 0", en: "--claim must be more than 0"))
    }
    guard let rule = rules.compensation(claim.liability) else {
      throw Failure(
        .refused, code: "no_compensation_rule",
        Message(zh: "aftersales.yaml 没有写这种责任赔多少", en: "aftersales.yaml does not say what is given here"),
        place: claim.liability.rawValue)
    }
    let limit = rule.limit(paid: claim.paid)
    let offer = min(claim.amount, limit)
    let opened = try Cases.write(
      CaseRequest(
        kind: .compensation, order: claim.order, title: claim.reason, tag: claim.liability.rawValue,
        follows: claim.follows), shop: shop, change)
    let decided = Decided(
      reference: opened.answer.reference, claimFen: claim.amount.fen, limitFen: limit.fen, offerFen: offer.fen,
      liability: claim.liability, needsApproval: offer > rule.approveAbove, state: .asked)
    try CompensationRecords.insert(opened.id, decided, change)
    return decided
  }

  /// Agrees to an amount; without one to the offer. Refused above the limit, and to whoever asked where it takes a
  /// second person.
  public static func grant(
    _ amount: Money?, of order: String, shop: String, _ change: Change
  ) throws -> Decided {
    try decide(order, shop: shop, change) { found, asked in
      let given = amount?.fen ?? asked.offerFen
      guard given > 0, given <= asked.limitFen else {
        throw Failure(
          .refused, code: "over_the_limit",
          Message(
            zh: "\(asked.liability.name.zh)责任的这个订单最多赔 ¥\(Money(fen: asked.limitFen).yuan)",
            en:
              "at most ¥\(Money(fen: asked.limitFen).yuan) may be given for this order (\(asked.liability.name.en) fault)"
          ),
          place: order,
          next: Message(
            zh: "按规则拒绝：peakday compensation refuse \(order) --rule 条款",
            en: "refuse by a rule: peakday compensation refuse \(order) --rule RULE"))
      }
      if asked.needsApproval || given > asked.offerFen, change.operation.actor.name == found.openedBy {
        throw Failure(
          .refused, code: "second_person", Message(zh: "这个金额要别人同意", en: "this amount takes a second person"),
          place: order,
          next: Message(
            zh: "请别人执行：peakday compensation grant \(order) --as 姓名",
            en: "somebody else types: peakday compensation grant \(order) --as NAME"))
      }
      return (.granted, given, "", "¥\(Money(fen: given).yuan)")
    }
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
