import Foundation
import TestSupport

/// `order approve --all` as a whole process, in a store of a million paid orders of which a tenth is held, against one
/// UPDATE with the same condition in the sqlite3 shell, equally durable.
///
/// The shell's statement notes no passes, no operations and no chain, and holds the store from its begin to its end;
/// ours lets others in between. How long a part of ours held the store is measured from outside: the longest wait of a
/// gate that passes orders of its own all the while, less what its own pass takes.
struct ApprovalFigure {
  let room: Workroom

  func measure() throws -> [FigureRow] {
    let orders = room.options.isQuick ? 100_000 : 1_000_000
    let template = try heldTemplate(orders: orders)
    var (ours, reference): ([Double], [Double]) = ([], [])
    var (waits, alone): ([Double], [Double]) = ([], [])
    for _ in 0..<room.options.rounds {
      reference.append(try update(try room.copy(template, as: "reference.db"), orders: orders))
      ours.append(try approve(try room.copy(template, as: "ours.db"), orders: orders))
      let beside = try approveBesideGate(try room.copy(template, as: "beside.db"))
      waits.append(beside.longest * 1_000)
      alone.append(beside.median * 1_000)
    }
    return [
      FigureRow(
        "order approve --all, \(orders) orders", unit: "s", ours: ours, reference: reference, target: .atMost(3),
        note: "reference: the sqlite3 shell, one UPDATE with the same condition"),
      FigureRow(
        "longest wait of a gate beside it", unit: "ms", ours: waits, reference: alone, target: .neverOver(250),
        note: "reference: the median of that gate's passes in the same seconds"),
    ]
  }

  private func heldTemplate(orders: Int) throws -> String {
    let path = try room.copy(try room.template(orders: orders), as: "held-\(orders).db")
    let outcome = try Processes.run(
      room.sqlite,
      [path, "UPDATE shop_order SET open_holds = 1 WHERE substr(id, -1) = '3'; PRAGMA wal_checkpoint(TRUNCATE)"])
    guard outcome.code == 0 else { throw BenchFailure("the template cannot be held: \(outcome.errors)") }
    return path
  }

  private func approve(_ store: String, orders: Int) throws -> Double {
    let run = try Child.timed(
      room.options.peakday, ["order", "approve", "--all", "--store", store, "--json"],
      environment: ["PEAKDAY_AS": "bench", "PEAKDAY_ROLE": "lead"])
    guard run.code == 0, run.output.contains("\"approved\":\(orders * 9 / 10),") else {
      throw BenchFailure("peakday answered \(run.code): \(run.output)")
    }
    try Shop.verify(store, passes: orders * 9 / 10)
    return run.seconds
  }

  /// A gate goes on passing while everything is approved.
  private func approveBesideGate(_ store: String) throws -> (longest: Double, median: Double) {
    var order = WorkOrder(.pass, store)
    order.seed = room.nextSeed()
    // Numbers that do not end in 3: those are held.
    order.step = 10
    order.orders = .max
    order.seconds = room.options.seconds
    let crew = try Crew([order])
    let child = try Child(
      room.options.peakday, ["order", "approve", "--all", "--store", store, "--json"],
      environment: ["PEAKDAY_AS": "bench", "PEAKDAY_ROLE": "lead"])
    let reports = try crew.work()
    guard child.wait() == 0, reports[0].gaveUp == 0 else { throw BenchFailure("not all was approved, or not passed") }
    return (reports[0].longestSeconds, reports[0].medianSeconds)
  }

  private func update(_ store: String, orders: Int) throws -> Double {
    let run = try Child.timed(
      room.sqlite,
      [
        "-batch", "-init", "/dev/null", store,
        """
        PRAGMA synchronous=FULL;
        UPDATE shop_order SET stage = 40, version = version + 1, operation_id = '01KAREFERENCE0000000000000'
        WHERE shop = 'main' AND open_holds = 0 AND refund_block = 0 AND stage >= 30 AND stage < 40
          AND COALESCE(memo_seen_at, 0) >= 0;
        SELECT changes();
        """,
      ])
    guard run.code == 0, run.output == "\(orders * 9 / 10)\n" else {
      throw BenchFailure("sqlite3 answered \(run.code): \(run.output)")
    }
    return run.seconds
  }
}
