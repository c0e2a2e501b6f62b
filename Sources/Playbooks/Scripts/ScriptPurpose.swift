public import Vocabulary

/// What a script is for. The raw value is the key used in playbooks and JSON.
public enum ScriptPurpose: String, Sendable, CaseIterable, Codable {
  case greeting, busy, firstAsker, vip, productAdvice, sizeAdvice, stock, activity, coupon, priceGuarantee, presale
  case paymentHelp, unpaidNudge, bargaining, crossSell, gift, shippingTime, urgeShipping, courier, logistics
  case addressChange, cancelOrder, refundBefore12, refundProgress, returnExchange, returnFreight, quality, missingItem
  case invoice, reviewCallback, complaint, conflict, transfer, rejectByRule, thanks, farewell

  public var name: Message {
    switch self {
    case .greeting: Message(zh: "问候", en: "greeting")
    case .busy: Message(zh: "繁忙自动回复", en: "busy auto-reply")
    case .firstAsker: Message(zh: "先问先答", en: "who asked first")
    case .vip: Message(zh: "会员", en: "VIP")
    case .productAdvice: Message(zh: "商品推荐", en: "product advice")
    case .sizeAdvice: Message(zh: "尺码", en: "size advice")
    case .stock: Message(zh: "有没有货", en: "stock")
    case .activity: Message(zh: "活动规则", en: "activity")
    case .coupon: Message(zh: "优惠券", en: "coupon")
    case .priceGuarantee: Message(zh: "价保", en: "price guarantee")
    case .presale: Message(zh: "预售", en: "pre-sale")
    case .paymentHelp: Message(zh: "付款帮助", en: "payment help")
    case .unpaidNudge: Message(zh: "催付", en: "unpaid nudge")
    case .bargaining: Message(zh: "议价", en: "bargaining")
    case .crossSell: Message(zh: "搭配凑单", en: "cross-sell")
    case .gift: Message(zh: "赠品", en: "gift")
    case .shippingTime: Message(zh: "发货到货时间", en: "shipping time")
    case .urgeShipping: Message(zh: "催发货", en: "urge shipping")
    case .courier: Message(zh: "快递公司", en: "courier")
    case .logistics: Message(zh: "物流", en: "logistics")
    case .addressChange: Message(zh: "改地址", en: "address change")
    case .cancelOrder: Message(zh: "取消订单", en: "cancel order")
    case .refundBefore12: Message(zh: "12日前退款", en: "refund before the 12th")
    case .refundProgress: Message(zh: "退款进度", en: "refund progress")
    case .returnExchange: Message(zh: "退换货", en: "return, exchange")
    case .returnFreight: Message(zh: "退货运费", en: "return freight")
    case .quality: Message(zh: "质量问题", en: "quality")
    case .missingItem: Message(zh: "少件", en: "missing item")
    case .invoice: Message(zh: "发票", en: "invoice")
    case .reviewCallback: Message(zh: "评价回访", en: "review call-back")
    case .complaint: Message(zh: "投诉", en: "complaint")
    case .conflict: Message(zh: "冲突", en: "conflict")
    case .transfer: Message(zh: "转接", en: "transfer")
    case .rejectByRule: Message(zh: "依规拒绝", en: "refusal by rule")
    case .thanks: Message(zh: "感谢", en: "thanks")
    case .farewell: Message(zh: "告别", en: "farewell")
    }
  }

  /// The slots without which a script of this purpose does not do its work.
  var requiredSlots: [ScriptSlot] {
    switch self {
    case .farewell: [.orderState, .agentNick]
    case .busy, .greeting: [.shopName]
    default: []
    }
  }

  /// The words without which a script of this purpose does not do its work.
  var requiredWords: [String] { self == .farewell ? ["售后", "评价"] : [] }
}
