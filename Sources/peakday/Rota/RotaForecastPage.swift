import Formats
import Playbooks
import Rota
import Vocabulary

/// A forecast, for the terminal and as JSON.
struct RotaForecastPage {
  let result: ForecastMaker.Result
  let rules: StaffingRules
  let file: String?

  private var forecast: StaffForecast { result.forecast }

  struct Line: Encodable {
    let intervalStart: Instant
    let minutes: Int
    let skill: String
    let arrivals: Double
    let factor: Double
    let workSeconds: Double?
  }

  struct Summary: Encodable {
    struct Skill: Encodable {
      let skill: String
      let arrivals: Double
      let busiestAt: Instant
      let busiestArrivals: Double
      let error: ForecastError?
    }

    let file: String?
    let intervals: Int
    let minutes: Int
    let linesUsed: Int
    let linesUnusable: Int
    let rejectsFiles: [String]
    let missingDays: Int
    let skills: [Skill]
  }

  func lines() -> [Line] {
    (0..<forecast.grid.count).flatMap { place in
      forecast.skills.indices.map { skill in
        let load = forecast.loads[skill][place]
        return Line(
          intervalStart: forecast.grid.start(of: place), minutes: forecast.grid.minutes, skill: forecast.skills[skill],
          arrivals: Self.rounded(load.arrivals), factor: result.factors[skill][place],
          workSeconds: load.workSeconds.map(Self.rounded))
      }
    }
  }

  func summary(_ past: ArrivalHistory, unusable: Int, rejects: [String]) -> Summary {
    Summary(
      file: file, intervals: forecast.grid.count, minutes: forecast.grid.minutes, linesUsed: past.used,
      linesUnusable: unusable, rejectsFiles: rejects, missingDays: past.missingDays.count,
      skills: forecast.skills.indices.map { place in
        let busiest = busiest(place)
        return Summary.Skill(
          skill: forecast.skills[place], arrivals: Self.rounded(total(place)), busiestAt: busiest.at,
          busiestArrivals: Self.rounded(busiest.arrivals), error: result.errors[place])
      })
  }

  private func total(_ skill: Int) -> Double { forecast.loads[skill].reduce(0) { $0 + $1.arrivals } }

  private func busiest(_ skill: Int) -> (at: Instant, arrivals: Double) {
    let loads = forecast.loads[skill]
    let place = loads.indices.max { loads[$0].arrivals < loads[$1].arrivals } ?? 0
    return (forecast.grid.start(of: place), loads.isEmpty ? 0 : loads[place].arrivals)
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  // MARK: Text

  func text(at desk: Desk) -> String {
    var text = ""
    if let file {
      let name = TerminalText.safe(file)
      text += say("预测写到 \(name)\n\n", "Forecast written to \(name)\n\n")
    } else {
      text += desk.render(intervalTable()) + "\n"
    }
    return text + desk.render(summaryTable()) + errorNote() + peakNote()
  }

  private func name(_ skill: Int) -> Message {
    rules.skill(forecast.skills[skill])?.name ?? Message(zh: forecast.skills[skill], en: forecast.skills[skill])
  }

  private func intervalTable() -> TextTable {
    var table = TextTable(
      columns: [.init(title: Message(zh: "时段", en: "Interval"), isWhole: true)]
        + forecast.skills.indices.map { .init(title: name($0), alignment: .right) })
    for place in 0..<forecast.grid.count {
      table.append(
        [.init(RotaTime.minute(forecast.grid.start(of: place)))]
          + forecast.loads.map { .init(RotaNumber.count($0[place].arrivals)) })
    }
    return table
  }

  private func summaryTable() -> TextTable {
    let right = TextTable.Alignment.right
    var table = TextTable(columns: [
      .init(title: Message(zh: "技能", en: "Skill")),
      .init(title: Message(zh: "合计", en: "Total"), alignment: right),
      .init(title: Message(zh: "最忙的时段", en: "Busiest interval"), isWhole: true),
      .init(title: Message(zh: "其中", en: "In it"), alignment: right),
      .init(title: Message(zh: "每时段误差", en: "Off per interval"), alignment: right),
      .init(title: Message(zh: "其中偶然", en: "Chance alone"), alignment: right),
      .init(title: Message(zh: "每日误差", en: "Off per day"), alignment: right),
      .init(title: Message(zh: "偏", en: "Bias"), alignment: right),
    ])
    for skill in forecast.skills.indices {
      let busiest = busiest(skill)
      let error = result.errors[skill]
      table.append([
        .init(name(skill)), .init(RotaNumber.count(total(skill))), .init(RotaTime.minute(busiest.at)),
        .init(RotaNumber.count(busiest.arrivals)), .init(RotaNumber.percent(error?.intervalError)),
        .init(RotaNumber.percent(error?.chanceError)), .init(RotaNumber.percent(error?.dayError)),
        .init(RotaNumber.percent(error?.bias, signed: true)),
      ])
    }
    return table
  }

  private func errorNote() -> String {
    guard let error = result.errors.compactMap({ $0 }).first else {
      return say("误差：历史不到 4 天，量不出来\n", "Errors: a history of less than 4 days has none to measure\n")
    }
    return say(
      "误差：用前 \(error.learntDays) 天预测后 \(error.heldOutDays) 天，差值的绝对值之和除以实际；“偶然”是随机到达本身带来的\n",
      "Errors: the last \(error.heldOutDays) days forecast from the \(error.learntDays) before, differences over what came in\n"
    )
  }

  /// The stretches that were multiplied, for the skill that has most of them: `11-11 00:00 ×20`.
  private func peakNote() -> String {
    let factors = result.factors.max { Self.changes($0).count < Self.changes($1).count } ?? []
    let peaks = Self.changes(factors).filter { factors[$0] != 1 }
    guard !peaks.isEmpty else { return "" }
    let list = peaks.map { "\(RotaTime.minute(forecast.grid.start(of: $0))) ×\(RotaNumber.count(factors[$0]))" }
    let lines = stride(from: 0, to: list.count, by: 5).prefix(4).map { start in
      "  " + list[start..<min(list.count, start + 5)].joined(separator: "  ") + "\n"
    }
    return say("大促倍数，从：\n", "Multiples of the event, from:\n") + lines.joined() + (list.count > 20 ? "  …\n" : "")
  }

  /// Where the factor is another one than before.
  private static func changes(_ factors: [Double]) -> [Int] {
    factors.indices.filter { $0 == 0 || factors[$0] != factors[$0 - 1] }
  }

  /// What the history leaves open.
  func tellGaps(at desk: Desk) {
    if !result.unseenWeekdays.isEmpty {
      let zh = result.unseenWeekdays.map { RotaTime.weekdays[$0].zh }.joined(separator: "、")
      let en = result.unseenWeekdays.map { RotaTime.weekdays[$0].en }.joined(separator: ", ")
      desk.talk(
        Message(zh: "历史里没有\(zh)，按各天的平均算", en: "the history has no \(en): an average day stands in"))
    }
    if let first = result.blankIntervals.first {
      let time = ShopDay(number: 0).at(minute: first * forecast.grid.minutes).clockText
      desk.talk(
        Message(
          zh: "有 \(result.blankIntervals.count) 个时段（从 \(time) 起）历史里哪天都没有，算作 0：补上，或用 --plan",
          en:
            "\(result.blankIntervals.count) intervals of the day (from \(time)) stand in the history of no day and count "
            + "as 0: add them, or use --plan"))
    }
  }
}
