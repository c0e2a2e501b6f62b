public import Playbooks
public import Store
public import Vocabulary

/// Where the money leaves. Every call may lose its answer; none may pay a key twice.
public protocol RefundPayer {
  /// Sends payments, each with its key, and returns an answer for each in their order.
  func pay(_ payments: [Payment]) throws -> [PayerAnswer]

  /// Asks what became of keys.
  func ask(_ payments: [Payment]) throws -> [PayerAnswer]
}

/// Sends what is packed through a payer, and finds out what became of what had no answer.
///
/// "Sent" is in the store before anything is sent, the answer after it came: a process that dies in between leaves
/// refunds of which nobody knows, and the next one asks the payer about them. Only what the payer has never seen is sent
/// again, under the same key.
public struct RefundSubmission {
  public struct Summary: Sendable, Codable, Equatable {
    public var batches = 0
    public var sent = 0
    public var settled = 0
    public var settledFen: Int64 = 0
    public var refused = 0
    public var review = 0
    /// Put back, because they were not ready after all.
    public var left = 0
    /// Of which nobody knows yet.
    public var uncertain = 0
  }

  public let shop: String
  public let rules: RefundRules
  public let opening: RefundOpening
  public let smsConfirmed: Bool
  /// A worker that has not noted its answers after so many seconds counts as dead.
  public let leaseSeconds: Int64
  /// How often what is uncertain is asked about before the run ends.
  public let rounds: Int
  public let actor: Actor
  public let clock: () -> RefundClock
  public let now: () -> Instant
  public let id: () -> OperationID
  /// Waits for so many milliseconds.
  public let pause: (Int) -> Void

  public init(
    shop: String, rules: RefundRules, opening: RefundOpening, smsConfirmed: Bool = false, leaseSeconds: Int64 = 120,
    rounds: Int = 5, actor: Actor, clock: @escaping () -> RefundClock, now: @escaping () -> Instant,
    id: @escaping () -> OperationID, pause: @escaping (Int) -> Void
  ) {
    self.shop = shop
    self.rules = rules
    self.opening = opening
    self.smsConfirmed = smsConfirmed
    self.leaseSeconds = leaseSeconds
    self.rounds = rounds
    self.actor = actor
    self.clock = clock
    self.now = now
    self.id = id
    self.pause = pause
  }

  /// Until nothing waits and nothing is uncertain, or `rounds` times nothing came of asking.
  public func run(_ payer: any RefundPayer, in store: Store, progress: (Summary) -> Void = { _ in }) throws -> Summary {
    var summary = Summary()
    var idle = 0
    while true {
      let before = summary
      // Looking is free; an operation is for what there is to do.
      let work = try store.read {
        try Refunds.work(shop: shop, leaseSeconds: leaseSeconds, withSMS: smsConfirmed, clock(), $0)
      }
      if work.hasOrphans {
        _ = try store.perform(operation("refund orphans")) {
          try Refunds.markOrphans(shop: shop, leaseSeconds: leaseSeconds, clock(), $0)
        }
      }
      try resolve(payer, store, &summary)
      let isSent = work.isPacked ? try sendNext(payer, store, &summary) : false
      if before != summary { progress(summary) }
      if isSent { continue }
      summary.uncertain = try store.read { try Refunds.uncertain(shop: shop, limit: 10_000, $0) }.count
      if summary.uncertain == 0 { return summary }
      idle = before.settled == summary.settled && before.refused == summary.refused ? idle + 1 : 0
      if idle >= rounds { return summary }
      pause(200 << min(idle, 5))
    }
  }

  private func sendNext(_ payer: any RefundPayer, _ store: Store, _ summary: inout Summary) throws -> Bool {
    let claimed = try store.perform(operation("refund submit")) {
      try Refunds.claim(
        shop: shop, channel: .gateway, smsConfirmed: smsConfirmed, clock(), opening, rules, $0)
    }.result
    guard let claimed else { return false }
    summary.batches += 1
    summary.left += claimed.left
    try send(claimed.payments, payer, store, &summary)
    return true
  }

  private func send(
    _ payments: [Payment], _ payer: any RefundPayer, _ store: Store, _ summary: inout Summary
  ) throws {
    guard !payments.isEmpty else { return }
    summary.sent += payments.count
    try note(zip(payments, try payer.pay(payments)).map { ($0, $1) }, store, &summary)
  }

  /// Asks about what is uncertain; what the payer has never seen goes out again.
  private func resolve(_ payer: any RefundPayer, _ store: Store, _ summary: inout Summary) throws {
    let open = try store.read { try Refunds.uncertain(shop: shop, limit: 100, $0) }
    guard !open.isEmpty else { return }
    let answers = zip(open, try payer.ask(open)).map { ($0, $1) }
    let told = answers.filter { $0.1 != .unknown }
    if !told.isEmpty { try note(told, store, &summary) }
    let unseen = answers.filter { $0.1 == .unknown }.map(\.0)
    guard !unseen.isEmpty else { return }
    let again = try store.perform(operation("refund resend")) { try Refunds.resend(unseen, clock(), $0) }.result
    try send(again, payer, store, &summary)
  }

  private func note(
    _ answers: [(payment: Payment, answer: PayerAnswer)], _ store: Store, _ summary: inout Summary
  ) throws {
    let noted = try store.perform(operation("refund answer")) {
      try Refunds.note(answers, by: .gateway, $0)
    }.result
    summary.settled += noted.settled
    summary.settledFen += noted.settledFen
    summary.refused += noted.refused
    summary.review += noted.review
  }

  private func operation(_ verb: String) -> Operation {
    Operation(id: id(), verb: verb, actor: actor, at: now(), arguments: ["shop": shop])
  }
}
