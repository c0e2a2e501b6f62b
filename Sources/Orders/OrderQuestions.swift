public import Store
public import Vocabulary

/// What can be asked about orders.
public enum OrderQuestions {
  public static func find(_ key: OrderKey, _ session: any Session) throws -> Order? {
    try OrderRecords.find(key, session)
  }

  /// What is in an order, as far as item exports have shown it.
  public static func lines(of key: OrderKey, _ session: any Session) throws -> [OrderLine] {
    try OrderLineRecords.all(key, session)
  }

  /// Orders by id; `filter.after` pages on.
  public static func list(_ filter: OrderFilter, _ session: any Session) throws -> [Order] {
    try OrderRecords.list(filter, session)
  }

  /// Orders that are free to ship and must be shipped before `near`, the most urgent first.
  public static func due(shop: String?, near: Instant, limit: Int64, _ session: any Session) throws -> [Order] {
    try OrderRecords.due(shop: shop, near: near, limit: limit, session)
  }

  /// How many orders stand at each stage, how many of them are held, and what those cost.
  public struct StageCount: Sendable, Equatable, Codable {
    public let stage: OrderStage
    public let orders: Int64
    public let held: Int64
    /// What the buyers of the held orders paid.
    public let heldFen: Int64
  }

  public static func countByStage(shop: String?, _ session: any Session) throws -> [StageCount] {
    try OrderRecords.countByStage(shop: shop, session)
  }

  /// Orders with open holds by reason, those that are over left out.
  public struct ReasonCount: Sendable, Equatable, Codable {
    public let reason: HoldReason
    public let orders: Int64
  }

  public static func countByReason(shop: String?, _ session: any Session) throws -> [ReasonCount] {
    try HoldRecords.countByReason(shop: shop, session)
  }

  /// How many orders are held, those that are over left out.
  public static func countHeld(shop: String?, _ session: any Session) throws -> Int64 {
    try OrderRecords.countByStage(shop: shop, session).filter { $0.stage < .closed }.map(\.held).reduce(0, +)
  }

  /// Paid orders that no hold stands against: how many must be shipped before `near`, and how many should have been.
  public static func dueToShip(
    shop: String?, now: Instant, near: Instant, _ session: any Session
  ) throws -> (near: Int64, past: Int64) {
    try OrderRecords.dueToShip(shop: shop, now: now, near: near, session)
  }

  /// Deadlines that passed, and holds whose time has come (`Deadlines`).
  public static func due(
    shop: String?, now: Instant, _ session: any Session
  ) throws -> (holds: Int64, lifts: Int64) {
    try DeadlineRecords.count(shop: shop, now: now, session)
  }

  /// What became of the orders that were held.
  public static func holdOutcomes(shop: String?, now: Instant, _ session: any Session) throws -> HoldOutcomes {
    try HoldRecords.outcomes(shop: shop, now: now, session)
  }

  /// Orders that wait for printing and whose memo was last seen before `oldest`, or never.
  public static func countStale(shop: String?, oldest: Instant, _ session: any Session) throws -> Int64 {
    try OrderRecords.countStale(shop: shop, oldest: oldest, session)
  }

  /// Export times of the newest finished imports: any, and with a memo column.
  public static func newestSources(shop: String?, _ session: any Session) throws -> (any: Instant?, memo: Instant?) {
    (
      try ImportRecords.newest(shop: shop, memoOnly: false, session),
      try ImportRecords.newest(shop: shop, memoOnly: true, session)
    )
  }

  public static func countUnfinishedImports(_ session: any Session) throws -> Int64 {
    try ImportRecords.countUnfinished(session)
  }
}
