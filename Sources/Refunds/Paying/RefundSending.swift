import Orders
public import Playbooks
public import Store
import Vocabulary

/// What goes to the payer for one refund.
public struct Payment: Sendable, Equatable, Codable {
  public let shop: String
  public let refund: String
  public let order: String
  /// The same for ever, whoever sends it and however often.
  public let key: String
  public let fen: Int64
  /// `refund_id|fen|version|phase`.
  public let item: String

  /// The same under another key: only tests do that, to show that it is caught.
  package func renamed(_ key: String) -> Payment {
    Payment(shop: shop, refund: refund, order: order, key: key, fen: fen, item: item)
  }

  package init(shop: String, refund: String, order: String, key: String, fen: Int64, item: String) {
    self.shop = shop
    self.refund = refund
    self.order = order
    self.key = key
    self.fen = fen
    self.item = item
  }

  init(_ refund: Refund) {
    shop = refund.shop
    self.refund = refund.id
    order = refund.order
    key = refund.key
    fen = refund.amountFen ?? 0
    item = refund.item
  }
}

/// What the payer says of one payment.
public enum PayerAnswer: Sendable, Equatable {
  /// Paid, once, this amount.
  case paid(fen: Int64)
  /// Not paid, and never will be under this key.
  case refused(String)
  /// Not paid: the platform has a newer version of the refund.
  case stale
  /// The payer does not know this key: nothing was paid so far.
  case unknown
  /// The payer knows the key, and something else by it: a person has to find out.
  case disagrees(String)
  /// No answer, or one that makes no sense: it may have been paid.
  case lost(String)
}

/// What an answer means for a refund: a pure rule with a table of cases.
enum PayerStep: Equatable {
  case nothing
  case settle
  case refuse
  case review(Refund.Review)
  case uncertain(Refund.Review?)

  static func step(_ answer: PayerAnswer, for refund: Refund) -> PayerStep {
    guard refund.state == .submitted || refund.state == .uncertain else { return .nothing }
    switch answer {
    case .paid(let fen): return fen == refund.amountFen ? .settle : .uncertain(.payerDisagrees)
    case .refused: return .refuse
    case .disagrees: return .uncertain(.payerDisagrees)
    // Of one whose first answer was lost, only a query tells more.
    case .stale: return refund.state == .submitted ? .review(.staleVersion) : .nothing
    case .unknown: return .nothing
    case .lost: return refund.state == .submitted ? .uncertain(refund.review) : .nothing
    }
  }
}

extension Refunds {
  /// A batch on its way out.
  public struct Claim: Sendable, Codable, Equatable {
    public let batch: Int64
    public let payments: [Payment]
    /// Refunds that turned out not to be ready: they are back in the queue.
    public let left: Int
  }

  /// Takes the next batch that waits and notes that it is sent, before anything is sent: after a crash nobody takes it
  /// for unsent. nil when none waits.
  public static func claim(
    shop: String, channel: RefundChannel, smsConfirmed: Bool, _ clock: RefundClock, _ opening: RefundOpening,
    _ rules: RefundRules, _ change: Change
  ) throws -> Claim? {
    let now = try clock.now(change.session)
    let isSheet = channel == .sheet
    guard
      let batch = try BatchRecords.next(
        shop: shop, singles: isSheet, withSMS: isSheet || smsConfirmed, change.session)
    else { return nil }
    let keys = try RefundRecords.inBatch(batch.number, shop: shop, change.session).map(\.orderKey)
    let orders = try OrderRefunds.lock(keys, change)
    // Behind the locks: somebody may have taken one out in between.
    let refunds = try RefundRecords.inBatch(batch.number, shop: shop, change.session).filter { $0.state == .batched }
    var payments: [Payment] = []
    for refund in refunds {
      guard let order = orders[refund.orderKey] else { throw StoreError.retry("a refund joined the batch in between") }
      if let keep = try whyNot(refund, order, now: now, opening, rules, change.session) {
        try putBack(refund, keep, change)
      } else {
        payments.append(Payment(try send(refund, channel, now: now, change)))
      }
    }
    try BatchRecords.submit(batch, channel: channel, smsConfirmed: smsConfirmed, change)
    try OrderRefunds.announce(change)
    return Claim(batch: batch.number, payments: payments, left: refunds.count - payments.count)
  }

