public import Vocabulary

/// Whether a refund of the whole order stands in the way of shipping. The raw value is what the store keeps.
public enum RefundBlock: Int64, Sendable, CaseIterable {
  case none = 0
  case appliedFor = 1
  case paidBack = 2

  public var name: Message {
    switch self {
    case .none: Message(zh: "无", en: "none")
    case .appliedFor: Message(zh: "已申请退款", en: "refund applied for")
    case .paidBack: Message(zh: "已全额退款", en: "paid back in full")
    }
  }
}
