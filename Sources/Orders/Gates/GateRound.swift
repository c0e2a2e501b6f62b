import Playbooks
import Store
import Vocabulary

/// How an identifier at a gate is to be read.
public enum GateReading: String, Sendable, Codable, CaseIterable {
  /// An order's number if the store knows one, else a waybill.
  case either
  case order, waybill
}

/// Many at one gate: everything that hangs together with what was named, and what is decided about it.
///
/// On a read it advises; in a change all rows are locked before they are judged, so that what it decides holds.
struct GateRound {
  let shop: String
  let gate: Gate
  let now: Instant
  private(set) var orders: [String: GateRow] = [:]
  private(set) var parcels: [String: ParcelRow] = [:]
  /// The orders in each parcel, and the parcels of each order.
  private(set) var contents: [String: [String]] = [:]
  private(set) var homes: [String: [String]] = [:]
  /// What passed so far.
  private(set) var passes: [Pass] = []
  private(set) var moves: [Move] = []

  /// An order that passes, by its own number or in a parcel.
  struct Pass: Equatable {
    let order: String
    /// Empty for the order's own number.
    let waybill: String
    let from: OrderStage
    /// The order's version with it.
    let version: Int64
  }

  /// A parcel that passes, by its waybill or because of an order in it.
  struct Move: Equatable {
    let waybill: String
    /// Empty for the waybill itself.
    let order: String
    let from: OrderStage
    let version: Int64
  }

  /// Reads, and in a change locks, what was named and whatever shares a parcel with it.
  init(
    _ ids: [String], of shop: String, at gate: Gate, now: Instant, locking: Bool, _ session: any Session
  ) throws {
    (self.shop, self.gate, self.now) = (shop, gate, now)
    let named = RowList.ids(Set(ids).sorted())
    let before = try GateRoundRecords.contents(shop, named: named, session)
    let concerned = RowList.ids(Set(ids).union(before.map(\.order)).sorted())
    for row in try GateRoundRecords.orders(shop, concerned, locking: locking, session) { orders[row.id] = row }
    let waybills = RowList.ids(Set(ids).union(before.map(\.waybill)).sorted())
    for row in try ParcelRecords.parcels(shop, waybills, locking: locking, session) { parcels[row.waybill] = row }
    if locking, !parcels.isEmpty || orders.values.contains(where: { $0.parcels > 0 }) {
      // What is in a parcel changes only under its lock and those of the orders concerned, which we hold now.
      guard try GateRoundRecords.contents(shop, named: named, session) == before else {
        throw StoreError.retry("a parcel was packed anew in between")
      }
    }
    for content in before {
      contents[content.waybill, default: []].append(content.order)
      homes[content.order, default: []].append(content.waybill)
    }
  }

  /// For the judgement's own tests.
  init(
    shop: String, gate: Gate, now: Instant, orders: [GateRow], parcels: [ParcelRow], contents: [String: [String]]
  ) {
    (self.shop, self.gate, self.now, self.contents) = (shop, gate, now, contents)
    self.orders = Dictionary(orders.map { ($0.id, $0) }) { first, _ in first }
    self.parcels = Dictionary(parcels.map { ($0.waybill, $0) }) { first, _ in first }
    for (waybill, orders) in contents.sorted(by: { $0.key < $1.key }) {
      for order in orders { homes[order, default: []].append(waybill) }
    }
  }

  /// The answer for one identifier. With `passing` what may pass has passed: the next answer sees it.
  mutating func answer(_ id: String, _ reading: GateReading, passing: Bool) -> GateAnswer {
    let order = reading == .waybill ? nil : orders[id]
    let parcel = reading == .order ? nil : parcels[id]
    switch (order, parcel) {
    case (let order?, nil): return answer(order, passing)
    case (nil, let parcel?): return answer(parcel, passing)
    case (nil, nil):
      return reading == .waybill
        ? GateAnswer(order: nil, waybill: id, gate: gate.key, outcome: .unknownOrder)
        : GateAnswer(order: id, gate: gate.key, outcome: .unknownOrder)
    case (_?, _?):
      var answer = GateAnswer(order: id, gate: gate.key, outcome: .unknownOrder)
      answer.isAmbiguous = true
      return answer
    }
  }

