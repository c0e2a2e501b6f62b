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
}
