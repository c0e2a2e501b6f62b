import Coordination
import Foundation
import Playbooks
import Refunds
import Store
import TestSupport
import Vocabulary

/// Many processes that pay refunds through a payer that loses answers, and are killed all the while.
final class PaymentDrill {
  struct Outcome {
    var kills = 0
    /// Workers that stopped because their clock was wrong.
    var refusedClocks = 0
    /// Orders that were paid more than once, or with another amount than their refund's.
    var wrong: [String] = []
    /// Orders that were paid before their day.
    var early: [String] = []
    var paid = 0
    var refused: Int64 = 0
    /// Refunds that nobody has an answer for, or that were never sent.
    var left: Int64 = 0
    /// Refunds that are settled here and were not paid there, or the other way round.
    var disagreeing = 0
    var findings: [String] = []
  }

  let refunds: Int
  let kills: Int
  let mutant: String
  private let folder: TemporaryFolder
  private let place: TestStore
  private let store: Store
  private var random: SplitMix64
  private let gateway: ChildProcess
  private let url: String
  private let opensLater: Instant

  init(engine: Engine, refunds: Int, kills: Int, mutant: String = "none", seed: SplitMix64) throws {
    self.refunds = refunds
    self.kills = kills
    self.mutant = mutant
    random = seed
    folder = try TemporaryFolder()
    (place, store) = try TestStore.make(engine: engine, follow: Consequences.follow)
    guard let python = Processes.find("python3") else { throw CocoaError(.fileNoSuchFile) }
    let script = Processes.packageRoot.appendingPathComponent("Tests/FakeGateway/gateway.py").path
    gateway = try ChildProcess(
      python, [script, folder.file("journal"), folder.file("port"), String(random.next() >> 33), "20"])
    var port: String?
    for _ in 0..<200 where port == nil {
      port = try? String(contentsOfFile: folder.file("port"), encoding: .utf8)
      usleep(50_000)
    }
    guard let port else { throw CocoaError(.fileReadNoSuchFile) }
    url = "http://127.0.0.1:\(port)"
    // A worker that trusts its own clock has a minute to be caught in.
    opensLater = Self.now().adding(milliseconds: mutant == "own-clock" ? 60_000 : 12_000)
    try fill()
  }

  deinit { gateway.kill() }

  static func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }

  /// Orders with applied refunds; every other one opens in a few seconds.
  private func fill() throws {
    _ = try store.perform(try operation("INIT")) { try Setup.installPlaybooks(.builtIn, $0) }
    _ = try store.perform(try operation("FILL")) { change in
      for number in 1...refunds {
        let (order, fen) = ("35\(1_000_000 + number)", Int64(number * 7_919 % 20_000 + 100))
        let opens = number % 2 == 0 ? opensLater.milliseconds : 1_000
        try change.session.run(
          """
          INSERT INTO shop_order (shop, id, stage, version, open_holds, refund_block, memo_version, source_at, paid_fen,
            operation_id)
          VALUES ('main', $1, 30, 1, 0, 0, 0, 1, $2, 'FILL')
          """, [.text(order), .integer(fen)])
        try change.session.run(
          """
          INSERT INTO refund (shop, id, order_id, line, sequence, kind, state, review, amount_fen, key, refund_id, phase,
            opens_at, deadline, attempts, source, note, queued_at, queued_by, amount_by, version, operation_id)
          VALUES ('main', $1, $2, '', 1, 'wholeOrder', 'applied', '', $3, $4, $5, '', $6, $7, 0, 'hold', '', 1, 'a', 'a',
            1, 'FILL')
          """,
          [
            .text("\(order).1"), .text(order), .integer(fen), .text("4:main:\(order.count):\(order):0::1"),
            .text("9\(order)"), .integer(opens), .integer(opens + 86_400_000),
          ])
      }
      return 0
    }
  }

  private func worker(skew: Int64? = nil) throws -> ChildProcess {
    let location = place.path.isEmpty ? place.url : place.path
    var settings = PaymentSettings(
      store: location, url: url, seed: random.next(), stopFile: folder.file("stop"))
    settings.skewMilliseconds = skew ?? (mutant == "own-clock" ? 600_000 : 0)
    settings.mutant = mutant
    return try ChildProcess(
      Processes.built("PaymentWorker"), [String(decoding: try JSONEncoder().encode(settings), as: UTF8.self)])
  }

  private func open() throws -> Int64 {
    try store.read {
      try $0.count("SELECT COUNT(*) FROM refund WHERE state NOT IN ('settled', 'refused', 'withdrawn')")
    }
  }

  /// Kills and starts workers, then lets the faults stop and the queue drain.
  func run(workers count: Int = 3, drainSeconds: Int = 180) throws -> Outcome {
    var outcome = Outcome()
    var workers = try (0..<count).map { _ in try worker() }
    while outcome.kills < kills {
      usleep(UInt32.random(in: 150_000...650_000, using: &random))
      let place = Int.random(in: 0..<count, using: &random)
      if workers[place].isRunning { outcome.kills += 1 } else { outcome.refusedClocks += 1 }
      workers[place].kill()
      workers[place].wait()
      let skews: [Int64?] = mutant == "own-clock" ? [nil] : [0, 0, 0, 0, 0, 0, 600_000, -600_000]
      workers[place] = try worker(skew: skews[Int.random(in: 0..<skews.count, using: &random)])
    }
    for worker in workers {
      worker.kill()
      worker.wait()
    }
    outcome.kills += count
    _ = try Processes.run(
      try python(), ["-c", "import urllib.request as r; r.urlopen(r.Request('\(url)/calm', data=b'', method='POST'))"])
    workers = try (0..<count).map { _ in try worker() }
    let end = Date().addingTimeInterval(Double(drainSeconds))
    while try open() > 0, Date() < end { usleep(200_000) }
    _ = FileManager.default.createFile(atPath: folder.file("stop"), contents: nil)
    usleep(500_000)
    for worker in workers {
      worker.kill()
      worker.wait()
    }
    try judge(&outcome)
    return outcome
  }

  private func python() throws -> String {
    guard let python = Processes.find("python3") else { throw CocoaError(.fileNoSuchFile) }
    return python
  }

  /// Holds what the payer's journal says against the store.
  private func judge(_ outcome: inout Outcome) throws {
    var paid: [String: [(at: Int64, fen: Int64)]] = [:]
    for line in try String(contentsOfFile: folder.file("journal"), encoding: .utf8).split(separator: "\n") {
      let parts = line.split(separator: "\t")
      guard parts.count == 4, let at = Int64(parts[0]), let fen = Int64(parts[3]) else { continue }
      paid[String(parts[2]), default: []].append((at, fen))
    }
    outcome.paid = paid.count
    let rows = try store.read { session in
      try session.all("SELECT order_id, state, amount_fen, opens_at FROM refund ORDER BY order_id") {
        (order: try $0.text(0), state: try $0.text(1), fen: try $0.integer(2), opens: try $0.integer(3))
      }
    }
    for row in rows {
      let payments = paid[row.order, default: []]
      if payments.count > 1 || payments.contains(where: { $0.fen != row.fen }) { outcome.wrong.append(row.order) }
      if payments.contains(where: { $0.at < row.opens }) { outcome.early.append(row.order) }
      if (row.state == "settled") != !payments.isEmpty { outcome.disagreeing += 1 }
      if row.state == "refused" { outcome.refused += 1 }
    }
    outcome.left = try open()
    outcome.findings = try AuditVerify.run(store, since: nil).findings.map(\.code)
  }
}
