public import Store
public import Vocabulary

/// A held order that an import showed as shipped: the ERP let it go past PeakDay.
public struct Bypass: Sendable, Equatable, Codable {
  public let shop: String
  public let order: String
  /// The stage that the import showed.
  public let stage: OrderStage
  public let foundAt: Instant
}

/// The questions about bypasses.
public enum Bypasses {
  /// Newest first.
  public static func list(shop: String?, limit: Int64, _ session: any Session) throws -> [Bypass] {
    try ImportRecords.bypasses(shop: shop, limit: limit, session)
  }

  public static func count(shop: String?, _ session: any Session) throws -> Int64 {
    try ImportRecords.countBypasses(shop: shop, session)
  }

  /// For the follower of `bypassed`: what this change found.
  public static func found(_ change: Change) throws -> [Bypass] {
    try ImportRecords.bypasses(of: change)
  }
}
