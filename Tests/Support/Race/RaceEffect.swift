import Foundation
public import Orders
public import Vocabulary

/// What one operation did to one order, as its receipt tells.
public struct RaceEffect: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case passed(Pass)
    /// Another order of its parcel passed while it had this version; it must have been free.
    case lookedAt(Pass)
    /// A gate said no.
    case stopped(GateOutcome)
    /// `alsoRecalled`: a second parcel of it was still here.
    case held(id: String, consequence: HoldTiming.Consequence, alsoRecalled: Bool)
    case lifted(ids: [String])
    /// `stage` is the order's now, `parcel` that of the waybill which was scanned.
    case undone(gate: String, stage: OrderStage, waybill: String = "", parcel: OrderStage? = nil)
    /// It left a parcel, or came back into it.
    case repacked(waybill: String)
    /// A proposal became this version of its address.
    case approved(address: Int64)

    // What only the store's own line tells, see `RaceLines`; lifts by imports and by decisions about addresses too.

    case readdressed(address: Int64, consequence: AddressConsequence)
    case promised(number: Int64, courier: String, isWanted: Bool)
    case decided(promise: Int64)
  }

  /// An order at a gate.
  public struct Pass: Sendable, Equatable {
    public var gate: String
    /// The parcel that was scanned; empty for the order's own number.
    public var waybill = ""
    /// The courier that was named; empty for none.
    public var courier = ""
    /// Of a pass at the printer: the address version on the label. No receipt of a waybill tells it.
    public var label: Int64?

    public init(_ gate: String, waybill: String = "", courier: String = "", label: Int64? = nil) {
      self.gate = gate
      self.waybill = waybill
      self.courier = courier
      self.label = label
    }
  }

  public let operation: String
  public let order: String
  public var kind: Kind
  /// The order's version with this change; nil where nothing changed.
  public let version: Int64?
  /// When it was sent and when its receipt came; a settled operation has no end.
  public let start: Int64
  public let end: Int64

  /// Whether the store's own line told it, not a receipt.
  public var isNoted: Bool { start == .min }

  public init(operation: String, order: String, kind: Kind, version: Int64?, start: Int64, end: Int64) {
    self.operation = operation
    self.order = order
    self.kind = kind
    self.version = version
    self.start = start
    self.end = end
  }

  /// Reads the effects of an operation from its stored result. `text` is what was written down when it was sent.
  public static func read(
    operation: String, verb: String, text: String = "", result: String, start: Int64, end: Int64
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
          return [effect(answer.asked, .stopped(answer.outcome), nil)]
        }
        var pass = Pass(answer.gate, waybill: answer.waybill ?? "", courier: text)
        var effects = (answer.mates ?? []).map { mate in
          effect(mate.order, mate.passed ? .passed(pass) : .lookedAt(pass), mate.orderVersion)
        }
        if let order = answer.order {
          // At print the others in its parcel do not matter.
          if answer.gate == "print" || answer.gate == "approve" { effects = [] }
          pass.label = answer.labelVersion
          effects.append(effect(order, .passed(pass), answer.orderVersion))
        }
        return effects
      }
    case "gate undo":
      let undone = try decoder.decode(GateUndo.Undone.self, from: data)
      return undone.orders.map {
        effect(
          $0.order,
          .undone(
            gate: undone.gate, stage: $0.stage, waybill: undone.waybill ?? "",
            parcel: undone.waybill == nil ? nil : undone.stage), $0.orderVersion)
      }
    case "parcel take-out", "parcel put-back":
      let changed = try decoder.decode(Parcels.Changed.self, from: data)
      return [effect(changed.order, .repacked(waybill: changed.waybill), nil)]
    case "hold add", "address propose":
      let placed =
        verb == "hold add"
        ? try decoder.decode(Holds.Placed.self, from: data)
        : try decoder.decode(Addresses.Proposed.self, from: data).hold
      guard let placed, placed.isNew else { return [] }
      let kind = Kind.held(
        id: placed.id, consequence: placed.consequence, alsoRecalled: placed.leftBehind != nil)
      return [effect(placed.order, kind, placed.orderVersion)]
    case "address approve":
      let approved = try decoder.decode(Addresses.Approved.self, from: data)
      return [effect(approved.order, .approved(address: approved.version), approved.orderVersion)]
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
