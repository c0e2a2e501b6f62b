public import Store
public import Vocabulary

/// Who is there: rostered, clocked in, and so ready.
public struct Readiness: Sendable, Codable, Equatable {
  public enum Lack: String, Sendable, Codable, CaseIterable {
    case notClockedIn
    /// A course that a skill of theirs needs is not passed, or the pass has ended.
    case noPass
    /// A broadcast in force is not acknowledged.
    case unread

    public var name: Message {
      switch self {
      case .notClockedIn: Message(zh: "没有签到", en: "not clocked in")
      case .noPass: Message(zh: "考试没有通过或已失效", en: "no valid exam pass")
      case .unread: Message(zh: "有变更没有确认", en: "has a change to acknowledge")
      }
    }
  }

  public let agent: String
  public let skills: [String]
  /// The shift that runs; nil for who is there beyond it.
  public let start: Instant?
  public let end: Instant?
  public let isOnBreak: Bool
  public let clockedInAt: Instant?
  /// What is missing to be ready; empty for who is.
  public let lacks: [Lack]

  public var isReady: Bool { start != nil && lacks.isEmpty }

  /// The one place that says what somebody on shift needs to be ready.
  ///
  /// - Parameter others: what other rooms know of that person.
  static func lacks(clockedInAt: Instant?, others: [Lack]) -> [Lack] {
    (clockedInAt == nil ? [.notClockedIn] : []) + others
  }
}

/// Ready heads against the need of this moment.
public struct ReadyHeads: Sendable, Codable, Equatable {
  public struct Skill: Sendable, Codable, Equatable {
    public let skill: String
    public let needed: Int
    public let rostered: Int
    /// Not on a break.
    public let ready: Int
  }

  public let at: Instant
  public let rostered: Int
  public let ready: Int
  public let skills: [Skill]
  public let people: [Readiness]
}

public struct Attendance: Sendable, Codable, Equatable {
  public let agent: String
  public let inAt: Instant
  public let outAt: Instant?
  /// The shift it belongs to, and by how many minutes it began after it (below 0: before) and ended before it.
  public let shiftStart: Instant?
  public let shiftEnd: Instant?
  public let lateMinutes: Int64?
  public let earlyMinutes: Int64?
}

/// The verbs of presence.
public enum Presence {
  /// How long before its start a shift's people clock in.
  private static let early: Int64 = 120

  public static func clockIn(_ name: String, shop: String, _ change: Change) throws -> Attendance {
    guard try AgentRecords.list(shop: shop, name: name, change.session).first != nil else { throw Agents.unknown(name) }
    let now = change.operation.at
    if let open = try PresenceRecords.open(name, shop: shop, change.session) {
      throw Failure(
        .refused, code: "clocked_in_already",
        Message(zh: "\(name) 已在 \(open.shopText) 签到", en: "\(name) clocked in at \(open.shopText)"), place: name,
        next: Message(zh: "走时签退：peakday rota clock-out \(name)", en: "when leaving: peakday rota clock-out \(name)"))
    }
    try PresenceRecords.clockIn(name, shop: shop, change)
    return try attendance(name, in: now, out: nil, shop: shop, change.session)
  }

  public static func clockOut(_ name: String, shop: String, _ change: Change) throws -> Attendance {
    let now = change.operation.at
    guard let since = try PresenceRecords.open(name, shop: shop, change.session), since <= now,
      try PresenceRecords.clockOut(name, shop: shop, change)
    else {
      throw Failure(
        .refused, code: "not_clocked_in", Message(zh: "\(name) 没有签到", en: "\(name) has not clocked in"), place: name,
        next: Message(zh: "先签到：peakday rota clock-in \(name)", en: "first: peakday rota clock-in \(name)"))
    }
    return try attendance(name, in: since, out: now, shop: shop, change.session)
  }

  /// Held against the shift that it overlaps, or that begins soon.
  private static func attendance(
    _ name: String, in start: Instant, out end: Instant?, shop: String, _ session: any Session
  ) throws -> Attendance {
    let shift = try RosterShiftRecords.inForce(
      shop: shop, from: start, until: max(start.adding(minutes: early), end ?? start), session
    ).first { $0.agent == name }
    func minutes(_ from: Instant, _ until: Instant) -> Int64 { (until.milliseconds - from.milliseconds) / 60_000 }
    return Attendance(
      agent: name, inAt: start, outAt: end, shiftStart: shift?.start, shiftEnd: shift?.end,
      lateMinutes: shift.map { minutes($0.start, start) },
      earlyMinutes: shift.flatMap { shift in end.map { minutes($0, shift.end) } })
  }

  /// Who came and went in a stretch, against their shifts, by time.
  public static func attendance(
    shop: String, from: Instant, until: Instant, _ session: any Session
  ) throws -> [Attendance] {
    try PresenceRecords.list(shop: shop, from: from, until: until, session).map {
      try attendance($0.agent, in: $0.inAt, out: $0.outAt, shop: shop, session)
    }
  }

  /// Who has clocked in and not out, and since when.
  public static func present(shop: String, _ session: any Session) throws -> [String: Instant] {
    try PresenceRecords.present(shop: shop, session)
  }

  /// Who is rostered and who is ready at this moment.
  ///
  /// - Parameter lacks: what other rooms know of somebody, beside the clock.
  public static func ready(
    shop: String, now: Instant, lacks: (Agent) -> [Readiness.Lack] = { _ in [] }, _ session: any Session
  ) throws -> ReadyHeads {
    let shifts = try RosterShiftRecords.inForce(shop: shop, from: now, until: now.adding(milliseconds: 1), session)
      .filter { $0.holds(now) }
    let present = try PresenceRecords.present(shop: shop, session)
    let agents = Dictionary(
      try AgentRecords.list(shop: shop, withLeft: true, session).map { ($0.name, $0) },
      uniquingKeysWith: { one, _ in one })
    var people = shifts.compactMap { shift -> Readiness? in
      guard let name = shift.agent else { return nil }
      return Readiness(
        agent: name, skills: agents[name]?.skills ?? [], start: shift.start, end: shift.end,
        isOnBreak: shift.isBreak(now), clockedInAt: present[name],
        lacks: Readiness.lacks(clockedInAt: present[name], others: agents[name].map(lacks) ?? []))
    }
    let rostered = Set(people.map(\.agent))
    people += present.keys.filter { !rostered.contains($0) }.sorted().map {
      Readiness(
        agent: $0, skills: agents[$0]?.skills ?? [], start: nil, end: nil, isOnBreak: false, clockedInAt: present[$0],
        lacks: [])
    }
    return ReadyHeads(
      at: now, rostered: rostered.count, ready: people.count { $0.isReady },
      skills: try skills(people, shop: shop, now: now, session), people: people)
  }

  private static func skills(
    _ people: [Readiness], shop: String, now: Instant, _ session: any Session
  ) throws -> [ReadyHeads.Skill] {
    var needed: [String: Int] = [:]
    if let version = try RosterRecords.inForce(on: ShopDay(now), shop: shop, session),
      let roster = try RosterRecords.find(version, shop: shop, session)
    {
      needed = try PresenceRecords.needed(by: roster, at: now, shop: shop, session)
    }
    let known = Set(needed.keys).union(people.filter { $0.start != nil }.flatMap(\.skills)).sorted()
    return known.map { skill in
      let able = people.filter { $0.skills.contains(skill) && $0.start != nil }
      return ReadyHeads.Skill(
        skill: skill, needed: needed[skill] ?? 0, rostered: able.count,
        ready: able.count { $0.isReady && !$0.isOnBreak })
    }
  }
}
