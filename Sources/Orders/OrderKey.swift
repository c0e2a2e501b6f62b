/// The name of an order: the shop it belongs to, and the platform's 订单编号.
public struct OrderKey: Sendable, Hashable, Comparable {
  public let shop: String
  public let id: String

  public init(shop: String, id: String) {
    self.shop = shop
    self.id = id
  }

  /// The order in which bulk verbs lock rows.
  public static func < (left: OrderKey, right: OrderKey) -> Bool {
    (left.shop, left.id) < (right.shop, right.id)
  }
}
