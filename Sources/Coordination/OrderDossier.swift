public import Cases
public import Orders
public import Store
import Vocabulary

/// Everything the rooms know of one order.
public struct OrderDossier: Sendable {
  public let order: Order
  public let lines: [OrderLine]
  public let memos: [MemoVersion]
  public let todos: [OrderTodo]
  public let holds: [Hold]
  public let passes: [GatePass]
  public let cases: [ShopCase]
  /// The parcels that it is or was in.
  public let parcels: [Parcel]
  public let promises: [Promise]
  public let addresses: [AddressVersion]

  /// Returns nil for an order that the store does not know.
  public static func find(_ key: OrderKey, _ session: any Session) throws -> OrderDossier? {
    guard let order = try OrderQuestions.find(key, session) else { return nil }
    return OrderDossier(
      order: order, lines: try OrderQuestions.lines(of: key, session), memos: try Memos.ofOrder(key, session),
      todos: try Memos.todos(of: key, session), holds: try Holds.ofOrder(key, session),
      passes: try Gates.passes(key, session), cases: try Cases.ofOrder(shop: key.shop, order: key.id, session),
      parcels: try Parcels.ofOrder(key, session),
      promises: try Promises.list(
        PromiseFilter(shop: key.shop, order: key.id, withDecided: true, limit: 1_000), session),
      addresses: try Addresses.versions(key, session))
  }
}
