public import Vocabulary

/// A parcel as the store keeps it.
struct ParcelRow: Equatable {
  let waybill: String
  let courier: String
  var stage: OrderStage
  var version: Int64
  let sourceAt: Instant
  /// Order numbers that a list puts into it and that no import has shown.
  let missing: [String]
}

/// A parcel as lists show it.
public struct Parcel: Sendable, Codable, Equatable {
  public let shop: String
  public let waybill: String
  public let courier: String
  /// The stage that this very parcel has reached.
  public let stage: OrderStage
  public let items: [ParcelItem]
  /// Order numbers that a list puts into it and that no import has shown.
  public let missing: [String]
  public let passes: [ParcelPass]
}

/// What is, or was, in a parcel.
public struct ParcelItem: Sendable, Codable, Equatable {
  public let order: String
  /// The order line; empty for the whole order.
  public let line: String
  public let quantity: Int64?
  /// The order's stage and open holds.
  public let stage: OrderStage
  public let openHolds: Int64
  public let title: String?
  /// `takenOut` or `superseded`, when and by whom; nil while it is in the parcel.
  public let outWhy: String?
  public let outAt: Instant?
  public let outBy: String?
}

/// One pass of a parcel through a gate.
public struct ParcelPass: Sendable, Codable, Equatable {
  public let gate: String
  public let at: Instant
  public let by: String
  /// The order whose number was scanned; empty for the waybill itself.
  public let order: String
  public let operation: String
  public let undoneAt: Instant?
  public let undoneBy: String?
}

/// An order, or one line of it, in a parcel, as a source shows it.
struct ParcelLink: Equatable {
  let waybill: String
  let courier: String
  let order: String
  let line: String
  let quantity: Int64?
  /// The order's stage.
  let stage: OrderStage
}

/// Rules of parcels: pure functions.
enum ParcelRules {
  /// Couriers use a number again after months; a source that is so much newer shows another parcel.
  static let reuseDays: Int64 = 30

  /// Where a parcel stands when a source first shows it. Marked as shipped (点发货) is not yet gone: its label exists,
  /// and it may still come to our gates. Only what the buyer has is no longer here.
  static func firstStage(of order: OrderStage) -> OrderStage {
    order >= .handedOver ? order : min(order, .printed)
  }
}
