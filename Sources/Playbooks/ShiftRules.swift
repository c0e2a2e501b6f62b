/// `shifts.yaml`: how shifts look, and what a rota is judged by.
public struct ShiftRules: Sendable, Equatable {
  public struct Break: Sendable, Equatable {
    public let minutes: Int
    /// Minutes behind the shift's start at which it may begin.
    public let window: ClosedRange<Int>

    public init(minutes: Int, window: ClosedRange<Int>) {
      self.minutes = minutes
      self.window = window
    }
  }

  public struct Length: Sendable, Equatable {
    /// Breaks included.
    public let minutes: Int
    public let breaks: [Break]

    public init(minutes: Int, breaks: [Break]) {
      self.minutes = minutes
      self.breaks = breaks
    }
  }

  /// The first missing people of a slot cost least: `percent` of the need.
  public struct Tier: Sendable, Equatable {
    public let percent: Int
    public let factor: Int

    public init(percent: Int, factor: Int) {
      self.percent = percent
      self.factor = factor
    }
  }

  /// What a contract says of one rota, where an agent's own does not.
  public struct Contract: Sendable, Equatable {
    public let minHours: Int
    public let maxHours: Int
    public let maxShiftHours: Int
    public let maxShifts: Int

    public init(minHours: Int, maxHours: Int, maxShiftHours: Int, maxShifts: Int) {
      self.minHours = minHours
      self.maxHours = maxHours
      self.maxShiftHours = maxShiftHours
      self.maxShifts = maxShifts
    }
  }

  public struct Night: Sendable, Equatable {
    public let fromHour: Int
    public let toHour: Int
    public let hours: Int

    public init(fromHour: Int, toHour: Int, hours: Int) {
      self.fromHour = fromHour
      self.toHour = toHour
      self.hours = hours
    }
  }

  public let startMinutes: Int
  public let lengths: [Length]
  public let restHours: Int
  public let oneStartPerDay: Bool
  public let night: Night
  let missing: [String: Int]
  public let tiers: [Tier]
  /// For half an hour.
  public let idle: Int
  public let belowHours: Int
  public let nights: Int
  public let wish: Int
  public let change: Int
  public let contract: Contract

  /// What a missing person of a skill costs for half an hour.
  public func missing(_ skill: String) -> Int { missing[skill] ?? missing["usual"] ?? 1 }
}

extension ShiftRules {
  private static let keys = [
    "startMinutes", "lengths", "restHours", "oneStartPerDay", "night", "missing", "tiers", "idle", "belowHours",
    "nights",
    "wish", "change", "contract",
  ]

  private static let weights = 0...10_000

