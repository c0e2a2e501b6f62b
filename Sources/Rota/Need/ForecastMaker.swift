public import Playbooks
public import Vocabulary

/// Puts the inputs together: the usual week of the history times the event's peaks; where the sales plan has orders, these
/// instead; and the refund queue's work.
public struct ForecastMaker {
  let grid: IntervalGrid
  let rules: StaffingRules
  let calendars: [EventCalendar]

  public init(grid: IntervalGrid, rules: StaffingRules, calendars: [EventCalendar]) {
    (self.grid, self.rules, self.calendars) = (grid, rules, calendars)
  }

  public struct Result: Sendable {
    public let forecast: StaffForecast
    /// What the usual week was multiplied with, by skill and interval.
    public let factors: [[Double]]
    /// By skill, in the order of the forecast; nil where the history is too short to hold days out.
    public let errors: [ForecastError?]
    /// Days of the week, Monday 0, of which the history of any skill has none.
    public let unseenWeekdays: [Int]
    /// Intervals of the day about which the history of some skill says nothing on any day: 0 stands there.
    public let blankIntervals: [Int]
  }

  /// The skills are those that any input says something about, in the order of the rules.
  ///
  /// - Throws: `Failure` `.usage` `nothing_to_forecast`, `forecast_too_large`.
  public func make(history: ArrivalHistory, plan: SalesPlan?, refunds: RefundOutlook?) throws(Failure) -> Result {
    let skills = rules.skills.filter { skill in
      history.days[skill.key] != nil || plan != nil && skill.perOrder != nil
        || refunds != nil && skill.key == StaffingRules.refundSkill
    }
    guard !skills.isEmpty else {
      throw Failure(
        .usage, code: "nothing_to_forecast",
        Message(zh: "没有可以预测的东西", en: "there is nothing to make a forecast of"),
        next: Message(zh: "给出 --history、--plan 或 --refunds", en: "give --history, --plan or --refunds"))
    }
    var loads: [[StaffForecast.Load]] = []
    var factors: [[Double]] = []
    var errors: [ForecastError?] = []
    var unseen: Set<Int> = []
    var blank: Set<Int> = []
    for skill in skills {
      let days = history.days[skill.key] ?? [:]
      let intervals = 1_440 / grid.minutes
      let factor = { (day: ShopDay, place: Int) in
        self.factor(day.at(minute: place * grid.minutes), skill.key)
      }
      var row = Array(repeating: StaffForecast.Load(arrivals: 0), count: grid.count)
      factors.append((0..<grid.count).map { days.isEmpty ? 1 : self.factor(grid.start(of: $0), skill.key) })
      if !days.isEmpty {
        let profile = ArrivalProfile(days.plain(factor), intervals: intervals)
        unseen.formUnion(profile.unseen)
        blank.formUnion(profile.blank)
        for interval in 0..<grid.count {
          let start = grid.start(of: interval)
          let day = ShopDay(start)
          let place = start.minutes(since: day) / grid.minutes
          row[interval].arrivals = profile.value(day: day, interval: place) * (factors.last?[interval] ?? 1)
        }
      }
      errors.append(days.isEmpty ? nil : ForecastError.measure(days, intervals: intervals, factor: factor))
      if let plan, let perOrder = skill.perOrder { put(plan, perOrder, into: &row) }
      if let refunds, skill.key == StaffingRules.refundSkill { put(refunds, into: &row) }
      if let place = row.firstIndex(where: { !StaffLimits.arrivals.contains($0.arrivals) }) {
        throw Failure(
          .usage, code: "forecast_too_large",
          Message(
            zh: "\(skill.name.zh) 在 \(grid.start(of: place).shopText) 超过 \(Int(StaffLimits.arrivals.upperBound))",
            en:
              "\(skill.name.en) at \(grid.start(of: place).shopText): more than \(Int(StaffLimits.arrivals.upperBound))"
          ),
          next: Message(zh: "核对 staffing.yaml 的 factor 和 perOrder", en: "check factor and perOrder in staffing.yaml"))
      }
      loads.append(row)
    }
    return Result(
      forecast: StaffForecast(grid: grid, skills: skills.map(\.key), loads: loads), factors: factors, errors: errors,
      unseenWeekdays: unseen.sorted(), blankIntervals: blank.sorted())
  }

  /// How many times the usual comes in at a moment.
  func factor(_ moment: Instant, _ skill: String) -> Double {
    rules.peaks.first { $0.holds(at: moment, skill: skill, calendars) }?.factor ?? 1
  }

  /// Orders bring what they bring: the plan knows the event already.
  private func put(_ plan: SalesPlan, _ perOrder: Double, into row: inout [StaffForecast.Load]) {
    var covered: [Int: (arrivals: Double, part: Double)] = [:]
    for stretch in plan.stretches {
      grid.spread(from: stretch.start, minutes: stretch.minutes) { interval, part in
        covered[interval, default: (0, 0)].arrivals += stretch.orders * perOrder * part
        covered[interval, default: (0, 0)].part += part * Double(stretch.minutes) / Double(grid.minutes)
      }
    }
    for (interval, found) in covered {
      row[interval].arrivals = row[interval].arrivals * max(0, 1 - found.part) + found.arrivals
    }
  }

  private func put(_ refunds: RefundOutlook, into row: inout [StaffForecast.Load]) {
    for slot in refunds.slots {
      grid.spread(from: slot.from, minutes: RefundOutlook.minutes) { interval, part in
        row[interval].arrivals += slot.refunds * part
        row[interval].workSeconds = (row[interval].workSeconds ?? 0) + slot.seconds * part
      }
    }
  }
}
