public import Orders
public import Playbooks
public import Store
public import Vocabulary

/// The verbs that bring refunds into the queue and out of it again.
extension Refunds {
  /// A refund in a person's words.
  public struct Request: Sendable {
    public let kind: Refund.Kind
    /// The order line; empty for the whole order.
    public let line: String
    /// nil for all that is left.
    public let amount: Money?
    public let note: String
    /// The case whose claim it pays; nil for none. Each is paid once.
    public let caseID: String?

    public init(
      kind: Refund.Kind = .wholeOrder, line: String = "", amount: Money? = nil, note: String = "",
      caseID: String? = nil
    ) {
      self.kind = kind
      self.line = line
      self.amount = amount
      self.note = note
      self.caseID = caseID
    }
  }

  /// What queueing answers.
  public struct Queued: Sendable, Codable, Equatable {
    public let refund: String
    public let order: String
    public let kind: Refund.Kind
    public let state: RefundStage
    public let review: Refund.Review?
    public let amountFen: Int64?
    public let opensAt: Instant
    /// Whether a second person has to agree before it is paid.
    public let needsApproval: Bool
  }

  /// Queues a refund on a person's word. Never more than was paid less what was, or will be, paid back.
  public static func queue(
    _ key: OrderKey, _ request: Request, _ opening: RefundOpening, _ rules: RefundRules, _ change: Change
  ) throws -> Queued {
    try key.refuseImpossible()
    guard let order = try OrderRefunds.lock([key], change)[key] else { throw RefundRefusal.unknownOrder(key) }
    guard order.stage >= .paid, order.stage != .cancelled else { throw RefundRefusal.notPaid(order) }
    guard order.refundBlock != .paidBack else { throw RefundRefusal.paidBack(key) }
    let known = try RefundRecords.ofOrder(key, change.session)
    if request.kind == .wholeOrder, let whole = known.first(where: { $0.kind == .wholeOrder && $0.state.isCounted }) {
      throw RefundRefusal.queuedAlready(whole)
    }
    let rest = try self.rest(of: order, line: request.line, beside: known, change.session)
    let amount = request.amount ?? (request.kind == .wholeOrder || !request.line.isEmpty ? rest : nil)
    if request.kind != .wholeOrder || request.amount != nil {
      guard let rest else { throw RefundRefusal.paidUnknown(key) }
      guard let amount, amount > .zero else { throw RefundRefusal.noAmount(key) }
      guard amount <= rest else { throw RefundRefusal.abovePaid(key, amount, rest) }
    } else if rest == .zero {
      throw RefundRefusal.abovePaid(key, .zero, .zero)
    }
    if let amount { try spend(amount, request.kind, of: key, rules, change) }
    let opens = opening.opensAt(order, now: change.operation.at)
    let refund = try RefundRecords.insert(
      RefundRecords.New(
        order: key, line: request.line, kind: request.kind, review: amount == nil ? .amountUnknown : nil,
        amount: amount, opensAt: opens,
        deadline: opening.deadline(opensAt: opens, queuedAt: change.operation.at), source: "person",
        note: request.note, caseID: request.caseID), change)
    try takeNews(try OrderRefunds.ofOrder(key, change.session), of: order, opening, change)
    let now = try RefundRecords.find(shop: key.shop, id: refund.id, change.session) ?? refund
    return Queued(
      refund: now.id, order: key.id, kind: now.kind, state: now.state, review: now.review, amountFen: now.amountFen,
      opensAt: now.opensAt, needsApproval: now.amount ?? .zero > rules.fourEyesAbove)
  }

  /// What no refund takes yet, of the order and of the line; nil while nobody knows what was paid. The order is locked.
  static func rest(
    of order: Order, line: String, beside known: [Refund], _ session: any Session
  ) throws -> Money? {
    let whole = RefundCap(order, known).rest
    guard !line.isEmpty else { return whole }
    let lines = try OrderQuestions.lines(of: order.key, session)
    guard let found = lines.first(where: { $0.line == line }) else {
      throw RefundRefusal.unknownLine(order.key, line, lines.map(\.line))
    }
    guard let part = RefundCap(found, of: order, known).rest else { return whole }
    return whole.map { min($0, part) } ?? part
  }

