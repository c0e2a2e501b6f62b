public import Playbooks
public import Vocabulary

/// The rota's question in slots: who may work when, how many are needed; and the way between slots and times.
public struct RosterPlan: Sendable {
  public let from: Instant
  public let until: Instant
  public let slotMinutes: Int
  /// In the order of the problem's agents.
  let people: [Agent]
  public internal(set) var problem: RotaProblem
  /// Agents without a skill that is needed.
  public let unused: [String]

  /// A month: beyond it the search would need tables that no memory holds.
  static let mostDays = 31

  /// What a plan is made of.
  public struct Input: Sendable {
    public var from: Instant
    public var until: Instant
    /// nil where nobody has said: then nothing is missing.
    public var need: StaffNeed?
    public var agents: [Agent]
    /// Shifts of other rotas, by which people need their rest.
    public var beside: [RosterShift]
    public var rules: ShiftRules

    public init(
      from: Instant, until: Instant, need: StaffNeed?, agents: [Agent], beside: [RosterShift], rules: ShiftRules
    ) {
      self.from = ShopDay(from).start
      self.until = ShopDay(until.adding(milliseconds: -1)).end
      self.need = need
      self.agents = agents
      self.beside = beside
      self.rules = rules
    }
  }

  /// - Parameter slotMinutes: that of a rota that is there; nil finds the largest that all times fit into.
  public init(_ input: Input, slotMinutes given: Int? = nil) throws(Failure) {
    let rules = input.rules
    let minutes = given ?? Self.slot(input.need?.minutes ?? 30, rules)
    (from, until, slotMinutes) = (input.from, input.until, minutes)
    let need = try input.need.map(Self.renamed)
    guard until.milliseconds - from.milliseconds <= Int64(Self.mostDays) * 86_400_000 else {
      throw Failure(
        .usage, code: "rota_too_long",
        Message(zh: "一版排班最多 \(Self.mostDays) 天", en: "a rota has \(Self.mostDays) days at most"),
        place: "\(ShopDay(from).text) – \(ShopDay(until).text)",
        next: Message(zh: "分成几版", en: "make several"))
    }
    let skills = need?.skills ?? Array(Set(input.agents.flatMap(\.skills))).sorted()
    let able = input.agents.filter { !$0.skills.allSatisfy { !skills.contains($0) } }
    people = able
    unused = input.agents.filter { agent in !able.contains { $0.name == agent.name } }.map(\.name)
    let slots = Int((until.milliseconds - from.milliseconds) / 60_000) / minutes
    let perDay = 1_440 / minutes
    let perHalfHour = 30 / minutes
    let percents = [0] + rules.tiers.map(\.percent)
    problem = RotaProblem(
      name: "rota", slots: slots, slotsPerDay: perDay, skills: skills,
      demand: Self.demand(need, skills, from: from, slots: slots, minutes: minutes),
      underWeights: skills.map(rules.missing),
      tiers: zip(rules.tiers, zip(percents, percents.dropFirst())).map {
        .init(share: Double($1.1 - $1.0) / 100, factor: $0.factor)
      },
      shift: .init(
        startStep: max(1, rules.startMinutes / minutes), lengths: rules.lengths.map { $0.minutes / minutes },
        breaks: rules.lengths.map { length in
          length.breaks.map {
            .init(
              length: $0.minutes / minutes,
              window: $0.window.lowerBound / minutes...$0.window.upperBound / minutes)
          }
        }, minRest: rules.restHours * 60 / minutes, oneStartPerDay: rules.oneStartPerDay),
      night: rules.night.fromHour * 60 / minutes..<rules.night.toHour * 60 / minutes,
      nightSlots: rules.night.hours * 60 / minutes, idleWeight: need == nil ? 0 : rules.idle,
      belowMinWeight: rules.belowHours,
      nightWeight: rules.nights * perHalfHour, agents: [])
    problem.agents = able.map { person($0, input, skills, perHalfHour) }
  }

  /// The largest slot into which the need's intervals, the starts and the breaks all fit.
  private static func slot(_ interval: Int, _ rules: ShiftRules) -> Int {
    let times = rules.lengths.flatMap(\.breaks).flatMap { [$0.minutes, $0.window.lowerBound, $0.window.upperBound] }
    return ([30, interval, rules.startMinutes] + times).reduce(0) { first, second in
      var (first, second) = (first, second)
      while second != 0 { (first, second) = (second, first % second) }
      return first
    }
  }

