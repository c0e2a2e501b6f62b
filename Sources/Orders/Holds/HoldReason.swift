public import Playbooks
public import Vocabulary

/// Why an order must not ship as it stands.
public enum HoldReason: String, Sendable, CaseIterable, Codable {
  case buyerCancelled
  case partial
  case amend
  case shipLater
  case addressPending
  case noShip
  case refundRequested
  case review

  public var name: Message {
    switch self {
    case .buyerCancelled: Message(zh: "买家不要了", en: "buyer doesn't want it")
    case .partial: Message(zh: "部分不要", en: "part unwanted")
    case .amend: Message(zh: "改发", en: "send something else")
    case .shipLater: Message(zh: "延后发货", en: "ship later")
    case .addressPending: Message(zh: "等改地址", en: "address to change")
    case .noShip: Message(zh: "无需发货", en: "nothing to ship")
    case .refundRequested: Message(zh: "已申请退款", en: "refund requested")
    case .review: Message(zh: "待人工确认", en: "a person decides")
    }
  }

  /// Who may lift it; the shift lead always may.
  public var lifters: Set<Role> {
    switch self {
    case .buyerCancelled, .partial, .amend, .shipLater, .addressPending: [.lead, .agent]
    case .noShip, .review: [.lead, .agent, .reviewer]
    case .refundRequested: [.lead, .finance]
    }
  }

  /// The hold that a remark's verdict places; nil for a remark that lets the order ship.
  public init?(_ verdict: Verdict) {
    switch verdict {
    case .cancel: self = .buyerCancelled
    case .partial: self = .partial
    case .amend: self = .amend
    case .delay: self = .shipLater
    case .address: self = .addressPending
    case .noShip: self = .noShip
    case .review: self = .review
    case .resume, .none: return nil
    }
  }
}
