public import Playbooks
public import Store
public import Vocabulary

/// The verbs of gates.
public enum Gates {
  /// How often a refusal is looked at again when the order changed between the guard and the look.
  private static let attempts = 20

  /// Lets orders through a gate, each for itself: what may pass passes, what may not stays. The answers come in the
  /// order asked; rows are locked in key order. An order that is named twice passes once: its second answer is what a
  /// second scan would get.
  public static func pass(_ keys: [OrderKey], at gate: Gate, _ change: Change) throws -> [GateAnswer] {
    var answers: [OrderKey: GateAnswer] = [:]
    for key in Set(keys).sorted() { answers[key] = try pass(key, at: gate, change) }
    var answered: Set<OrderKey> = []
    return try keys.compactMap { key in
      guard !answered.insert(key).inserted, answers[key]?.outcome == .pass else { return answers[key] }
      return try check(key, at: gate, now: change.operation.at, change.session)
    }
  }

  private static func pass(_ key: OrderKey, at gate: Gate, _ change: Change) throws -> GateAnswer {
    let now = change.operation.at
    let oldestFresh = GateRule.oldestFresh(gate, now: now)
    for _ in 0..<attempts {
      if let passed = try GateRecords.pass(key, at: gate, oldestFresh: oldestFresh, change) {
        var answer = GateAnswer(order: key.id, gate: gate.key, outcome: .pass)
        answer.stage = gate.to
        answer.orderVersion = passed.orderVersion
        answer.memoSeenAt = passed.memoSeenAt
        answer.isStale = GateRule.isStale(passed.memoSeenAt, at: gate, now: now)
        return answer
      }
      let answer = try check(key, at: gate, now: now, change.session)
      // The order became free just after the guard had refused it: ask again.
      if answer.outcome != .pass { return answer }
    }
    throw StoreError.retry("the order kept changing")
  }

  /// What the gate would say now; advisory, because it may say something else a moment later.
  public static func check(
    _ key: OrderKey, at gate: Gate, now: Instant, _ session: any Session
  ) throws -> GateAnswer {
    guard let order = try OrderRecords.find(key, session) else {
      return GateAnswer(order: key.id, gate: gate.key, outcome: .unknownOrder)
    }
    let outcome = GateRule.outcome(order, at: gate, now: now)
    var answer = GateAnswer(order: key.id, gate: gate.key, outcome: outcome)
    answer.stage = order.stage
    answer.memoSeenAt = order.memoSeenAt
    switch outcome {
    case .held: answer.holds = try HoldRecords.open(key, session).map(\.reason)
    case .notDue:
      let before = try GateRecords.passes(key, session).last { $0.gate == gate.key }
      answer.passedAt = before?.at
      answer.passedBy = before?.by
    case .pass: answer.isStale = GateRule.isStale(order.memoSeenAt, at: gate, now: now)
    default: break
    }
    return answer
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

  /// What one order has passed, oldest first.
  public static func passes(_ key: OrderKey, _ session: any Session) throws -> [GatePass] {
    try GateRecords.passes(key, session)
  }
}
