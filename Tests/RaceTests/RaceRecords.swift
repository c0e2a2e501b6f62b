import Orders
import Store
import TestSupport

/// What a raced store keeps of labels, addresses and promises that no receipt tells.
struct RaceRecords {
  struct Print {
    let operation: String
    let order: String
    let waybill: String
    let label: Int64
    let version: Int64
    let isReprint: Bool
  }

  let prints: [Print]
  private let lines: [RaceLines.Line]
  /// By order and number.
  private var consequences: [String: AddressConsequence] = [:]
  /// Courier promises by order and the operation that made them or decided about them.
  private var made: [String: [RaceEffect.Kind]] = [:]
  private var decided: [String: [RaceEffect.Kind]] = [:]
  /// Lifted holds by order and operation.
  private var lifted: [String: [String]] = [:]

  init(_ store: Store) throws {
    (prints, lines) = try store.read { (try Self.prints($0), try RaceLines.all($0)) }
    let addresses = try store.read { session in
      try session.all("SELECT order_id, number, consequence FROM address_version") {
        ("\(try $0.text(0)) \(try $0.integer(1))", AddressConsequence(rawValue: try $0.text(2)))
      }
    }
    for (key, consequence) in addresses { consequences[key] = consequence }
    let promises = try store.read { session in
      try session.all(
        "SELECT order_id, number, operation_id, decide_operation_id, value, mode FROM promise WHERE kind = 'courier'"
      ) {
        (
          order: try $0.text(0), number: try $0.integer(1), by: try $0.text(2), decidedBy: try $0.optionalText(3),
          courier: try $0.text(4), isWanted: try $0.text(5) == "must"
        )
      }
    }
    for promise in promises {
      made[promise.order + " " + promise.by, default: []].append(
        .promised(number: promise.number, courier: promise.courier, isWanted: promise.isWanted))
      guard let decidedBy = promise.decidedBy else { continue }
      decided[promise.order + " " + decidedBy, default: []].append(.decided(promise: promise.number))
    }
    let holds = try store.read { session in
      try session.all("SELECT order_id, lift_operation_id, id FROM hold WHERE lift_operation_id IS NOT NULL") {
        ("\(try $0.text(0)) \(try $0.text(1))", try $0.text(2))
      }
    }
    for (key, id) in holds { lifted[key, default: []].append(id) }
  }

  private static func prints(_ session: any Session) throws -> [Print] {
    try session.all(
      """
      SELECT operation_id, order_id, waybill, address_version, order_version, 0 FROM gate_pass WHERE gate = 'print'
      UNION ALL SELECT operation_id, order_id, waybill, address_version, order_version, 1 FROM label_reprint
      """
    ) {
      Print(
        operation: try $0.text(0), order: try $0.text(1), waybill: try $0.text(2),
        label: try $0.optionalInteger(3) ?? 0, version: try $0.integer(4), isReprint: try $0.integer(5) == 1)
    }
  }

  /// Adds the labels to passes of waybills at the printer, and returns where a receipt says otherwise.
  func fillLabels(_ effects: inout [RaceEffect]) -> [String] {
    func key(_ operation: String, _ order: String, _ version: Int64) -> String { "\(operation) \(order) \(version)" }
    let labels = Dictionary(prints.map { (key($0.operation, $0.order, $0.version), $0.label) }) { first, _ in first }
    var differences: [String] = []
    for index in effects.indices {
      let effect = effects[index]
      guard case .passed(var pass) = effect.kind, pass.gate == "print" else { continue }
      let label = labels[key(effect.operation, effect.order, effect.version ?? 0)]
      if label == nil || pass.label ?? label != label {
        differences.append("\(effect.order): the label that \(effect.operation) printed is not the one in the store")
      }
      pass.label = label
      effects[index].kind = .passed(pass)
    }
    return differences
  }

  /// The effects that no receipt of `told` places in line.
  func noted(besides told: [RaceEffect]) -> [RaceEffect] {
    let lifts = Set(told.filter { if case .lifted = $0.kind { true } else { false } }.map(\.operation))
    return lines.flatMap { line -> [RaceEffect] in
      let key = line.order + " " + line.operation
      var kinds: [RaceEffect.Kind] = []
      if line.address.after != line.address.before {
        let consequence = consequences["\(line.order) \(line.address.after)"] ?? .none
        kinds.append(.readdressed(address: line.address.after, consequence: consequence))
      }
      if line.promises.after > line.promises.before { kinds += made[key] ?? [] }
      if line.promises.after < line.promises.before { kinds += decided[key] ?? [] }
      if line.holds.after < line.holds.before, !lifts.contains(line.operation) {
        kinds.append(.lifted(ids: lifted[key] ?? []))
      }
      return kinds.map {
        RaceEffect(
          operation: line.operation, order: line.order, kind: $0, version: line.version, start: .min, end: .max)
      }
    }
  }
}
