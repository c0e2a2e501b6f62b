import Foundation
import Store
import TestSupport
import Testing

/// Promise I2: effects at the payer's side are at most one always, exactly one after faults stop, and never early.
@Suite(.serialized) struct PaymentTests {
  /// PEAKDAY_PAYMENTS=500000 asks for a soak.
  static let soak = ProcessInfo.processInfo.environment["PEAKDAY_PAYMENTS"].flatMap(Int.init)

  /// Engine, refunds and kills; 20,000 and 56 together.
  static var drills: [(Engine, Int, Int)] {
    TestStore.engines.map { engine in
      let share = engine == .sqlite ? 12_000 : 8_000
      let kills = engine == .sqlite ? 30 : 20
      guard let soak else { return (engine, share, kills) }
      return (engine, soak * share / 20_000, soak / 250 * share / 20_000)
    }
  }

  @Test("each refund is paid exactly once, none early, none uncertain", arguments: drills)
  func drill(engine: Engine, refunds: Int, kills: Int) throws {
    let drill = try PaymentDrill(
      engine: engine, refunds: refunds, kills: kills, seed: .printed("payments on \(engine.rawValue)"))
    let start = Date()
    let outcome = try drill.run(drainSeconds: max(180, refunds / 40))
    print(
      "\(engine.rawValue): \(outcome.paid) paid, \(outcome.refused) refused, \(outcome.kills) kills, "
        + "\(outcome.refusedClocks) wrong clocks, \(Int(Date().timeIntervalSince(start))) s")
    #expect(outcome.wrong.isEmpty)
    #expect(outcome.early.isEmpty)
    #expect(outcome.left == 0)
    #expect(outcome.disagreeing == 0)
    #expect(outcome.paid + Int(outcome.refused) == refunds)
    #expect(outcome.kills >= kills)
    #expect(outcome.findings.isEmpty, "\(outcome.findings)")
  }

  @Test("the drill catches a payer with a new key for every attempt, and a worker that trusts its own clock")
  func mutants() throws {
    let keys = try PaymentDrill(
      engine: .sqlite, refunds: 600, kills: 2, mutant: "new-key", seed: .printed("new keys")
    ).run(drainSeconds: 8)
    #expect(!keys.wrong.isEmpty)
    let clocks = try PaymentDrill(
      engine: .sqlite, refunds: 600, kills: 3, mutant: "own-clock", seed: .printed("own clocks")
    ).run(drainSeconds: 8)
    #expect(!clocks.early.isEmpty)
  }
}
