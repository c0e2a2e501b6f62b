public import Vocabulary

/// Where a piece of goods can be, by the name that the ledger uses. Every piece is always in exactly one account, so all
/// accounts together sum to zero.
public struct StockAccount: Sendable, Hashable, Codable {
  public let name: String
  /// Why the goods lie in the house and are not free; nil where they are free, or are not here.
  public let cause: StockCause?
  /// Whether it is the shelves of a warehouse.
  let isShelf: Bool

  init(_ name: String) {
    self.name = name
    isShelf = name.utf8.starts(with: Self.shelf.utf8)
    cause = isShelf ? nil : Self.cause(of: name)
  }

  public static func == (one: StockAccount, other: StockAccount) -> Bool { one.name == other.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

  public init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(String.self)) }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  /// Free goods on the shelves of a warehouse.
  public static func warehouse(_ code: String) -> StockAccount { StockAccount(shelf + code) }
  public static func unavailable(_ why: String) -> StockAccount { StockAccount("unavailable:" + why) }
  /// Ordered, not paid.
  public static let reserved = StockAccount("reserved")
  /// Paid, not shipped.
  public static let committed = StockAccount("committed")
  public static let buyerCancelled = unavailable("buyerCancelled")
  public static let refundRequested = unavailable("refundRequested")
  public static let defect = unavailable("defect")
  /// Ordered from a supplier, or on its way between warehouses.
  public static let inTransit = StockAccount("inTransit")
  public static let shipped = StockAccount("shipped")
  /// What counts found too much or too little.
  public static let adjusted = StockAccount("adjusted")
  public static let supplier = StockAccount("supplier")
  /// What was there when the ledger began.
  public static let opening = StockAccount("opening")

  /// The account for what belongs to a bundle, or is a gift, and is set aside: the page knows of neither.
  func part(_ part: GoodsPart) -> StockAccount {
    part != .line && (self == .reserved || self == .committed) ? StockAccount("\(name):\(part.rawValue)") : self
  }

  private static let shelf = "warehouse:"

  /// The warehouse whose shelves it is; nil for any other account.
  public var warehouse: String? { isShelf ? String(Substring(name.utf8.dropFirst(Self.shelf.utf8.count))) : nil }

  func isShelf(of code: String) -> Bool {
    isShelf && name.utf8.dropFirst(Self.shelf.utf8.count).elementsEqual(code.utf8)
  }

  private static func cause(of name: String) -> StockCause? {
    switch name {
    case "reserved": .unpaid
    case "committed": .notShipped
    case "unavailable:buyerCancelled": .buyerCancelled
    case "unavailable:refundRequested": .refundQueued
    case "reserved:bundle", "reserved:gift", "committed:bundle", "committed:gift": .giftsAndBundles
    default: name.hasPrefix("unavailable:") ? .defects : nil
    }
  }

  /// Whether the goods are in the house: free on a shelf, or set aside.
  public var isOnHand: Bool { isShelf || cause != nil }

  /// Whether only orders move goods there: a person or a file that did would contradict them.
  var followsOrders: Bool {
    switch cause {
    case .unpaid, .notShipped, .buyerCancelled, .refundQueued, .giftsAndBundles: true
    default: false
    }
  }

  /// An account that a person or a file may name; nil for a word that is none.
  public init?(named text: String) {
    let account = StockAccount(text)
    let code = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().first ?? ""
    let isFixed = [Self.inTransit, .shipped, .adjusted, .supplier, .opening].contains(account) || account.followsOrders
    guard isFixed || ((account.isShelf || text.hasPrefix("unavailable:")) && Self.isCode(code)) else {
      return nil
    }
    self = account
  }

  /// A warehouse's code, or why something is unavailable: letters, digits and a few signs.
  public static func isCode(_ text: some StringProtocol) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." }
  }
}

/// Why page, warehouse and ledger may differ without anything being wrong.
public enum StockCause: String, Sendable, CaseIterable, Codable {
  case unpaid, notShipped, buyerCancelled, refundQueued, giftsAndBundles, defects, movedSince, lateSync, heldBack,
    oversold

  public var name: Message {
    switch self {
    case .unpaid: Message(zh: "拍下未付款", en: "ordered, not paid")
    case .notShipped: Message(zh: "已付款未发货", en: "paid, not shipped")
    case .buyerCancelled: Message(zh: "买家不要了（挂起）", en: "held: buyer doesn't want it")
    case .refundQueued: Message(zh: "申请了退款", en: "refund applied for")
    case .giftsAndBundles: Message(zh: "赠品和套装", en: "gifts and bundles")
    case .defects: Message(zh: "残次和冻结", en: "defects and frozen")
    case .movedSince: Message(zh: "快照之后的进出", en: "moved since the snapshot")
    case .lateSync: Message(zh: "同步延迟", en: "late sync")
    case .heldBack: Message(zh: "上次更新页面时留的余量", en: "kept off the page at the last update")
    case .oversold: Message(zh: "超卖", en: "oversold")
    }
  }
}

/// Which part of a sale goods are.
public enum GoodsPart: String, Sendable, CaseIterable, Codable {
  case line, bundle, gift
}
