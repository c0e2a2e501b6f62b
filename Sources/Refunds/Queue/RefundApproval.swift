import Orders
public import Playbooks
public import Store
public import Vocabulary

extension Refunds {
  /// What approving answers.
  public struct Approved: Sendable, Codable, Equatable {
    public let refund: String
    public let order: String
    public let amountFen: Int64
    public let state: RefundStage
    /// Whether a second person still has to agree.
    public let needsApproval: Bool
  }

  /// A person looked at a refund and lets it go on, with another amount where one is given. Above the playbook's limit
  /// it takes somebody else than who answers for the amount.
  public static func approve(
    _ text: String, shop: String, amount: Money?, _ rules: RefundRules, _ change: Change
  ) throws -> Approved {
    let (refund, order) = try lock(text, shop: shop, change)
    guard !refund.state.isFinal else { throw RefundRefusal.over(refund) }
    guard refund.state == .awaitingApplication || refund.state == .applied else {
      throw RefundRefusal.underWay(refund)
    }
    let actor = change.operation.actor.name
    var next = refund
    if let amount, amount.fen != refund.amountFen {
      guard amount > .zero else { throw RefundRefusal.noAmount(order.key) }
      next.amountFen = amount.fen
      next.amountBy = actor
      next.approvedBy = nil
    }
    guard let wanted = next.amount else { throw RefundRefusal.noAmount(order.key) }
    let others = try RefundRecords.ofOrder(order.key, change.session).filter { $0.id != refund.id }
    guard let rest = try rest(of: order, line: knownLine(refund, order, change.session), beside: others, change.session)
    else { throw RefundRefusal.paidUnknown(order.key) }
    guard wanted <= rest else { throw RefundRefusal.abovePaid(order.key, wanted, rest) }
    let isLarge = wanted > rules.fourEyesAbove
    if actor != next.amountBy {
      next.approvedBy = actor
    } else if isLarge, refund.review == nil, next.amountFen == refund.amountFen {
      throw RefundRefusal.fourEyes(refund)
    }
    next.review = nil
    try RefundRecords.replace(refund, with: next, change)
    return Approved(
      refund: refund.id, order: refund.order, amountFen: wanted.fen, state: next.state,
      needsApproval: isLarge && next.approvedBy == nil)
  }

  /// The platform may name a line that no item export has shown: then the order's own cap is the one there is.
  private static func knownLine(_ refund: Refund, _ order: Order, _ session: any Session) throws -> String {
    guard !refund.line.isEmpty else { return "" }
    return try OrderQuestions.lines(of: order.key, session).contains { $0.line == refund.line } ? refund.line : ""
  }
}

extension RefundRefusal {
  static func fourEyes(_ refund: Refund) -> Failure {
    Failure(
      .refused, code: "four_eyes",
      Message(zh: "定金额的人自己不能同意", en: "who answers for the amount cannot agree to it"), place: refund.id,
      next: Message(zh: "请另一个人来：--as 姓名", en: "ask somebody else: --as NAME"))
  }

  static func underWay(_ refund: Refund) -> Failure {
    Failure(
      .refused, code: "refund_under_way",
      Message(
        zh: "这笔退款\(refund.state.name.zh)，不再需要同意",
        en: "this refund is \(refund.state.name.en): there is nothing to agree to"),
      place: refund.id,
      next: Message(zh: "查看：peakday refund show \(refund.id)", en: "look: peakday refund show \(refund.id)"))
  }
}
