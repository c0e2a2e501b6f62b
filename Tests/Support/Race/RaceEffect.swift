import Foundation
public import Orders

/// What one operation did to one order, as its receipt tells.
public struct RaceEffect: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// `waybill`: the parcel that was scanned; empty for the order's own number.
    case passed(gate: String, waybill: String)
    /// Another order of its parcel passed while it had this version; it must have been free.
    case lookedAt(gate: String)
    /// A gate said no; `held` if because of a hold.
    case stopped(held: Bool)
    /// `alsoRecalled`: a second parcel of it was still here.
    case held(id: String, consequence: HoldTiming.Consequence, alsoRecalled: Bool)
    case lifted(ids: [String])
    case undone(gate: String)
    /// It left a parcel, or came back into it.
    case repacked(waybill: String)
  }

  public let operation: String
  public let order: String
  public let kind: Kind
  /// The order's version with this change; nil where nothing changed.
  public let version: Int64?
  /// When it was sent and when its receipt came; a settled operation has no end.
  public let start: Int64
  public let end: Int64

  public init(operation: String, order: String, kind: Kind, version: Int64?, start: Int64, end: Int64) {
    self.operation = operation
    self.order = order
    self.kind = kind
    self.version = version
    self.start = start
    self.end = end
  }

  /// Reads the effects of an operation from its stored result.
  public static func read(
    operation: String, verb: String, result: String, start: Int64, end: Int64
  ) throws -> [RaceEffect] {
    let data = Data(result.utf8)
    let decoder = JSONDecoder()
    func effect(_ order: String, _ kind: Kind, _ version: Int64?) -> RaceEffect {
      RaceEffect(operation: operation, order: order, kind: kind, version: version, start: start, end: end)
    }
    switch verb {
    case "gate pass":
      return try decoder.decode([GateAnswer].self, from: data).flatMap { answer in
        guard answer.outcome == .pass else {
          return [effect(answer.asked, .stopped(held: answer.outcome == .held), nil)]
        }
        var effects = (answer.mates ?? []).map { mate in
          effect(
            mate.order, mate.passed ? .passed(gate: answer.gate, waybill: answer.asked) : .lookedAt(gate: answer.gate),
            mate.orderVersion)
        }
        if let order = answer.order {
          // At print the others in its parcel do not matter.
          if answer.gate == "print" || answer.gate == "approve" { effects = [] }
          effects.append(effect(order, .passed(gate: answer.gate, waybill: ""), answer.orderVersion))
        }
        return effects
      }
    case "gate undo":
      let undone = try decoder.decode(GateUndo.Undone.self, from: data)
      return undone.orders.map { effect($0.order, .undone(gate: undone.gate), $0.orderVersion) }
    case "parcel take-out", "parcel put-back":
      let changed = try decoder.decode(Parcels.Changed.self, from: data)
      return [effect(changed.order, .repacked(waybill: changed.waybill), nil)]
    case "hold add":
      let placed = try decoder.decode(Holds.Placed.self, from: data)
      guard placed.isNew else { return [] }
      let kind = Kind.held(
        id: placed.id, consequence: placed.consequence, alsoRecalled: placed.leftBehind != nil)
      return [effect(placed.order, kind, placed.orderVersion)]
    case "hold lift":
      let lifted = try decoder.decode(Holds.Lifted.self, from: data)
      return [effect(lifted.order, .lifted(ids: lifted.liftedIds), lifted.orderVersion)]
    case "remark add":
      let remarked = try decoder.decode(Memos.Remarked.self, from: data)
      if let id = remarked.holdId {
        let kind = Kind.held(
          id: id, consequence: remarked.consequence, alsoRecalled: remarked.leftBehind != nil)
        return [effect(remarked.order, kind, remarked.orderVersion)]
      }
      if remarked.liftedIds.isEmpty { return [] }
      return [effect(remarked.order, .lifted(ids: remarked.liftedIds), remarked.orderVersion)]
    default: return []
    }
  }
}
