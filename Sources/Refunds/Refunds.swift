public import Orders
public import Store
public import Vocabulary

/// What can be asked about refunds. The verbs stand in Queue/ (until the day comes) and Paying/ (from then on).
public enum Refunds {
  public static func list(_ filter: RefundFilter, _ session: any Session) throws -> [Refund] {
    try RefundRecords.list(filter, session)
  }

  /// A refund with all that was sent for it.
  public struct Dossier: Sendable, Codable, Equatable {
    public let refund: Refund
    public let attempts: [RefundAttempt]
  }

  /// The refunds of an order, or the one that has this name, key or platform number.
  public static func find(_ text: String, shop: String, _ session: any Session) throws -> [Dossier] {
    var found = try RefundRecords.ofOrder(OrderKey(shop: shop, id: text), session)
    if found.isEmpty { found = try RefundRecords.find(shop: shop, keyOrNumber: text, session).map { [$0] } ?? [] }
    guard !found.isEmpty else { throw unknown(text) }
    return try found.map { Dossier(refund: $0, attempts: try BatchRecords.attempts(of: $0, session)) }
  }

  /// The refund that pays the claim of a case; nil where none does.
  public static func find(caseID: String, _ session: any Session) throws -> Refund? {
    try RefundRecords.find(caseID: caseID, session)
  }

  /// What was paid for an order, and what of it no refund takes yet; nil while no source has shown what was paid. Who
  /// relies on it has locked the order.
  public static func funds(of order: Order, _ session: any Session) throws -> (paid: Money, rest: Money)? {
    let cap = RefundCap(order, try RefundRecords.ofOrder(order.key, session))
    guard let paid = cap.paid, let rest = cap.rest else { return nil }
    return (paid, rest)
  }

  public static func batches(
    shop: String?, packedOnly: Bool, limit: Int64, _ session: any Session
  ) throws -> [RefundBatch] {
    try BatchRecords.list(shop: shop, packedOnly: packedOnly, limit: limit, session)
  }

  /// How many there are of each state, those that are over left out, and what stands against them.
  public static func counts(
    shop: String?, now: Instant, fourEyesAbove: Money, _ session: any Session
  ) throws -> RefundCounts {
    try CountRecords.counts(shop: shop, now: now, fourEyesAbove: fourEyesAbove, session)
  }

  /// What waits for each opening from `now` on, for the forecast. What has opened already counts as opening now.
  public static func openings(
    shop: String?, now: Instant, _ session: any Session
  ) throws -> [RefundForecast.Opening] {
    try CountRecords.openings(shop: shop, now: now, session)
  }

  /// Orders with a refund that is open or paid.
  public static func orders(shop: String?, _ session: any Session) throws -> Set<OrderKey> {
    try CountRecords.orders(shop: shop, session)
  }

  /// When whole orders were paid back.
  public static func settled(shop: String?, _ session: any Session) throws -> [OrderKey: Instant] {
    try CountRecords.settled(shop: shop, session)
  }

  /// For `audit verify`: orders whose own refund contradicts the table of refunds; at most 100.
  public static func miscounted(_ session: any Session) throws -> [OrderKey] {
    try CountRecords.miscounted(session)
  }

  /// For `audit verify`: batches that wait and whose counts contradict what is in them.
  public static func miscountedBatches(_ session: any Session) throws -> [String] {
    try CountRecords.miscountedBatches(session)
  }

  static func unknown(_ text: String) -> Failure {
    Failure(
      .refused, code: "unknown_refund", Message(zh: "没有这笔退款", en: "there is no such refund"), place: text,
      next: Message(zh: "查看：peakday refund list", en: "look: peakday refund list"))
  }

  /// The one refund that a person means: by its name, its number at the platform, or its order if that has one open one.
  /// Its order's row is locked.
  static func lock(_ text: String, shop: String, _ change: Change) throws -> (refund: Refund, order: Order) {
    let named = try RefundRecords.find(shop: shop, keyOrNumber: text, change.session)
    let key = OrderKey(shop: shop, id: named?.order ?? text)
    guard let order = try OrderRefunds.lock([key], change)[key] else { throw unknown(text) }
    let all = try RefundRecords.ofOrder(key, change.session)
    if let named, let now = all.first(where: { $0.id == named.id }) { return (now, order) }
    let open = all.filter { !$0.state.isFinal }
    guard let refund = open.first ?? all.last else { throw unknown(text) }
    guard open.count < 2 else {
      let names = open.map(\.id)
      throw Failure(
        .refused, code: "several_refunds",
        Message(
          zh: "这个订单有几笔退款，请说明是哪一笔：\(names.joined(separator: "、"))",
          en: "this order has several refunds; say which: \(names.joined(separator: ", "))"), place: text,
        next: Message(zh: "查看：peakday refund show \(text)", en: "look: peakday refund show \(text)"))
    }
    return (refund, order)
  }
}

/// How the queue stands.
public struct RefundCounts: Sendable, Equatable, Codable {
  /// Whose buyers have not applied yet.
  public var awaiting: Int64 = 0
  /// Applied for, their day has not come.
  public var early: Int64 = 0
  /// Applied for and due.
  public var due: Int64 = 0
  public var batched: Int64 = 0
  public var submitted: Int64 = 0
  public var uncertain: Int64 = 0
  /// A person has to look at them.
  public var review: Int64 = 0
  /// Large, and no second person has agreed.
  public var unapproved: Int64 = 0
  /// What the open ones add up to.
  public var openFen: Int64 = 0
  public var settled: Int64 = 0
  public var settledFen: Int64 = 0
}
