import Orders
public import Store
public import Vocabulary

/// Buyers who may apply now and have not.
public struct ChaseEntry: Sendable, Codable, Equatable {
  public enum Result: String, Sendable, CaseIterable, Codable {
    case told, applied, keepsGoods, noAnswer

    public var name: Message {
      switch self {
      case .told: Message(zh: "已告知", en: "told")
      case .applied: Message(zh: "说已申请", en: "says: applied")
      case .keepsGoods: Message(zh: "又要了", en: "keeps the goods")
      case .noAnswer: Message(zh: "没有回复", en: "no answer")
      }
    }
  }

  public let shop: String
  public let order: String
  public let refund: String
  public let amountFen: Int64?
  public let opensAt: Instant
  public let stage: OrderStage
  public let shipBy: Instant?
  /// How often somebody wrote to the buyer, and what came of it last.
  public let attempts: Int64
  public let last: Result?
  public let lastAt: Instant?
  public let note: String?
}

extension Refunds {
  /// Refunds that may be applied for at `moment` and are not, the nearest ship-by first.
  public static func chaseList(
    shop: String?, openBy moment: Instant, limit: Int64, _ session: any Session
  ) throws -> [ChaseEntry] {
    try ChaseRecords.list(shop: shop, openBy: moment, limit: limit, session)
  }

  /// Held orders near their ship-by whose buyers have not applied: they keep the day from closing.
  public static func unapplied(shop: String?, shipBefore near: Instant, _ session: any Session) throws -> [ChaseEntry] {
    try ChaseRecords.list(shop: shop, openBy: Instant(milliseconds: .max), limit: .max, session).filter { entry in
      guard let shipBy = entry.shipBy else { return false }
      return shipBy < near && entry.stage < .consigned
    }
  }

  /// What noting a result answers.
  public struct Chased: Sendable, Codable, Equatable {
    public let order: String
    public let refund: String
    public let result: ChaseEntry.Result
    public let attempts: Int64
  }

  /// Notes what came of asking a buyer.
  public static func chase(
    _ text: String, shop: String, _ result: ChaseEntry.Result, note: String, _ change: Change
  ) throws -> Chased {
    let (refund, _) = try lock(text, shop: shop, change)
    guard refund.state == .awaitingApplication else { throw RefundRefusal.appliedAlready(refund) }
    let number = try ChaseRecords.add(result, note: note, to: refund.orderKey, change)
    return Chased(order: refund.order, refund: refund.id, result: result, attempts: number)
  }
}

extension RefundRefusal {
  static func appliedAlready(_ refund: Refund) -> Failure {
    Failure(
      .refused, code: "refund_not_awaited",
      Message(
        zh: "这笔退款\(refund.state.name.zh)，不用再催买家",
        en: "this refund is \(refund.state.name.en): the buyer need not be asked"),
      place: refund.id,
      next: Message(zh: "查看：peakday refund show \(refund.id)", en: "look: peakday refund show \(refund.id)"))
  }
}
