public import Vocabulary

/// `refunds.yaml`: the platforms' limits, who must agree to what, and what the work costs.
public struct RefundRules: Sendable, Equatable {
  /// What a platform allows in one batch.
  public struct Platform: Sendable, Equatable {
    public let key: String
    public let refunds: Int
    public let amount: Money
    /// A batch that adds up to more needs the code that is sent to the account's phone.
    public let smsAbove: Money

    public init(key: String, refunds: Int, amount: Money, smsAbove: Money) {
      self.key = key
      self.refunds = refunds
      self.amount = amount
      self.smsAbove = smsAbove
    }
  }

  /// Seconds of a person's time.
  public struct Handling: Sendable, Equatable {
    public let ask: Int64
    public let sheet: Int64
    public let batch: Int64
    public let decide: Int64

    public init(ask: Int64, sheet: Int64, batch: Int64, decide: Int64) {
      self.ask = ask
      self.sheet = sheet
      self.batch = batch
      self.decide = decide
    }
  }

  let platforms: [Platform]
  let usual: Platform
  let shops: [String: Platform]
  public let fourEyesAbove: Money
  public let settleWithinHours: Int64
  /// What one agent may promise in a day, by kind of refund.
  public let budgets: [String: Money]
  public let handling: Handling
  /// Percent of the buyers who apply in the first, second … half hour.
  public let arrivals: [Int64]
  let scripts: [String: String]

  public func platform(of shop: String) -> Platform { shops[shop] ?? usual }

  /// The words for a buyer; nil for a script that the file does not have.
  public func script(_ key: String, order: String, amount: Money?) -> String? {
    scripts[key].map {
      $0.replacing("{order}", with: order).replacing("{amount}", with: amount?.yuan ?? "")
    }
  }
}

extension RefundRules {
  private static let keys = [
    "platform", "platforms", "shops", "fourEyesAbove", "settleWithinHours", "budgets", "handling", "arrivals",
    "scripts",
  ]

  static func read(_ file: PlaybookFile, _ problems: Problems) -> RefundRules? {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: keys, problems) else {
      return nil
    }
    let platforms = fields.list("platforms").compactMap { platform($0, problems) }
    let choices = platforms.map { (name: $0.key, value: $0) }
    let usual = fields.choice("platform", choices)
    var shops: [String: Platform] = [:]
    for item in fields.list("shops", required: false) {
      guard let entry = Fields(item, known: ["shop", "platform"], problems), let shop = entry.text("shop"),
        let platform = entry.choice("platform", choices)
      else { continue }
      shops[shop] = platform
    }
    var budgets: [String: Money] = [:]
    for item in fields.list("budgets", required: false) {
      guard let entry = Fields(item, known: ["kind", "perDay"], problems),
        let kind = entry.choice(
          "kind", ["partial", "difference", "priceGuarantee"].map { (name: $0, value: $0) }),
        let amount = money(entry, "perDay")
      else { continue }
      budgets[kind] = amount
    }
    let fourEyes = money(fields, "fourEyesAbove")
    let hours = whole(fields, "settleWithinHours", 1...720)
    let handling = handling(fields, problems)
    let arrivals = arrivals(fields)
    let scripts = scripts(fields, problems)
    guard let usual, let fourEyes, let hours, let handling, let arrivals else { return nil }
    return RefundRules(
      platforms: platforms, usual: usual, shops: shops, fourEyesAbove: fourEyes, settleWithinHours: hours,
      budgets: budgets, handling: handling, arrivals: arrivals, scripts: scripts)
  }

  private static func platform(_ item: YamlValue, _ problems: Problems) -> Platform? {
    guard let fields = Fields(item, known: ["key", "refunds", "amount", "smsAbove"], problems) else { return nil }
    let key = fields.text("key")
    let refunds = whole(fields, "refunds", 1...1_000)
    let amount = money(fields, "amount")
    let sms = money(fields, "smsAbove")
    guard let key, let refunds, let amount, let sms else { return nil }
    return Platform(key: key, refunds: Int(refunds), amount: amount, smsAbove: sms)
  }

  private static func handling(_ fields: Fields, _ problems: Problems) -> Handling? {
    let keys = ["ask", "sheet", "batch", "decide"]
    guard let value = fields.value("handling") else {
      fields.wrong("handling", zh: "缺少：\(keys.joined(separator: "、"))", en: "needs: \(keys.joined(separator: ", "))")
      return nil
    }
    guard let entry = Fields(value, known: keys, problems) else { return nil }
    let seconds = keys.map { whole(entry, $0, 1...3_600) }
    guard let ask = seconds[0], let sheet = seconds[1], let batch = seconds[2], let decide = seconds[3] else {
      return nil
    }
    return Handling(ask: ask, sheet: sheet, batch: batch, decide: decide)
  }

  private static func arrivals(_ fields: Fields) -> [Int64]? {
    var shares: [Int64] = []
    for item in fields.list("arrivals") {
      guard case .text(let text) = item.content, let share = Int64(text), (0...100).contains(share) else {
        fields.wrong("arrivals", zh: "应是 0 到 100 的百分数", en: "must be percentages between 0 and 100")
        return nil
      }
      shares.append(share)
    }
    guard !shares.isEmpty, shares.count <= 48, shares.reduce(0, +) <= 100 else {
      fields.wrong(
        "arrivals", zh: "1 到 48 个，合计不超过 100", en: "must be 1 to 48 shares that add up to 100 at most")
      return nil
    }
    return shares
  }

  private static func scripts(_ fields: Fields, _ problems: Problems) -> [String: String] {
    var scripts: [String: String] = [:]
    for item in fields.list("scripts", required: false) {
      guard let entry = Fields(item, known: ["key", "text"], problems), let key = entry.text("key"),
        let text = entry.text("text")
      else { continue }
      scripts[key] = text
    }
    return scripts
  }

  private static func money(_ fields: Fields, _ key: String) -> Money? {
    guard let text = fields.text(key) else { return nil }
    guard let money = Money(yuan: text), money >= .zero, money <= Money(fen: 1_000_000_00) else {
      fields.wrong(key, zh: "应是 0 到 1000000 之间的金额（元）", en: "must be an amount in yuan between 0 and 1000000")
      return nil
    }
    return money
  }

  private static func whole(_ fields: Fields, _ key: String, _ range: ClosedRange<Int64>) -> Int64? {
    guard let number = fields.whole(key) else { return nil }
    guard range.contains(number) else {
      fields.wrong(
        key, zh: "应在 \(range.lowerBound) 到 \(range.upperBound) 之间",
        en: "must be between \(range.lowerBound) and \(range.upperBound)")
      return nil
    }
    return number
  }
}
