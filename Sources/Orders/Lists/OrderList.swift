public import Vocabulary

/// What a list for the ERP is about.
public enum ListKind: String, Sendable, CaseIterable, Codable {
  /// Passed the approval here, free, and not shipped yet.
  case approved
  /// Has an open hold.
  case held
  /// Was on a list of held orders and is free again, so that the ERP can take its mark off.
  case released

  public var name: Message {
    switch self {
    case .approved: Message(zh: "审单清单", en: "list of approved orders")
    case .held: Message(zh: "挂起清单", en: "list of held orders")
    case .released: Message(zh: "解除清单", en: "list of released orders")
    }
  }
}

/// One list that was taken.
public struct OrderList: Sendable, Codable, Equatable {
  public let list: ListKind
  public let shop: String
  /// Counts from 1 for each shop and kind.
  public let number: Int64
  /// Whether it has everything, not only what is new.
  public let isFull: Bool
  public let orders: Int64
  public let takenAt: Instant
  public let takenBy: String
}

/// An order on a list, as it was when the list was taken.
public struct ListedOrder: Sendable, Codable, Equatable {
  public let order: String
  /// Why it is held, or was; none on a list of approved orders.
  public internal(set) var reasons: [HoldReason]
  public let stage: OrderStage
  public let shipBy: Instant?
}
