public import Playbooks
public import Vocabulary

/// Activities that a buyer may use together for one SKU, and what it then costs at worst for the shop.
public struct CouponStack: Sendable, Equatable {
  public let activities: [String]
  public let price: Money

  /// Every stack that cannot be made larger: activities that may be used together two by two. Their windows do not part
  /// them: who pays the deposit in one may pay the rest in another, and whoever names it says that this happens.
  ///
  /// - Parameter price: what the page shows, for stacks in which no activity sets a price.
  public static func all(of sku: String, price: Money, _ book: ActivityBook) -> [CouponStack] {
    let able = book.activities.filter { $0.covers(sku) }
    var near = [Set<Int>](repeating: [], count: able.count)
    for one in able.indices {
      for other in able.indices where other > one && book.stacks(able[one], able[other]) {
        near[one].insert(other)
        near[other].insert(one)
      }
    }
    var stacks: [CouponStack] = []
    // Bron and Kerbosch, CACM 16 (1973) 575–577, with the pivot of Tomita, Tanaka and Takahashi, TCS 363 (2006) 28–42:
    // without it a dozen activities that all go together would be looked at in every order.
    func grow(_ chosen: [Int], _ open: Set<Int>, _ done: Set<Int>) {
      func reach(_ index: Int) -> Int { near[index].intersection(open).count }
      guard let pivot = open.union(done).max(by: { (reach($0), $1) < (reach($1), $0) }) else {
        let members = chosen.sorted().map { able[$0] }
        if !members.isEmpty {
          stacks.append(CouponStack(activities: members.map(\.id), price: worst(sku, price, members)))
        }
        return
      }
      var (open, done) = (open, done)
      for index in open.subtracting(near[pivot]).sorted() {
        grow(chosen + [index], open.intersection(near[index]), done.intersection(near[index]))
        open.remove(index)
        done.insert(index)
      }
    }
    grow([], Set(able.indices), [])
    return stacks
  }

  /// Discounts are taken off the price beside one another, not one after the other.
  static func worst(_ sku: String, _ price: Money, _ activities: [Activity]) -> Money {
    let base = activities.compactMap { $0.price(of: sku) }.min() ?? price
    guard base > .zero else { return base }
    return Money(fen: max(0, base.fen - activities.reduce(0) { $0 + $1.mostOff(base).fen }))
  }
}
