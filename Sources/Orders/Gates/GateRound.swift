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
  /// By whom they go, as it was said.
  let courier: String?
  let now: Instant
  private(set) var orders: [String: GateRow] = [:]
  private(set) var parcels: [String: ParcelRow] = [:]
  /// The orders in each parcel, and the parcels of each order.
  private(set) var contents: [String: [String]] = [:]
  private(set) var homes: [String: [String]] = [:]
  /// The address version on each parcel's label, by order.
  private var labels: [Place: Int64] = [:]
  /// What was promised of the courier, by order; only at gates that ask for it.
  private var promises: CourierPromises
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
    /// The address version on the label.
    let labelVersion: Int64
    /// Whether its label was printed again.
    let isReprint: Bool
  }

  private struct Place: Hashable {
    let waybill: String
    let order: String
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
    _ ids: [String], of shop: String, at gate: Gate, courier: String? = nil, now: Instant, locking: Bool,
    _ session: any Session
  ) throws {
    (self.shop, self.gate, self.courier, self.now) = (shop, gate, courier, now)
    promises = CourierPromises()
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
    if GateRule.bindsCourier(gate) {
      // After the rows are locked: a promise changes only under its order's lock.
      promises = try CourierPromises(
        of: orders.values.filter { $0.courierPromises > 0 }.map(\.id).sorted(), shop: shop, session)
    }
    for content in before {
      labels[Place(waybill: content.waybill, order: content.order)] = content.labelVersion
      contents[content.waybill, default: []].append(content.order)
      homes[content.order, default: []].append(content.waybill)
    }
  }

  /// For the judgement's own tests.
  init(
    shop: String, gate: Gate, now: Instant, orders: [GateRow], parcels: [ParcelRow], contents: [String: [String]]
  ) {
    (self.shop, self.gate, self.courier, self.now, self.contents) = (shop, gate, nil, now, contents)
    promises = CourierPromises()
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
    let homes = (homes[row.id] ?? []).filter { isLabelRight(of: $0, for: row) }
    var row = row
    row.breaksPromise = promises.areBroken(
      of: row.id, by: self.courier ?? courier(of: homes) ?? (gate.to == .printed ? nil : row.printedCourier))
    var answer = GateAnswer(order: row.id, gate: gate.key, outcome: GateRule.outcome(row, at: gate, now: now))
    answer.stage = row.stage
    answer.memoSeenAt = row.memoSeenAt
    if answer.outcome == .reprint {
      (answer.labelVersion, answer.addressVersion) = (row.labelVersion, row.addressVersion)
    }
    if answer.outcome == .promise { answer.promises = promises.words(of: row.id) }
    answer.mates = mates(in: homes, but: row.id)
    if answer.outcome == .held || answer.outcome == .refunded {
      answer.takeOut = [TakeOut(order: row.id, outcome: answer.outcome)]
    }
    if answer.outcome == .pass, GateRule.matesMatter(at: gate) {
      for waybill in homes {
        guard let parcel = parcels[waybill] else { continue }
        let others = rows(in: parcel).filter { $0.id != row.id }
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
    if gate.to == .printed { answer.labelVersion = row.addressVersion }
    answer.stage = orders[row.id]?.stage
    for waybill in homes { move(waybill, because: row.id) }
    return answer
  }

  private mutating func answer(_ parcel: ParcelRow, _ passing: Bool) -> GateAnswer {
    let rows = rows(in: parcel)
    let verdict = ParcelRule.verdict(parcel, rows, at: gate, now: now)
    var answer = GateAnswer(order: nil, waybill: parcel.waybill, gate: gate.key, outcome: verdict.outcome)
    answer.stage = parcel.stage
    // Its freshness is that of the order that was looked at longest ago; one that never was has none.
    let seen = rows.map(\.memoSeenAt)
    answer.memoSeenAt = seen.contains(nil) ? nil : seen.compactMap { $0 }.min()
    if !verdict.stoppedBy.isEmpty { answer.takeOut = verdict.stoppedBy }
    if verdict.outcome == .promise {
      answer.promises = verdict.stoppedBy.filter { $0.outcome == .promise }.flatMap { promises.words(of: $0.order) }
    }
    var passed: Set<String> = []
    if verdict.outcome == .pass {
      answer.isStale = rows.contains { GateRule.isStale($0.memoSeenAt, at: gate, now: now) }
      if passing {
        // What an earlier scan of its own number brought here passes no second time.
        for row in rows where parcel.stage < gate.to || row.stage < gate.to || row.isLabelVoid {
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

  /// The orders in a parcel, each with what stands on the parcel's label.
  private func rows(in parcel: ParcelRow) -> [GateRow] {
    let courier = self.courier ?? (parcel.courier.isEmpty ? nil : parcel.courier)
    return (contents[parcel.waybill] ?? []).compactMap { id in
      guard var row = orders[id] else { return nil }
      row.labelVersion = labels[Place(waybill: parcel.waybill, order: id)] ?? row.labelVersion
      row.breaksPromise = promises.areBroken(
        of: id, by: courier ?? (gate.to == .printed ? nil : row.printedCourier))
      return row
    }
  }

  /// Whether the goods of an order can go in a parcel: not under a label with an older address.
  private func isLabelRight(of waybill: String, for row: GateRow) -> Bool {
    gate.to <= .printed || (labels[Place(waybill: waybill, order: row.id)] ?? 1) == row.addressVersion
  }

  /// By whom parcels go, where all go by the same.
  private func courier(of waybills: [String]) -> String? {
    let couriers = Set(waybills.compactMap { parcels[$0]?.courier })
    return couriers.count == 1 ? couriers.first.flatMap { $0.isEmpty ? nil : $0 } : nil
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
    let place = Place(waybill: waybill, order: id)
    var before = row
    before.labelVersion = labels[place] ?? row.labelVersion
    row.stage = max(row.stage, gate.to)
    row.version += 1
    if gate.to == .printed {
      row.labelVersion = row.addressVersion
      if !waybill.isEmpty { labels[place] = row.addressVersion }
    }
    orders[id] = row
    passes.append(
      Pass(
        order: id, waybill: waybill, from: from, version: row.version, labelVersion: row.labelVersion,
        isReprint: gate.to == .printed && before.isLabelVoid && from >= .printed))
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
    if !passes.isEmpty { try change.announce(OrderFact.changed) }
  }
}
