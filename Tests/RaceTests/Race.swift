import Coordination
import Formats
import Foundation
import Orders
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

/// One race: many real processes on one store, killed at random, until enough operations are acknowledged.
final class Race {
  let engine: Engine
  let processes: Int
  let target: Int
  let mutant: String
  let focus: RaceSettings.Focus?
  private let folder: TemporaryFolder
  private let location: String
  let orders: Int
  private var random: SplitMix64
  private var running: [Int: ChildProcess] = [:]
  private var spawned = 0
  private(set) var kills = 0

  init(engine: Engine, processes: Int, target: Int, mutant: String = "none", focus: RaceSettings.Focus? = nil) throws {
    self.engine = engine
    self.processes = processes
    self.target = target
    self.mutant = mutant
    self.focus = focus
    random = SplitMix64.printed("race \(engine) \(processes) \(mutant)")
    folder = try TemporaryFolder()
    location = engine == .sqlite ? folder.file("race.db") : try PostgresCluster.shared.database()
    // About one attempt in three is refused and not acknowledged, so there are orders enough for twice the target.
    orders = 200 + target / 6
    try prepare()
  }

  private let startedAt = RaceJournal.now()

  private func prepare() throws {
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    let (store, _) = try Store.create(
      StoreLocation(location), isRehearsal: false, now: now, random: &random, follow: Consequences.follow)
    let actor = Actor(name: "starter", role: .lead)
    _ = try store.perform(
      StoreOperation(id: OperationID(now: now, random: &random), verb: "init", actor: actor, at: now, arguments: [:])
    ) { try Setup.installPlaybooks(.builtIn, $0) }
    try store.database.write { try $0.script(RaceLines.script(engine)) }
    try RaceSettings.export(orders: orders).write(toFile: folder.file("race.csv"), atomically: true, encoding: .utf8)
    try RaceSettings.export(orders: orders, moves: true).write(
      toFile: folder.file("moves.csv"), atomically: true, encoding: .utf8)
    let file = ImportFile(
      shop: "main", name: "race.csv", digest: try ImportFile.digest(path: folder.file("race.csv")), exportedAt: now)
    _ = try OrderImport(
      file: file, playbooks: try store.read { try Setup.importPlaybooks(AddressIntake(storeSecret: "test"), $0) },
      actor: actor,
      run: OperationID(now: now, random: &random), now: { now }
    ).perform(try CSVReader(try ByteSource.file(folder.file("race.csv"))), in: store, reject: { _ in })
    try RaceSettings.parcelList(orders: orders).write(
      toFile: folder.file("parcels.csv"), atomically: true, encoding: .utf8)
    let list = ImportFile(
      shop: "main", name: "parcels.csv", digest: try ImportFile.digest(path: folder.file("parcels.csv")),
      exportedAt: now)
    _ = try ParcelImport(file: list, actor: actor, run: OperationID(now: now, random: &random), now: { now }).perform(
      try CSVReader(try ByteSource.file(folder.file("parcels.csv"))), in: store, reject: { _ in })
  }

  /// Runs until `target` operations are acknowledged or the orders are used up, and ends every process.
  func run() throws {
    for slot in 0..<processes { try spawn(slot) }
    if mutant == "none" { try spawn(importerSlot) }
    var acknowledged = 0
    // A slow machine is no failure; a race in which nothing is acknowledged any more is one.
    var progress = Date()
    while acknowledged < target, Date().timeIntervalSince(progress) < 90 {
      usleep(150_000)
      let counted = countAcknowledged()
      if counted > acknowledged { (acknowledged, progress) = (counted, Date()) }
      try disturb(progress: acknowledged)
    }
    for process in running.values { process.kill() }
    for process in running.values { process.wait() }
    #expect(acknowledged >= target, "stuck at \(acknowledged) of \(target) operations")
  }

  private var importerSlot: Int { processes }

  /// Kills somebody, and starts again who is gone.
  private func disturb(progress: Int) throws {
    if mutant == "none", Int.random(in: 0..<3, using: &random) == 0 {
      let victim = running[Int.random(in: 0...processes, using: &random)]
      if let victim, victim.isRunning {
        victim.kill()
        kills += 1
      }
    }
    if mutant == "none", engine == .postgres, Int.random(in: 0..<6, using: &random) == 0 {
      _ = try PostgresCluster.shared.execute(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'peakday' AND state <> 'idle' ORDER BY random() LIMIT 1
        """)
    }
    for (slot, process) in running where !process.isRunning { try spawn(slot, after: progress) }
  }

  private func spawn(_ slot: Int, after progress: Int = 0) throws {
    spawned += 1
    var settings = RaceSettings(
      store: location, journal: folder.file("journal-\(spawned)"), seed: random.next(), worker: spawned,
      workers: processes, orders: orders, start: 0)
    settings.start = progress / settings.operationsPerOrder
    settings.mutant = mutant
    settings.focus = focus
    if mutant != "none" {
      // What is broken shall be found soon: all meet on three orders at a time, and dawdle where they do not make the
      // others wait.
      settings.window = 3
      settings.paceMilliseconds = 100
      settings.startedAt = startedAt
      if engine == .postgres { (settings.delayOneIn, settings.delayMicroseconds) = (4, 8_000) }
    }
    if slot == importerSlot {
      settings.imports = [folder.file("moves.csv"), folder.file("race.csv")]
      settings.parcels = folder.file("parcels.csv")
      // A part of an import has thousands of statements; as many delays would leave the others no time to race.
      settings.delayOneIn = 500
    }
    let argument = String(decoding: try JSONEncoder().encode(settings), as: UTF8.self)
    running[slot] = try ChildProcess(Processes.built("RaceWorker"), [argument])
  }

  private var journals: [String] {
    (1...max(1, spawned)).map { folder.file("journal-\($0)") }.filter { FileManager.default.fileExists(atPath: $0) }
  }

  /// What was counted of each journal so far; only new lines are read.
  private var counted: [String: (offset: UInt64, acknowledged: Int)] = [:]

  private func countAcknowledged() -> Int {
    let mark = Data(#""kind":"acknowledged""#.utf8)
    for path in journals {
      guard let file = FileHandle(forReadingAtPath: path) else { continue }
      defer { try? file.close() }
      var (offset, count) = counted[path] ?? (0, 0)
      try? file.seek(toOffset: offset)
      guard let fresh = try? file.readToEnd(), let end = fresh.lastIndex(of: 0x0A) else { continue }
      for line in fresh[...end].split(separator: 0x0A) where line.range(of: mark) != nil { count += 1 }
      offset += UInt64(end - fresh.startIndex + 1)
      counted[path] = (offset, count)
    }
    return counted.values.map(\.acknowledged).reduce(0, +)
  }

  func lines() throws -> [RaceLine] { try journals.flatMap(RaceJournal.read(path:)) }

  func openStore() throws -> Store { try Store.open(StoreLocation(location), follow: Consequences.follow) }
}
