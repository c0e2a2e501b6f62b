public import Vocabulary

/// What the platform tells of an order, beside its stage and memo. A column that no source has shown is nil.
public struct OrderColumns: Sendable, Equatable {
  /// The platform's own words.
  public var platformStatus: String?
  public var createdAt: Instant?
  public var paidAt: Instant?
  public var consignedAt: Instant?
  public var total: Money?
  public var paid: Money?
  public var refund: Money?
  public var title: String?
  public var itemCount: Int64?
  /// 买家留言: written by the buyer before paying.
  public var buyerMessage: String?
  /// The colour of the flag, in the word of the playbook.
  public var flag: String?
  /// 修改后的sku: other goods than were ordered.
  public var modifiedSku: String?
  /// 异常信息.
  public var exceptionNote: String?
  public var refundState: RefundState?
  /// The parts of a pre-sale price.
  public var deposit: Money?
  public var finalPayment: Money?
  public var shipBy: ShipBy?

  public init(
    platformStatus: String? = nil, createdAt: Instant? = nil, paidAt: Instant? = nil, consignedAt: Instant? = nil,
    total: Money? = nil, paid: Money? = nil, refund: Money? = nil, title: String? = nil, itemCount: Int64? = nil,
    buyerMessage: String? = nil, flag: String? = nil, modifiedSku: String? = nil, exceptionNote: String? = nil,
    refundState: RefundState? = nil, deposit: Money? = nil, finalPayment: Money? = nil, shipBy: ShipBy? = nil
  ) {
    self.platformStatus = platformStatus
    self.createdAt = createdAt
    self.paidAt = paidAt
    self.consignedAt = consignedAt
    self.total = total
    self.paid = paid
    self.refund = refund
    self.title = title
    self.itemCount = itemCount
    self.buyerMessage = buyerMessage
    self.flag = flag
    self.modifiedSku = modifiedSku
    self.exceptionNote = exceptionNote
    self.refundState = refundState
    self.deposit = deposit
    self.finalPayment = finalPayment
    self.shipBy = shipBy
  }

  /// These columns, with the ones that `newer` shows taken over: an absent column is not an empty one.
  public func overlaid(by newer: OrderColumns) -> OrderColumns {
    OrderColumns(
      platformStatus: newer.platformStatus ?? platformStatus, createdAt: newer.createdAt ?? createdAt,
      paidAt: newer.paidAt ?? paidAt, consignedAt: newer.consignedAt ?? consignedAt, total: newer.total ?? total,
      paid: newer.paid ?? paid, refund: newer.refund ?? refund, title: newer.title ?? title,
      itemCount: newer.itemCount ?? itemCount, buyerMessage: newer.buyerMessage ?? buyerMessage,
      flag: newer.flag ?? flag, modifiedSku: newer.modifiedSku ?? modifiedSku,
      exceptionNote: newer.exceptionNote ?? exceptionNote, refundState: newer.refundState ?? refundState,
      deposit: newer.deposit ?? deposit, finalPayment: newer.finalPayment ?? finalPayment,
      shipBy: ShipBy.better(newer.shipBy, shipBy))
  }
}

/// What the platform says of a refund. The raw value is what the store keeps.
public enum RefundState: String, Sendable, CaseIterable, Codable {
  case applied, refunded, closed

  public var name: Message {
    switch self {
    case .applied: Message(zh: "已申请退款", en: "refund applied for")
    case .refunded: Message(zh: "退款成功", en: "refunded")
    case .closed: Message(zh: "退款关闭", en: "refund closed")
    }
  }
}

/// The moment until which an order must be shipped, and who says so.
public struct ShipBy: Sendable, Equatable, Codable {
  public enum Source: String, Sendable, CaseIterable, Codable {
    /// The platform's column 应发货时间.
    case platform
    /// A rule of the playbook.
    case rule

    public var name: Message {
      switch self {
      case .platform: Message(zh: "平台", en: "platform")
      case .rule: Message(zh: "规则", en: "rule")
      }
    }
  }

  public let at: Instant
  public let source: Source

  public init(at: Instant, source: Source) {
    self.at = at
    self.source = source
  }

  /// The platform's word counts more than a rule's, and of equals the newer one.
  static func better(_ newer: ShipBy?, _ older: ShipBy?) -> ShipBy? {
    guard let newer else { return older }
    return newer.source == .rule && older?.source == .platform ? older : newer
  }
}
