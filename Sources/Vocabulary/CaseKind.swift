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
  /// A page says what it must not, or not what it must.
  case pageFault
  /// A return, an exchange, something missing: worked off by a checklist.
  case afterSales
  /// A bad review: its root cause, a call to the buyer, and an answer while one may be written.
  case badReview
  /// A buyer claims money.
  case compensation
  /// A buyer is angry, or abusive.
  case conflict
  /// An agent is stuck.
  case help
  /// What buyers say about goods, trends and competitors.
  case voice
  /// What is to be done otherwise from now on.
  case lesson

  public var name: Message {
    switch self {
    case .recall: Message(zh: "召回", en: "recall")
    case .interception: Message(zh: "拦截", en: "interception")
    case .stockDifference: Message(zh: "库存差异", en: "stock difference")
    case .oversold: Message(zh: "超卖", en: "oversold")
    case .pageFault: Message(zh: "页面问题", en: "page fault")
    case .afterSales: Message(zh: "售后", en: "after-sales")
    case .badReview: Message(zh: "差评", en: "bad review")
    case .compensation: Message(zh: "赔付", en: "compensation")
    case .conflict: Message(zh: "冲突", en: "conflict")
    case .help: Message(zh: "求助", en: "help wanted")
    case .voice: Message(zh: "顾客之声", en: "voice of customer")
    case .lesson: Message(zh: "改进", en: "lesson")
    }
  }

  /// Whether it is about a SKU: such a case ends by itself when the reason is gone.
  public var isAboutSku: Bool { self == .stockDifference || self == .oversold }

  /// Whether other verbs open and end it: a recall where a parcel is taken out, a page fault where the page is checked.
  public var isKeptElsewhere: Bool {
    switch self {
    case .recall, .interception, .stockDifference, .oversold, .pageFault, .compensation: true
    case .afterSales, .badReview, .conflict, .help, .voice, .lesson: false
    }
  }

  /// Who has to act where the routing matrix says nothing.
  public var ownerGroup: WorkGroup {
    switch self {
    case .recall, .stockDifference: .warehouse
    case .interception: .logistics
    case .oversold, .pageFault, .voice: .operations
    case .afterSales, .badReview, .compensation: .afterSale
    case .conflict, .help, .lesson: .lead
    }
  }

  /// Within how many minutes it should be over where the routing matrix says nothing.
  public var targetMinutes: Int64 {
    switch self {
    case .help: 3
    case .conflict: 15
    case .recall, .interception, .oversold: 30
    case .stockDifference, .pageFault, .compensation: 240
    case .badReview, .afterSales: 1_440
    case .voice, .lesson: 4_320
    }
  }
}

/// The groups of a shop that need things from one another.
public enum WorkGroup: String, Sendable, CaseIterable, Codable {
  case preSale, afterSale, operations, warehouse, logistics, finance, review, lead

  public var name: Message {
    switch self {
    case .preSale: Message(zh: "售前", en: "pre-sale")
    case .afterSale: Message(zh: "售后", en: "after-sale")
    case .operations: Message(zh: "运营", en: "operations")
    case .warehouse: Message(zh: "仓库", en: "warehouse")
    case .logistics: Message(zh: "物流", en: "logistics")
    case .finance: Message(zh: "财务", en: "finance")
    case .review: Message(zh: "审单", en: "order review")
    case .lead: Message(zh: "主管", en: "lead")
    }
  }
}

/// Whose doing it is that a buyer is unhappy.
public enum Liability: String, Sendable, CaseIterable, Codable {
  case ours, courier, supplier, buyer, unclear

  public var name: Message {
    switch self {
    case .ours: Message(zh: "我方", en: "ours")
    case .courier: Message(zh: "快递", en: "the courier's")
    case .supplier: Message(zh: "供应商", en: "the supplier's")
    case .buyer: Message(zh: "买家", en: "the buyer's")
    case .unclear: Message(zh: "未定", en: "unclear")
    }
  }
}
