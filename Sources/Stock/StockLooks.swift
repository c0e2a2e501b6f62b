public import Store
import Vocabulary

/// What people look at.
extension Stock {
  /// How SKUs stand, in their order; all that the ledger knows without `skus`. `after` pages on.
  public static func levels(
    shop: String, skus: [String] = [], after: String? = nil, limit: Int64, _ session: any Session
  ) throws -> [StockLevel] {
    if !skus.isEmpty {
      return try skus.map { sku in
        guard try StockRecords.knows(sku, shop: shop, session) else {
          throw Failure(
            .refused, code: "unknown_sku", Message(zh: "账上没有这个编码", en: "the ledger does not know this SKU"), place: sku,
            next: Message(
              zh: "核对编码，或先进货：peakday stock receive", en: "check it, or receive it first: peakday stock receive"))
        }
        return try level(of: sku, shop: shop, session)
      }
    }
    var levels: [StockLevel] = []
    for sku in try StockRecords.skus(shop: shop, after: after ?? "", limit: limit, session) {
      levels.append(try level(of: sku, shop: shop, session))
    }
    return levels
  }

  public static func movements(_ filter: MovementFilter, _ session: any Session) throws -> [StockMovement] {
    try StockRecords.list(filter, session)
  }

  /// For `audit verify`: accounts whose balance is not the sum of their movements; at most 100.
  public static func miscounted(_ session: any Session) throws -> [(shop: String, sku: String, account: String)] {
    try StockRecords.miscounted(session)
  }

  static func level(of sku: String, shop: String, _ session: any Session) throws -> StockLevel {
    var level = StockLevel(sku: sku)
    try StockRecords.balances(shop: shop, sku: sku, session) {
      level.add($0.quantity, in: $0.account)
    }
    return level
  }
}

/// Which movements a list shows.
public struct MovementFilter: Sendable {
  public var shop: String
  public var sku: String?
  /// `order:3511…`.
  public var source: String?
  public var limit: Int64

  public init(shop: String, sku: String? = nil, source: String? = nil, limit: Int64) {
    self.shop = shop
    self.sku = sku
    self.source = source
    self.limit = limit
  }
}
