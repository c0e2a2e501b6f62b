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
    let book = try scripts(session)
    try book.requireAny()
    return ScriptSearch(
      book, words: try PlaybookRecords.files(prefix: "search.yaml", session).buyerWords())
  }

  /// The shop's name as buyers know it; nil where `shop.yaml` does not say.
  public static func shopName(_ shop: String, _ session: any Session) throws -> String? {
    try PlaybookRecords.files(prefix: "shop.yaml", session).shopNames().name(of: shop)
  }

  public static func concessionRules(_ session: any Session) throws -> ConcessionRules {
    try PlaybookRecords.files(prefix: "concessions.yaml", session).concessionRules()
  }

  static func unknownOrder(_ key: OrderKey) -> Failure {
    Failure(
      .refused, code: "unknown_order", Message(zh: "没有这个订单", en: "there is no such order"), place: key.id,
      next: Message(zh: "核对订单号，或先导入：peakday order import", en: "check the number, or import it: peakday order import"))
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
      values[.orderCourier] = try Parcels.couriers(ofOrder: key, session).joined(separator: "、")
    }
    if slots.contains(.refundOpens), scene.given[.refundOpens] == nil {
      values[.refundOpens] = try refundOpens(order, for: script, scene, session)
    }
    if let id = scene.activity ?? script.activity {
      fill(&values, try Setup.activity(id, shop: scene.shop, at: scene.now, session))
    }
    if slots.contains(.skuName), let sku = scene.sku ?? (script.products.count == 1 ? script.products.first : nil) {
      values[.skuName] = try Setup.handbook(session).find(sku).name
    }
    return values.merging(scene.given) { $1 }
  }

  /// When refunds open: of the order, else the next time in the event. Refused for an order that nothing delays any more.
  private static func refundOpens(
    _ order: Order?, for script: Script, _ scene: Scene, _ session: any Session
  ) throws -> String? {
    let opening = try Setup.refundOpening(session)
    guard let order else { return opening.next(after: scene.now).map(minute) }
    let opens = opening.opensAt(order, now: scene.now)
    guard opens <= scene.now else { return minute(opens) }
    let fitting = try Setup.scripts(session).scripts.filter {
      $0.purpose == script.purpose && !$0.text.slots.contains(.refundOpens)
    }
    let other = fitting.first { $0.style == script.style } ?? fitting.first
    throw Failure(
      .refused, code: "refund_open_now",
      Message(
        zh: "这个订单现在就可以申请退款，这条话术却叫买家等", en: "a refund of this order can be applied for now; the script says to wait"),
      place: order.key.id,
      next: other.map { other in
        let command = "peakday script use \(other.id) --order \(order.key.id)"
        return Message(zh: "用这条：\(command)", en: "this one fits: \(command)")
      })
  }

  /// The account under which the buyer sees the agent; the name of one who has none.
  private static func nick(_ scene: Scene, _ session: any Session) throws -> String {
    let agent = try Agents.list(shop: scene.shop, session).first { $0.name == scene.actor.name }
    let account = agent?.accounts.first { $0.from <= scene.now && ($0.until.map { scene.now < $0 } ?? true) }
    return account?.nick ?? scene.actor.name
  }

  private static func find(_ key: OrderKey, _ session: any Session) throws -> Order {
    guard let order = try OrderQuestions.find(key, session) else { throw Setup.unknownOrder(key) }
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
