import Foundation
public import Orders

/// What one operation did to one order, as its receipt tells.
public struct RaceEffect: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case passed(gate: String)
    /// A gate said no; `held` if because of a hold.
    case stopped(held: Bool)
    case held(id: String, consequence: HoldTiming.Consequence)
    case lifted(ids: [String])
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
      return try decoder.decode([GateAnswer].self, from: data).map { answer in
        answer.outcome == .pass
          ? effect(answer.order, .passed(gate: answer.gate), answer.orderVersion)
          : effect(answer.order, .stopped(held: answer.outcome == .held), nil)
      }
    case "hold add":
      let placed = try decoder.decode(Holds.Placed.self, from: data)
      guard placed.isNew else { return [] }
      return [effect(placed.order, .held(id: placed.id, consequence: placed.consequence), placed.orderVersion)]
    case "hold lift":
      let lifted = try decoder.decode(Holds.Lifted.self, from: data)
      return [effect(lifted.order, .lifted(ids: lifted.liftedIds), lifted.orderVersion)]
    case "remark add":
      let remarked = try decoder.decode(Memos.Remarked.self, from: data)
      if let id = remarked.holdId {
        return [effect(remarked.order, .held(id: id, consequence: remarked.consequence), remarked.orderVersion)]
      }
      if remarked.liftedIds.isEmpty { return [] }
      return [effect(remarked.order, .lifted(ids: remarked.liftedIds), remarked.orderVersion)]
    default: return []
    }
  }
}
