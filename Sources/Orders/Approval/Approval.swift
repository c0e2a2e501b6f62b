public import Playbooks
public import Store
public import Vocabulary

/// Approves every order that the gate would let through, however many there are.
///
/// It is the gate's own pass, said of a stretch of orders instead of one: the same condition, the same rows written.
/// Nothing else of an order changes.
public enum Approval {
  /// Orders of one part: few enough for a part to hold the store for a fraction of 250 ms.
  static let partRows: Int64 = 8_000

  /// Where the orders stand that have not passed the gate yet.
  public struct Outlook: Sendable, Codable, Equatable {
    /// What may pass now, those with an old memo included.
    public internal(set) var free: Int64 = 0
    /// What may pass although its memo is older than the shop wants.
    public internal(set) var freeWithOldMemo: Int64 = 0
    public internal(set) var held: Int64 = 0
    public internal(set) var refunded: Int64 = 0
    public internal(set) var stale: Int64 = 0
    /// Not paid yet, or only the deposit.
    public internal(set) var unpaid: Int64 = 0
    /// Why those are held; an order with two reasons counts under both.
    public internal(set) var reasons: [OrderQuestions.ReasonCount] = []
  }

  /// What a run did, and what it left.
  public struct Outcome: Sendable, Codable, Equatable {
    public let approved: Int64
    /// How many of them have a memo that is older than the shop wants.
    public let approvedWithOldMemo: Int64
    public let left: Outlook
  }

  /// What `all` would find now; advisory.
  public static func outlook(
    shop: String, at gate: Gate, now: Instant, _ session: any Session
  ) throws -> Outlook {
    try ApprovalRecords.outlook(shop: shop, at: gate, now: now, session)
  }

  /// Lets through whatever may pass, part by part. Orders that come in after it began are not among them.
  public static func all(shop: String, at gate: Gate, _ run: PartedRun) throws -> Receipt<Outcome> {
    let begun = try run.perform(nil) { change in
      Begun(last: try ApprovalRecords.lastPlace(shop: shop, change.session))
    }
    if begun.isReplay, let done = try run.stored("end", as: Outcome.self) { return done }
    var parts = begun.isReplay ? try run.storedParts(as: Part.self).map(\.result) : []
    if let last = begun.result.last {
      while let window = try window(after: parts.last?.last ?? "", upTo: last, shop: shop, at: gate, run) {
        parts.append(
          try run.perform(String(parts.count + 1)) { change in
            try ApprovalRecords.pass(window, shop: shop, at: gate, change)
          }.result)
        run.store.database.giveWay()
      }
    }
    // Counted before, so that the last part holds the store no longer than the others.
    let left = try run.store.read { try outlook(shop: shop, at: gate, now: run.now(), $0) }
    return try run.perform("end") { _ in
      Outcome(
        approved: parts.reduce(0) { $0 + $1.approved },
        approvedWithOldMemo: parts.reduce(0) { $0 + $1.approvedWithOldMemo }, left: left)
    }
  }

  private struct Begun: Codable {
    let last: String?
  }

  struct Part: Codable, Equatable {
    let approved: Int64
    let approvedWithOldMemo: Int64
    /// The place of the last order that it looked at.
    let last: String
  }

  /// The next stretch in which there is anything to do; looking for it holds nobody up.
  private static func window(
    after place: String, upTo last: String, shop: String, at gate: Gate, _ run: PartedRun
  ) throws -> ApprovalRecords.Window? {
    var place = place
    while true {
      let window = try run.store.read {
        try ApprovalRecords.window(
          after: place, upTo: last, rows: partRows, shop: shop, at: gate, now: run.now(), $0)
      }
      guard let window else { return nil }
      if window.free > 0 { return window }
      place = window.last
    }
  }
}
