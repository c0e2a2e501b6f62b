import Coordination
import Foundation
import Orders
import Store
import TestSupport
import Vocabulary

/// What a race left behind: its history from receipts, with every unknown settled, and what the store says to it.
struct RaceOutcome {
  private(set) var verdict: RaceChecker.Verdict
  private(set) var acknowledged = 0
  private(set) var settledDone = 0
  private(set) var settledNever = 0
  private(set) var reprints: Int
  /// Where the store contradicts the receipts.
  private(set) var contradictions: [String] = []

  init(_ race: Race) throws {
    let store = try race.openStore()
    let lines = try race.lines()
    let intents = Dictionary(lines.filter { $0.kind == .intent }.map { ($0.operation, $0) }) { first, _ in first }
    var answered: Set<String> = []
    var effects: [RaceEffect] = []
    var results: [String: String] = [:]
    for line in lines where line.kind == .acknowledged {
      acknowledged += 1
      answered.insert(line.operation)
      results[line.operation] = line.text
      effects += try RaceEffect.read(
        operation: line.operation, verb: line.verb, text: intents[line.operation]?.text ?? "", result: line.text,
        start: intents[line.operation]?.at ?? line.at, end: line.at)
    }
    for line in lines where line.kind == .refused { answered.insert(line.operation) }
    let settler = Actor(name: "settler", role: .lead)
    for intent in intents.values where !answered.contains(intent.operation) {
      guard let id = OperationID(intent.operation) else { continue }
      switch try store.settle(id, actor: settler, now: Instant(milliseconds: intent.at / 1_000_000)) {
      case .never: settledNever += 1
      case .done(let result):
        settledDone += 1
        results[intent.operation] = result
        effects += try RaceEffect.read(
          operation: intent.operation, verb: intent.verb, text: intent.text, result: result, start: intent.at,
          end: .max)
      }
    }
    let records = try RaceRecords(store)
    reprints = records.prints.count { $0.isReprint }
    contradictions += records.fillLabels(&effects)
    effects += records.noted(besides: effects)
    verdict = RaceChecker.judge(effects, parcels: RaceSettings.parcels(orders: race.orders))
    try compare(store, effects, results)
    try compareAddressCases(store)
  }

  /// Holds the store against the receipts.
  private mutating func compare(_ store: Store, _ effects: [RaceEffect], _ results: [String: String]) throws {
    let report = try AuditVerify.run(store, since: nil)
    contradictions += report.findings.map { "\($0.code) \($0.place)" }
    let stored = try store.read { session in
      try session.all(
        """
        SELECT id FROM operation WHERE state = 'done' AND verb IN ('gate pass', 'gate undo', 'parcel take-out',
          'parcel put-back', 'hold add', 'hold lift', 'remark add', 'address propose', 'address approve',
          'address reject', 'promise add', 'promise keep')
        """
      ) {
        try $0.text(0)
      }
    }
    let missing = Set(results.keys).subtracting(stored)
    if !missing.isEmpty { contradictions.append("\(missing.count) acknowledged operations are not in the log") }
    let unasked = Set(stored).subtracting(results.keys)
    if !unasked.isEmpty { contradictions.append("\(unasked.count) operations nobody knows of are in the log") }
    try comparePasses(store, effects)
    try compareCases(store, effects)
    let open = try store.read { session in
      try session.all("SELECT id, open_holds FROM shop_order WHERE open_holds > 0") {
        (try $0.text(0), Int(try $0.integer(1)))
      }
    }
    if Dictionary(uniqueKeysWithValues: open) != verdict.open.mapValues(\.count) {
      contradictions.append("the open holds of the store are not those of the receipts")
    }
  }

  private mutating func comparePasses(_ store: Store, _ effects: [RaceEffect]) throws {
    let passed = effects.compactMap { effect -> String? in
      guard case .passed(let pass) = effect.kind else { return nil }
      return "\(effect.operation) \(effect.order) \(pass.gate) \(pass.waybill)"
    }
    let stored = try store.read { session in
      try session.all(
        """
        SELECT operation_id, order_id, gate, waybill FROM gate_pass
        UNION ALL SELECT operation_id, order_id, 'print', waybill FROM label_reprint
        """
      ) {
        "\(try $0.text(0)) \(try $0.text(1)) \(try $0.text(2)) \(try $0.text(3))"
      }
    }
    if passed.sorted() != stored.sorted() {
      contradictions.append("the passes of the store are not those of the receipts")
    }
    let undone = effects.compactMap { effect -> String? in
      if case .undone(let gate, _, _, _) = effect.kind { "\(effect.operation) \(effect.order) \(gate)" } else { nil }
    }
    let marked = try store.read { session in
      try session.all("SELECT undo_operation_id, order_id, gate FROM gate_pass WHERE undone_at IS NOT NULL") {
        "\(try $0.text(0)) \(try $0.text(1)) \(try $0.text(2))"
      }
    }
    if undone.sorted() != marked.sorted() {
      contradictions.append("the passes taken back in the store are not those of the receipts")
    }
  }

  /// Every late hold has exactly its consequence, and no other hold has one.
  private mutating func compareCases(_ store: Store, _ effects: [RaceEffect]) throws {
    let wanted = effects.flatMap { effect -> [String] in
      guard case .held(let id, let consequence, let alsoRecalled) = effect.kind, consequence != .none else { return [] }
      return ["\(id) \(consequence.rawValue)"] + (alsoRecalled ? ["\(id) recall"] : [])
    }
    let attached = try store.read { session in
      try session.all("SELECT h.hold_id, c.kind FROM case_hold h JOIN shop_case c ON c.id = h.case_id") {
        "\(try $0.text(0)) \(try $0.text(1))"
      }
    }
    if wanted.sorted() != attached.sorted() {
      contradictions.append("late holds and their cases differ: \(wanted.count) wanted, \(attached.count) there")
    }
  }

  /// Every address that came when the parcel had left has exactly one interception, and no other address has one.
  private mutating func compareAddressCases(_ store: Store) throws {
    let (wanted, attached) = try store.read { session in
      (
        try session.all("SELECT order_id, number FROM address_version WHERE consequence = 'interception'") {
          "\(try $0.text(0)) \(try $0.integer(1)) interception"
        },
        try session.all(
          "SELECT c.order_id, a.number, c.kind FROM case_address a LEFT JOIN shop_case c ON c.id = a.case_id"
        ) { "\(try $0.optionalText(0) ?? "") \(try $0.integer(1)) \(try $0.optionalText(2) ?? "")" }
      )
    }
    if wanted.sorted() != attached.sorted() {
      contradictions.append("late addresses and their cases differ: \(wanted.count) wanted, \(attached.count) there")
    }
  }
}
