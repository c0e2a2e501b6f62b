public import Playbooks
public import Store
public import Vocabulary

/// The verbs of concessions: asked for, then granted or refused.
public enum Concessions {
  /// What concessions are judged by.
  public struct Book: Sendable {
    public let rules: ConcessionRules
    public let handbook: Handbook
    public let activities: ActivityBook
    /// When the order was made, where there is one: its price of that moment stays true.
    public let orderMadeAt: Instant?

    public init(
      rules: ConcessionRules, handbook: Handbook, activities: ActivityBook, orderMadeAt: Instant? = nil
    ) {
      self.rules = rules
      self.handbook = handbook
      self.activities = activities
      self.orderMadeAt = orderMadeAt
    }
  }

  public struct Request: Sendable {
    public let sku: String
    public let order: String?
    public let give: String
    public let condition: String
    public let amount: Money

    public init(sku: String, order: String?, give: String, condition: String, amount: Money) {
      self.sku = sku
      self.order = order
      self.give = give
      self.condition = condition
      self.amount = amount
    }
  }

  public struct Asked: Sendable, Codable, Equatable {
    public let concession: Concession
    public let range: ConcessionRange
  }

  /// Notes what a buyer asks for, and says how much may be given and when. The caller has looked at the order and locked it.
  public static func ask(_ request: Request, by book: Book, shop: String, _ change: Change) throws -> Asked {
    try require(request.give, of: book.rules.gives, "give")
    try require(request.condition, of: book.rules.conditions, "condition")
    guard request.amount > .zero, request.amount <= Money(fen: 100_000_000) else {
      throw Failure(.usage, code: "bad_amount", Message(zh: "金额应大于 0", en: "the amount must be above 0"))
    }
    let range = try range(of: request.sku, order: request.order, by: book, shop: shop, change)
    let number = try ConcessionRecords.insert(
      request, readyAt: change.operation.at.adding(minutes: Int64(book.rules.waitMinutes)), shop: shop, change)
    return Asked(concession: try find(number, shop: shop, change.session), range: range)
  }

  /// Gives an amount, what was asked for unless it is named. Refused before the wait is over, beyond the range, and beyond
  /// the agent's budget of the day. The caller has locked the order: what was given for it before is added up behind that.
  public static func grant(
    _ number: Int64, amount: Money?, by book: Book, shop: String, _ change: Change
  ) throws -> Concession {
    let asked = try open(number, shop: shop, change.session)
    let amount = amount ?? asked.askedFen
    guard change.operation.at >= asked.readyAt else {
      throw Failure(
        .refused, code: "concession_early",
        Message(
          zh: "\(asked.readyAt.shopText) 之前先讲价值，不让价", en: "until \(asked.readyAt.shopText) explain the value first"),
        place: String(number),
        next: Message(
          zh: "讲卖点：peakday handbook show \(asked.sku)", en: "its points: peakday handbook show \(asked.sku)"))
    }
    let range = try range(of: asked.sku, order: asked.order, by: book, shop: shop, change)
    guard amount > .zero, amount <= range.mostFen else {
      throw Failure(
        .refused, code: "concession_beyond",
        Message(
          zh: "最多给 \(range.mostFen.yuan) 元（\(range.bound.name.zh)）",
          en: "at most \(range.mostFen.yuan) yuan (\(range.bound.name.en))"), place: String(number),
        next: range.mostFen > .zero
          ? Message(
            zh: "少给些：peakday concession grant \(number) --amount \(range.mostFen.yuan)",
            en: "give less: peakday concession grant \(number) --amount \(range.mostFen.yuan)")
          : Message(
            zh: "依规拒绝：peakday concession refuse \(number) --rule \(book.rules.rules.first?.key ?? "")",
            en: "refuse by a rule: peakday concession refuse \(number) --rule \(book.rules.rules.first?.key ?? "")"))
    }
    // The range has seen the budget; another grant of the same agent may have taken it since.
    guard try ConcessionRecords.spend(amount, of: book.rules.budget, shop: shop, change),
      try ConcessionRecords.grant(number, amount, shop: shop, change)
    else { throw StoreError.retry("somebody else decided in between") }
    return try find(number, shop: shop, change.session)
  }

  /// Says no, by a rule of the book: never by a mere "no".
  public static func refuse(
    _ number: Int64, rule: String, by rules: ConcessionRules, shop: String, _ change: Change
  ) throws -> Concession {
    _ = try open(number, shop: shop, change.session)
    try require(rule, of: rules.rules, "rule")
    guard try ConcessionRecords.refuse(number, rule: rule, shop: shop, change) else {
      throw StoreError.retry("somebody else decided in between")
    }
    return try find(number, shop: shop, change.session)
  }

  public static func list(
    shop: String, state: Concession.State?, limit: Int64, _ session: any Session
  ) throws -> [Concession] {
    try ConcessionRecords.list(shop: shop, state: state, limit: limit, session)
  }

  /// What the agent who acts may give for a code now, less what was given for it in this order.
  static func range(
    of sku: String, order: String?, by book: Book, shop: String, _ change: Change
  ) throws -> ConcessionRange {
    let product = try book.handbook.find(sku)
    guard let price = product.price, let floor = product.floor else {
      throw Failure(
        .refused, code: "no_floor",
        Message(zh: "手册里没有它的价格和底价，不能让价", en: "the handbook has no price and floor of it: nothing can be given"),
        place: sku,
        next: Message(
          zh: "在 handbook/ 里写上 price_fen 和 floor_fen", en: "write 'price_fen' and 'floor_fen' into handbook/"))
    }
    let spent = try ConcessionRecords.spent(shop: shop, change)
    let moments = [change.operation.at] + (book.orderMadeAt.map { [$0] } ?? [])
    return ConcessionRange(
      price: price, least: book.activities.least(of: sku, listed: price, at: moments), floor: floor,
      given: try order.map { try ConcessionRecords.given(order: $0, sku: sku, shop: shop, change.session) } ?? .zero,
      mostPercent: book.rules.mostPercent, most: book.rules.most, budgetLeft: book.rules.budget - spent)
  }

  private static func open(_ number: Int64, shop: String, _ session: any Session) throws -> Concession {
    let concession = try find(number, shop: shop, session)
    guard concession.state == .asked else {
      throw Failure(
        .refused, code: "concession_decided",
        Message(zh: "它\(concession.state.name.zh)了", en: "it is \(concession.state.name.en) already"),
        place: String(number))
    }
    return concession
  }

  public static func find(_ number: Int64, shop: String, _ session: any Session) throws -> Concession {
    guard let concession = try ConcessionRecords.find(number, shop: shop, session) else {
      throw Failure(
        .refused, code: "unknown_concession", Message(zh: "没有这次议价", en: "there is no such concession"),
        place: String(number), next: Message(zh: "看有哪些：peakday concession list", en: "see: peakday concession list"))
    }
    return concession
  }

  private static func require(_ key: String, of entries: [ConcessionRules.Entry], _ what: String) throws {
    guard !entries.contains(where: { $0.key == key }) else { return }
    throw Failure(
      .usage, code: "unknown_\(what)", Message(zh: "concessions.yaml 里没有它", en: "concessions.yaml has no such entry"),
      place: key,
      next: Message(
        zh: "可用：" + entries.map { "\($0.key)（\($0.name.zh)）" }.joined(separator: "、"),
        en: "there are: " + entries.map { "\($0.key) (\($0.name.en))" }.joined(separator: ", ")))
  }
}
