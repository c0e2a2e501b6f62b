import Playbooks
import Vocabulary

/// What a gate looks at in an order.
struct GateRow: Equatable {
  let id: String
  var stage: OrderStage
  var version: Int64
  let openHolds: Int64
  let refundBlock: RefundBlock
  let memoSeenAt: Instant?
  /// In how many parcels it is.
  let parcels: Int64
  /// The newest version of its address, and the one on its label; in a parcel, on the parcel's label.
  var addressVersion: Int64 = 1
  var labelVersion: Int64 = 1
  /// How many open promises name a courier.
  var courierPromises: Int64 = 0
  var printedCourier: String?
  /// Whether the courier at hand is not the promised one; only set at gates that ask for it.
  var breaksPromise = false

  var isLabelVoid: Bool { labelVersion != addressVersion }
}

/// The rule of the gate as a pure function. The guarded UPDATEs of `GateRecords` and `GateRoundRecords` say the same in
/// SQL and are what counts; this explains their refusals, and a test compares the two over the whole table of cases.
enum GateRule {
  /// The answer for an order by its own row.
  static func outcome(_ order: GateRow, at gate: Gate, now: Instant) -> GateOutcome {
    if order.stage >= gate.to, !isReprint(order, at: gate) { return .notDue }
    return outcomeInParcel(order, at: gate, now: now)
  }

  /// The answer for an order as a part of a parcel: an earlier parcel may have taken it beyond this gate.
  static func outcomeInParcel(_ order: GateRow, at gate: Gate, now: Instant) -> GateOutcome {
    if order.stage < gate.from || order.stage >= .closed { return .notDue }
    if order.openHolds > 0 { return .held }
    if order.refundBlock != .none { return .refunded }
    if gate.to > .printed, order.isLabelVoid { return .reprint }
    if bindsCourier(gate), order.breaksPromise { return .promise }
    if gate.whenStale == .refuse && isStale(order.memoSeenAt, at: gate, now: now) { return .stale }
    return .pass
  }

  /// Whether another order of the parcel matters to one that is passed by its number: the label of each is printed by
  /// itself, but what is picked, packed and handed over is the parcel.
  static func matesMatter(at gate: Gate) -> Bool { gate.to > .printed }

  /// Whether passing means that a label was printed again, because the address on the one before is no longer right.
  static func isReprint(_ order: GateRow, at gate: Gate) -> Bool {
    gate.to == .printed && order.isLabelVoid && order.stage >= .printed && order.stage < .handedOver
  }

  /// Whether the gate asks by which courier it goes: where the label is made, and where the parcel leaves.
  static func bindsCourier(_ gate: Gate) -> Bool { gate.to == .printed || gate.to == .handedOver }

  /// Whether the gate is one where somebody has the goods or their papers in hand.
  static func showsNotes(_ gate: Gate) -> Bool { gate.to >= .printed && gate.to <= .packed }

  static func isStale(_ memoSeenAt: Instant?, at gate: Gate, now: Instant) -> Bool {
    guard gate.whenStale != .ignore else { return false }
    guard let memoSeenAt else { return true }
    return memoSeenAt < oldestFresh(gate, now: now)
  }

  /// A memo seen before this moment is stale.
  static func oldestFresh(_ gate: Gate, now: Instant) -> Instant {
    now.adding(minutes: -gate.freshnessLimitMinutes)
  }

  /// The same as the number that a guard compares with: 0 where the gate lets stale orders pass.
  static func freshSince(_ gate: Gate, now: Instant) -> Int64 {
    gate.whenStale == .refuse ? oldestFresh(gate, now: now).milliseconds : 0
  }
}

/// The rule of a gate for a whole parcel: all of its orders or none.
enum ParcelRule {
  struct Verdict: Equatable {
    let outcome: GateOutcome
    /// The orders that stop it, each with its own outcome.
    let stoppedBy: [TakeOut]
  }

  /// What stands in the way of several orders, the gravest first; a parcel answers with it.
  private static let gravity: [GateOutcome] = [.held, .refunded, .notDue, .unknownOrder, .reprint, .promise, .stale]

  /// `orders` are those in the parcel now. One that was taken beyond the gate by another parcel goes along.
  static func verdict(_ parcel: ParcelRow, _ orders: [GateRow], at gate: Gate, now: Instant) -> Verdict {
    // All were taken out, or everything in it has passed.
    let isEmpty = orders.isEmpty && parcel.missing.isEmpty
    // Another parcel of an order may have left: what counts is that this one has not.
    let isReprint =
      parcel.stage < .handedOver
      && orders.contains {
        GateRule.isReprint($0, at: gate) || gate.to == .printed && $0.isLabelVoid && $0.stage == .handedOver
      }
    if isEmpty
      || (!isReprint && parcel.stage >= gate.to && orders.allSatisfy { $0.stage >= gate.to } && parcel.missing.isEmpty)
    {
      return Verdict(outcome: .notDue, stoppedBy: [])
    }
    return among(orders, missing: parcel.missing, at: gate, now: now)
  }

  /// What stops a parcel, whatever stage the parcel has reached.
  static func among(_ orders: [GateRow], missing: [String], at gate: Gate, now: Instant) -> Verdict {
    var stops = orders.map {
      TakeOut(order: $0.id, outcome: GateRule.outcomeInParcel($0, at: gate, now: now))
    }
    stops.removeAll { $0.outcome == .pass }
    stops += missing.map { TakeOut(order: $0, outcome: .unknownOrder) }
    let outcome = gravity.first { grave in stops.contains { $0.outcome == grave } } ?? .pass
    return Verdict(outcome: outcome, stoppedBy: stops)
  }
}
