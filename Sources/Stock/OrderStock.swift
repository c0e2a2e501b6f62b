public import Orders
public import Playbooks
public import Store
import Vocabulary

/// How the ledger follows the orders.
public enum OrderStock {
  /// For the follower of `OrderFact.changed`: moves the goods of the orders that this operation changed to where they
  /// belong now. A store in which no shop keeps stock pays for one look.
  public static func follow(_ change: Change) throws {
    guard try OrderGoodsRecords.hasShops(change.session) else { return }
    let orders = try OrderGoodsRecords.changed(by: change)
    guard !orders.isEmpty else { return }
    let bundles = try OrderGoodsRecords.bundles(change.session)
    var movements: [String: [StockMovement]] = [:]
    var standing = RowList()
    for order in orders {
      let moved = order.moves(bundles, now: change.operation.at)
      guard !moved.movements.isEmpty else { continue }
      movements[order.key.shop, default: []] += moved.movements
      OrderGoodsRecords.write(moved.standing, of: order.key, into: &standing)
    }
    guard !movements.isEmpty else { return }
    try OrderGoodsRecords.put(standing, change)
    for (shop, movements) in movements.sorted(by: { $0.key < $1.key }) {
      guard try StockRecords.post(movements, shop: shop, change).isEmpty else {
        throw StoreError.engine("a movement of an order has the number of an older one")
      }
    }
  }

  /// Orders of one part when a shop begins to keep stock.
  static let partOrders: Int64 = 2_000

  /// Begins to keep a shop's stock: from then on its orders are followed, and those of before are taken in, part by part.
  /// Where that was done, nothing happens; where it was interrupted, it goes on. `warehouse` is the one from which its
  /// orders are sent.
  public static func begin(_ shop: String, warehouse: String, _ run: PartedRun) throws {
    if let known = try run.store.read({ try OrderGoodsRecords.shop(shop, $0) }), known.takenUpTo == nil { return }
    try run.perform("begin") { change in
      try OrderGoodsRecords.addShop(shop, warehouse: warehouse, change)
      return 0
    }
    var part = 0
    while let place = try run.store.read({ try OrderGoodsRecords.shop(shop, $0) })?.takenUpTo {
      part += 1
      try run.perform("begin.\(part).\(place)") { change -> String? in
        let last = try OrderGoodsRecords.touch(after: place, of: shop, limit: partOrders, change)
        try OrderGoodsRecords.setTakenUpTo(last, of: shop, change.session)
        try follow(change)
        return last
      }
      run.store.database.giveWay()
    }
  }

  /// The warehouse from which a shop's orders are sent; nil for a shop that keeps no stock here.
  public static func warehouse(of shop: String, _ session: any Session) throws -> String? {
    try OrderGoodsRecords.shop(shop, session)?.warehouse
  }

  /// Puts the bundles and gifts of a playbook version in force.
  public static func replaceBundles(_ book: BundleBook, _ change: Change) throws {
    try OrderGoodsRecords.clearBundles(change.session)
    for entry in book.entries {
      try OrderGoodsRecords.addBundle(
        entry.part == .bundle ? .bundle : .gift, sku: entry.sku, paidFen: entry.paid.fen, component: entry.component,
        quantity: entry.quantity, change.session)
    }
  }
}