  /// Skills in their one spelling.
  private static func renamed(_ need: StaffNeed) throws(Failure) -> StaffNeed {
    let skills = need.skills.map { Agent.skill($0) }
    guard Set(skills).count == skills.count else {
      throw Failure(
        .usage, code: "skill_twice",
        Message(zh: "需求里有两个名字是同一个技能", en: "two names in the need are the same skill"),
        place: need.skills.joined(separator: ", "), next: Message(zh: "只用一个名字", en: "use one name"))
    }
    return StaffNeed(start: need.start, minutes: need.minutes, skills: skills, people: need.people)
  }

  private static func demand(
    _ need: StaffNeed?, _ skills: [String], from: Instant, slots: Int, minutes: Int
  ) -> [[Int]] {
    var demand = [[Int]](repeating: [Int](repeating: 0, count: slots), count: skills.count)
    guard let need else { return demand }
    let first = Int((need.start.milliseconds - from.milliseconds) / 60_000) / minutes
    let times = need.minutes / minutes
    for (skill, people) in need.people.enumerated() {
      for (interval, count) in people.enumerated() {
        for slot in first + interval * times..<first + (interval + 1) * times where demand[skill].indices.contains(slot)
        {
          demand[skill][slot] = count
        }
      }
    }
    return demand
  }

  private func person(
    _ agent: Agent, _ input: Input, _ skills: [String], _ perHalfHour: Int
  ) -> RotaProblem.Agent {
    let rest = Int64(input.rules.restHours) * 3_600_000
    let away = input.beside.filter { $0.agent == agent.name }.map {
      Agent.Absence(from: $0.start.adding(milliseconds: -rest), until: $0.end.adding(milliseconds: rest))
    }
    let days = problem.slots / problem.slotsPerDay
    return RotaProblem.Agent(
      id: agent.name, skills: agent.skills.compactMap(skills.firstIndex).sorted(),
      minSlots: min(problem.slots, (agent.minMinutes + slotMinutes - 1) / slotMinutes),
      maxSlots: min(problem.slots, agent.maxMinutes / slotMinutes), maxShiftSlots: agent.maxShiftMinutes / slotMinutes,
      maxShifts: min(agent.maxShifts, problem.shift.oneStartPerDay ? days : days * 2),
      unavailable: (agent.unavailable + away).compactMap { range($0) },
      wishes: agent.wishes.compactMap { wish in
        guard let day = ShopDay(wish.day, near: ShopDay(from)), case let place = day.number - ShopDay(from).number,
          (0..<days).contains(place)
        else { return nil }
        return RotaProblem.Wish(
          kind: wish.kind == .avoid ? .avoid : .want, day: place,
          starts: wish.band.starts.lowerBound / slotMinutes..<wish.band.starts.upperBound / slotMinutes,
          weight: input.rules.wish * perHalfHour)
      })
  }

  /// The slots that a stretch touches; nil for one outside.
  func range(_ absence: Agent.Absence) -> Range<Int>? {
    let first = max(0, slot(absence.from))
    let end = min(problem.slots, slot(absence.until.adding(milliseconds: -1)) + 1)
    return first < end ? first..<end : nil
  }

  // MARK: Between slots and times

  /// The slot that holds a moment; outside the horizon below 0 or beyond.
  func slot(_ moment: Instant) -> Int {
    let minutes = (moment.milliseconds - from.milliseconds) / 60_000
    return Int((Double(minutes) / Double(slotMinutes)).rounded(.down))
  }

  public func time(_ slot: Int) -> Instant { from.adding(minutes: Int64(slot * slotMinutes)) }

  /// Shifts of people who are in the plan, in slots: times between two slots are widened.
  func shifts(_ shifts: [RosterShift]) -> [RotaShift] {
    let places = Dictionary(uniqueKeysWithValues: people.enumerated().map { ($1.name, $0) })
    return shifts.compactMap { shift in
      guard let place = shift.agent.flatMap({ places[$0] }) else { return nil }
      let start = slot(shift.start)
      let end = slot(shift.end.adding(milliseconds: -1)) + 1
      return RotaShift(
        agent: place, start: start, length: end - start,
        breaks: shift.breaks.map { slot($0.start)..<slot($0.end.adding(milliseconds: -1)) + 1 })
    }
  }

  func shift(_ shift: RotaShift, version: Int64 = 0, number: Int64 = 0, isPinned: Bool = false) -> RosterShift {
    RosterShift(
      version: version, number: number, agent: people[shift.agent].name, start: time(shift.start), end: time(shift.end),
      breaks: shift.breaks.map { .init(start: time($0.lowerBound), end: time($0.upperBound)) }, isPinned: isPinned)
  }

  public func agentIndex(_ name: String) -> Int? { people.firstIndex { $0.name == name } }
}
