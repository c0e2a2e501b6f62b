import Playbooks
public import Store
public import Vocabulary

/// Somebody falls ill: the published rota is repaired with few changes.
public struct RosterRepair: Sendable {
  public let sheet: RosterSheet
  public let agent: String
  public let absence: Agent.Absence
  /// Shifts that go, and those that come.
  public let gone: [RosterShift]
  public let new: [RosterShift]
  /// The same shifts with their breaks elsewhere: as they were, and as they are.
  public let moved: [(before: RosterShift, after: RosterShift)]
  /// Missing people times slots: as it was, if nothing were done, and afterwards.
  public let missingBefore: Int
  public let missingUnrepaired: Int
  public let missing: Int
  public let gaps: [RosterGap]

  /// - Parameter absence: it begins at the next full slot at the earliest. A shift that runs then ends there.
  public init(
    _ sheet: RosterSheet, _ agent: String, _ absence: Agent.Absence, _ effort: RosterEffort
  ) throws {
    self.sheet = sheet
    self.agent = agent
    let first = max(0, sheet.plan.slot(absence.from.adding(milliseconds: -1)) + 1)
    let start = sheet.plan.time(first)
    guard start < absence.until else {
      throw Failure(
        .usage, code: "absence_empty",
        Message(
          zh: "请假到 \(absence.until.shopText)，可最早从 \(start.shopText) 起才能改",
          en: "the absence ends at \(absence.until.shopText), and the rota can change from \(start.shopText) on"),
        place: agent, next: Message(zh: "把 --until 写晚一些", en: "give a later --until"))
    }
    let absence = Agent.Absence(from: start, until: absence.until)
    self.absence = absence
    var kept: [RosterShift] = []
    var cut: [RosterShift] = []
    for shift in sheet.shifts {
      guard shift.agent == agent, shift.start < absence.until, shift.end > start else {
        kept.append(shift)
        continue
      }
      guard shift.start < start else { continue }
      cut.append(
        RosterShift(
          version: shift.version, number: 0, agent: agent, start: shift.start, end: start,
          breaks: shift.breaks.filter { $0.end <= start }, isPinned: false))
    }
    let plan = sheet.plan.without(agent, absence)
    // What a search could not have made stays as it is: it may be the lead's own hand.
    let usual = kept.filter { !$0.isPinned && plan.shifts([$0]).allSatisfy(plan.isUsual) && $0.agent != nil }
    let usualNumbers = Set(usual.map(\.number))
    let fixed = kept.filter { !usualNumbers.contains($0.number) } + cut
    let found = try Self.search(plan, usual, fixed, from: first, change: sheet.rules.change, effort)
    let before = Dictionary(grouping: sheet.shifts, by: Key.init)
    var stay: Set<Int64> = Set(fixed.map(\.number))
    var new = cut
    var moved: [(RosterShift, RosterShift)] = []
    // Whoever has no needed skill any more is not in the plan: their shifts stay.
    let known = Set(plan.people.map(\.name))
    for shift in usual where !known.contains(shift.agent ?? "") { stay.insert(shift.number) }
    for shift in found {
      guard let old = before[Key(shift)]?.first else {
        new.append(shift)
        continue
      }
      stay.insert(old.number)
      if old.breaks != shift.breaks { moved.append((old, shift)) }
    }
    gone = sheet.shifts.filter { !stay.contains($0.number) }
    self.new = new
    let movedNumbers = Set(moved.map(\.0.number))
    let rest = sheet.shifts.filter { stay.contains($0.number) && !movedNumbers.contains($0.number) } + new
    self.moved = Self.quieted(
      moved, beside: rest, price: sheet.rules.change * 10 / plan.slotMinutes, plan)
    let quietNumbers = movedNumbers.subtracting(self.moved.map(\.before.number))
    let after = rest + sheet.shifts.filter { quietNumbers.contains($0.number) } + self.moved.map(\.after)
    missingBefore = RosterSheet.missing(sheet.gaps)
    missingUnrepaired = RosterSheet.missing(plan.gaps(kept + cut))
    gaps = plan.gaps(after)
    missing = RosterSheet.missing(gaps)
    if let breach = Rosters.firstNew(plan.breaches(after), than: sheet.plan.breaches(sheet.shifts)) {
      throw Failure(
        .internal, code: "repair_breaks_rule",
        Message(zh: "修补违反 \(breach.rule.rawValue)", en: "the repair breaks \(breach.rule.rawValue)"),
        place: breach.agent)
    }
  }

