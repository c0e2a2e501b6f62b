public import Cases
import Orders
public import Store
public import Vocabulary

/// The verb of recalls that spans rooms: what was taken out is no longer in its parcels.
public enum Recalls {
  /// Notes what came of the open case of an order, see `Cases.close`. Goods that were taken out leave the parcels they
  /// shared, so that the rest of those may go.
  public static func close(
    _ kind: CaseKind, shop: String, order: String, as state: CaseState, result: String, _ change: Change
  ) throws -> Cases.Closed {
    // Before the case: orders are locked before anything else.
    if kind == .recall, result == takenOut { try Parcels.takeOutOfShared(OrderKey(shop: shop, id: order), change) }
    return try Cases.close(kind, shop: shop, order: order, as: state, result: result, change)
  }

  /// The result that says so.
  public static let takenOut = "takenOut"
}
