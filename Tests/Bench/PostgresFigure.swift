import Foundation
import TestSupport

/// 16 processes at one PostgreSQL store against pgbench with 16 clients sending the same statements.
struct PostgresFigure {
  let room: Workroom
  private let clients = 16
  /// Enough that no client runs out of orders.
  private let orders = 160_000

  func measure() throws -> [FigureRow] {
    let cluster = try PostgresCluster.shared
    let template = try cluster.database()
    try Shop.make(template, orders: orders, seed: room.options.seed)
    try cluster.execute("VACUUM ANALYZE", url: template)
    let script = room.file("pass.pgbench")
    try PgbenchScript.text.write(toFile: script, atomically: false, encoding: .utf8)
    var (ours, reference): ([Side], [Side]) = ([], [])
    for round in 0..<room.options.rounds {
      ours.append(try ourRound(try copy(template, as: "bench_ours_\(round)", cluster)))
      reference.append(try pgbenchRound(try copy(template, as: "bench_pgbench_\(round)", cluster), script))
    }
    return [
      FigureRow(
        "PostgreSQL, \(clients) clients: passes", unit: "/s", ours: ours.map(\.rate),
        reference: reference.map(\.rate), target: .atLeast(0.6),
        note:
          "reference: pgbench -M prepared with the same statements; operations not yet in the chain at a round's end: "
          + "\(Series(ours.map(\.unchained)).text("%")), pgbench \(Series(reference.map(\.unchained)).text("%"))"),
      FigureRow(
        "PostgreSQL, \(clients) clients: longest wait", unit: "s", ours: ours.map(\.longest),
        reference: reference.map(\.longest), target: .neverOver(1)),
    ]
  }

  private func copy(_ template: String, as name: String, _ cluster: PostgresCluster) throws -> String {
    let source = template.split(separator: "?")[0].split(separator: "/").last ?? ""
    try cluster.execute("CREATE DATABASE \(name) TEMPLATE \(source)")
    try cluster.execute("CHECKPOINT")
    return cluster.url(database: name)
  }

  /// What one side of a round gave.
  private struct Side {
    let rate: Double
    let longest: Double
    /// How much of the log waits to join the chain when the last client is done, in percent.
    let unchained: Double
  }

  private func ourRound(_ store: String) throws -> Side {
    let reports = try Crew(
      (0..<clients).map { index in
        var order = WorkOrder(.pass, store)
        order.seed = room.nextSeed()
        order.first = index
        order.step = clients
        order.orders = orders
        order.mine = orders / clients
        order.seconds = room.options.seconds
        return order
      }
    ).work()
    guard reports.allSatisfy({ $0.gaveUp == 0 }) else { throw BenchFailure("passes found the store busy") }
    try Shop.verify(store, passes: reports.map(\.passes).reduce(0, +))
    let rate = Double(reports.map(\.passesInTime).reduce(0, +)) / room.options.seconds
    return Side(
      rate: rate, longest: reports.map(\.longestSeconds).max() ?? 0, unchained: try unchained(store).percent)
  }

  private func unchained(_ store: String) throws -> (passes: Int, percent: Double) {
    let (passes, chained) = try Shop.count(store)
    return (passes, max(0, 100 * (1 - Double(chained) / Double(max(passes, 1)))))
  }

  private func pgbenchRound(_ store: String, _ script: String) throws -> Side {
    guard let pgbench = Processes.find("pgbench", folders: PostgresCluster.binFolders()) else {
      throw BenchFailure("the reference needs pgbench (apt-get install postgresql-contrib)")
    }
    let log = room.file("pgbench-log")
    let outcome = try Processes.run(
      pgbench,
      [
        "-n", "-M", "prepared", "-c", String(clients), "-j", "2", "-T", String(Int(room.options.seconds)), "-f",
        script, "-l", "--log-prefix", log, "-D", "n=-1", "-D", "clients=\(clients)", store,
      ], environment: ["PGOPTIONS": "-c search_path=peakday"])
    guard outcome.code == 0, let rate = Self.number(after: "tps = ", in: outcome.text),
      let done = Self.number(after: "number of transactions actually processed: ", in: outcome.text)
    else { throw BenchFailure("pgbench failed: \(outcome.errors)") }
    let (passes, unchained) = try unchained(store)
    guard passes == Int(done) else { throw BenchFailure("pgbench did \(Int(done)) passes, the store has \(passes)") }
    // pgbench logs every transaction's time: its third word, in microseconds.
    let times = try Processes.run("/bin/sh", ["-c", "cut -d' ' -f3 \"$0\".* && rm \"$0\".*", log]).text
    let longest = times.split(separator: "\n").compactMap { Double($0) }.max() ?? .nan
    return Side(rate: rate, longest: longest / 1e6, unchained: unchained)
  }

  private static func number(after words: String, in text: String) -> Double? {
    guard let range = text.range(of: words) else { return nil }
    return Double(text[range.upperBound...].prefix { "0123456789.".contains($0) })
  }
}
