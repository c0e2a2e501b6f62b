import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Store

/// Many writers at once on PostgreSQL.
@Suite(.enabled(if: PostgresCluster.isAvailable, "PEAKDAY_TEST_POSTGRES=skip"))
struct PostgresRaceTests {
  @Test("sixteen writers later, the next one seals what is left, and the chain holds")
  func manyWriters() throws {
    let (place, store) = try TestStore.make(engine: .postgres)
    let verified = Threads.Task {
      let reader = try place.open()
      return try (0..<20).map { _ in
        usleep(20_000)
        return try reader.verifyLog().findings
      }
    }
    let receipts = try Threads.run(16) { thread in
      let store = try place.open()
      return try (0..<20).map { number in
        try store.perform(try operation("W\(thread)/\(number)")) { _ in thread * 100 + number }.head
      }
    }
    #expect(try verified.wait().allSatisfy(\.isEmpty))
    // Other tests of this run hold the cluster's oldest transaction back for moments.
    var sealers: Int64 = 0
    repeat {
      sealers += 1
      _ = try store.perform(try operation("LAST\(sealers)")) { _ in 0 }
      usleep(5_000)
    } while try store.verifyLog().unsealed > 1 && sealers < 1_000
    let report = try store.verifyLog()
    #expect(report.findings == [])
    #expect(report.entries + report.unsealed == 320 + sealers)
    #expect(report.unsealed <= 1)
    let earlier = receipts.joined().filter { $0.sequence > 0 }
    #expect(!earlier.isEmpty)
    for since in earlier.shuffled().prefix(20) { #expect(try store.verifyLog(since: since).findings == []) }
  }

  @Test("a deadlock is resolved by running the same operation again, and each happens once")
  func deadlock() throws {
    let (place, store) = try TestStore.make(engine: .postgres)
    try store.database.write { session in
      for name in ["left", "right"] {
        try session.run("INSERT INTO store_setting (name, value) VALUES ($1, $2)", [.text(name), "0"])
      }
    }
    let gates = [Threads.Gate(), Threads.Gate()]
    let attempts = try Threads.run(2) { index in
      let calls = Counter()
      let names = index == 0 ? ["left", "right"] : ["right", "left"]
      let receipt = try place.open().perform(try operation("D\(index)")) { change in
        let call = calls.next()
        let add: SQL = "UPDATE store_setting SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE name = $1"
        try change.session.run(add, [.text(names[0])])
        if call == 1 {
          gates[index].open()
          gates[1 - index].pass()
        }
        try change.session.run(add, [.text(names[1])])
        return call
      }
      #expect(!receipt.isReplay)
      return receipt.result
    }
    #expect(attempts.sorted() == [1, 2])
    let values = try store.read { session in
      try session.all("SELECT value FROM store_setting WHERE name IN ('left', 'right')") { try $0.text(0) }
    }
    #expect(values == ["2", "2"])
  }

  @Test("what the server says is translated by its code")
  func codes() {
    #expect(StoreError.postgres("40001", "m") == .retry("m"))
    #expect(StoreError.postgres("40P01", "m") == .retry("m"))
    #expect(StoreError.postgres("55P03", "m") == .busy)
    #expect(StoreError.postgres("53100", "m") == .full)
    #expect(StoreError.postgres("08006", "m") == .unavailable("m"))
    #expect(StoreError.postgres("23505", "m") == .constraint("m"))
    #expect(StoreError.postgresCommit("40001", "m") == .retry("m"))
    #expect(StoreError.postgresCommit("23503", "m") == .constraint("m"))
    for unsure in ["40003", "08006", "57P01", "57014", "XX000", ""] {
      guard case .unknownOutcome = StoreError.postgresCommit(unsure, "m") else {
        Issue.record("\(unsure) at COMMIT is no sure abort")
        continue
      }
    }
  }
}
