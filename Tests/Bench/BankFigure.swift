import Formats
import Foundation
import Playbooks
import Rota
import TestSupport
import Vocabulary

/// Forecast and waiting model against the records of a real call centre: a bank's, of February 1999 (Technion), one line
/// for each call. PEAKDAY_BANK_RECORDS names the file, else it is looked for beside the package.
struct BankFigure {
  let room: Workroom

  func measure() throws -> [FigureRow] {
    let path =
      ProcessInfo.processInfo.environment["PEAKDAY_BANK_RECORDS"]
      ?? Processes.packageRoot.appendingPathComponent(
        "../shared/data/anonymous_bank_1999/data_anonymous_bank_february.txt"
      ).path
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      Program.complain("bank: the records are not here, the rows are left out; name them with PEAKDAY_BANK_RECORDS")
      return []
    }
    let records = BankRecords(text)
    return try forecast(records) + waits(records)
  }

  /// The last week, from the three before.
  private func forecast(_ records: BankRecords) throws -> [FigureRow] {
    let lines = "time\n" + records.calls.map { $0.came.rfc3339 }.joined(separator: "\n")
    guard let next = Instant("1999-03-01 00:00") else { return [] }
    return try [15, 30, 60].flatMap { minutes -> [FigureRow] in
      let history = try ArrivalHistory(
        try CSVReader(.bytes(Array(lines.utf8))), minutes: minutes, timeColumn: nil, skill: { _ in "pre" }, before: next
      )
      let maker = ForecastMaker(
        grid: try IntervalGrid(start: next, minutes: minutes, days: 1), rules: try PlaybookSet.builtIn.staffingRules(),
        calendars: [])
      guard let error = try maker.make(history: history, plan: nil, refunds: nil).errors.first ?? nil else { return [] }
      var rows = [
        FigureRow(
          "bank: forecast off per \(minutes) min", unit: "%", ours: [100 * error.intervalError],
          reference: [100 * error.chanceError], target: .none,
          note:
            "the last \(error.heldOutDays) days from the \(error.learntDays) before; reference: what chance alone makes"
        )
      ]
      if minutes == 60 {
        rows.append(
          FigureRow(
            "bank: forecast off per day", unit: "%", ours: [100 * error.dayError], reference: [100 * abs(error.bias)],
            target: .none, note: "reference: the bias of the whole week, \(Series.number(100 * error.bias)) %"))
      }
      return rows
    }
  }

  /// Erlang A with what the records say of each half hour: calls, service, patience, and who took calls.
  private func waits(_ records: BankRecords) -> [FigureRow] {
    let intervals = records.intervals().filter { $0.calls >= 5 && $0.agents >= 1 }
    let patience = records.patienceSeconds
    func predicted(_ presence: Double) -> (within: Double, wait: Double, leaves: Double) {
      var (sum, calls) = ((0.0, 0.0, 0.0), 0.0)
      for interval in intervals {
        let model = WaitingModel(
          arrivalsPerSecond: interval.calls / 1_800, handlingSeconds: [interval.service], patienceSeconds: patience)
        let agents = interval.agents * presence
        let (low, part) = (Int(agents), agents - agents.rounded(.down))
        for (count, weight) in [(low, 1 - part), (low + 1, part)] where weight > 0 {
          let figures = model.figures(agents: count, within: 20)
          sum.0 += interval.calls * weight * figures.withinShare
          sum.1 += interval.calls * weight * figures.meanWaitSeconds
          sum.2 += interval.calls * weight * figures.abandonedShare
        }
        calls += interval.calls
      }
      return (100 * sum.0 / calls, sum.1 / calls, 100 * sum.2 / calls)
    }
    let calls = intervals.reduce(0) { $0 + $1.calls }
    let measured = (
      within: 100 * intervals.reduce(0) { $0 + $1.within } / calls,
      wait: intervals.reduce(0) { $0 + $1.waited } / calls,
      leaves: 100 * intervals.reduce(0) { $0 + $1.left } / calls
    )
    // The presence at which the formula waits as long as the callers did.
    var (low, high) = (0.2, 1.5)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if predicted(middle).wait > measured.wait { low = middle } else { high = middle }
    }
    let (whole, fitted) = (predicted(1), predicted(high))
    let share = Int((100 * high).rounded())
    func row(_ name: String, _ unit: String, _ ours: Double, _ reference: Double, _ note: String = "") -> FigureRow {
      FigureRow(name, unit: unit, ours: [ours], reference: [reference], target: .none, note: note)
    }
    return [
      row(
        "bank: mean wait", "s", whole.wait, measured.wait,
        "\(Int(calls)) calls in \(intervals.count) half hours; ours: Erlang A with the agents who took calls, each from the "
          + "first to the last of a day less pauses over 15 min; patience \(Int(patience)) s (waits ÷ hang-ups)"),
      row("bank: answered within 20 s", "%", whole.within, measured.within),
      row("bank: hung up", "%", whole.leaves, measured.leaves),
      row(
        "bank: answered within 20 s, \(share) % present", "%", fitted.within, measured.within,
        "with \(share) % of those agents free for calls the mean wait is the measured one: the rest is work after calls, "
          + "short pauses, and load that changes within the half hour"),
      row("bank: hung up, \(share) % present", "%", fitted.leaves, measured.leaves),
    ]
  }
}
