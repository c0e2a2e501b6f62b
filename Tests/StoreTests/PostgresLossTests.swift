import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

/// What PostgreSQL, the network or a standby take away in the middle of an operation.
@Suite(.enabled(if: PostgresCluster.isAvailable, "PEAKDAY_TEST_POSTGRES=skip"))
struct PostgresLossTests {
  @Test("a connection killed in the middle is storeUnavailable, and nothing happened")
  func killedInTheMiddle() throws {
    let (place, store) = try TestStore.make(engine: .postgres)
    let failure = #expect(throws: Failure.self) {
      try store.perform(try operation("K1")) { change in
        let answer = try OperationTests.addSetting("half", change)
        let backend = try change.session.count("SELECT pg_backend_pid()")
        try PostgresCluster.shared.execute("SELECT pg_terminate_backend(\(backend), 5000)")
        return answer
      }
    }
    #expect(failure?.kind == .storeUnavailable)
    #expect(failure?.code == "store_unavailable")
    let fresh = try place.open()
    #expect(try !OperationTests.has("half", fresh))
    #expect(try fresh.log(limit: 9).isEmpty)
    #expect(try fresh.perform(try operation("K1")) { try OperationTests.addSetting("half", $0) }.isReplay == false)
  }

  /// Runs one operation through a proxy with the given fault; returns the place and the failure.
  static func spoiled(_ fault: PostgresProxy.Fault) throws -> (place: TestStore, proxy: PostgresProxy, Failure?) {
    let socketFolder = try #require(try PostgresCluster.shared.socketFolder, "a server of our own is needed")
    let (place, _) = try TestStore.make(engine: .postgres)
    let proxy = try PostgresProxy(fault, server: socketFolder)
    let url = proxy.url(of: place.url, socketFolder: socketFolder)
    let store = try Store.open(.server(url: url), follow: TestStore.unhandled)
    let failure = #expect(throws: Failure.self) {
      try store.perform(try operation("P1", ["order": "1001"])) { try OperationTests.addSetting("effect", $0) }
    }
    return (place, proxy, failure)
  }

  static func check(_ failure: Failure?) {
    #expect(failure?.kind == .unknownOutcome)
    #expect(failure?.place == "P1")
    #expect(failure?.next?.en.contains("operation settle P1") == true)
  }

  @Test("a lost answer to COMMIT is unknown, and settle finds that it was done")
  func lostAnswer() throws {
    let (place, _, failure) = try Self.spoiled(.dropAnswer)
    Self.check(failure)
    let store = try place.open()
    let settled = try store.settle(try SettleTests.id("P1"), actor: People.li, now: Moments.evening)
    #expect(settled == .done(result: #"{"fen":17880,"label":"件🎁"}"#))
    let again = try store.perform(try operation("P1", ["order": "1001"])) {
      try OperationTests.addSetting("effect", $0)
    }
    #expect(again.isReplay)
    #expect(try store.log(limit: 9).count == 1)
  }

  @Test("a lost COMMIT is unknown, and settle makes it never")
  func lostRequest() throws {
    let (place, _, failure) = try Self.spoiled(.dropRequest)
    Self.check(failure)
    let store = try place.open()
    #expect(try store.settle(try SettleTests.id("P1"), actor: People.li, now: Moments.evening) == .never)
    #expect(try !OperationTests.has("effect", store))
  }

  @Test("settle waits for a COMMIT that is still on its way, and then says done")
  func lateRequest() throws {
    let (place, proxy, failure) = try Self.spoiled(.delayRequest)
    Self.check(failure)
    let settler = Threads.Task {
      try place.open().settle(try SettleTests.id("P1"), actor: People.li, now: Moments.evening)
    }
    #expect(!settler.ends(withinSeconds: 0.4))
    proxy.release.open()
    #expect(try settler.wait() == .done(result: #"{"fen":17880,"label":"件🎁"}"#))
    #expect(try OperationTests.has("effect", try place.open()))
  }

  @Test("a warning at COMMIT, here a cancelled wait for a standby, is unknown")
  func warning() throws {
    guard try PostgresCluster.shared.socketFolder != nil else { return }
    let cluster = try PostgresCluster.separate()
    defer { cluster.stop() }
    let location = StoreLocation.server(url: try cluster.database())
    var random = SplitMix64(seed: 4)
    _ = try Store.create(
      location, isRehearsal: false, now: Moments.opening, random: &random, follow: TestStore.unhandled)
    try cluster.execute("ALTER SYSTEM SET synchronous_standby_names = 'missing'")
    try cluster.execute("SELECT pg_reload_conf()")
    let performer = Threads.Task { () -> Failure? in
      do {
        let store = try Store.open(location, follow: TestStore.unhandled)
        _ = try store.perform(try operation("W1")) { try OperationTests.addSetting("effect", $0) }
        return nil
      } catch let failure as Failure { return failure }
    }
    var cancelled = ""
    for _ in 0..<200 where !cancelled.contains("t") {
      cancelled = try cluster.execute(
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query = 'COMMIT'")
      usleep(20_000)
    }
    let failure = try performer.wait()
    #expect(failure?.kind == .unknownOutcome)
    #expect(failure?.message.en.contains("synchronous replication") == true)
    try cluster.execute("ALTER SYSTEM RESET synchronous_standby_names")
    try cluster.execute("SELECT pg_reload_conf()")
    let store = try Store.open(location, follow: TestStore.unhandled)
    let settled = try store.settle(try SettleTests.id("W1"), actor: People.li, now: Moments.evening)
    #expect(settled == .done(result: #"{"fen":17880,"label":"件🎁"}"#))
  }

  @Test("a server that is not there, or takes no writes, is storeUnavailable")
  func unreachable() throws {
    let (place, _) = try TestStore.make(engine: .postgres)
    for url in [
      "postgresql:///x?host=%2Fnonexistent", "postgresql://127.0.0.1:1/x", "postgresql://h/x?no_such_parameter=1",
      place.url + (place.url.contains("?") ? "&" : "?") + "options=-c%20default_transaction_read_only%3Don",
    ] {
      let failure = #expect(throws: Failure.self) {
        try Store.open(StoreLocation(url), follow: TestStore.unhandled)
      }
      #expect(failure?.kind == .storeUnavailable)
    }
  }
}
