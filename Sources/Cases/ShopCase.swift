public import Vocabulary

/// What one group needs from another.
public enum CaseKind: String, Sendable, CaseIterable, Codable {
  /// The parcel is still here: somebody has to take it out.
  case recall
  /// The courier has the parcel: the logistics group has to have it stopped.
  case interception
  /// Page, warehouse and ledger of a SKU differ, and nobody knows why.
  case stockDifference
  /// More of a SKU was sold than there is.
  case oversold

  public var name: Message {
    switch self {
    case .recall: Message(zh: "召回", en: "recall")
    case .interception: Message(zh: "拦截", en: "interception")
    case .stockDifference: Message(zh: "库存差异", en: "stock difference")
    case .oversold: Message(zh: "超卖", en: "oversold")
    }
  }

  /// Whether it is about a SKU: such a case ends by itself when the reason is gone.
  public var isAboutSku: Bool { self == .stockDifference || self == .oversold }

  /// The group that has to act.
  public var ownerGroup: String {
    switch self {
    case .recall: "warehouse"
    case .interception: "logistics"
    case .stockDifference: "warehouse"
    case .oversold: "operations"
    }
  }
}

public enum CaseState: String, Sendable, CaseIterable, Codable {
  case open, done, failed, void

  public var name: Message {
    switch self {
    case .open: Message(zh: "未处理", en: "open")
    case .done: Message(zh: "已完成", en: "done")
    case .failed: Message(zh: "失败", en: "failed")
    case .void: Message(zh: "作废", en: "void")
    }
  }

  /// The allowed moves, in one table: an open case ends once, and an ended case stays ended.
  public func mayBecome(_ next: CaseState) -> Bool {
    self == .open && next != .open
  }
}

/// One case, as lists show it.
public struct ShopCase: Sendable, Equatable, Codable {
  public let id: String
  public let kind: CaseKind
  public let shop: String
  /// Empty where it is about a SKU.
  public let order: String
  /// The SKU; empty where it is about an order.
  public let subject: String
  /// The stage the order had reached when the case was opened; nil where it is about a SKU.
  public let stage: OrderStage?
  public let ownerGroup: String
  public let state: CaseState
  public let openedAt: Instant
  public let closedAt: Instant?
  public let closedBy: String?
  /// What came of it, in words; empty while open.
  public let result: String
}
