public import Playbooks
public import Vocabulary

/// What is fixed by hand before a search: shifts that stand, and days on which somebody stays away.
public struct RosterHand: Sendable {
  public var shifts: [RosterShift] = []
  public var away: [(agent: String, absence: Agent.Absence)] = []

  public init() {}

  /// All that a grid says.
  public mutating func add(_ grid: RosterGrid, _ rules: ShiftRules) {
    shifts += grid.shifts({ rules.breaks(of: $0) }, isPinned: true)
    away += grid.off
  }

  /// `小美 11-11 9:00-17:30`, or `小美 11-11 休`.
  public mutating func add(_ text: String, names: Set<String>, near: ShopDay, _ rules: ShiftRules) throws(Failure) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count >= 3, let day = ShopDay(words[words.count - 2], near: near),
      let cell = ShiftText.read(words[words.count - 1])
    else {
      throw Failure(
        .usage, code: "bad_pin", Message(zh: "看不懂固定的班", en: "the fixed shift cannot be read"), place: text,
        next: Message(zh: "写成：--pin \"小美 11-11 9:00-17:30\"", en: "write: --pin \"NAME 11-11 9:00-17:30\""))
    }
    let name = words.dropLast(2).joined(separator: " ")
    guard names.contains(name) else { throw Agents.unknown(name) }
    switch cell {
    case .off: away.append((name, Agent.Absence(from: day.start, until: day.end)))
    case .shift(let start, let end):
      shifts.append(
        RosterShift(
          version: 0, number: 0, agent: name, start: day.at(minute: start), end: day.at(minute: end),
          breaks: rules.breaks(of: end - start).map {
            .init(start: day.at(minute: start + $0.lowerBound), end: day.at(minute: start + $0.upperBound))
          }, isPinned: true))
    }
  }

  /// The same people, with what they are kept from.
  public func kept(_ agents: [Agent]) -> [Agent] {
    agents.map { agent in
      var agent = agent
      for (name, absence) in away where name == agent.name {
        // A shift of the day before may run into a day off.
        let running = shifts.filter { $0.agent == name && $0.start < absence.from && $0.end > absence.from }
        let from = running.map(\.end).max() ?? absence.from
        if from < absence.until { agent.unavailable.append(.init(from: from, until: absence.until)) }
      }
      return agent
    }
  }
}

extension ShiftRules {
  /// The breaks of a length, each as early as it may begin; none for a length that the rules do not know.
  public func breaks(of minutes: Int) -> [ClosedRange<Int>] {
    lengths.first { $0.minutes == minutes }?.breaks.map {
      $0.window.lowerBound...$0.window.lowerBound + $0.minutes
    } ?? []
  }
}

extension Rosters {
  /// The last rota once more, on other days.
  public struct Copied: Sendable {
    public let draft: Draft
    /// Shifts whose people left or cannot: nobody has them.
    public let opened: [RosterShift]
  }

  /// - Parameters:
  ///   - sheet: the rota that is copied.
  ///   - input: what the new days are made of; its need is that of the copied rota, moved.
  public static func copy(_ sheet: RosterSheet, onto input: RosterPlan.Input) throws(Failure) -> Copied {
    let offset = input.from.milliseconds - sheet.roster.from.milliseconds
    func moved(_ moment: Instant) -> Instant { moment.adding(milliseconds: offset) }
    var input = input
    if let need = sheet.need {
      input.need = StaffNeed(start: moved(need.start), minutes: need.minutes, skills: need.skills, people: need.people)
    }
    let plan = try RosterPlan(input, slotMinutes: sheet.roster.slotMinutes)
    let names = Set(input.agents.map(\.name))
    var shifts = sheet.shifts.map { shift in
      RosterShift(
        version: 0, number: 0, agent: shift.agent.flatMap { names.contains($0) ? $0 : nil }, start: moved(shift.start),
        end: moved(shift.end), breaks: shift.breaks.map { .init(start: moved($0.start), end: moved($0.end)) },
        isPinned: false)
    }
    // What breaks a rule on the new days is taken off its person, one shift at a time.
    while let breach = plan.breaches(shifts).first(where: \.rule.isPersonal),
      let place = shifts.lastIndex(where: { $0.agent == breach.agent && $0.start == breach.start })
    {
      shifts[place] = shifts[place].given(to: nil)
    }
    return Copied(
      draft: Draft(plan: plan, shifts: shifts, cost: plan.cost(shifts), source: .copy, need: input.need),
      opened: shifts.filter { $0.agent == nil })
  }
}
