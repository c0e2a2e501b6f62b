import Orders
import Vocabulary

/// Where the goods of a part of an order line stand.
struct StandingGoods: Equatable {
  struct Place: Hashable {
    /// Empty for a gift that the whole order earned.
    let line: String
    let part: GoodsPart
    let sku: String
  }

  let place: Place
  var quantity: Int64
  var account: StockAccount
  /// The number of its last movement.
  var moves: Int64
}

/// One order that changed: what it shows, and where its goods stood before.
struct OrderGoods {
  struct Line {
    let line: String
    let sku: String
    let quantity: Int64
    let state: GoodsState
  }

  let key: OrderKey
  /// From which it is sent.
  let warehouse: StockAccount
  let paidFen: Int64
  let createdAt: Instant?
  let paidAt: Instant?
  let consignedAt: Instant?
  var lines: [Line]
  var standing: [StandingGoods] = []

  /// The movements that bring the goods to where they belong, and where they stand then. A pure function; nothing
  /// differs, nothing moves.
  func moves(_ bundles: Bundles, now: Instant) -> (movements: [StockMovement], standing: [StandingGoods]) {
    var wanted: [StandingGoods.Place: (quantity: Int64, account: StockAccount?)] = [:]
    func want(_ line: String, _ part: GoodsPart, _ sku: String, _ quantity: Int64, _ account: StockAccount?) {
      let place = StandingGoods.Place(line: line, part: part, sku: sku)
      wanted[place] = ((wanted[place]?.quantity ?? 0) + quantity, account?.part(part))
    }
    /// The account of a line's goods; nil where all of them have left: those stay what they were, whatever the bundles
    /// are now.
    func account(of line: String, _ state: GoodsState) -> StockAccount?? {
      let before = standing.filter { $0.place.line == line }
      var state = state
      state.hasLeft = state.hasLeft || before.contains { $0.account == .shipped }
      let account = state.account
      guard account == .shipped, !before.isEmpty, before.allSatisfy({ $0.account == .shipped }) else {
        return .some(account)
      }
      for goods in before { wanted[goods.place] = (goods.quantity, .shipped) }
      return nil
    }
    for line in lines {
      guard let account = account(of: line.line, line.state) else { continue }
      let parts = bundles.parts(of: line.sku)
      if parts.isEmpty { want(line.line, .line, line.sku, line.quantity, account) }
      for part in parts { want(line.line, .bundle, part.sku, part.quantity * line.quantity, account) }
      for gift in bundles.gifts(with: line.sku) {
        want(line.line, .gift, gift.sku, gift.quantity * line.quantity, account)
      }
    }
    if var state = lines.first?.state, state.stage >= .paid {
      state.refund = nil
      if let account = account(of: "", state) {
        for gift in bundles.gifts(paid: paidFen) { want("", .gift, gift.sku, gift.quantity, account) }
      }
    }
    return movements(to: wanted, now: now)
  }

  private func movements(
    to wanted: [StandingGoods.Place: (quantity: Int64, account: StockAccount?)], now: Instant
  ) -> (movements: [StockMovement], standing: [StandingGoods]) {
    var movements: [StockMovement] = []
    var changed: [StandingGoods] = []
    let before = Dictionary(standing.map { ($0.place, $0) }) { first, _ in first }
    let places = Set(wanted.keys).union(before.keys).sorted {
      ($0.line, $0.part.rawValue, $0.sku) < ($1.line, $1.part.rawValue, $1.sku)
    }
    for place in places {
      let old = before[place] ?? StandingGoods(place: place, quantity: 0, account: warehouse, moves: 0)
      let target = wanted[place] ?? (0, nil)
      var goods = old
      (goods.quantity, goods.account) = (target.quantity, target.account ?? warehouse)
      func move(_ quantity: Int64, _ from: StockAccount, _ to: StockAccount) {
        guard quantity > 0, from != to else { return }
        goods.moves += 1
        let part = place.part == .line ? "" : "+\(place.sku)"
        movements.append(
          StockMovement(
            source: "order:\(key.id)", line: "\(place.line)\(part)#\(goods.moves)", sku: place.sku, from: from, to: to,
            quantity: quantity, at: moment(from, to, isFirst: goods.moves == 1, now: now), recordedAt: now))
      }
      if old.quantity == goods.quantity {
        move(goods.quantity, old.account, goods.account)
      } else {
        move(old.quantity, old.account, warehouse)
        move(goods.quantity, warehouse, goods.account)
      }
      if goods.moves > old.moves { changed.append(goods) }
    }
    return (movements, changed)
  }

  /// When it happened, as far as the platform tells, and never later than now. The sale itself took the goods off the
  /// page, also where a hold came with it.
  private func moment(_ from: StockAccount, _ to: StockAccount, isFirst: Bool, now: Instant) -> Instant {
    let told: Instant? =
      if to == .shipped {
        consignedAt
      } else if isFirst, from == warehouse {
        to.name.hasPrefix("reserved") ? createdAt : paidAt
      } else {
        nil
      }
    return min(told ?? now, now)
  }
}

/// What else goes out when something is sold, of the playbooks in force.
struct Bundles {
  struct Component {
    let sku: String
    let quantity: Int64
  }

  private var parts: [String: [Component]] = [:]
  private var gifts: [String: [Component]] = [:]
  private var thresholds: [(paidFen: Int64, gift: Component)] = []

  mutating func add(_ part: GoodsPart, sku: String, paidFen: Int64, _ component: Component) {
    switch part {
    case .bundle: parts[sku, default: []].append(component)
    case .gift where sku.isEmpty: thresholds.append((paidFen, component))
    case .gift, .line: gifts[sku, default: []].append(component)
    }
  }

  func parts(of sku: String) -> [Component] { parts[sku] ?? [] }
  func gifts(with sku: String) -> [Component] { gifts[sku] ?? [] }
  func gifts(paid fen: Int64) -> [Component] { thresholds.filter { $0.paidFen <= fen }.map(\.gift) }
}
