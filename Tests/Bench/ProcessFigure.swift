/// One gate pass as a whole process, durable, against the sqlite3 shell doing one durable UPDATE of the same row shape.
///
/// Measured twice: with nobody else at the store, where the shell also moves its log into the file as it leaves and ours
/// reads the log again as it comes; and while another process has the store open, as in a warehouse with more than one
/// scanner.
struct ProcessFigure {
  let room: Workroom

  func measure() throws -> [FigureRow] {
    [try measure("alone", besideOthers: false), try measure("beside others", besideOthers: true)]
  }

  private func measure(_ name: String, besideOthers: Bool) throws -> FigureRow {
    let count = 10_000
    let template = try room.template(orders: count)
    let ours = try room.copy(template, as: "ours.db")
    let reference = try room.copy(template, as: "reference.db")
    let holders = besideOthers ? try Crew([WorkOrder(.hold, ours), WorkOrder(.hold, reference)]) : nil
    defer { holders?.dismiss() }
    var medians: (ours: [Double], reference: [Double]) = ([], [])
    var next = 0
    for _ in 0..<room.options.rounds {
      var (first, second): ([Double], [Double]) = ([], [])
      for _ in 0..<room.options.processes {
        first.append(try Self.pass(Shop.order(next * 7_919 % count), in: ours, room) * 1_000)
        second.append(try update(Shop.order(next * 7_919 % count), in: reference) * 1_000)
        next += 1
      }
      medians.ours.append(Series(first).median)
      medians.reference.append(Series(second).median)
    }
    holders?.dismiss()
    try Shop.verify(ours, passes: next)
    return FigureRow(
      "gate pass as a process, \(name)", unit: "ms", ours: medians.ours, reference: medians.reference,
      target: .atMost(4),
      note: besideOthers
        ? "the same while another process has the store open"
        : "reference: the sqlite3 shell, one durable UPDATE, then its checkpoint; each value is a round's median")
  }

  /// One `peakday gate pass print`; returns its seconds.
  static func pass(_ order: String, in store: String, _ room: Workroom) throws -> Double {
    let run = try Child.timed(
      room.options.peakday, ["gate", "pass", "print", order, "--store", store, "--lang", "en"],
      environment: ["PEAKDAY_AS": "bench", "PEAKDAY_ROLE": "warehouse"])
    guard run.code == 0, run.output.hasPrefix("PASS"), run.output.contains(order) else {
      throw BenchFailure("peakday answered \(run.code): \(run.output)")
    }
    return run.seconds
  }

  private func update(_ order: String, in store: String) throws -> Double {
    let run = try Child.timed(
      room.sqlite,
      [
        "-batch", "-init", "/dev/null", store,
        """
        PRAGMA synchronous=FULL;
        UPDATE shop_order SET stage = 50, version = version + 1, operation_id = '01KA\(order)'
        WHERE shop = 'main' AND id = '\(order)' AND open_holds = 0 AND refund_block = 0 AND stage >= 30 AND stage < 50
        RETURNING id;
        """,
      ])
    guard run.code == 0, run.output == order + "\n" else {
      throw BenchFailure("sqlite3 answered \(run.code): \(run.output)")
    }
    return run.seconds
  }
}