  private mutating func answer(_ row: GateRow, _ passing: Bool) -> GateAnswer {
    var answer = GateAnswer(order: row.id, gate: gate.key, outcome: GateRule.outcome(row, at: gate, now: now))
    answer.stage = row.stage
    answer.memoSeenAt = row.memoSeenAt
    let homes = homes[row.id] ?? []
    answer.mates = mates(in: homes, but: row.id)
    if answer.outcome == .held || answer.outcome == .refunded {
      answer.takeOut = [TakeOut(order: row.id, outcome: answer.outcome)]
    }
    if answer.outcome == .pass, GateRule.matesMatter(at: gate) {
      for waybill in homes {
        guard let parcel = parcels[waybill] else { continue }
        let others = (contents[waybill] ?? []).filter { $0 != row.id }.compactMap { orders[$0] }
        let verdict = ParcelRule.among(others, missing: parcel.missing, at: gate, now: now)
        guard verdict.outcome != .pass else { continue }
        answer.outcome = verdict.outcome
        answer.waybill = waybill
        answer.takeOut = verdict.stoppedBy
        break
      }
    }
    guard answer.outcome == .pass else { return answer }
    answer.isStale = GateRule.isStale(row.memoSeenAt, at: gate, now: now)
    guard passing else { return answer }
    answer.orderVersion = pass(row.id, in: "")
    answer.stage = orders[row.id]?.stage
    for waybill in homes { move(waybill, because: row.id) }
    return answer
  }

  private mutating func answer(_ parcel: ParcelRow, _ passing: Bool) -> GateAnswer {
    let rows = (contents[parcel.waybill] ?? []).compactMap { orders[$0] }
    let verdict = ParcelRule.verdict(parcel, rows, at: gate, now: now)
    var answer = GateAnswer(order: nil, waybill: parcel.waybill, gate: gate.key, outcome: verdict.outcome)
    answer.stage = parcel.stage
    // Its freshness is that of the order that was looked at longest ago; one that never was has none.
    let seen = rows.map(\.memoSeenAt)
    answer.memoSeenAt = seen.contains(nil) ? nil : seen.compactMap { $0 }.min()
    if !verdict.stoppedBy.isEmpty { answer.takeOut = verdict.stoppedBy }
    var passed: Set<String> = []
    if verdict.outcome == .pass {
      answer.isStale = rows.contains { GateRule.isStale($0.memoSeenAt, at: gate, now: now) }
      if passing {
        // What an earlier scan of its own number brought here passes no second time.
        for row in rows where parcel.stage < gate.to || row.stage < gate.to {
          pass(row.id, in: parcel.waybill)
          passed.insert(row.id)
        }
        move(parcel.waybill, because: "")
        answer.stage = parcels[parcel.waybill]?.stage
      }
    }
    answer.mates = mates(in: [parcel.waybill], passed: passed)
    return answer
  }

  private func mates(
    in waybills: [String], but id: String? = nil, passed: Set<String> = []
  ) -> [GateMate]? {
    let ids = Set(waybills.flatMap { contents[$0] ?? [] }).subtracting(id.map { [$0] } ?? [])
    let mates = ids.sorted().compactMap { id in
      orders[id].map { GateMate(order: id, orderVersion: $0.version, passed: passed.contains(id)) }
    }
    return mates.isEmpty ? nil : mates
  }

  @discardableResult
  private mutating func pass(_ id: String, in waybill: String) -> Int64? {
    guard var row = orders[id] else { return nil }
    let from = row.stage
    row.stage = max(row.stage, gate.to)
    row.version += 1
    orders[id] = row
    passes.append(Pass(order: id, waybill: waybill, from: from, version: row.version))
    return row.version
  }

  private mutating func move(_ waybill: String, because order: String) {
    guard var row = parcels[waybill] else { return }
    let from = row.stage
    row.stage = max(row.stage, gate.to)
    row.version += 1
    parcels[waybill] = row
    moves.append(Move(waybill: waybill, order: order, from: from, version: row.version))
  }

  /// Writes down all that passed, in the change in which it was judged.
  func write(_ change: Change) throws {
    try GateRoundRecords.pass(self, change)
    try ParcelMoveRecords.write(moves, shop: shop, to: gate.to, gate: gate.key, change)
  }
}
