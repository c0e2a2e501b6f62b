public import Orders
public import Playbooks
public import Reception
import Refunds
import Rota
import Stock
public import Store
public import Vocabulary

/// What agents look up, as it is in force.
extension Setup {
  /// The scripts of the playbooks in force.
  public static func scripts(_ session: any Session) throws -> ScriptBook {
    try PlaybookRecords.files(prefix: "scripts/", session).scripts()
  }

  /// The handbook of the playbooks in force.
  public static func handbook(_ session: any Session) throws -> Handbook {
    try PlaybookRecords.files(prefix: "handbook/", session).handbook()
  }

  public static func scriptSearch(_ session: any Session) throws -> ScriptSearch {
    ScriptSearch(
      try scripts(session), words: try PlaybookRecords.files(prefix: "search.yaml", session).buyerWords())
  }

  /// The shop's name as buyers know it; nil where `shop.yaml` does not say.
  public static func shopName(_ shop: String, _ session: any Session) throws -> String? {
    try PlaybookRecords.files(prefix: "shop.yaml", session).shopNames().name(of: shop)
  }

  public static func concessionRules(_ session: any Session) throws -> ConcessionRules {
    try PlaybookRecords.files(prefix: "concessions.yaml", session).concessionRules()
  }

  /// What concessions are judged by.
  public static func concessionBook(
    shop: String, at now: Instant, _ session: any Session
  ) throws -> Concessions.Book {
    Concessions.Book(
      rules: try concessionRules(session), handbook: try handbook(session),
      activities: try activities(shop: shop, at: now, session))
  }

  /// What to offer beside a product; codes of which the ledger says that none is left are left out.
  public static func recommendations(
    for sku: String, amount: Money?, shop: String, at now: Instant, _ session: any Session
  ) throws -> [Recommendation] {
    let handbook = try handbook(session)
    var outOfStock: Set<String> = []
    for product in handbook.products {
      do {
        let levels = try Stock.levels(shop: shop, skus: [product.sku], limit: 1, session)
        if levels.contains(where: { $0.free <= 0 }) { outOfStock.insert(product.sku) }
      } catch let failure as Failure where failure.code == "unknown_sku" {
        // The ledger says nothing of it.
        continue
      }
    }
    return try Recommendation.choose(
      for: sku, in: handbook, try activities(shop: shop, at: now, session), amount: amount, at: now,
      outOfStock: outOfStock)
  }
}

/// What fills the slots of scripts.
public enum ScriptSlots {
  /// What is known at the desk when a script is said.
  public struct Scene: Sendable {
    public let shop: String
    public let actor: Actor
    public let now: Instant
    public var order: OrderKey?
    public var activity: String?
    public var sku: String?
    /// What was said on the command line; it wins.
    public var given: [ScriptSlot: String] = [:]

    public init(shop: String, actor: Actor, now: Instant) {
      self.shop = shop
      self.actor = actor
      self.now = now
    }
  }

  /// The values of the slots of a script, as far as they are known. What a buyer reads is Chinese.
  public static func values(
    for script: Script, _ scene: Scene, _ session: any Session
  ) throws -> [ScriptSlot: String] {
    var values: [ScriptSlot: String] = [:]
    let slots = Set(script.text.slots)
    if slots.contains(.shopName) { values[.shopName] = try Setup.shopName(scene.shop, session) }
    values[.agentName] = scene.actor.name
    if slots.contains(.agentNick) { values[.agentNick] = try nick(scene, session) }
    let order = try scene.order.map { try find($0, session) }
    if let order { fill(&values, order) }
    if let key = scene.order, slots.contains(.orderCourier) {
      values[.orderCourier] = try Parcels.ofOrder(key, session).last?.courier
    }
    if slots.contains(.refundOpens) {
      let paidAt = order?.columns.paidAt ?? order?.columns.createdAt ?? scene.now
      values[.refundOpens] = try Setup.calendars(session).compactMap { $0.refundsOpen(forPaymentAt: paidAt) }.max()
        .map(minute)
    }
    if let id = scene.activity ?? script.activity {
      guard let activity = try Setup.activities(shop: scene.shop, at: scene.now, session).activity(id) else {
        throw Failure(
          .refused, code: "unknown_activity", Message(zh: "没有这个活动", en: "there is no such activity"), place: id,
          next: Message(zh: "找一下：peakday activity find \(id)", en: "look for it: peakday activity find \(id)"))
      }
      fill(&values, activity)
    }
    if slots.contains(.skuName), let sku = scene.sku ?? (script.products.count == 1 ? script.products.first : nil) {
      values[.skuName] = try Setup.handbook(session).find(sku).name
    }
    return values.merging(scene.given) { $1 }
  }

  /// The account under which the buyer sees the agent; the name of one who has none.
  private static func nick(_ scene: Scene, _ session: any Session) throws -> String {
    let agent = try Agents.list(shop: scene.shop, session).first { $0.name == scene.actor.name }
    let account = agent?.accounts.first { $0.from <= scene.now && ($0.until.map { scene.now < $0 } ?? true) }
    return account?.nick ?? scene.actor.name
  }

  private static func find(_ key: OrderKey, _ session: any Session) throws -> Order {
    guard let order = try OrderQuestions.find(key, session) else {
      throw Failure(
        .refused, code: "unknown_order", Message(zh: "没有这个订单", en: "there is no such order"), place: key.id,
        next: Message(zh: "核对订单号，或先导入：peakday order import", en: "check the number, or import it: peakday order import")
      )
    }
    return order
  }

  private static func fill(_ values: inout [ScriptSlot: String], _ order: Order) {
    values[.orderID] = order.key.id
    values[.orderState] = order.stage.name.zh
    values[.orderPaid] = order.columns.paidAt.map(minute)
    values[.orderAmount] = order.columns.paid.map { $0.yuan + "元" }
    values[.orderShipBy] = order.columns.shipBy.map { minute($0.at) }
  }

  private static func fill(_ values: inout [ScriptSlot: String], _ activity: Activity) {
    values[.activityName] = activity.name
    if activity.threshold > .zero { values[.activityThreshold] = whole(activity.threshold) }
    if activity.discount > .zero {
      values[.activityDiscount] = whole(activity.discount)
    } else if activity.percentOff > 0 {
      values[.activityDiscount] = "\(activity.percentOff)%"
    }
    values[.activityStarts] = minute(activity.starts)
    values[.activityEnds] = minute(activity.ends)
  }

  /// `11月12日 00:00`
  private static func minute(_ moment: Instant) -> String {
    let parts = ShopDay(moment).text.split(separator: "-").compactMap { Int($0) }
    return "\(parts[1])月\(parts[2])日 \(moment.clockText)"
  }

  /// `300`, and `29.90` where there are fen.
  private static func whole(_ amount: Money) -> String {
    amount.fen % 100 == 0 ? String(amount.fen / 100) : amount.yuan
  }
}
