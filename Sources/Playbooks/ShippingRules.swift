public import Vocabulary

/// `shipping.yaml`: until when a paid order must be shipped where the platform does not say.
public struct ShippingRules: Sendable, Equatable {
  struct Rule: Equatable {
    let presaleOnly: Bool
    let paidFrom: Instant?
    let paidUntil: Instant?
    let hours: Int64

    func fits(_ paidAt: Instant, isPresale: Bool) -> Bool {
      (isPresale || !presaleOnly) && paidFrom.map { paidAt >= $0 } ?? true && paidUntil.map { paidAt < $0 } ?? true
    }
  }

  /// A deadline that is nearer than this many hours is shown in red.
  public let nearHours: Int64
  let rules: [Rule]

  /// The time by the first rule that fits; nil where none does. `paidAt` is the final payment of a pre-sale order.
  public func shipBy(paidAt: Instant, isPresale: Bool) -> Instant? {
    rules.first { $0.fits(paidAt, isPresale: isPresale) }.map { paidAt.adding(minutes: $0.hours * 60) }
  }

  /// Up to when a deadline counts as near.
  public func near(_ now: Instant) -> Instant { now.adding(minutes: nearHours * 60) }
}

extension ShippingRules {
  static func read(_ file: PlaybookFile, _ problems: Problems) -> ShippingRules? {
    guard let root = YamlReader.read(file, problems),
      let fields = Fields(root, known: ["nearHours", "rules"], problems)
    else { return nil }
    let near = hours(fields, "nearHours")
    var rules: [Rule] = []
    for item in fields.list("rules") {
      if let rule = rule(item, problems) { rules.append(rule) }
    }
    guard let near else { return nil }
    return ShippingRules(nearHours: near, rules: rules)
  }

  private static func rule(_ item: YamlValue, _ problems: Problems) -> Rule? {
    guard let fields = Fields(item, known: ["order", "paidFrom", "paidUntil", "hours"], problems) else { return nil }
    let presaleOnly = fields.choice("order", [(name: "any", value: false), (name: "presale", value: true)])
    let from = fields.value("paidFrom") == nil ? nil : fields.instant("paidFrom")
    let until = fields.value("paidUntil") == nil ? nil : fields.instant("paidUntil")
    if let from, let until, from >= until {
      fields.wrong("paidUntil", zh: "必须晚于 paidFrom", en: "must be later than 'paidFrom'")
    }
    guard let presaleOnly, let hours = hours(fields, "hours") else { return nil }
    return Rule(presaleOnly: presaleOnly, paidFrom: from, paidUntil: until, hours: hours)
  }

  /// At most 90 days: more is a slip of the finger.
  private static func hours(_ fields: Fields, _ key: String) -> Int64? {
    guard let hours = fields.whole(key) else { return nil }
    guard (1...2_160).contains(hours) else {
      fields.wrong(key, zh: "应在 1 到 2160 之间", en: "must be between 1 and 2160")
      return nil
    }
    return hours
  }
}