  static func read(_ file: PlaybookFile, _ problems: Problems) -> ShiftRules? {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: keys, problems) else {
      return nil
    }
    let start = fields.choice("startMinutes", [15, 30, 60, 120].map { (name: String($0), value: $0) })
    let lengths = lengths(fields, problems)
    let rest = whole(fields, "restHours", 0...24)
    let night = part(fields, "night", ["fromHour", "toHour", "hours"], 0...24, problems).flatMap { hours in
      guard hours[0] < hours[1], hours[2] > 0, hours[2] <= hours[1] - hours[0] else {
        fields.wrong(
          "night", zh: "要有 fromHour < toHour，hours 在其中", en: "needs fromHour < toHour, and hours within them")
        return nil as Night?
      }
      return Night(fromHour: hours[0], toHour: hours[1], hours: hours[2])
    }
    let missing = missing(fields)
    let tiers = tiers(fields, problems)
    let costs = ["idle", "belowHours", "nights", "wish", "change"].map { whole(fields, $0, weights) }
    let contract = part(
      fields, "contract", ["minHours", "maxHours", "maxShiftHours", "maxShifts"], 0...744, problems)
    guard let start, let lengths, let rest, let night, let missing, let tiers, let contract,
      case let costs = costs.compactMap({ $0 }), costs.count == 5
    else { return nil }
    guard contract[0] <= contract[1], (1...24).contains(contract[2]), contract[3] <= 60 else {
      fields.wrong(
        "contract", zh: "要有 minHours ≤ maxHours，maxShiftHours 在 1 到 24 之间，maxShifts 不超过 60",
        en: "needs minHours ≤ maxHours, maxShiftHours from 1 to 24, maxShifts up to 60")
      return nil
    }
    return ShiftRules(
      startMinutes: start, lengths: lengths, restHours: rest,
      oneStartPerDay: fields.flag("oneStartPerDay", default: true), night: night, missing: missing, tiers: tiers,
      idle: costs[0], belowHours: costs[1], nights: costs[2], wish: costs[3], change: costs[4],
      contract: Contract(
        minHours: contract[0], maxHours: contract[1], maxShiftHours: contract[2], maxShifts: contract[3]))
  }

  private static func lengths(_ fields: Fields, _ problems: Problems) -> [Length]? {
    var lengths: [Length] = []
    for item in fields.list("lengths") {
      guard let entry = Fields(item, known: ["hours", "breaks"], problems), let hours = whole(entry, "hours", 1...24)
      else { return nil }
      var breaks: [Break] = []
      for item in entry.list("breaks", required: false) {
        guard let pause = Fields(item, known: ["minutes", "from", "to"], problems),
          let minutes = whole(pause, "minutes", 5...240), let from = whole(pause, "from", 0...1_440),
          let to = whole(pause, "to", 0...1_440)
        else { return nil }
        let earliest = breaks.last.map { $0.window.upperBound + $0.minutes } ?? 0
        guard minutes % 5 == 0, from % 5 == 0, to % 5 == 0, earliest <= from, from <= to, to + minutes <= hours * 60
        else {
          entry.wrong(
            "breaks", zh: "要在班次里，前后不重叠，是 5 分钟的倍数",
            en: "must lie within the shift, not overlap, in multiples of 5 minutes")
          return nil
        }
        breaks.append(Break(minutes: minutes, window: from...to))
      }
      guard !lengths.contains(where: { $0.minutes == hours * 60 }) else {
        fields.wrong("lengths", zh: "\(hours) 小时的班写了两次", en: "has \(hours) hours twice")
        return nil
      }
      lengths.append(Length(minutes: hours * 60, breaks: breaks))
    }
    guard !lengths.isEmpty else {
      fields.wrong("lengths", zh: "至少要有一种班", en: "needs one length at least")
      return nil
    }
    return lengths
  }

  private static func missing(_ fields: Fields) -> [String: Int]? {
    var costs: [String: Int] = [:]
    for entry in fields.mapping("missing") {
      guard case .text(let text) = entry.value.content, let cost = Int(text), (1...10_000).contains(cost) else {
        fields.wrong("missing", zh: "每个技能要有 1 到 10000 的数", en: "needs a number from 1 to 10000 for each skill")
        return nil
      }
      costs[entry.key] = cost
    }
    guard costs["usual"] != nil else {
      fields.wrong("missing", zh: "要有 usual", en: "needs 'usual'")
      return nil
    }
    return costs
  }

  /// Each dearer than the one before, the last for all that is left.
  private static func tiers(_ fields: Fields, _ problems: Problems) -> [Tier]? {
    var tiers: [Tier] = []
    for item in fields.list("tiers") {
      guard let entry = Fields(item, known: ["percent", "factor"], problems),
        let percent = whole(entry, "percent", 1...100), let factor = whole(entry, "factor", 1...1_000)
      else { return nil }
      tiers.append(Tier(percent: percent, factor: factor))
    }
    let isConvex = zip(tiers, tiers.dropFirst()).allSatisfy { $0.percent < $1.percent && $0.factor < $1.factor }
    guard tiers.count >= 3, tiers.last?.percent == 100, isConvex else {
      fields.wrong(
        "tiers", zh: "至少 3 级，一级比一级大，最后一级 100%", en: "needs 3 at least, each above the one before, up to 100 percent")
      return nil
    }
    return tiers
  }

  /// The numbers of a mapping, in the order of `keys`.
  private static func part(
    _ fields: Fields, _ key: String, _ keys: [String], _ range: ClosedRange<Int>, _ problems: Problems
  ) -> [Int]? {
    guard let value = fields.value(key) else {
      fields.wrong(key, zh: "要有：\(keys.joined(separator: "、"))", en: "needs: \(keys.joined(separator: ", "))")
      return nil
    }
    guard let entry = Fields(value, known: keys, problems) else { return nil }
    let numbers = keys.map { whole(entry, $0, range) }.compactMap { $0 }
    return numbers.count == keys.count ? numbers : nil
  }

  private static func whole(_ fields: Fields, _ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let number = fields.whole(key) else { return nil }
    guard let small = Int(exactly: number), range.contains(small) else {
      fields.wrong(
        key, zh: "应在 \(range.lowerBound) 到 \(range.upperBound) 之间",
        en: "must be between \(range.lowerBound) and \(range.upperBound)")
      return nil
    }
    return small
  }
}