  /// An agent's promises of a day are limited by kind.
  private static func spend(
    _ amount: Money, _ kind: Refund.Kind, of key: OrderKey, _ rules: RefundRules, _ change: Change
  ) throws {
    guard change.operation.actor.role == .agent, kind != .wholeOrder else { return }
    let limit = rules.budgets[kind.rawValue] ?? .zero
    guard try BudgetRecords.spend(amount, of: limit, kind, shop: key.shop, change) else {
      throw RefundRefusal.budget(key, kind, limit)
    }
  }

  // MARK: What other rooms bring about

  /// Queues the refunds of whole orders that are held as unwanted. Their rows are locked. `opening` is asked for only
  /// where there is something to queue: it is read from the playbooks.
  public static func queueUnwanted(
    _ orders: [Order], _ opening: () throws -> RefundOpening, _ change: Change
  ) throws {
    guard !orders.isEmpty else { return }
    let opening = try opening()
    for order in orders {
      let known = try RefundRecords.ofOrder(order.key, change.session)
      guard !known.contains(where: { $0.kind == .wholeOrder && $0.state.isCounted }) else { continue }
      let rest = RefundCap(order, known).rest
      if rest == .zero { continue }
      let opens = opening.opensAt(order, now: change.operation.at)
      _ = try RefundRecords.insert(
        RefundRecords.New(
          order: order.key, kind: .wholeOrder, review: rest == nil ? .amountUnknown : nil, amount: rest,
          opensAt: opens, deadline: opening.deadline(opensAt: opens, queuedAt: change.operation.at), source: "hold"),
        change)
      let news = try OrderRefunds.ofOrder(order.key, change.session)
      if !news.isEmpty { try takeNews(news, of: order, opening, change) }
    }
  }

  /// The buyers want these orders after all: their refunds of the whole order go. Refused, and with it the lift, when the
  /// money may have left already.
  public static func withdrawWanted(_ orders: [OrderKey], _ change: Change) throws {
    for key in orders {
      for refund in try RefundRecords.ofOrder(key, change.session)
      where refund.kind == .wholeOrder && refund.state.isCounted {
        guard !refund.state.isOut else { throw RefundRefusal.onItsWay(refund) }
        try withdraw(refund, note: "", change)
      }
    }
  }

  // MARK: Withdrawing

  /// What withdrawing answers.
  public struct Withdrawn: Sendable, Codable, Equatable {
    public let refund: String
    public let order: String
    /// Whether the order is still held as unwanted: then it has no refund now.
    public let isStillHeld: Bool
  }

  /// Takes a refund back that has not been sent.
  public static func withdraw(_ text: String, shop: String, note: String, _ change: Change) throws -> Withdrawn {
    let (refund, order) = try lock(text, shop: shop, change)
    guard !refund.state.isOut else { throw RefundRefusal.onItsWay(refund) }
    guard refund.state.mayBecome(.withdrawn) else { throw RefundRefusal.over(refund) }
    try withdraw(refund, note: note, change)
    let isHeld = try Holds.ofOrder(order.key, change.session).contains {
      $0.liftedAt == nil && $0.reason == .buyerCancelled && $0.line.isEmpty
    }
    return Withdrawn(refund: refund.id, order: refund.order, isStillHeld: refund.kind == .wholeOrder && isHeld)
  }

  private static func withdraw(_ refund: Refund, note: String, _ change: Change) throws {
    try BatchRecords.takeOut(refund, change)
    var gone = refund
    gone.state = .withdrawn
    gone.batch = nil
    if !note.isEmpty { gone.note = note }
    try RefundRecords.replace(refund, with: gone, change)
  }
}
