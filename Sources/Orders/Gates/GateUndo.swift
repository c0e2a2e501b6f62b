public import Playbooks
public import Store
public import Vocabulary

/// Takes back a pass that was a slip of the scanner. The pass stays in the history, marked.
public enum GateUndo {
  /// What taking back answers.
  public struct Undone: Sendable, Codable, Equatable {
    /// The order or the waybill that had been scanned.
    public let order: String?
    public let waybill: String?
    public let gate: String
    /// Where it stands now.
    public let stage: OrderStage
    /// When and by whom it had been passed.
    public let passedAt: Instant
    public let passedBy: String
    /// The orders whose pass was taken back.
    public let orders: [UndoneOrder]
  }

  public struct UndoneOrder: Sendable, Codable, Equatable {
    public let order: String
    public let stage: OrderStage
    /// Its version with the undoing.
    public let orderVersion: Int64
  }

  /// Takes back the last pass of an order or a parcel through a gate: by whom it was made, or by the lead, within
  /// `UndoRule.minutes`, and only if nothing followed. Where the parcel counts, all orders in it are locked, and none may
  /// be held.
  public static func undo(
    _ key: OrderKey, at gate: Gate, reading: GateReading, _ change: Change
  ) throws -> Undone {
    try key.refuseImpossible()
    let round = try GateRound(
      [key.id], of: key.shop, at: gate, now: change.operation.at, locking: true, change.session)
    let order = reading == .waybill ? nil : round.orders[key.id]
    let parcel = reading == .order ? nil : round.parcels[key.id]
    let undone: Undone
    switch (order, parcel) {
    case (let order?, nil): undone = try undo(order, round, change)
    case (nil, let parcel?): undone = try undo(parcel, round, change)
    case (nil, nil): throw unknown(key.id)
    case (_?, _?): throw ambiguous(key.id)
    }
    try change.announce(OrderFact.changed)
    return undone
  }

  private static func undo(_ order: GateRow, _ round: GateRound, _ change: Change) throws -> Undone {
    let homes = round.homes[order.id] ?? []
    let mates = GateRule.matesMatter(at: round.gate) ? homes.flatMap { round.contents[$0] ?? [] } : []
    let passes = try GateUndoRecords.passes(ofOrder: order.id, round.shop, change.session)
    let pass = try choose(passes, order.id, stage: order.stage, among: mates + [order.id], round, change)
    for waybill in homes {
      try undoMove(of: waybill, because: order.id, pass, round, change)
    }
    let undone = try undoPass(of: order, pass, passes, waybill: "", change, round)
    return Undone(
      order: order.id, waybill: nil, gate: round.gate.key, stage: undone.stage, passedAt: pass.at, passedBy: pass.by,
      orders: [undone])
  }

  private static func undo(_ parcel: ParcelRow, _ round: GateRound, _ change: Change) throws -> Undone {
    let inside = round.contents[parcel.waybill] ?? []
    let passes = try GateUndoRecords.passes(ofParcel: parcel.waybill, round.shop, change.session)
    let pass = try choose(passes, parcel.waybill, stage: parcel.stage, among: inside, round, change)
    var undone: [UndoneOrder] = []
    for id in inside {
      guard let order = round.orders[id] else { continue }
      let own = try GateUndoRecords.passes(ofOrder: id, round.shop, change.session)
      guard own.contains(where: { $0.operation == pass.operation && $0.other == parcel.waybill && !$0.isUndone })
      else { continue }
      guard let reached = UndoRule.stage(own, without: { _ in false }), order.stage <= reached else {
        throw UndoRule.Refusal.movedOn.failure(id, gate: round.gate.key)
      }
      undone.append(try undoPass(of: order, pass, own, waybill: parcel.waybill, change, round))
    }
    let stage = UndoRule.stage(passes) { $0.operation == pass.operation && $0.other.isEmpty } ?? parcel.stage
    try GateUndoRecords.undo(parcel, because: "", pass, to: stage, round.shop, change)
    return Undone(
      order: nil, waybill: parcel.waybill, gate: round.gate.key, stage: stage, passedAt: pass.at, passedBy: pass.by,
      orders: undone)
  }

  private static func choose(
    _ passes: [UndoRule.Pass], _ name: String, stage: OrderStage, among orders: [String], _ round: GateRound,
    _ change: Change
  ) throws -> UndoRule.Pass {
    let openHolds = Set(orders).compactMap { round.orders[$0]?.openHolds }.reduce(0, +)
    do {
      return try UndoRule.choose(
        passes, gate: round.gate.key, stage: stage, openHolds: openHolds, by: change.operation.actor,
        now: change.operation.at
      ).get()
    } catch {
      throw error.refusal.failure(name, gate: round.gate.key)
    }
  }

  private static func undoPass(
    of order: GateRow, _ pass: UndoRule.Pass, _ passes: [UndoRule.Pass], waybill: String, _ change: Change,
    _ round: GateRound
  ) throws -> UndoneOrder {
    let stage =
      UndoRule.stage(passes) { $0.operation == pass.operation && $0.other == waybill } ?? order.stage
    try GateUndoRecords.undo(order, waybill: waybill, pass, to: stage, round.shop, change)
    return UndoneOrder(order: order.id, stage: stage, orderVersion: order.version + 1)
  }

  /// A parcel that the order had taken along goes back with it, unless it has gone further or something else in it
  /// stays there.
  private static func undoMove(
    of waybill: String, because order: String, _ pass: UndoRule.Pass, _ round: GateRound, _ change: Change
  ) throws {
    guard let parcel = round.parcels[waybill] else { return }
    let moves = try GateUndoRecords.passes(ofParcel: waybill, round.shop, change.session)
    func isOurs(_ move: UndoRule.Pass) -> Bool { move.operation == pass.operation && move.other == order }
    guard let index = moves.firstIndex(where: isOurs) else { return }
    if let later = moves[index...].first(where: { !$0.isUndone && $0.gate != pass.gate }) {
      throw UndoRule.Refusal.followed(gate: later.gate).failure(waybill, gate: round.gate.key)
    }
    let stage = UndoRule.stage(moves, without: isOurs) ?? parcel.stage
    try GateUndoRecords.undo(parcel, because: order, pass, to: stage, round.shop, change)
  }

  private static func unknown(_ id: String) -> Failure {
    Failure(
      .refused, code: "unknown_order",
      Message(zh: "库里没有这个订单号或运单号", en: "the store knows no such order number or waybill"), place: id,
      next: Message(zh: "核对号码", en: "check the number"))
  }

  private static func ambiguous(_ id: String) -> Failure {
    Failure(
      .refused, code: "ambiguous_identifier",
      Message(zh: "既是订单号又是运单号", en: "this is an order number and a waybill"), place: id,
      next: Message(zh: "说明是哪一种：加 --order 或 --waybill", en: "say which: add --order or --waybill"))
  }
}
