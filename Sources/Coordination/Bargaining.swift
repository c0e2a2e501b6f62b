import Broadcasts
import Orders
import Playbooks
public import Reception
public import Store
public import Vocabulary

/// Bargaining, over an order where there is one: whether anything may still be given for it stands in the order's own row.
///
/// The playbooks are read before the change begins: no gate waits while they are parsed.
public struct Bargaining: Sendable {
  private let rules: ConcessionRules
  private let handbook: Handbook
  /// As the playbooks have them.
  private let activities: ActivityBook

  public init(_ session: any Session) throws {
    rules = try Setup.concessionRules(session)
    handbook = try Setup.handbook(session)
    activities = try Setup.activities(session)
  }

  public func ask(_ request: Concessions.Request, shop: String, _ change: Change) throws -> Concessions.Asked {
    let book = try book(for: request.order, shop: shop, change)
    return try Concessions.ask(request, by: book, shop: shop, change)
  }

  public func grant(_ number: Int64, amount: Money?, shop: String, _ change: Change) throws -> Concession {
    let order = try Concessions.find(number, shop: shop, change.session).order
    let book = try book(for: order, shop: shop, change)
    return try Concessions.grant(number, amount: amount, by: book, shop: shop, change)
  }

  /// What concessions are judged by; the order stays locked.
  private func book(for order: String?, shop: String, _ change: Change) throws -> Concessions.Book {
    let made = try order.map { try Self.lock(OrderKey(shop: shop, id: $0), change).columns.createdAt } ?? nil
    let states = try ActivityChanges.current(activities, at: change.operation.at, shop: shop, change.session)
    return Concessions.Book(
      rules: rules, handbook: handbook, activities: ActivityBook(activities: states.map(\.activity)), orderMadeAt: made)
  }

  /// Throws refused `unknown_order`, and `order_over` for one that is closed or paid back, or whose buyer asks for it.
  private static func lock(_ key: OrderKey, _ change: Change) throws -> Order {
    try key.refuseImpossible()
    guard let order = try OrderRefunds.lock([key], change)[key] else { throw Setup.unknownOrder(key) }
    let refund: Message? =
      switch order.columns.refundState {
      case .applied?, .refunded?: order.columns.refundState?.name
      case .closed?, nil: order.refundBlock == .none ? nil : order.refundBlock.name
      }
    guard order.stage < .closed, refund == nil else {
      let state = refund ?? order.stage.name
      throw Failure(
        .refused, code: "order_over",
        Message(zh: "订单\(state.zh)，没有什么可让的了", en: "the order is \(state.en): there is nothing left to give"),
        place: key.id, next: Message(zh: "看一下：peakday order show \(key.id)", en: "look: peakday order show \(key.id)"))
    }
    return order
  }
}