  /// The shifts that a search could have made, anew from a slot on.
  private static func search(
    _ plan: RosterPlan, _ usual: [RosterShift], _ fixed: [RosterShift], from first: Int, change: Int,
    _ effort: RosterEffort
  ) throws -> [RosterShift] {
    guard !plan.people.isEmpty else { return [] }
    let repair = RotaRepair(
      published: plan.shifts(usual), from: first, absent: [], changeWeight: change * 30 / plan.slotMinutes)
    let solver = try RotaSolver(plan.beside(plan.shifts(fixed)), repair: repair, seed: effort.seed)
    return solver.solve(
      effort.limit, clock: effort.clock, isStopped: effort.isStopped, progress: effort.progress
    ).shifts.map { plan.shift($0) }
  }

  /// The search moves breaks free, and people would have to be told of each: they stay where they were published, but for
  /// those that save more than `price`.
  private static func quieted(
    _ moved: [(before: RosterShift, after: RosterShift)], beside rest: [RosterShift], price: Int, _ plan: RosterPlan
  ) -> [(before: RosterShift, after: RosterShift)] {
    var shifts = rest + moved.map(\.before)
    var cost = plan.cost(shifts).total
    var chosen: Set<Int> = []
    // A move may pay only beside another one: a few rounds find nearly all.
    for _ in 0..<3 {
      let before = chosen.count
      for (place, pair) in moved.enumerated() where !chosen.contains(place) {
        shifts[rest.count + place] = pair.after
        let changed = plan.cost(shifts).total
        if cost - changed > price {
          cost = changed
          chosen.insert(place)
        } else {
          shifts[rest.count + place] = pair.before
        }
      }
      if chosen.count == before { break }
    }
    return chosen.sorted().map { moved[$0] }
  }

  private struct Key: Hashable {
    let agent: String?
    let start: Instant
    let end: Instant

    init(_ shift: RosterShift) { (agent, start, end) = (shift.agent, shift.start, shift.end) }
  }
}

extension Rosters {
  public struct Repaired: Sendable, Codable, Equatable {
    public let version: Int64
    public let agent: String
    public let from: Instant
    public let until: Instant
    public let gone: [RosterShift]
    public let new: [RosterShift]
    /// Shifts whose breaks only move, as they are now.
    public let breaksMoved: [RosterShift]
    public let missingBefore: Int
    public let missingUnrepaired: Int
    public let missing: Int
  }

  /// Writes a repair down, if nobody has changed the rota since it was looked at; the person is unavailable.
  public static func apply(_ repair: RosterRepair, note: String, shop: String, _ change: Change) throws -> Repaired {
    let roster = repair.sheet.roster
    guard try RosterRecords.step(roster.version, from: roster.revision, shop: shop, change) else {
      throw Failure(
        .refused, code: "rota_moved", Message(zh: "别人刚改了排班", en: "somebody else has just changed the rota"),
        place: String(roster.version),
        next: Message(
          zh: "再试一次：peakday rota absent \(repair.agent)", en: "try again: peakday rota absent \(repair.agent)"))
    }
    for shift in repair.gone + repair.moved.map(\.before) { try RosterShiftRecords.end(shift, shop: shop, change) }
    try RosterShiftRecords.insert(
      repair.new + repair.moved.map(\.after), version: roster.version, shop: shop, change)
    try AgentRecords.add(repair.absence, of: repair.agent, shop: shop, change)
    try RosterRecords.insert(
      RosterChange(
        version: roster.version, kind: .absent, agent: repair.agent, other: nil, from: repair.absence.from,
        until: repair.absence.until, note: note, at: change.operation.at, actor: change.operation.actor.name),
      shop: shop, change)
    return answer(repair)
  }

  public static func answer(_ repair: RosterRepair) -> Repaired {
    Repaired(
      version: repair.sheet.roster.version, agent: repair.agent, from: repair.absence.from,
      until: repair.absence.until, gone: repair.gone, new: repair.new, breaksMoved: repair.moved.map(\.after),
      missingBefore: repair.missingBefore, missingUnrepaired: repair.missingUnrepaired, missing: repair.missing)
  }
}