  private enum Obstacle {
    /// It comes again by itself.
    case later
    case review(Refund.Review)
  }

  /// The last look before the money leaves; the order's row is locked.
  private static func whyNot(
    _ refund: Refund, _ order: Order, now: Instant, _ opening: RefundOpening, _ rules: RefundRules,
    _ session: any Session
  ) throws -> Obstacle? {
    if refund.review != nil || refund.opensAt > now { return .later }
    if let paidAt = order.columns.paidAt, opening.opensAt(paidAt: paidAt) > now { return .later }
    guard let amount = refund.amount, amount <= rules.fourEyesAbove || refund.approvedBy != nil else { return .later }
    guard try isStopped(refund, order.stage, session) else { return .later }
    if order.refundBlock == .paidBack { return .review(.overCap) }
    let others = try RefundRecords.ofOrder(order.key, session).filter { $0.id != refund.id }
    guard let rest = RefundCap(order, others).rest else { return .review(.amountUnknown) }
    return amount <= rest ? nil : .review(.overCap)
  }

  private static func putBack(_ refund: Refund, _ why: Obstacle, _ change: Change) throws {
    try BatchRecords.takeOut(refund, change)
    var next = refund
    next.state = .applied
    next.batch = nil
    if case .review(let review) = why { next.review = review }
    try RefundRecords.replace(refund, with: next, change)
  }

  /// Notes that a refund is sent; no gate lets its order pass from here on.
  private static func send(
    _ refund: Refund, _ channel: RefundChannel, now: Instant, _ change: Change
  ) throws -> Refund {
    var next = refund
    next.state = .submitted
    next.submittedAt = now
    next.attempts += 1
    try RefundRecords.replace(refund, with: next, change)
    try BatchRecords.note(.sent, "", by: channel == .sheet ? .sheet : .gateway, of: next, change)
    if refund.kind == .wholeOrder { try OrderRefunds.set(.appliedFor, of: refund.orderKey, change) }
    return next
  }

  /// Sends once more, under the same key, what the payer says it has never seen.
  public static func resend(_ payments: [Payment], _ clock: RefundClock, _ change: Change) throws -> [Payment] {
    let now = try clock.now(change.session)
    return try each(payments, change) { refund in
      guard refund.state == .uncertain, refund.review == nil else { return nil }
      return Payment(try send(refund, .gateway, now: now, change))
    }
  }

  /// What noting answers tells.
  public struct Noted: Sendable, Codable, Equatable {
    public var settled = 0
    public var settledFen: Int64 = 0
    public var refused = 0
    public var uncertain = 0
    public var review = 0
  }

  /// Notes what the payer said. What was paid stays paid, whatever comes later.
  public static func note(
    _ answers: [(payment: Payment, answer: PayerAnswer)], by channel: RefundChannel, _ change: Change
  ) throws -> Noted {
    var noted = Noted()
    let said = Dictionary(answers.map { ($0.payment.refund, $0.answer) }) { first, _ in first }
    _ = try each(answers.map(\.payment), change) { refund -> Payment? in
      if let answer = said[refund.id] { try note(answer, of: refund, by: channel, &noted, change) }
      return nil
    }
    return noted
  }

