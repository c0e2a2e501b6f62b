import TestSupport
import Testing

@testable import Store

/// A store that was dumped and restored into another cluster, where transactions are counted from the beginning again.
@Suite(.enabled(if: PostgresCluster.isAvailable)) struct RestoredClusterTests {
  @Test("new operations join the chain, and nothing is taken for a gap")
  func sealsAnew() throws {
    let (_, store) = try TestStore.make(engine: .postgres)
    for number in 0..<3 { _ = try store.perform(try operation("B\(number)")) { _ in number } }
    try TamperTests.sealAll(store)
    // The old cluster had counted far beyond this one.
    try store.database.write { session in
      _ = try session.run("UPDATE operation SET transaction_id = transaction_id + 4000000000")
      _ = try session.run("UPDATE log_head SET sealed_below = sealed_below + 4000000000 WHERE one = 1")
    }
    for number in 0..<3 {
      _ = try store.perform(try operation("A\(number)")) { _ in number }
      #expect(try store.verifyLog().findings == [])
    }
    try TamperTests.sealAll(store)
    let report = try store.verifyLog()
    #expect(report.findings == [])
    #expect(report.entries == 6)
    #expect(report.unsealed == 0)
  }
}
