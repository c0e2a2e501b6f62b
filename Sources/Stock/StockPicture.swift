import Vocabulary

/// What the ledger says of one SKU at a moment.
public struct StockLevel: Sendable, Equatable, Codable {
  public let sku: String
  /// In the house: free, or set aside.
  public var onHand: Int64 = 0
  /// Free on the shelves of all warehouses; below 0 where more was sold than there is.
  public var free: Int64 = 0
  public var reserved: Int64 = 0
  public var committed: Int64 = 0
  public var unavailable: Int64 = 0
  public var inTransit: Int64 = 0
  public var shipped: Int64 = 0

  init(sku: String) {
    self.sku = sku
  }

  mutating func add(_ quantity: Int64, in account: StockAccount) {
    if account.isOnHand { onHand += quantity }
    switch account.cause {
    case .unpaid: reserved += quantity
    case .notShipped: committed += quantity
    case .giftsAndBundles:
      if account.name.hasPrefix("reserved") { reserved += quantity } else { committed += quantity }
    case .some: unavailable += quantity
    case nil where account.isShelf: free += quantity
    case nil where account == .inTransit: inTransit += quantity
    case nil where account == .shipped: shipped += quantity
    case nil: break
    }
  }
}

/// What a page or a warehouse showed of one SKU.
struct ShownCount: Equatable {
  let source: StockSource
  /// The page's own number; empty for a warehouse.
  let item: String
  let takenAt: Instant
  let quantity: Int64
}

/// Where a snapshot comes from.
public enum StockSource: Sendable, Hashable {
  case page
  case warehouse(String)

  public var name: String {
    switch self {
    case .page: "page"
    case .warehouse(let code): "warehouse:" + code
    }
  }

  init?(name: String) {
    if name == "page" {
      self = .page
    } else if let code = StockAccount(name).warehouse {
      self = .warehouse(code)
    } else {
      return nil
    }
  }
}

/// The ledger of one SKU, and what page and warehouses showed of it, up to a moment: all that a reconciliation looks at.
struct StockPicture {
  let sku: String
  /// The warehouse from which orders are sent: what is set aside for them lies there.
  let home: String
  let moment: Instant
  /// The balances now. Whatever was written down later than a moment that counts is in `later`.
  var balances = AccountBalances()
  var later: [StockMovement] = []
  var counts: [ShownCount] = []
  /// What the last page update before the page's snapshot kept back.
  var heldBack: Int64 = 0

  /// Whether anything ever came in, or a warehouse has shown it: of other goods the ledger knows only that they were sold.
  var hasBegun: Bool {
    counts.contains { $0.source != .page }
      || [StockAccount.supplier, .opening, .adjusted, .inTransit].contains { balances[$0] != nil }
  }

  /// The balances without the movements that `isOut` names.
  func balances(without isOut: (StockMovement) -> Bool) -> AccountBalances {
    var result = balances
    for movement in later where isOut(movement) {
      result.add(movement.quantity, to: movement.from)
      result.add(-movement.quantity, to: movement.to)
    }
    return result
  }

  /// The balances by what was written down up to the moment, and by when it happened.
  func balances(happenedBy time: Instant) -> AccountBalances {
    balances { $0.recordedAt > moment || $0.at > time }
  }

  /// The pieces in one warehouse, with what is set aside there.
  func onHand(_ balances: AccountBalances, in code: String) -> Int64 {
    var sum: Int64 = 0
    for (account, quantity) in balances
    where account.isShelf(of: code) || (code == home && account.cause != nil) { sum += quantity }
    return sum
  }

  func level(_ balances: AccountBalances) -> StockLevel {
    var level = StockLevel(sku: sku)
    for (account, quantity) in balances { level.add(quantity, in: account) }
    return level
  }
}