  private static func note(
    _ answer: PayerAnswer, of refund: Refund, by channel: RefundChannel, _ noted: inout Noted, _ change: Change
  ) throws {
    let attempt: RefundAttempt.Channel = channel == .sheet ? .sheet : .gateway
    var next = refund
    switch PayerStep.step(answer, for: refund) {
    case .nothing: return
    case .settle:
      try settle(refund, answer: answer.text, by: attempt, change)
      noted.settled += 1
      noted.settledFen += refund.amountFen ?? 0
      return
    case .refuse:
      next.state = .refused
      noted.refused += 1
    case .review(let review):
      next.state = .applied
      next.review = review
      next.batch = nil
      noted.review += 1
    case .uncertain(let review):
      next.state = .uncertain
      next.review = review
      noted.uncertain += 1
      if refund.state == .uncertain, refund.review == review { return }
    }
    next.attempts += 1
    try RefundRecords.replace(refund, with: next, change)
    try BatchRecords.note(next.state == .uncertain ? .lost : .answered, answer.text, by: attempt, of: next, change)
    if refund.kind == .wholeOrder, !next.state.isOut { try OrderRefunds.set(.none, of: refund.orderKey, change) }
  }

  /// Marks what was sent through the gateway by a worker that never came back to say what it heard.
  public static func markOrphans(
    shop: String, leaseSeconds: Int64, _ clock: RefundClock, _ change: Change
  ) throws -> Int {
    let now = try clock.now(change.session)
    let orphans = try RefundRecords.orphans(
      shop: shop, sentBefore: now.adding(milliseconds: -leaseSeconds * 1_000), change.session)
    let answers = orphans.map { (payment: Payment($0), answer: PayerAnswer.lost("no answer noted")) }
    // Sent again in between, it is somebody else's.
    let times = Dictionary(orphans.map { ($0.id, $0.version) }) { first, _ in first }
    var noted = Noted()
    _ = try each(answers.map(\.payment), change) { refund -> Payment? in
      guard times[refund.id] == refund.version else { return nil }
      try note(.lost("no answer noted"), of: refund, by: .gateway, &noted, change)
      return nil
    }
    return noted.uncertain
  }

  /// What only a query can tell.
  public static func uncertain(shop: String, limit: Int64, _ session: any Session) throws -> [Payment] {
    try RefundRecords.list(RefundFilter(shop: shop, stage: .uncertain, limit: limit), session)
      .filter { $0.review == nil }.map(Payment.init)
  }

  /// What a worker finds to do: refunds whose worker never came back, and batches that wait.
  static func work(
    shop: String, leaseSeconds: Int64, withSMS: Bool, _ clock: RefundClock, _ session: any Session
  ) throws -> (hasOrphans: Bool, isPacked: Bool) {
    let lease = try clock.now(session).adding(milliseconds: -leaseSeconds * 1_000)
    let orphans = try RefundRecords.orphans(shop: shop, sentBefore: lease, session)
    return (!orphans.isEmpty, try BatchRecords.isWaiting(shop: shop, withSMS: withSMS, session))
  }

  /// Each refund as it stands now, its order's row locked, in key order.
  private static func each(
    _ payments: [Payment], _ change: Change, _ body: (Refund) throws -> Payment?
  ) throws -> [Payment] {
    _ = try OrderRefunds.lock(payments.map { OrderKey(shop: $0.shop, id: $0.order) }, change)
    let done = try payments.sorted { ($0.order, $0.refund) < ($1.order, $1.refund) }.compactMap { payment in
      guard let refund = try RefundRecords.find(shop: payment.shop, id: payment.refund, change.session) else {
        throw StoreError.engine("a refund that was sent is not there")
      }
      return try body(refund)
    }
    try OrderRefunds.announce(change)
    return done
  }
}

extension PayerAnswer {
  /// What the list of attempts keeps.
  var text: String {
    switch self {
    case .paid(let fen): "paid \(fen)"
    case .refused(let why): "refused: \(why)"
    case .stale: "stale"
    case .unknown: "unknown"
    case .disagrees(let why): "disagrees: \(why)"
    case .lost(let why): "lost: \(why)"
    }
  }
}
