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
  /// With a pace, the racers move on by the clock, so that the slow and the quick ones meet; else by their own count.
  public var paceMilliseconds: Int64 = 0
  /// On the clock of `RaceJournal`.
  public var startedAt: Int64 = 0
  /// What a race for a broken guard is mostly about; then there are few holds, which would hide it.
  public enum Focus: String, Codable, Sendable { case addresses, promises }
  public var focus: Focus?
  /// `none`, or the way the guard is broken.
  public var mutant = "none"
  /// One statement in so many is followed by a delay of up to `delayMicroseconds`.
  public var delayOneIn = 12
  public var delayMicroseconds: UInt32 = 1_500
  /// The files of orders, in turn, and of parcels that this process imports again and again instead of racing.
  public var imports: [String] = []
  public var parcels: String?

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

  /// Where a racer stands at its `step`.
  public func front(step: Int) -> Int {
    guard paceMilliseconds > 0 else { return start + step * workers / operationsPerOrder }
    return Int((RaceJournal.now() - startedAt) / (paceMilliseconds * 1_000_000)) % orders
  }

  public static func key(_ order: Int) -> OrderKey {
    OrderKey(shop: "main", id: String(3_515_000_000_000_000 + order))
  }

  /// The parcels among the raced orders. Of every ten orders two share one, three share another, and one needs two.
  public static func parcels(orders: Int) -> [String: [String]] {
    var parcels: [String: [String]] = [:]
    for order in 0..<orders {
      for waybill in waybills(of: order) { parcels[waybill, default: []].append(key(order).id) }
    }
    return parcels
  }

  public static func waybills(of order: Int) -> [String] {
    switch order % 10 {
    case 0, 1: ["SF\(order / 10)A"]
    case 3, 4, 5: ["SF\(order / 10)B"]
    case 7: ["SF\(order / 10)C", "SF\(order / 10)D"]
    default: []
    }
  }

  /// A list of these parcels as an ERP writes it, merged orders in one cell.
  public static func parcelList(orders: Int) -> String {
    let parcels = parcels(orders: orders).sorted { $0.key < $1.key }
    return "快递公司,运单号,平台单号\r\n"
      + parcels.map { "\(couriers[0]),\($0.key),\"\($0.value.joined(separator: ","))\"\r\n" }.joined()
  }

  /// An order export in the platform's layout that shows the raced orders as paid, with empty memos. In the one with
  /// `moves` some go to an address that racers propose too.
  public static func export(orders: Int, moves: Bool = false) -> String {
    var text = "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,宝贝标题 ,订单备注,"
    text += "收货人姓名,收货地址,联系手机\r\n"
    for order in 0..<orders {
      text += "=\"\(key(order).id)\",b\(order),\(order % 900 + 10).50,\(order % 900 + 10).50,"
      text += "买家已付款，等待卖家发货,2026-11-11 00:00:01,2026-11-11 00:00:09,宝贝\(order % 37),,"
      let address = moves && order % 7 == 3 ? addresses[order / 7 % 2] : "浙江省 杭州市 余杭区 文一西路\(order)号"
      text += "张三,\(address),\(13_800_000_000 + order)\r\n"
    }
    return text
  }

  /// The addresses that racers propose.
  public static let addresses = ["浙江省 杭州市 西湖区 文三路1号", "江苏省 南京市 鼓楼区 中山路2号", "广东省 深圳市 南山区 科苑路3号"]

  /// The couriers that racers name; every parcel goes by the first.
  public static let couriers = ["顺丰", "中通"]
}
