import Foundation
public import Orders

/// How a racing process is started; passed to it as one JSON argument.
public struct RaceSettings: Codable, Sendable {
  public var store: String
  public var journal: String
  public var seed: UInt64
  public var worker: Int
  public var workers: Int
  /// How many orders there are, where to begin among them, how many are raced for at a time.
  public var orders: Int
  public var start: Int
  public var window = 24
  public var operationsPerOrder = 12
  /// `none`, or the way the guard is broken.
  public var mutant = "none"
  /// One statement in so many is followed by a delay of up to `delayMicroseconds`.
  public var delayOneIn = 12
  public var delayMicroseconds: UInt32 = 1_500
  /// The file that this process imports again and again instead of racing.
  public var imports: String?

  public init(
    store: String, journal: String, seed: UInt64, worker: Int, workers: Int, orders: Int, start: Int
  ) {
    self.store = store
    self.journal = journal
    self.seed = seed
    self.worker = worker
    self.workers = workers
    self.orders = orders
    self.start = start
  }

  public static func key(_ order: Int) -> OrderKey {
    OrderKey(shop: "main", id: String(3_515_000_000_000_000 + order))
  }

  /// An order export in the platform's layout that shows the raced orders as paid, with empty memos.
  public static func export(orders: Int) -> String {
    var text = "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,宝贝标题 ,订单备注\r\n"
    for order in 0..<orders {
      text += "=\"\(key(order).id)\",b\(order),\(order % 900 + 10).50,\(order % 900 + 10).50,"
      text += "买家已付款，等待卖家发货,2026-11-11 00:00:01,2026-11-11 00:00:09,宝贝\(order % 37),\r\n"
    }
    return text
  }
}
