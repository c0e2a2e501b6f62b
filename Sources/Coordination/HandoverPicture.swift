import Broadcasts
import Cases
import Orders
import Playbooks
import Refunds
import Rota
public import Store
public import Vocabulary

/// What one shift leaves to the next, across the rooms: numbers, and the first of each kind. Orders by number, no names.
public struct HandoverPicture: Sendable, Codable, Equatable {
  /// One kind of open thing.
  public struct Part: Sendable, Codable, Equatable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
      case holds, promises, recalls, interceptions, uncertainRefunds, unansweredRefunds, unappliedRefunds, stockCases
      case openCases, unreadBroadcasts

      public var name: Message {
        switch self {
        case .holds: Message(zh: "挂起的订单", en: "held orders")
        case .promises: Message(zh: "下一班之内到期的承诺", en: "promises due within the next shift")
        case .recalls: Message(zh: "要召回的", en: "to be recalled")
        case .interceptions: Message(zh: "要拦截的", en: "to be intercepted")
        case .uncertainRefunds: Message(zh: "结果不明的退款", en: "uncertain refunds")
        case .unansweredRefunds: Message(zh: "已提交、没有结果的退款", en: "refunds sent, without an answer")
        case .unappliedRefunds: Message(zh: "快到发货时间、买家还没申请的", en: "near their ship-by, not applied for")
        case .stockCases: Message(zh: "库存的事", en: "cases of stock")
        case .openCases: Message(zh: "别的未了的案件", en: "other open cases")
        case .unreadBroadcasts: Message(zh: "还有人没确认的变更", en: "changes in force that somebody has not acknowledged")
        }
      }
    }

    public let kind: Kind
    public let count: Int
    /// The first of them: order or SKU, and what about it.
    public let first: [Item]
    /// The command that lists them all.
    public let next: String
  }

  public struct Item: Sendable, Codable, Equatable {
    public let id: String
    public let about: String
  }

  public let at: Instant
  /// Who is on shift at this moment, and who comes within two hours.
  public let leaving: [String]
  public let coming: [String]
  public let parts: [Part]

  /// How many of each kind are named.
  private static let shown = 5

  public static func ask(shop: String, now: Instant, _ session: any Session) throws -> HandoverPicture {
    let shifts = try Rosters.shifts(shop: shop, from: now, until: now.adding(minutes: 120), session)
    let held = try Holds.list(HoldFilter(shop: shop, limit: .max), session)
    let promises = try Promises.list(
      PromiseFilter(shop: shop, dueBefore: now.adding(minutes: 480), limit: .max), session)
    let near = try Setup.shippingRules(session).near(now)
    func cases(_ kind: CaseKind) throws -> [Item] {
      try Cases.list(kind, shop: shop, openOnly: true, limit: .max, session).map {
        Item(id: $0.order.isEmpty ? $0.subject : $0.order, about: $0.kind.rawValue)
      }
    }
    func others() throws -> [Item] {
      try Cases.list(CaseFilter(shop: shop, limit: .max), session)
        .filter { $0.kind != .recall && $0.kind != .interception && !$0.kind.isAboutSku }
        .map { Item(id: $0.order.isEmpty ? $0.subject : $0.order, about: $0.kind.rawValue) }
    }
    func refunds(_ stage: RefundStage) throws -> [Item] {
      try Refunds.list(RefundFilter(shop: shop, stage: stage, limit: .max), session).map {
        Item(id: $0.order, about: $0.id)
      }
    }
    // An order may be held several times over, and its holds need not stand side by side.
    var seen: Set<String> = []
    let orders = held.filter { seen.insert($0.hold.order).inserted }.map {
      Item(id: $0.hold.order, about: $0.hold.reason.rawValue)
    }
    return HandoverPicture(
      at: now, leaving: shifts.filter { $0.start <= now }.compactMap(\.agent),
      coming: shifts.filter { $0.start > now }.compactMap(\.agent),
      parts: [
        part(.holds, orders, "peakday hold list"),
        part(.promises, promises.map { Item(id: $0.order, about: $0.kind.rawValue) }, "peakday promise list"),
        part(.recalls, try cases(.recall), "peakday recall list"),
        part(.interceptions, try cases(.interception), "peakday recall list --kind interception"),
        part(.uncertainRefunds, try refunds(.uncertain), "peakday refund list --state uncertain"),
        part(.unansweredRefunds, try refunds(.submitted), "peakday refund list --state submitted"),
        part(
          .unappliedRefunds,
          try Refunds.unapplied(shop: shop, shipBefore: near, session).map { Item(id: $0.order, about: $0.refund) },
          "peakday refund chase"),
        part(
          .stockCases, try cases(.stockDifference) + cases(.oversold), "peakday recall list --kind stockDifference"),
        part(.openCases, try others(), "peakday case list"),
        part(
          .unreadBroadcasts,
          try UnreadBroadcasts.list(shop: shop, now: now, session).map {
            Item(id: $0.reference.text, about: "\($0.people)")
          }, "peakday broadcast list"),
      ])
  }

  private static func part(_ kind: Part.Kind, _ items: [Item], _ next: String) -> Part {
    Part(kind: kind, count: items.count, first: Array(items.prefix(shown)), next: next)
  }
}
