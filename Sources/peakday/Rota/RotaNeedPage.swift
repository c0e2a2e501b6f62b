import Formats
import Playbooks
import Rota
import Vocabulary

/// A need, for the terminal and as JSON.
struct RotaNeedPage {
  let needs: [SkillNeed]
  let grid: IntervalGrid
  let rules: StaffingRules
  let file: String?
  /// nil where nothing was simulated.
  let seed: UInt64?
  /// The skill of which every interval is shown.
  let shownSkill: String?

  struct Line: Encodable {
    let intervalStart: Instant
    let minutes: Int
    let skill: String
    let arrivals: Double
    let people: Int
    let agents: Int
    let formulaAgents: Int
    let share: Double?
    let simulatedShare: Double?
    let simulatedLow: Double?
    let simulatedHigh: Double?
  }

  struct Summary: Encodable {
    struct Skill: Encodable {
      let skill: String
      let target: Double?
      let personHours: Double
      let mostPeople: Int
      let mostAt: Instant
      let share: Double?
      let simulatedShare: Double?
      let raisedIntervals: Int
      let missedIntervals: Int
    }

    let file: String?
    let intervals: Int
    let minutes: Int
    let seed: UInt64?
    let skills: [Skill]
  }

  func lines() -> [Line] {
    (0..<grid.count).flatMap { place in
      needs.map { need in
        let interval = need.intervals[place]
        return Line(
          intervalStart: grid.start(of: place), minutes: grid.minutes, skill: need.skill,
          arrivals: interval.load.arrivals, people: interval.people, agents: interval.agents,
          formulaAgents: interval.formula, share: interval.share, simulatedShare: interval.simulated?.withinShare,
          simulatedLow: interval.simulated?.low, simulatedHigh: interval.simulated?.high)
      }
    }
  }

  func summary() -> Summary {
    Summary(file: file, intervals: grid.count, minutes: grid.minutes, seed: seed, skills: needs.map(summary))
  }

  private func summary(of need: SkillNeed) -> Summary.Skill {
    let busiest = need.intervals.indices.max { need.intervals[$0].people < need.intervals[$1].people } ?? 0
    let simulated = need.intervals.allSatisfy { $0.simulated != nil }
    return Summary.Skill(
      skill: need.skill, target: need.target,
      personHours: Double(need.intervals.reduce(0) { $0 + $1.people } * grid.minutes) / 60,
      mostPeople: need.intervals.map(\.people).max() ?? 0, mostAt: grid.start(of: busiest),
      share: need.target == nil ? nil : overall(need) { $0.share },
      simulatedShare: need.target == nil || !simulated ? nil : overall(need) { $0.simulated?.withinShare },
      raisedIntervals: need.raised.count, missedIntervals: need.missed.count)
  }

  /// Of all chats of the horizon.
  private func overall(_ need: SkillNeed, _ share: (SkillNeed.Interval) -> Double?) -> Double? {
    let all = need.intervals.reduce(0) { $0 + $1.load.arrivals }
    guard all > 0 else { return nil }
    return need.intervals.reduce(0) { $0 + $1.load.arrivals * (share($1) ?? 0) } / all
  }

  // MARK: Text

  private static let mostRows = 40

  func text(at desk: Desk) -> String {
    var text = ""
    if let file {
      let name = TerminalText.safe(file)
      text += say("每时段人数写到 \(name)\n\n", "Need written to \(name)\n\n")
    }
    if let detailed = needs.first(where: { $0.skill == shownSkill }) {
      text += desk.render(detailTable((0..<grid.count).map { ($0, detailed) })) + "\n"
    } else if file == nil {
      text += desk.render(intervalTable()) + "\n"
    }
    text += desk.render(summaryTable())
    let raised = (0..<grid.count).flatMap { place in
      needs.filter { $0.raised.contains(place) || $0.missed.contains(place) }.map { (place, $0) }
    }
    guard !raised.isEmpty, shownSkill == nil else { return text }
    text += say(
      "\n公式看不见的地方，人数加到模拟也达标（方括号是模拟的 95% 区间）：\n",
      "\nToo hopeful formulas: people added until the simulation meets the target (95 % interval):\n")
    text += desk.render(detailTable(Array(raised.prefix(Self.mostRows))))
    let rest = raised.count - Self.mostRows
    if rest > 0 { text += say("还有 \(rest) 个时段\n", "and \(rest) intervals more\n") }
    return text
  }

