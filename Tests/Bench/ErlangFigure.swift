import Foundation
import Rota
import TestSupport

/// The fewest people for 432 half hours of three skills, against pyworkforce (PyPI): PEAKDAY_PYWORKFORCE_PYTHON names a
/// Python that has it, else `python3` is tried. Its versions for Python 3.12 and later know impatience; the others are
/// compared without.
struct ErlangFigure {
  let room: Workroom

  /// What three nights with a peak bring, as in a shop of 150 agents.
  private static let arrivals: [Double] = (0..<1_296).map { place in
    let hour = Double(place % 48) / 2
    let usual = 40 + 160 * pow(sin(.pi * hour / 24), 2)
    return usual * (place % 144 >= 48 && place % 144 < 96 ? (hour < 2 || hour >= 20 ? 4 : 1.8) : 1)
      * [1, 0.4, 0.1][place % 3]
  }

  private static let (handling, patience, within, share) = (240.0, 60.0, 6.0, 0.8)

  func measure() throws -> [FigureRow] {
    var rows = [
      row("432 × 3 searches with impatience", Self.patience),
      row("432 × 3 searches, three chats at once", Self.patience, parallel: true),
    ]
    rows += table()
    guard let reference = try Self.pyworkforce() else {
      Program.complain(
        "erlang: no Python with pyworkforce (pip install pyworkforce), the row is left out; name one with "
          + "PEAKDAY_PYWORKFORCE_PYTHON")
      return rows
    }
    let patience = reference.isImpatient ? Self.patience : nil
    let found = Self.arrivals.prefix(432).map { Self.people($0, [Self.handling], patience) }
    let differing = zip(found, reference.people).count { $0 != $1 }
    rows.append(
      FigureRow(
        "432 searches" + (reference.isImpatient ? " with impatience" : ""), unit: "s",
        ours: times(Array(Self.arrivals.prefix(432)), [Self.handling], patience), reference: [reference.seconds],
        target: .atMost(reference.isImpatient ? 0.01 : 1),
        note: "reference: pyworkforce, once; \(differing) of 432 answers differ"))
    return rows
  }

  /// Figures of other programs, where the folder of public data stands beside the package or PEAKDAY_ERLANG_TABLE names
  /// them: model, arrivals in 30 min, handling, seconds, agents, patience, …, p_wait, service_level, …, p_abandon.
  private func table() -> [FigureRow] {
    let path =
      ProcessInfo.processInfo.environment["PEAKDAY_ERLANG_TABLE"]
      ?? Processes.packageRoot.appendingPathComponent("../shared/data/rota/erlang_table.csv").path
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      Program.complain("erlang: no table of figures, the row is left out; name one with PEAKDAY_ERLANG_TABLE")
      return []
    }
    var worst = 0.0
    var figures = 0
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count > 10, let arrivals = Double(cells[1]), let within = Double(cells[3]), let agents = Int(cells[4])
      else { continue }
      let found = WaitingModel(
        arrivalsPerSecond: arrivals / 1_800, handlingSeconds: cells[2].split(separator: "|").compactMap { Double($0) },
        patienceSeconds: Double(cells[5])
      ).figures(agents: agents, within: within)
      // With several chats the table counts whose turn it would have been, the virtual wait.
      let share = cells[0] == "CHAT" ? found.turnWithinShare : found.withinShare
      for (ours, cell) in [(found.waitShare, cells[7]), (share, cells[8]), (found.abandonedShare, cells[10])] {
        guard let theirs = Double(cell) else { continue }
        worst = max(worst, abs(ours - theirs) / theirs)
        figures += 1
      }
    }
    return [
      FigureRow(
        "worst of \(figures) Erlang figures", unit: "1e-12", ours: [worst * 1e12], reference: [1_000],
        target: .neverOver(1_000), note: "relative difference from the table's 12 digits; reference: what is asked for")
    ]
  }

  private func row(_ name: String, _ patience: Double?, parallel: Bool = false) -> FigureRow {
    let handling = parallel ? [Self.handling, Self.handling * 1.15, Self.handling * 1.3] : [Self.handling]
    let seconds = times(Self.arrivals, handling, patience)
    return FigureRow(name, unit: "s", ours: seconds, reference: seconds, target: .neverOver(0.1))
  }

  private func times(_ arrivals: [Double], _ handling: [Double], _ patience: Double?) -> [Double] {
    (0..<room.options.rounds).map { _ in
      let start = Clock.now()
      let people = arrivals.reduce(0) { $0 + Self.people($1, handling, patience) }
      return people > 0 ? Clock.now() - start : .infinity
    }
  }

  private static func people(_ arrivals: Double, _ handling: [Double], _ patience: Double?) -> Int {
    WaitingModel(arrivalsPerSecond: arrivals / 1_800, handlingSeconds: handling, patienceSeconds: patience)
      .agents(share: share, within: within, most: 10_000) ?? 0
  }

  private static func pyworkforce() throws -> (seconds: Double, isImpatient: Bool, people: [Int])? {
    let named = ProcessInfo.processInfo.environment["PEAKDAY_PYWORKFORCE_PYTHON"]
    guard let python = named ?? Processes.find("python3") else { return nil }
    let script = """
      import inspect, sys, time
      from pyworkforce import queuing
      kind = getattr(queuing, "ErlangA", queuing.ErlangC)
      more = {"patience": \(patience) / 60} if "patience" in inspect.signature(kind.__init__).parameters else {}
      arrivals = [float(word) for word in sys.argv[1].split(",")]
      start = time.perf_counter()
      people = [kind(transactions=a, aht=\(handling) / 60, asa=\(within) / 60, interval=30, shrinkage=0.0, **more)
          .required_positions(service_level=\(share))["raw_positions"] for a in arrivals]
      print(time.perf_counter() - start, int(bool(more)), ",".join(str(p) for p in people))
      """
    let child = try Child.timed(python, ["-c", script, arrivals.prefix(432).map { String($0) }.joined(separator: ",")])
    let words = child.output.split(whereSeparator: \.isWhitespace)
    guard child.code == 0, words.count == 3, let seconds = Double(words[0]) else { return nil }
    return (seconds, words[1] == "1", words[2].split(separator: ",").compactMap { Int($0) })
  }
}
