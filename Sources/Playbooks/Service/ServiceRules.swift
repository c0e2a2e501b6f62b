public import Vocabulary

/// `aftersales.yaml`: how cases are worked off: checklists, what may be paid, and the clocks of reviews.
public struct ServiceRules: Sendable, Equatable {
  /// A checklist for one sort of case.
  public struct Flow: Sendable, Equatable {
    public let id: String
    public let kind: CaseKind
    public let name: Message
    public let steps: [Step]
    /// How long nothing may be promised or refused, so that tempers cool; 0 for not at all.
    public let coolDownMinutes: Int64
    /// Who takes over; nil where the routing matrix says who.
    public let group: WorkGroup?

    public init(
      id: String, kind: CaseKind, name: Message, steps: [Step], coolDownMinutes: Int64, group: WorkGroup?
    ) {
      (self.id, self.kind, self.name, self.steps) = (id, kind, name, steps)
      (self.coolDownMinutes, self.group) = (coolDownMinutes, group)
    }
  }

  public struct Step: Sendable, Equatable {
    public let text: String
    /// Whether the case can be done without it.
    public let isOptional: Bool

    public init(text: String, isOptional: Bool) {
      (self.text, self.isOptional) = (text, isOptional)
    }
  }

  /// What a buyer may be paid, by whose doing it is.
  public struct Compensation: Sendable, Equatable {
    public let liability: Liability
    /// Of what was paid for the order.
    public let percent: Int64
    public let cap: Money
    /// Above this a second person has to agree.
    public let approveAbove: Money

    public init(liability: Liability, percent: Int64, cap: Money, approveAbove: Money) {
      (self.liability, self.percent, self.cap, self.approveAbove) = (liability, percent, cap, approveAbove)
    }

    /// What may be paid at most for an order of this price.
    public func limit(paid: Money) -> Money {
      min(cap, Money(fen: max(0, paid.fen) / 100 * percent + max(0, paid.fen) % 100 * percent / 100))
    }
  }

  public let flows: [Flow]
  public let compensations: [Compensation]
  /// For how many days after a review the shop may answer it. The platform takes none after 30 days (taobao.traderate.explain.add).
  public let explainDays: Int64
  /// For how many days the buyer may change it.
  public let changeDays: Int64

  public init(flows: [Flow], compensations: [Compensation], explainDays: Int64, changeDays: Int64) {
    (self.flows, self.compensations, self.explainDays, self.changeDays) = (
      flows, compensations, explainDays, changeDays
    )
  }

  public func flow(_ id: String, of kind: CaseKind) -> Flow? { flows.first { $0.id == id && $0.kind == kind } }

  public func compensation(_ liability: Liability) -> Compensation? {
    compensations.first { $0.liability == liability }
  }
}

extension ServiceRules {
  static func read(_ file: PlaybookFile, _ problems: Problems) -> ServiceRules? {
    guard let root = YamlReader.read(file, problems),
      let fields = Fields(root, known: ["flows", "compensation", "reviews"], problems)
    else { return nil }
    var flows: [Flow] = []
    for item in fields.list("flows") {
      guard let flow = flow(item, problems) else { continue }
      if flows.contains(where: { $0.id == flow.id && $0.kind == flow.kind }) {
        problems.add(
          "flow_twice", line: item.line, zh: "流程 \(flow.id) 出现两次", en: "the flow '\(flow.id)' occurs twice",
          next: Message(zh: "只保留一个", en: "keep one of them"))
      }
      flows.append(flow)
    }
    let compensations = fields.list("compensation").compactMap { compensation($0, problems) }
    for liability in Liability.allCases where compensations.count(where: { $0.liability == liability }) != 1 {
      fields.wrong(
        "compensation", zh: "要给 \(liability.rawValue) 写一条，且只写一条",
        en: "needs one entry for '\(liability.rawValue)', and only one")
    }
    guard let value = fields.value("reviews") else {
      fields.wrong("reviews", zh: "没有写", en: "is missing")
      return nil
    }
    guard let clocks = Fields(value, known: ["explain_days", "change_days"], problems) else { return nil }
    let explain = clocks.count("explain_days", in: 1...30)
    let change = clocks.count("change_days", in: 1...365)
    guard let explain, let change else { return nil }
    return ServiceRules(
      flows: flows, compensations: compensations, explainDays: Int64(explain), changeDays: Int64(change))
  }

  private static func flow(_ item: YamlValue, _ problems: Problems) -> Flow? {
    let known = ["id", "kind", "zh", "en", "steps", "cooldown_minutes", "group"]
    guard let fields = Fields(item, known: known, problems) else { return nil }
    let id = fields.text("id")
    let kind = fields.choice("kind", CaseKind.allCases.filter { !$0.isKeptElsewhere }.map { ($0.rawValue, $0) })
    let zh = fields.text("zh")
    let en = fields.text("en")
    let steps = fields.list("steps").compactMap { step($0, problems) }
    if steps.isEmpty { fields.wrong("steps", zh: "至少要有一步", en: "needs one step at least") }
    if steps.count > 40 { fields.wrong("steps", zh: "最多 40 步", en: "takes 40 steps at most") }
    let cool = fields.value("cooldown_minutes") == nil ? 0 : fields.count("cooldown_minutes", in: 0...1_440)
    let group =
      fields.value("group") == nil
      ? nil : fields.choice("group", WorkGroup.allCases.map { ($0.rawValue, $0) })
    guard let id, let kind, let zh, let en, let cool else { return nil }
    return Flow(
      id: id, kind: kind, name: Message(zh: zh, en: en), steps: steps, coolDownMinutes: Int64(cool), group: group)
  }

  /// A step is its text; one in keys and values may be marked as optional.
  private static func step(_ item: YamlValue, _ problems: Problems) -> Step? {
    if case .text(let text) = item.content, !text.isEmpty { return Step(text: text, isOptional: false) }
    guard let fields = Fields(item, known: ["text", "optional"], problems), let text = fields.text("text") else {
      return nil
    }
    return Step(text: text, isOptional: fields.flag("optional", default: false))
  }

  private static func compensation(_ item: YamlValue, _ problems: Problems) -> Compensation? {
    let known = ["liability", "percent", "cap", "approve_above"]
    guard let fields = Fields(item, known: known, problems) else { return nil }
    let liability = fields.choice("liability", Liability.allCases.map { ($0.rawValue, $0) })
    let percent = fields.count("percent", in: 0...500)
    let cap = fields.yuan("cap", upTo: 100_000)
    let above = fields.yuan("approve_above", upTo: 100_000)
    guard let liability, let percent, let cap, let above else { return nil }
    return Compensation(liability: liability, percent: Int64(percent), cap: cap, approveAbove: above)
  }
}

extension Fields {
  /// An amount in yuan that is not negative.
  func yuan(_ key: String, upTo most: Int64) -> Money? {
    guard let text = text(key) else { return nil }
    guard let money = Money(yuan: text), money >= .zero, money.fen <= most * 100 else {
      wrong(key, zh: "应是 0 到 \(most) 之间的金额（元）", en: "must be an amount in yuan between 0 and \(most)")
      return nil
    }
    return money
  }
}
