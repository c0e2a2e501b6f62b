import Orders
public import Playbooks
public import Store
public import Vocabulary

/// Packs what is due into batches: a run of operations of some batches each, so that others get in between.
public struct RefundPacking {
  /// Batches of one operation.
  static let partBatches = 40

  /// What packing answers.
  public struct Summary: Sendable, Codable, Equatable {
    public let batches: Int
    public let refunds: Int
    public let amountFen: Int64
    /// Refunds beyond the limit of a batch: a person pays each.
    public let singles: Int
    /// The least number of batches that there could be.
    public let bound: Int
    /// Due, and waiting for a second person.
    public let unapproved: Int
    /// Due, and nobody knows whether the parcel was stopped.
    public let notIntercepted: Int
  }

  public let shop: String
  public let rules: RefundRules
  public let opening: RefundOpening
  public let clock: RefundClock
  public let actor: Actor
  public let run: OperationID
  public let now: () -> Instant

  public init(
    shop: String, rules: RefundRules, opening: RefundOpening, clock: RefundClock, actor: Actor, run: OperationID,
    now: @escaping () -> Instant
  ) {
    self.shop = shop
    self.rules = rules
    self.opening = opening
    self.clock = clock
    self.actor = actor
    self.run = run
    self.now = now
  }

  public func perform(in store: Store) throws -> Summary {
    let due = try store.read { try Refunds.due(shop: shop, clock, opening, rules, $0) }
    let platform = rules.platform(of: shop)
    let packer = BatchPacker(limitCount: platform.refunds, limitFen: platform.amount.fen)
    let items = due.ready.enumerated().map { index, refund in
      BatchPacker.Item(index: index, fen: refund.amountFen ?? 0, day: Int64(ShopDay(refund.deadline).number))
    }
    let batches = packer.pack(items).map { batch in
      let refunds = batch.items.map { due.ready[$0] }
      return PackedBatch(
        shop: shop, isSingle: batch.isSingle, deadline: refunds.map(\.deadline).min() ?? now(), refunds: refunds)
    }
    let limits = BatchLimits(
      platform: platform.key, refunds: Int64(platform.refunds), amountFen: platform.amount.fen)
    var packed = 0
    for (part, start) in stride(from: 0, to: batches.count, by: Self.partBatches).enumerated() {
      let slice = Array(batches[start..<min(start + Self.partBatches, batches.count)])
      packed += try store.perform(operation(part)) { change in
        try slice.reduce(0) { try $0 + write($1, limits, smsAbove: platform.smsAbove, change) }
      }.result
      store.database.giveWay()
    }
    let ordinary = batches.filter { !$0.isSingle }
    let days = Dictionary(grouping: items.filter { $0.fen <= platform.amount.fen }, by: \.day)
    return Summary(
      batches: ordinary.count, refunds: packed,
      amountFen: batches.flatMap(\.refunds).reduce(0) { $0 + ($1.amountFen ?? 0) },
      singles: batches.count - ordinary.count, bound: days.values.map(packer.bound).reduce(0, +),
      unapproved: due.unapproved.count, notIntercepted: due.notIntercepted.count)
  }

  private func operation(_ part: Int) -> Operation {
    Operation(
      id: run.part(String(part)), verb: "refund pack", actor: actor, at: now(),
      arguments: ["shop": shop, "run": run.text, "part": String(part)])
  }

  /// Writes one batch and returns how many refunds are in it: those that changed since they were read stay out.
  private func write(
    _ batch: PackedBatch, _ limits: BatchLimits, smsAbove: Money, _ change: Change
  ) throws -> Int {
    let number = try BatchRecords.insert(batch, limits, change)
    var count = 0
    for refund in batch.refunds {
      guard let now = try RefundRecords.find(shop: shop, id: refund.id, change.session), now == refund else { continue }
      var next = refund
      next.state = .batched
      next.batch = number
      try RefundRecords.replace(refund, with: next, change)
      count += 1
    }
    try BatchRecords.count(number, shop: shop, smsAbove: smsAbove, change)
    return count
  }
}
