public import Playbooks
public import Store
public import Vocabulary

/// Swap, drop and take: changes that people agree on among themselves, held against the hard rules.
extension Rosters {
  public struct Moved: Sendable, Codable, Equatable {
    public let version: Int64
    public let kind: RosterChange.Kind
    /// As they were, and as they are.
    public let gone: [RosterShift]
    public let new: [RosterShift]
    /// Missing people times slots, before and afterwards.
    public let missingBefore: Int
    public let missing: Int
  }

  /// Two people exchange a shift each.
  public static func swap(
    _ first: String, on day: ShopDay, with second: String, on otherDay: ShopDay, note: String, shop: String,
    _ rules: ShiftRules, _ change: Change
  ) throws -> Moved {
    let roster = try locked(day, shop: shop, change)
    guard try RosterRecords.inForce(on: otherDay, shop: shop, change.session) == roster.version else {
      throw Failure(
        .refused, code: "other_rota",
        Message(zh: "\(otherDay.text) 属于另一版排班，不能对换", en: "\(otherDay.text) belongs to another rota"),
        place: otherDay.text,
        next: Message(zh: "两边各用一次 peakday rota take", en: "use peakday rota take on either side"))
    }
    let sheet = try RosterSheet.load(roster, shop: shop, rules, change.session)
    let one = try shift(of: first, on: day, sheet, change)
    let two = try shift(of: second, on: otherDay, sheet, change)
    try requireSkill(second, for: first, sheet)
    try requireSkill(first, for: second, sheet)
    guard first != second, (one.start, one.end) != (two.start, two.end) else {
      throw Failure(
        .refused, code: "same_shift",
        Message(zh: "两个班一样，没有可换的", en: "these are the same hours; there is nothing to swap"),
        place: second, next: Message(zh: "查看：peakday rota show", en: "look: peakday rota show"))
    }
    return try move(
      sheet, gone: [one, two], new: [one.given(to: second), two.given(to: first)], kind: .swap, agent: first,
      other: second, note: note, shop: shop, change)
  }

  /// Somebody cannot work a shift: it is open to whoever takes it.
  public static func drop(
    _ name: String, on day: ShopDay, note: String, shop: String, _ rules: ShiftRules, _ change: Change
  ) throws -> Moved {
    let roster = try locked(day, shop: shop, change)
    let sheet = try RosterSheet.load(roster, shop: shop, rules, change.session)
    let one = try shift(of: name, on: day, sheet, change)
    return try move(
      sheet, gone: [one], new: [one.given(to: nil)], kind: .drop, agent: name, other: nil, note: note, shop: shop,
      change)
  }

  /// Somebody takes an open shift of a day, or the one of another person who agrees.
  public static func take(
    _ name: String, on day: ShopDay, from other: String?, number: Int64?, note: String, shop: String,
    _ rules: ShiftRules, _ change: Change
  ) throws -> Moved {
    let roster = try locked(day, shop: shop, change)
    let sheet = try RosterSheet.load(roster, shop: shop, rules, change.session)
    guard sheet.agents.contains(where: { $0.name == name }) else { throw Agents.unknown(name) }
    let one: RosterShift
    if let other {
      one = try shift(of: other, on: day, sheet, change)
      try requireSkill(name, for: other, sheet)
    } else {
      let open = sheet.shifts.filter { $0.agent == nil && $0.day == day && (number == nil || $0.number == number) }
      guard let first = open.first else {
        throw Failure(
          .refused, code: "no_open_shift", Message(zh: "\(day.text) 没有让出的班", en: "no shift of \(day.text) is open"),
          place: day.text,
          next: Message(zh: "接某人的班：加 --from 名字", en: "to take somebody's shift add --from NAME"))
      }
      guard open.count == 1 else {
        let list = open.map { "#\($0.number) " + ShiftText.write($0.start, $0.end).zh }
        throw Failure(
          .refused, code: "several_open_shifts",
          Message(
            zh: "那天让出了几个班：\(list.joined(separator: "、"))", en: "several are open: \(list.joined(separator: ", "))"),
          place: day.text, next: Message(zh: "用 --shift 说明是哪个", en: "say which with --shift"))
      }
      one = first
    }
    return try move(
      sheet, gone: [one], new: [one.given(to: name)], kind: .take, agent: name, other: other, note: note, shop: shop,
      change)
  }

