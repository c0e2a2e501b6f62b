public import Playbooks
public import Vocabulary

/// Makes people out of a forecast: chats by the waiting model and then by simulation, work that may wait from what a person
/// gets done in an hour.
public struct NeedMaker: Sendable {
  let rules: StaffingRules
  let calendars: [EventCalendar]

  public init(rules: StaffingRules, calendars: [EventCalendar]) {
    (self.rules, self.calendars) = (rules, calendars)
  }

  /// How the formula is checked.
  public struct Check: Sendable {
    public var seed: UInt64
    /// How often the horizon is played; nil for as often as takes about a second.
    public var repetitions: Int?

    public init(seed: UInt64, repetitions: Int? = nil) {
      self.seed = seed
      self.repetitions = repetitions
    }
  }

  /// The needs by skill, in the forecast's order.
  ///
  /// - Parameter check: nil for the formula alone.
  /// - Throws: `Failure` `.usage` `unknown_skill`, `need_too_large`.
  public func make(_ forecast: StaffForecast, check: Check?) throws(Failure) -> [SkillNeed] {
    var needs: [SkillNeed] = []
    for (key, loads) in zip(forecast.skills, forecast.loads) {
      guard let skill = rules.skill(key) else { throw unknown(key) }
      switch skill.task {
      case .chats(let chats):
        var need = try formula(skill, chats, loads, forecast.grid)
        if let check, loads.reduce(0, { $0 + $1.arrivals }) <= Self.mostSimulated {
          NeedCheck(skill: skill, chats: chats, minutes: forecast.grid.minutes, check: check).apply(to: &need)
        }
        needs.append(need)
      case .work(let work): needs.append(try spread(skill, work, loads, forecast.grid))
      }
    }
    return needs
  }

  /// More chats in a horizon than any shop has are not played.
  public static let mostSimulated = 2e6

  private func formula(
    _ skill: StaffingRules.Skill, _ chats: StaffingRules.Chats, _ loads: [StaffForecast.Load], _ grid: IntervalGrid
  ) throws(Failure) -> SkillNeed {
    let most = skill.mostAgents
    var intervals: [SkillNeed.Interval] = []
    for (place, load) in loads.enumerated() {
      let start = grid.start(of: place)
      let model = chats.model(arrivals: load.arrivals, minutes: grid.minutes)
      guard let agents = model.agents(share: chats.share, within: chats.waitSeconds, most: most) else {
        throw tooLarge(skill, load, start)
      }
      let peak = rules.peaks.first { $0.holds(at: start, skill: skill.key, calendars) }
      let burst = peak.flatMap { $0.begins(at: start, skill: skill.key, calendars) ? $0 : nil }
      intervals.append(
        SkillNeed.Interval(
          load: load, formula: agents, agents: agents, people: skill.people(agents),
          share: model.figures(agents: agents, within: chats.waitSeconds).withinShare,
          burst: burst.map { ChatSimulation.Burst(share: $0.burstShare, seconds: $0.burstMinutes * 60) }))
    }
    return SkillNeed(skill: skill.key, target: chats.share, intervals: intervals)
  }

  /// What comes in in an interval is done in equal parts in all intervals until it has to be finished, or the horizon ends.
  private func spread(
    _ skill: StaffingRules.Skill, _ work: StaffingRules.Work, _ loads: [StaffForecast.Load], _ grid: IntervalGrid
  ) throws(Failure) -> SkillNeed {
    let span = max(1, work.finishMinutes / grid.minutes)
    var seconds = Array(repeating: 0.0, count: loads.count)
    for (place, load) in loads.enumerated() {
      let until = min(loads.count, place + span)
      let part = (load.workSeconds ?? load.arrivals * 3_600 / work.perHour) / Double(until - place)
      for later in place..<until { seconds[later] += part }
    }
    var intervals: [SkillNeed.Interval] = []
    for (place, load) in loads.enumerated() {
      let agents = (seconds[place] / Double(grid.minutes * 60) - 1e-9).rounded(.up)
      guard agents <= Double(skill.mostAgents) else { throw tooLarge(skill, load, grid.start(of: place)) }
      let whole = max(0, Int(agents))
      intervals.append(
        SkillNeed.Interval(load: load, formula: whole, agents: whole, people: skill.people(whole)))
    }
    return SkillNeed(skill: skill.key, target: nil, intervals: intervals)
  }

  private func unknown(_ key: String) -> Failure {
    let known = rules.skills.map(\.key)
    return Failure(
      .usage, code: "unknown_skill",
      Message(zh: "staffing.yaml 里没有技能“\(key)”", en: "staffing.yaml has no skill '\(key)'"),
      next: Message(
        zh: "有：\(known.joined(separator: "、"))；或写进 staffing.yaml",
        en: "there are: \(known.joined(separator: ", ")); or add it there"))
  }

  private func tooLarge(_ skill: StaffingRules.Skill, _ load: StaffForecast.Load, _ start: Instant) -> Failure {
    let arrivals = Int(load.arrivals.rounded())
    return Failure(
      .usage, code: "need_too_large",
      Message(
        zh: "\(skill.name.zh)在 \(start.shopText) 有 \(arrivals) 个，\(skill.atMost) 个人也做不完",
        en: "\(skill.name.en): \(arrivals) at \(start.shopText) are more than \(skill.atMost) people can do in time"),
      place: "staffing.yaml: atMost",
      next: Message(zh: "核对预测；没写错就把 atMost 调大", en: "check the forecast; if it is right, raise atMost"))
  }
}

extension StaffingRules.Chats {
  /// Until when an agent has to have the chat, so that the reply is in time.
  var waitSeconds: Double { withinSeconds - reactionSeconds }

  func model(arrivals: Double, minutes: Int) -> WaitingModel {
    WaitingModel(
      arrivalsPerSecond: arrivals / Double(minutes * 60), handlingSeconds: handlingSeconds,
      patienceSeconds: patienceSeconds)
  }
}

extension StaffingRules.Skill {
  /// People on the rota for so many at work.
  func people(_ agents: Int) -> Int {
    max(atLeast, Int((Double(agents) / (1 - shrinkage) - 1e-9).rounded(.up)))
  }

  /// At work, if as many as may be are on the rota.
  var mostAgents: Int { max(1, Int(Double(atMost) * (1 - shrinkage) + 1e-9)) }
}
