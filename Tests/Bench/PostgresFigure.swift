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
    var (ours, reference, longest): ([Double], [Double], [Double]) = ([], [], [])
    for round in 0..<room.options.rounds {
      let mine = try ourRound(try copy(template, as: "bench_ours_\(round)", cluster))
      ours.append(mine.rate)
      longest.append(mine.longest)
      reference.append(try pgbenchRound(try copy(template, as: "bench_pgbench_\(round)", cluster), script))
    }
    return [
      FigureRow(
        "PostgreSQL, \(clients) clients: passes", unit: "/s", ours: ours, reference: reference, target: .atLeast(0.6),
        note: "reference: pgbench -M prepared with the same statements; our longest wait "
          + "\(Series(longest).text("s"))")
    ]
  }

  private func copy(_ template: String, as name: String, _ cluster: PostgresCluster) throws -> String {
    let source = template.split(separator: "?")[0].split(separator: "/").last ?? ""
    try cluster.execute("CREATE DATABASE \(name) TEMPLATE \(source)")
    try cluster.execute("CHECKPOINT")
    return cluster.url(database: name)
  }

  private func ourRound(_ store: String) throws -> (rate: Double, longest: Double) {
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
    return (rate, reports.map(\.longestSeconds).max() ?? 0)
  }

  private func pgbenchRound(_ store: String, _ script: String) throws -> Double {
    guard let pgbench = Processes.find("pgbench", folders: PostgresCluster.binFolders()) else {
      throw BenchFailure("the reference needs pgbench (apt-get install postgresql-contrib)")
    }
    let outcome = try Processes.run(
      pgbench,
      [
        "-n", "-M", "prepared", "-c", String(clients), "-j", "2", "-T", String(Int(room.options.seconds)), "-f",
        script, "-D", "n=-1", "-D", "clients=\(clients)", store,
      ], environment: ["PGOPTIONS": "-c search_path=peakday"])
    guard outcome.code == 0, let rate = Self.number(after: "tps = ", in: outcome.text),
      let done = Self.number(after: "number of transactions actually processed: ", in: outcome.text)
    else { throw BenchFailure("pgbench failed: \(outcome.errors)") }
    let (passes, chained) = try Shop.count(store)
    guard passes == Int(done) else { throw BenchFailure("pgbench did \(Int(done)) passes, the store has \(passes)") }
    // Else the reference would have left out work that the product does.
    guard chained > passes * 9 / 10 else { throw BenchFailure("pgbench chained \(chained) of \(passes) operations") }
    return rate
  }

  private static func number(after words: String, in text: String) -> Double? {
    guard let range = text.range(of: words) else { return nil }
    return Double(text[range.upperBound...].prefix { "0123456789.".contains($0) })
  }
}
