public import Store
public import Vocabulary

/// One rule of the platform that was broken, and what it cost.
public struct Violation: Sendable, Codable, Equatable {
  public let shop: String
  /// Every shop counts its own.
  public let number: Int64
  public let rule: String
  public let points: Int64
  public let costFen: Int64
  /// Empty where nobody in particular did it.
  public let agent: String
  /// Empty where it is about no order.
  public let order: String
  public let cause: String
  public let happenedAt: Instant
  public let notedAt: Instant
  public let notedBy: String
}

/// The ledger of violations: entries are added and never changed.
public enum Violations {
  public struct Entry: Sendable {
    public let rule: String
    public let points: Int64
    public let cost: Money
    public let agent: String
    public let order: String
    public let cause: String
    public let happenedAt: Instant

    public init(
      rule: String, points: Int64, cost: Money, agent: String, order: String, cause: String, happenedAt: Instant
    ) {
      (self.rule, self.points, self.cost, self.agent) = (rule, points, cost, agent)
      (self.order, self.cause, self.happenedAt) = (order, cause, happenedAt)
    }
  }

  public struct Noted: Sendable, Codable, Equatable {
    public let number: Int64
    /// Of the shop, this entry included.
    public let totalPoints: Int64
    public let totalCostFen: Int64
  }

  public static func add(_ entry: Entry, shop: String, _ change: Change) throws -> Noted {
    guard (1...400).contains(entry.rule.utf8.count), (1...2_000).contains(entry.cause.utf8.count),
      (0...1_000).contains(entry.points), entry.cost >= .zero, entry.happenedAt <= change.operation.at
    else {
      throw Failure(
        .usage, code: "violation_values",
        Message(
          zh: "规则和原因都要写，分数 0 到 1000，金额和时间不能为负、不能在将来",
          en: "it takes a rule and a cause, 0 to 1000 points, a cost that is not negative, and a time that is past"))
    }
    let number = try LedgerRecords.insert(entry, shop: shop, change)
    let totals = try LedgerRecords.totals(shop: shop, change.session)
    return Noted(number: number, totalPoints: totals.points, totalCostFen: totals.costFen)
  }

  /// The newest first.
  public static func list(shop: String?, agent: String?, limit: Int64, _ session: any Session) throws -> [Violation] {
    try LedgerRecords.violations(shop: shop, agent: agent, limit: limit, session)
  }
}
