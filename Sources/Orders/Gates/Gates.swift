public import Playbooks
public import Store
public import Vocabulary

/// The verbs of gates.
public enum Gates {
  /// Lets orders and parcels through a gate, each for itself: what may pass passes, what may not stays. A parcel passes
  /// with all that is in it or not at all. The answers come in the order asked; rows are locked in key order. What is
  /// named twice passes once: its second answer is what a second scan would get.
  ///
  /// A key's `id` is an order number or a waybill, as `reading` says.
  /// `courier` is by whom they go, in the words of whoever prints or hands over; a waybill knows its own.
  public static func pass(
    _ keys: [OrderKey], at gate: Gate, reading: GateReading = .either, courier: String? = nil, _ change: Change
  ) throws -> [GateAnswer] {
    if keys.count == 1, reading != .waybill,
      let answer = try passDirectly(keys[0], at: gate, reading, courier, change)
    {
      return [answer]
    }
    return try answers(keys, at: gate, reading, courier, now: change.operation.at, passing: change, change.session)
  }

  /// What the gate would say now; advisory, because it may say something else a moment later.
  public static func check(
    _ keys: [OrderKey], at gate: Gate, reading: GateReading = .either, courier: String? = nil, now: Instant,
    _ session: any Session
  ) throws -> [GateAnswer] {
    try answers(keys, at: gate, reading, courier, now: now, passing: nil, session)
  }

  /// One order, as a scanner names it: the guard alone decides. nil when it refused.
  private static func passDirectly(
    _ key: OrderKey, at gate: Gate, _ reading: GateReading, _ courier: String?, _ change: Change
  ) throws -> GateAnswer? {
    let now = change.operation.at
    guard
      let passed = try GateRecords.pass(
        key, at: gate, isSurelyOrder: reading == .order, courier: courier, now: now, change)
    else { return nil }
    if passed.parcels > 0 { try ParcelMoveRecords.follow(key, to: gate.to, gate: gate.key, change) }
    try change.announce(OrderFact.changed)
    var answer = GateAnswer(order: key.id, gate: gate.key, outcome: .pass)
    answer.stage = gate.to
    answer.orderVersion = passed.orderVersion
    answer.labelVersion = passed.labelVersion
    answer.memoSeenAt = passed.memoSeenAt
    answer.isStale = GateRule.isStale(passed.memoSeenAt, at: gate, now: now)
    if passed.hasNotes {
      let notes = try GateDetailRecords.notes(of: [key.id], shop: key.shop, change.session)
      answer.notes = notes.isEmpty ? nil : notes
    }
    return answer
  }

  private static func answers(
    _ keys: [OrderKey], at gate: Gate, _ reading: GateReading, _ courier: String?, now: Instant,
    passing change: Change?, _ session: any Session
  ) throws -> [GateAnswer] {
    var answers: [Int: GateAnswer] = [:]
    for (shop, asked) in Dictionary(grouping: keys.indices, by: { keys[$0].shop }).sorted(by: { $0.key < $1.key }) {
      var round = try GateRound(
        asked.map { keys[$0].id }, of: shop, at: gate, courier: courier, now: now, locking: change != nil, session)
      var found = asked.map { round.answer(keys[$0].id, reading, passing: change != nil) }
      if let change { try round.write(change) }
      try GateDetails.fill(&found, gate, shop: shop, session)
      for (index, answer) in zip(asked, found) { answers[index] = answer }
    }
    return keys.indices.compactMap { answers[$0] }
  }

  /// The gate of this name. Refused when the playbook in force has none, or has it switched off.
  public static func find(_ name: String, _ session: any Session) throws -> Gate {
    let gates = try GateRecords.gates(session)
    guard let gate = gates.first(where: { $0.key == name || $0.zh == name }) else {
      let known = gates.filter(\.enabled).map(\.key).joined(separator: ", ")
      throw Failure(
        .usage, code: "unknown_gate",
        Message(zh: "没有叫“\(name)”的关口；现有：\(known)", en: "there is no gate '\(name)'; there are: \(known)"),
        place: name,
        next: Message(zh: "例如：peakday gate check print 订单号", en: "for example: peakday gate check print ORDER"))
    }
    guard gate.enabled else {
      throw Failure(
        .refused, code: "gate_disabled",
        Message(zh: "关口“\(gate.zh)”没有启用", en: "the gate '\(gate.key)' is switched off"), place: name,
        next: Message(
          zh: "用启用的关口：\(gates.filter(\.enabled).map(\.key).joined(separator: "、"))",
          en: "use one that is on: \(gates.filter(\.enabled).map(\.key).joined(separator: ", "))"))
    }
    return gate
  }

  /// The gates in force, in the order parcels meet them.
  public static func all(_ session: any Session) throws -> [Gate] {
    try GateRecords.gates(session)
  }

  /// Puts the gates of a playbook version in force.
  public static func replace(_ gates: [Gate], _ change: Change) throws {
    try GateRecords.replaceGates(gates, change.session)
  }

  /// What one order has passed, oldest first; passes that were taken back too.
  public static func passes(_ key: OrderKey, _ session: any Session) throws -> [GatePass] {
    try GateRecords.passes(key, session)
  }
}
