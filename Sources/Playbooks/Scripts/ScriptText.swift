public import Vocabulary

/// What stands in a script and is filled when it is used: `{agent.nick}`.
public enum ScriptSlot: String, Sendable, CaseIterable, Codable, Hashable {
  case shopName = "shop.name"
  case agentNick = "agent.nick"
  case agentName = "agent.name"
  case buyerNick = "buyer.nick"
  case orderID = "order.id"
  case orderPaid = "order.paid"
  case orderAmount = "order.amount"
  case orderShipBy = "order.ship_by"
  case orderCourier = "order.courier"
  case orderState = "order.state"
  case activityName = "activity.name"
  case activityThreshold = "activity.threshold"
  case activityDiscount = "activity.discount"
  case activityStarts = "activity.starts"
  case activityEnds = "activity.ends"
  case skuName = "sku.name"
  case refundOpens = "refund.opens"
  case ruleCitation = "rule.citation"
  case minutes

  /// What it is, in the words of a phrase that an agent completes by hand.
  public var name: String {
    switch self {
    case .shopName: "店名"
    case .agentNick: "客服昵称"
    case .agentName: "客服名字"
    case .buyerNick: "买家昵称"
    case .orderID: "订单号"
    case .orderPaid: "付款时间"
    case .orderAmount: "订单金额"
    case .orderShipBy: "最晚发货时间"
    case .orderCourier: "快递"
    case .orderState: "订单状态"
    case .activityName: "活动名称"
    case .activityThreshold: "活动门槛"
    case .activityDiscount: "优惠金额"
    case .activityStarts: "活动开始时间"
    case .activityEnds: "活动结束时间"
    case .skuName: "商品名称"
    case .refundOpens: "退款开放时间"
    case .ruleCitation: "规则依据"
    case .minutes: "几"
    }
  }

  /// Whether an order says it.
  var isOfOrder: Bool {
    switch self {
    case .orderID, .orderPaid, .orderAmount, .orderShipBy, .orderCourier, .orderState, .refundOpens: true
    default: false
    }
  }

  /// What the person at the desk gives so that the slot can be filled; with an order that does not say it, the text itself.
  func source(withOrder: Bool) -> Message {
    switch self {
    case _ where isOfOrder && withOrder: Message(zh: "--set \(rawValue)=…", en: "--set \(rawValue)=…")
    case .shopName:
      Message(zh: "--set shop.name=…，或写进 shop.yaml 再发布", en: "--set shop.name=…, or publish it in shop.yaml")
    case .agentNick, .agentName: Message(zh: "--as 名字", en: "--as NAME")
    case .orderID, .orderPaid, .orderAmount, .orderShipBy, .orderCourier, .orderState, .refundOpens:
      Message(zh: "--order 订单号", en: "--order NUMBER")
    case .activityName, .activityThreshold, .activityDiscount, .activityStarts, .activityEnds:
      Message(zh: "--activity 活动", en: "--activity ID")
    case .skuName: Message(zh: "--sku 编码", en: "--sku CODE")
    case .buyerNick, .ruleCitation, .minutes:
      Message(zh: "--set \(rawValue)=…", en: "--set \(rawValue)=…")
    }
  }
}

/// The text of a script, taken apart at its slots.
public struct ScriptText: Sendable, Equatable {
  public enum Part: Sendable, Equatable {
    case words(String)
    case slot(ScriptSlot)
  }

  public let source: String
  public let parts: [Part]

  /// What is wrong with a text: the slot that there is not, or the brace that stands alone.
  enum Fault: Error {
    case unknownSlot(String)
    case brace
  }

  /// A brace in a text is always that of a slot.
  init(_ text: String) throws(Fault) {
    source = text
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else { throw .brace }
      let name = rest[rest.index(after: open)..<close]
      guard !name.contains("{") else { throw .brace }
      guard let slot = ScriptSlot(rawValue: String(name)) else { throw .unknownSlot(String(name)) }
      if open > rest.startIndex { parts.append(.words(String(rest[..<open]))) }
      parts.append(.slot(slot))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.words(String(rest))) }
    self.parts = parts
  }

  /// Each once, in the order in which they come.
  public var slots: [ScriptSlot] {
    var slots: [ScriptSlot] = []
    for case .slot(let slot) in parts where !slots.contains(slot) { slots.append(slot) }
    return slots
  }

  /// The text with its slots filled. Throws a usage failure that names every slot without a value, and what gives it one.
  ///
  /// - Parameter withOrder: whether an order was named already.
  public func filled(_ values: [ScriptSlot: String], withOrder: Bool = false) throws(Failure) -> String {
    let missing = slots.filter { values[$0, default: ""].isEmpty }
    guard missing.isEmpty else {
      let names = missing.map { "{\($0.rawValue)}" }.joined(separator: " ")
      var sources: [Message] = []
      for slot in missing {
        let source = slot.source(withOrder: withOrder)
        if !sources.contains(source) { sources.append(source) }
      }
      throw Failure(
        .usage, code: "slot_missing", Message(zh: "这些空还没填：\(names)", en: "nothing is known for \(names)"),
        next: Message(
          zh: "加上 " + sources.map(\.zh).joined(separator: "，"), en: "add " + sources.map(\.en).joined(separator: ", ")))
    }
    return parts.map { part in
      switch part {
      case .words(let words): words
      case .slot(let slot): values[slot, default: ""]
      }
    }.joined()
  }
}
