public import Vocabulary

/// A point that an order must pass, as the shop set it up in `gates.yaml`.
public struct Gate: Sendable, Codable, Equatable {
  /// What the gate answers when an order's remark was last seen longer ago than the limit.
  public enum WhenStale: String, Sendable, CaseIterable, Codable {
    case refuse, warn, ignore
  }

  public let key: String
  public let zh: String
  public let en: String
  /// The lowest stage that may pass.
  public let from: OrderStage
  /// The stage that an order has reached once it passed.
  public let to: OrderStage
  /// How old the last sight of the order's remark may be, in minutes.
  public let freshnessLimitMinutes: Int64
  public let whenStale: WhenStale
  public let enabled: Bool

  public init(
    key: String, zh: String, en: String, from: OrderStage, to: OrderStage, freshnessLimitMinutes: Int64,
    whenStale: WhenStale, enabled: Bool
  ) {
    self.key = key
    self.zh = zh
    self.en = en
    self.from = from
    self.to = to
    self.freshnessLimitMinutes = freshnessLimitMinutes
    self.whenStale = whenStale
    self.enabled = enabled
  }
}

extension Gate {
  static func read(_ file: PlaybookFile, _ problems: Problems) -> [Gate]? {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: ["gates"], problems) else {
      return nil
    }
    var gates: [Gate] = []
    for item in fields.list("gates") {
      guard let gate = one(item, problems) else { continue }
      if gates.contains(where: { $0.key == gate.key }) {
        problems.add(
          "gate_twice", line: item.line, zh: "关卡 \(gate.key) 出现两次", en: "gate '\(gate.key)' occurs twice",
          next: Message(zh: "只保留一个", en: "keep one of them"))
      }
      if let last = gates.last, last.to >= gate.to {
        problems.add(
          "gate_order", line: item.line,
          zh: "关卡 \(gate.key) 应排在 \(last.key) 之前", en: "gate '\(gate.key)' belongs before '\(last.key)'",
          next: Message(zh: "按订单经过的先后排列", en: "list the gates in the order in which orders pass them"))
      }
      gates.append(gate)
    }
    return gates
  }

  private static func one(_ item: YamlValue, _ problems: Problems) -> Gate? {
    let known = ["key", "zh", "en", "from", "to", "limitMinutes", "whenStale", "enabled"]
    guard let fields = Fields(item, known: known, problems) else { return nil }
    let stages = OrderStage.allCases.map { (name: $0.key, value: $0) }
    let key = fields.text("key")
    let zh = fields.text("zh")
    let en = fields.text("en")
    let from = fields.choice("from", stages)
    let to = fields.choice("to", stages)
    let limit = fields.whole("limitMinutes")
    let whenStale = fields.choice("whenStale", WhenStale.allCases.map { (name: $0.rawValue, value: $0) })
    let enabled = fields.flag("enabled", default: true)
    guard let key, let zh, let en, let from, let to, let limit, let whenStale else { return nil }
    if from >= to {
      fields.wrong("from", zh: "必须早于 to", en: "must come before 'to'")
    }
    // A year, so that a slip of the finger cannot overflow the age in milliseconds.
    if !(1...525_600).contains(limit) {
      fields.wrong("limitMinutes", zh: "应在 1 到 525600 之间", en: "must be between 1 and 525600")
    }
    return Gate(
      key: key, zh: zh, en: en, from: from, to: to, freshnessLimitMinutes: limit, whenStale: whenStale,
      enabled: enabled)
  }
}
