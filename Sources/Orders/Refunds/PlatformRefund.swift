public import Vocabulary

/// A refund as the platform last showed it.
public struct PlatformRefund: Sendable, Equatable, Codable {
  public let shop: String
  /// 退款编号.
  public let id: String
  public let order: String
  /// The order line; empty where the source does not tell.
  public let line: String
  public let state: RefundState
  public let amount: Money?
  /// 全部退款 or 部分退款; nil where the source does not tell.
  public let isWhole: Bool?
  public let phase: String
  /// When it last changed: the platform's version of it.
  public let version: Instant?
  /// Until when somebody has to act.
  public let deadline: Instant?

  public init(
    shop: String, id: String, order: String, line: String = "", state: RefundState, amount: Money?,
    isWhole: Bool? = nil, phase: String = "", version: Instant? = nil, deadline: Instant? = nil
  ) {
    self.shop = shop
    self.id = id
    self.order = order
    self.line = line
    self.state = state
    self.amount = amount
    self.isWhole = isWhole
    self.phase = phase
    self.version = version
    self.deadline = deadline
  }
}
