public import Vocabulary

/// What a hold finds when it arrives: the table stage × event of the design, in one place.
public struct HoldTiming: Sendable, Equatable {
  public enum Answer: String, Sendable, Codable {
    /// No gate will pass the order.
    case held
    /// The parcel had left before.
    case late
    /// The order is over; the hold is only noted.
    case recorded
  }

  public enum Consequence: String, Sendable, Codable, CaseIterable {
    case none, recall, interception
  }

  public let answer: Answer
  public let consequence: Consequence

  public init(placedAt stage: OrderStage) {
    switch stage {
    case .depositPaid, .unpaid, .paid, .approved:
      (answer, consequence) = (.held, .none)
    case .printed, .picked, .packed, .consigned:
      (answer, consequence) = (.held, .recall)
    case .handedOver:
      (answer, consequence) = (.late, .interception)
    case .closed, .cancelled:
      (answer, consequence) = (.recorded, .none)
    }
  }

  /// How far a hold finds an order: where it stands itself, or the furthest of its parcels. An order that is over stays
  /// over.
  static func stage(of order: OrderStage, parcels: [OrderStage]) -> OrderStage {
    guard order < .closed else { return order }
    return parcels.filter { $0 < .closed }.reduce(order, max)
  }

  /// The parcels that are still here and could be taken out though another one of the order has left.
  static func leftBehind(
    _ parcels: [(waybill: String, stage: OrderStage)]
  ) -> [(waybill: String, stage: OrderStage)] {
    guard parcels.contains(where: { $0.stage >= .handedOver }) else { return [] }
    return parcels.filter { $0.stage >= .printed && $0.stage < .handedOver }
  }
}