  private func name(_ need: SkillNeed) -> Message {
    rules.skill(need.skill)?.name ?? Message(zh: need.skill, en: need.skill)
  }

  private func intervalTable() -> TextTable {
    var table = TextTable(
      columns: [.init(title: Message(zh: "时段", en: "Interval"), isWhole: true)]
        + needs.map { .init(title: name($0), alignment: .right) })
    for place in 0..<grid.count {
      table.append(
        [.init(RotaTime.minute(grid.start(of: place)))] + needs.map { .init(String($0.intervals[place].people)) })
    }
    return table
  }

  private func summaryTable() -> TextTable {
    let right = TextTable.Alignment.right
    var table = TextTable(columns: [
      .init(title: Message(zh: "技能", en: "Skill")),
      .init(title: Message(zh: "目标", en: "Target"), alignment: right),
      .init(title: Message(zh: "人时", en: "Person-hours"), alignment: right),
      .init(title: Message(zh: "最多", en: "Most"), alignment: right),
      .init(title: Message(zh: "在", en: "At"), isWhole: true),
      .init(title: Message(zh: "公式", en: "Formula"), alignment: right),
      .init(title: Message(zh: "模拟", en: "Simulated"), alignment: right),
      .init(title: Message(zh: "加人时段", en: "Raised"), alignment: right),
      .init(title: Message(zh: "仍不达标", en: "Missed"), alignment: right),
    ])
    for need in needs {
      let summary = summary(of: need)
      table.append([
        .init(name(need)), .init(summary.target.map { RotaNumber.percent($0) } ?? "–"),
        .init(RotaNumber.count(summary.personHours)), .init(String(summary.mostPeople)),
        .init(RotaTime.minute(summary.mostAt)), .init(RotaNumber.percent(summary.share)),
        .init(RotaNumber.percent(summary.simulatedShare)), .init(String(summary.raisedIntervals)),
        .init(String(summary.missedIntervals), ink: summary.missedIntervals > 0 ? .red : .none),
      ])
    }
    return table
  }

  /// Intervals with the formula's people and what the simulation said of them, then the same after people were added.
  private func detailTable(_ shown: [(place: Int, need: SkillNeed)]) -> TextTable {
    let right = TextTable.Alignment.right
    var table = TextTable(columns: [
      .init(title: Message(zh: "时段", en: "Interval"), isWhole: true), .init(title: Message(zh: "技能", en: "Skill")),
      .init(title: Message(zh: "进来", en: "Arrive"), alignment: right),
      .init(title: Message(zh: "公式", en: "Formula"), alignment: right),
      .init(title: Message(zh: "模拟", en: "Simulated"), alignment: right),
      .init(title: Message(zh: "改为", en: "Now"), alignment: right),
      .init(title: Message(zh: "公式", en: "Formula"), alignment: right),
      .init(title: Message(zh: "模拟", en: "Simulated"), alignment: right),
      .init(title: Message(zh: "人数", en: "People"), alignment: right),
    ])
    for (place, need) in shown {
      let interval = need.intervals[place]
      table.append([
        .init(RotaTime.minute(grid.start(of: place))), .init(name(need)),
        .init(RotaNumber.count(interval.load.arrivals)), .init(String(interval.formula)),
        .init(Self.seen(interval.simulatedFormula)), .init(String(interval.agents)),
        .init(RotaNumber.percent(interval.share)),
        .init(Self.seen(interval.simulated), ink: need.missed.contains(place) ? .red : .none),
        .init(String(interval.people)),
      ])
    }
    return table
  }

  private static func seen(_ estimate: ChatSimulation.Estimate?) -> String {
    guard let estimate, estimate.offered > 0 else { return "–" }
    let (low, high) = (Int((100 * estimate.low).rounded(.down)), Int((100 * estimate.high).rounded(.up)))
    return "\(RotaNumber.percent(estimate.withinShare)) [\(low)–\(high)]"
  }
}