  /// The rota in force on a day; nobody else changes it until this transaction ends.
  static func locked(_ day: ShopDay, shop: String, _ change: Change) throws -> Roster {
    let version = try inForce(on: day, shop: shop, change.session).version
    guard try RosterRecords.step(version, from: nil, shop: shop, change) else {
      throw StoreError.retry("the rota has gone in between")
    }
    return try find(version, shop: shop, change.session)
  }

  private static func shift(
    of name: String, on day: ShopDay, _ sheet: RosterSheet, _ change: Change
  ) throws -> RosterShift {
    guard sheet.agents.contains(where: { $0.name == name }) else { throw Agents.unknown(name) }
    guard let shift = sheet.shifts.first(where: { $0.agent == name && $0.day == day }) else {
      throw Failure(
        .refused, code: "no_shift_then",
        Message(zh: "\(name) 在 \(day.text) 没有班", en: "\(name) has no shift that begins on \(day.text)"), place: name,
        next: Message(zh: "查看：peakday rota show", en: "look: peakday rota show"))
    }
    guard shift.start > change.operation.at else {
      throw Failure(
        .refused, code: "shift_begun", Message(zh: "\(name) 的班已经开始", en: "\(name)'s shift has begun"), place: name,
        next: Message(zh: "中途离开：peakday rota absent \(name)", en: "for who has to leave: peakday rota absent \(name)"))
    }
    return shift
  }

  private static func requireSkill(_ name: String, for other: String, _ sheet: RosterSheet) throws {
    func skills(_ name: String) -> Set<String> { Set(sheet.agents.first { $0.name == name }?.skills ?? []) }
    guard skills(name).isDisjoint(with: skills(other)) else { return }
    throw Failure(
      .refused, code: "skills_missing",
      Message(zh: "\(name) 没有 \(other) 的任何技能", en: "\(name) has none of \(other)'s skills"), place: name,
      next: Message(zh: "找一个会的人：peakday rota why", en: "look for somebody who can: peakday rota why"))
  }

  /// Writes a move down, unless it breaks a rule that was kept before.
  private static func move(
    _ sheet: RosterSheet, gone: [RosterShift], new: [RosterShift], kind: RosterChange.Kind, agent: String,
    other: String?, note: String, shop: String, _ change: Change
  ) throws -> Moved {
    let numbers = Set(gone.map(\.number))
    let after = sheet.shifts.filter { !numbers.contains($0.number) } + new
    if let breach = firstNew(sheet.plan.breaches(after), than: sheet.plan.breaches(sheet.shifts)) {
      throw Failure(
        .refused, code: "rule_\(breach.rule.rawValue)",
        Message(
          zh: "不行：\(breach.agent) \(breach.start.shopText) 的班会违反“\(breach.rule.name.zh)”",
          en: "no: \(breach.agent)'s shift of \(breach.start.shopText) would break the rule: \(breach.rule.name.en)"),
        place: breach.agent, next: Message(zh: "换一个人：peakday rota why", en: "ask somebody else: peakday rota why"))
    }
    for shift in gone { try RosterShiftRecords.end(shift, shop: shop, change) }
    try RosterShiftRecords.insert(new, version: sheet.roster.version, shop: shop, change)
    try RosterRecords.insert(
      RosterChange(
        version: sheet.roster.version, kind: kind, agent: agent, other: other, from: nil, until: nil, note: note,
        at: change.operation.at, actor: change.operation.actor.name), shop: shop, change)
    return Moved(
      version: sheet.roster.version, kind: kind, gone: gone, new: new,
      missingBefore: RosterSheet.missing(sheet.gaps), missing: RosterSheet.missing(sheet.plan.gaps(after)))
  }

  /// A breach that was not there before. What somebody's plan breaks as a whole counts once, wherever it is noted.
  static func firstNew(_ after: [RosterBreach], than before: [RosterBreach]) -> RosterBreach? {
    after.first { breach in
      guard breach.rule.isPersonal else { return false }
      return !before.contains {
        $0.rule == breach.rule && $0.agent == breach.agent
          && ($0.start == breach.start || [.maxHours, .maxShifts].contains($0.rule))
      }
    }
  }
}
