import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Store

/// One writer at a time on SQLite, across threads and processes, in the order they came, with bounded waiting.
@Suite struct TurnstileTests {
  /// Records who is inside.
  final class Inside: @unchecked Sendable {  // Guarded by `lock`.
    private let lock = NSLock()
    private(set) var order: [Int] = []
    private var now = 0
    private(set) var most = 0

    func enter(_ who: Int) {
      lock.withLock {
        now += 1
        most = max(most, now)
        order.append(who)
      }
    }

    func leave() { lock.withLock { now -= 1 } }
  }

  @Test("threads are never inside together")
  func excludes() throws {
    let folder = try TemporaryFolder()
    let inside = Inside()
    _ = try Threads.run(8) { index in
      let turnstile = Turnstile(beside: folder.file("t"), patienceMilliseconds: 20_000)
      for _ in 0..<25 {
        try turnstile.enter()
        inside.enter(index)
        usleep(200)
        inside.leave()
        turnstile.leave()
      }
    }
    #expect(inside.most == 1)
    #expect(inside.order.count == 200)
  }

  @Test("writers get the store in the order they came")
  func fair() throws {
    let folder = try TemporaryFolder()
    let inside = Inside()
    let holder = Turnstile(beside: folder.file("t"), patienceMilliseconds: 5_000)
    try holder.enter()
    let waiters = (0..<8).map { index in
      usleep(30_000)
      return Threads.Task {
        let turnstile = Turnstile(beside: folder.file("t"), patienceMilliseconds: 20_000)
        try turnstile.enter()
        inside.enter(index)
        inside.leave()
        turnstile.leave()
      }
    }
    usleep(330_000)
    holder.leave()
    for waiter in waiters { try waiter.wait() }
    #expect(inside.order == Array(0..<8))
  }

  @Test("a writer gives up as busy after its patience, and not before")
  func patience() throws {
    let (place, store) = try TestStore.make(engine: .sqlite)
    var settings = SQLiteDatabase.Settings()
    settings.patienceMilliseconds = 300
    let impatient = try place.open(sqlite: settings)
    try store.database.write { _ in
      let start = Date()
      let failure = #expect(throws: Failure.self) { try impatient.perform(try operation("B1")) { _ in 1 } }
      #expect(failure?.code == "store_busy")
      #expect(failure?.kind == .storeUnavailable)
      let waited = Date().timeIntervalSince(start)
      #expect(waited >= 0.29 && waited < 2)
    }
    #expect(try impatient.perform(try operation("B1")) { _ in 1 }.isReplay == false)
  }

  @Test("the lock of a process that is killed -9 is free at once")
  func killedHolder() throws {
    let (place, store) = try TestStore.make(engine: .sqlite)
    let holder = Process()
    holder.executableURL = URL(fileURLWithPath: Processes.built("PowerLossWriter"))
    holder.arguments = ["hold", place.path]
    let output = Pipe()
    holder.standardOutput = output
    try holder.run()
    #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "holding\n")
    var settings = SQLiteDatabase.Settings()
    settings.patienceMilliseconds = 200
    let failure = #expect(throws: Failure.self) {
      try place.open(sqlite: settings).perform(try operation("K1")) { _ in 1 }
    }
    #expect(failure?.code == "store_busy")
    kill(holder.processIdentifier, SIGKILL)
    holder.waitUntilExit()
    #expect(try store.perform(try operation("K1")) { _ in 1 }.isReplay == false)
    #expect(try store.verifyLog().findings == [])
  }

  @Test("processes writing together lose nothing")
  func processes() throws {
    let (place, store) = try TestStore.make(engine: .sqlite)
    let outputs = try Threads.run(6) { index in
      try Processes.run(Processes.built("PowerLossWriter"), ["write", place.path, "40", "P\(index)/"])
    }
    for output in outputs { #expect(output.code == 0, "\(output.errors)") }
    let receipts = outputs.flatMap { $0.text.split(separator: "\n").map { $0.split(separator: " ") } }
    #expect(receipts.count == 240)
    let report = try store.verifyLog()
    #expect(report.findings == [])
    #expect(report.entries == 240)
    #expect(Set(try store.log(limit: 999).map(\.id)) == Set(receipts.map { String($0[1]) }))
    for receipt in receipts.prefix(12) {
      #expect(try store.verifyLog(since: LogHead(String(receipt[2]))).findings == [])
    }
  }

  @Test("a stop signal waits until the store is free")
  func stopSignal() throws {
    let (_, store) = try TestStore.make(engine: .sqlite)
    func stopsAreBlocked() -> Bool {
      var mask = sigset_t()
      pthread_sigmask(SIG_BLOCK, nil, &mask)
      return sigismember(&mask, SIGTSTP) == 1
    }
    // The thread of a test may block everything; a command's main thread does not.
    var stops = sigset_t()
    sigemptyset(&stops)
    sigaddset(&stops, SIGTSTP)
    pthread_sigmask(SIG_UNBLOCK, &stops, nil)
    try store.database.write { session in
      #expect(stopsAreBlocked())
      try session.run("UPDATE log_head SET sequence = sequence")
    }
    #expect(!stopsAreBlocked())
  }

  @Test("a reader leaves no lock files behind")
  func reader() throws {
    let (place, _) = try TestStore.make(engine: .sqlite)
    for suffix in ["-queue", "-lock"] { try FileManager.default.removeItem(atPath: place.path + suffix) }
    _ = try place.open().log(limit: 1)
    for suffix in ["-queue", "-lock"] { #expect(!FileManager.default.fileExists(atPath: place.path + suffix)) }
  }

  @Test("a bulk writer sees whether somebody stands in line")
  func somebodyWaits() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("shop.db")
    let bulk = Turnstile(beside: path, patienceMilliseconds: 1_000)
    #expect(!bulk.somebodyWaits(), "before its first write it has not looked")
    try bulk.enter()
    let waiter = Threads.Task {
      let gate = Turnstile(beside: path, patienceMilliseconds: 5_000)
      try gate.enter()
      gate.leave()
    }
    var seen = false
    for _ in 0..<2_000 where !seen {
      seen = bulk.somebodyWaits()
      usleep(1_000)
    }
    #expect(seen)
    bulk.leave()
    try waiter.wait()
    #expect(!bulk.somebodyWaits())
    #expect(bulk.lastHeldMilliseconds >= 0)
  }
}
