import Playbooks
import Store

/// Adds to answers what a person needs to understand them, for all of them at once.
enum GateDetails {
  static func fill(_ answers: inout [GateAnswer], _ gate: Gate, shop: String, _ session: any Session) throws {
    try fillTakeOuts(&answers, shop, session)
    try fillEarlierPasses(&answers, gate, shop, session)
    if GateRule.showsNotes(gate) { try fillNotes(&answers, shop, session) }
  }

  private static func fillTakeOuts(_ answers: inout [GateAnswer], _ shop: String, _ session: any Session) throws {
    let orders = Set(answers.flatMap { ($0.takeOut ?? []).map(\.order) }).sorted()
    guard !orders.isEmpty else { return }
    let holds = Dictionary(
      grouping: try GateDetailRecords.openHolds(of: orders, shop: shop, session), by: \.order)
    let items = Dictionary(grouping: try GateDetailRecords.items(of: orders, shop: shop, session), by: \.order)
    for index in answers.indices {
      guard let takeOut = answers[index].takeOut else { continue }
      let filled = takeOut.map { item in
        let open = holds[item.order] ?? []
        return TakeOut(
          order: item.order, outcome: item.outcome, holds: item.outcome == .held ? open.map(\.reason) : [],
          items: names(items[item.order] ?? [], in: answers[index].waybill, heldLines: Set(open.map(\.line))))
      }
      answers[index].takeOut = filled
      answers[index].holds = filled.flatMap(\.holds)
    }
  }

  /// The goods of an order that a parcel holds, as far as lists tell: those of its lines that are in this parcel, and of
  /// these the held ones if only lines are held.
  private static func names(
    _ items: [GateDetailRecords.Item], in waybill: String?, heldLines: Set<String>
  ) -> [String] {
    var chosen = items
    let inside = items.filter { item in waybill.map { item.waybills.contains($0) } ?? false }
    if !inside.isEmpty { chosen = inside }
    if !heldLines.isEmpty, !heldLines.contains("") {
      let held = chosen.filter { heldLines.contains($0.line) }
      if !held.isEmpty { chosen = held }
    }
    return chosen.map(\.text)
  }

  private static func fillEarlierPasses(
    _ answers: inout [GateAnswer], _ gate: Gate, _ shop: String, _ session: any Session
  ) throws {
    let asked = answers.indices.filter { answers[$0].outcome == .notDue && answers[$0].takeOut == nil }
    guard !asked.isEmpty else { return }
    let orders = try GateDetailRecords.lastPasses(
      ofOrders: asked.compactMap { answers[$0].order }, gate.key, shop: shop, session)
    let parcels = try GateDetailRecords.lastPasses(
      ofParcels: asked.compactMap { answers[$0].order == nil ? answers[$0].waybill : nil }, gate.key, shop: shop,
      session)
    for index in asked {
      let pass = answers[index].order.map { orders[$0] } ?? answers[index].waybill.map { parcels[$0] } ?? nil
      answers[index].passedAt = pass?.at
      answers[index].passedBy = pass?.by
    }
  }

  private static func fillNotes(_ answers: inout [GateAnswer], _ shop: String, _ session: any Session) throws {
    func concerned(_ answer: GateAnswer) -> [String] {
      guard answer.outcome == .pass else { return [] }
      return answer.order.map { [$0] } ?? (answer.mates ?? []).map(\.order)
    }
    let orders = Set(answers.flatMap(concerned)).sorted()
    guard !orders.isEmpty else { return }
    let notes = Dictionary(grouping: try GateDetailRecords.notes(of: orders, shop: shop, session), by: \.order)
    for index in answers.indices {
      let found = concerned(answers[index]).flatMap { notes[$0] ?? [] }
      answers[index].notes = found.isEmpty ? nil : found
    }
  }
}
