public import Store
public import Vocabulary

/// The verbs that make rotas and put them in force.
extension Rosters {
  /// A rota that was found, to be kept as a draft.
  public struct Draft: Sendable {
    public let plan: RosterPlan
    public let shifts: [RosterShift]
    public let cost: RotaCost
    public let source: Roster.Source
    public let need: StaffNeed?

    public init(
      plan: RosterPlan, shifts: [RosterShift], cost: RotaCost, source: Roster.Source, need: StaffNeed?
    ) {
      self.plan = plan
      self.shifts = shifts
      self.cost = cost
      self.source = source
      self.need = need
    }
  }

  public struct Saved: Sendable, Codable, Equatable {
    public let version: Int64
    public let from: Instant
    public let until: Instant
    public let shifts: Int
    public let people: Int
    public let cost: RotaCost
    public let total: Int
    /// Missing people times slots.
    public let missing: Int
    public let slotMinutes: Int
    /// Agents without a skill that is needed.
    public let unused: [String]
  }

  /// Keeps a draft.
  public static func save(_ draft: Draft, shop: String, _ change: Change) throws -> Saved {
    let plan = draft.plan
    let version = try RosterRecords.insert(
      .init(
        source: draft.source, from: plan.from, until: plan.until, slotMinutes: plan.slotMinutes, cost: draft.cost),
      shop: shop, change)
    if draft.need != nil { try RosterRecords.insert(need: plan.slotNeed, version: version, shop: shop, change) }
    try RosterShiftRecords.insert(draft.shifts, version: version, shop: shop, change)
    return Saved(
      version: version, from: plan.from, until: plan.until, shifts: draft.shifts.count,
      people: Set(draft.shifts.compactMap(\.agent)).count, cost: draft.cost, total: draft.cost.total,
      missing: draft.cost.missingSlots.values.reduce(0, +), slotMinutes: plan.slotMinutes, unused: plan.unused)
  }

  public struct Published: Sendable, Codable, Equatable {
    public let version: Int64
    /// Days on which it is in force now.
    public let days: [String]
    /// Versions that were in force on some of them until now.
    public let replaced: [Int64]
    public let shifts: Int
    /// Places that nobody has.
    public let open: Int
  }

  /// Puts a draft in force, on its days from today on. Refused while it breaks a hard rule of a person, unless
  /// `anyway`: then the breaches are the lead's.
  public static func publish(
    _ sheet: RosterSheet, anyway: Bool, shop: String, _ change: Change
  ) throws -> Published {
    let roster = sheet.roster
    guard roster.state == .draft else {
      throw Failure(
        .refused, code: "published_already",
        Message(
          zh: "第 \(roster.version) 版已由 \(roster.publishedBy ?? "") 发布",
          en: "version \(roster.version) was published by \(roster.publishedBy ?? "")"), place: String(roster.version))
    }
    let broken = sheet.plan.breaches(sheet.shifts).filter { $0.rule.isPersonal }
    if let first = broken.first, !anyway {
      throw Failure(
        .refused, code: "rota_breaks_rules",
        Message(
          zh: "有 \(broken.count) 处违反硬规则；第一处：\(first.agent) \(first.start.shopText) \(first.rule.name.zh)",
          en:
            "\(broken.count) hard rules are broken; the first: \(first.agent) \(first.start.shopText) \(first.rule.name.en)"
        ), place: String(roster.version),
        next: Message(
          zh: "查看：peakday rota show --check；仍要发布加 --anyway",
          en: "look: peakday rota show --check; to publish it all the same add --anyway"))
    }
    if let left = sheet.shifts.compactMap(\.agent).first(where: { name in !sheet.agents.contains { $0.name == name } })
    {
      throw Failure(
        .refused, code: "agent_left", Message(zh: "\(left) 已不在名单里，却还有班", en: "\(left) has left, and still has a shift"),
        place: String(roster.version),
        next: Message(zh: "重排一版：peakday rota build", en: "make another rota: peakday rota build"))
    }
    let today = ShopDay(change.operation.at)
    var days: [ShopDay] = []
    var replaced: Set<Int64> = []
    for day in roster.days {
      let before = try RosterRecords.inForce(on: day, shop: shop, change.session)
      if day < today, before != nil { continue }
      if let before { replaced.insert(before) }
      days.append(day)
    }
    try RosterRecords.publish(roster, on: days, shop: shop, change)
    return Published(
      version: roster.version, days: days.map(\.text), replaced: replaced.sorted(), shifts: sheet.shifts.count,
      open: sheet.shifts.count { $0.agent == nil })
  }
}

extension RotaRule {
  /// Whether it protects a person; the others say what shifts look like, and a lead may write others by hand.
  var isPersonal: Bool {
    switch self {
    case .start, .length, .breaks, .absent, .fixed: false
    case .unavailable, .overlap, .rest, .oneStartPerDay, .maxHours, .maxShiftHours, .maxShifts: true
    }
  }
}

extension RosterPlan {
  /// The need as it stands slot by slot.
  var slotNeed: StaffNeed {
    StaffNeed(start: from, minutes: slotMinutes, skills: problem.skills, people: problem.demand)
  }
}
