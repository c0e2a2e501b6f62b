/// How far an order has come. The raw value is its rank and is what the store keeps, so that a guard can say
/// "paid or later, and not yet printed" with two comparisons of the order's own row.
public enum OrderStage: Int64, Sendable, CaseIterable, Comparable, Codable {
  case depositPaid = 10
  case unpaid = 20
  case paid = 30
  case approved = 40
  case printed = 50
  case picked = 60
  case packed = 70
  case consigned = 80
  case handedOver = 90
  case closed = 100
  case cancelled = 110

  /// The stable English name used in JSON and playbooks.
  public var key: String {
    switch self {
    case .depositPaid: "depositPaid"
    case .unpaid: "unpaid"
    case .paid: "paid"
    case .approved: "approved"
    case .printed: "printed"
    case .picked: "picked"
    case .packed: "packed"
    case .consigned: "consigned"
    case .handedOver: "handedOver"
    case .closed: "closed"
    case .cancelled: "cancelled"
    }
  }

  public init?(key: some StringProtocol) {
    guard let stage = Self.allCases.first(where: { $0.key == key }) else { return nil }
    self = stage
  }

  public var name: Message {
    switch self {
    case .depositPaid: Message(zh: "已付定金", en: "deposit paid")
    case .unpaid: Message(zh: "未付款", en: "unpaid")
    case .paid: Message(zh: "已付款", en: "paid")
    case .approved: Message(zh: "已审单", en: "approved")
    case .printed: Message(zh: "已打单", en: "printed")
    case .picked: Message(zh: "已拣货", en: "picked")
    case .packed: Message(zh: "已打包", en: "packed")
    case .consigned: Message(zh: "已发货", en: "consigned")
    case .handedOver: Message(zh: "已揽收", en: "handed over")
    case .closed: Message(zh: "已完成", en: "closed")
    case .cancelled: Message(zh: "已关闭", en: "cancelled")
    }
  }

  public static func < (left: OrderStage, right: OrderStage) -> Bool { left.rawValue < right.rawValue }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let stage = OrderStage(key: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an order stage")
    }
    self = stage
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(key)
  }
}
