public import Vocabulary

/// One version of the rota: a draft, or what people go by.
public struct Roster: Sendable, Codable, Equatable {
  public enum State: String, Sendable, Codable { case draft, published }

  /// Where its shifts come from.
  public enum Source: String, Sendable, Codable { case solver, file, copy }

  public let version: Int64
  public let state: State
  public let source: Source
  /// From midnight to midnight.
  public let from: Instant
  public let until: Instant
  public let slotMinutes: Int
  /// When it was made, by rule.
  public let cost: RotaCost
  public let madeAt: Instant
  public let madeBy: String
  public let publishedAt: Instant?
  public let publishedBy: String?
  /// Counts every change of its shifts.
  public let revision: Int64

  public var days: [ShopDay] {
    let (first, end) = (ShopDay(from).number, ShopDay(until).number)
    return (first..<max(first, end)).map(ShopDay.init(number:))
  }
}

/// A shift of a rota, as people see it.
public struct RosterShift: Sendable, Codable, Equatable {
  public struct Break: Sendable, Codable, Equatable {
    public let start: Instant
    public let end: Instant
  }

  public let version: Int64
  public let number: Int64
  /// nil: nobody has it, it may be taken.
  public let agent: String?
  public let start: Instant
  public let end: Instant
  public let breaks: [Break]
  /// Fixed by hand: no search moves it.
  public let isPinned: Bool

  public var day: ShopDay { ShopDay(start) }

  public var minutes: Int { Int((end.milliseconds - start.milliseconds) / 60_000) }

  func holds(_ moment: Instant) -> Bool { start <= moment && moment < end }

  func isBreak(_ moment: Instant) -> Bool { breaks.contains { $0.start <= moment && moment < $0.end } }

  /// The same hours for somebody else; nil for nobody.
  func given(to agent: String?) -> RosterShift {
    RosterShift(
      version: version, number: number, agent: agent, start: start, end: end, breaks: breaks, isPinned: isPinned)
  }
}

/// People missing, of one skill, from a moment until another.
public struct RosterGap: Sendable, Codable, Equatable {
  public let skill: String
  public let from: Instant
  public let until: Instant
  /// In its worst slot.
  public let most: Int
  /// Missing people times slots.
  public let personSlots: Int
  /// When its worst slot begins.
  public let worst: Instant
}

/// What stood against the rules, in people's times.
public struct RosterBreach: Sendable, Codable, Equatable {
  public let rule: RotaRule
  public let agent: String
  public let start: Instant
}

extension RotaRule {
  public var name: Message {
    switch self {
    case .start: Message(zh: "开始时间不合规定", en: "not a start that is allowed")
    case .length: Message(zh: "班次长度不合规定", en: "not a length that is allowed")
    case .breaks: Message(zh: "休息不合规定", en: "not the breaks of its length")
    case .unavailable: Message(zh: "那时不能上班", en: "unavailable then")
    case .overlap: Message(zh: "两个班重叠", en: "two shifts overlap")
    case .rest: Message(zh: "两班之间休息不够", en: "too little rest between shifts")
    case .oneStartPerDay: Message(zh: "一天开始两个班", en: "two shifts begin on one day")
    case .maxHours: Message(zh: "超过最多工时", en: "above the most hours")
    case .maxShiftHours: Message(zh: "超过单班最长", en: "longer than the longest shift")
    case .maxShifts: Message(zh: "超过最多班数", en: "above the most shifts")
    case .absent: Message(zh: "不在", en: "absent")
    case .fixed: Message(zh: "已开始的班不能动", en: "has begun and stays")
    }
  }
}
