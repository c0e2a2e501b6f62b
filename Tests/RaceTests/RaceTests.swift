import Foundation
import Store
import TestSupport
import Testing

/// Promise I1: once 买家不要了 is recorded, no parcel of that order passes a gate, whoever races whom.
///
/// `PEAKDAY_RACE_OPERATIONS` sets how many operations must be acknowledged in all (`make soak`: 2,000,000).
@Suite(.serialized) struct RaceTests {
  static let total = ProcessInfo.processInfo.environment["PEAKDAY_RACE_OPERATIONS"].flatMap(Int.init) ?? 104_000

  /// SQLite has one writer at a time and PostgreSQL two cores here; both get half.
  static let races: [(Engine, Int, share: Double)] = [
    (.sqlite, 8, 0.25), (.sqlite, 32, 0.25), (.postgres, 8, 0.25), (.postgres, 32, 0.25),
  ].filter { $0.0 == .sqlite || PostgresCluster.isAvailable }

  @Test(arguments: races)
  func noGatePassesAHold(engine: Engine, processes: Int, share: Double) throws {
    let race = try Race(engine: engine, processes: processes, target: Int(Double(Self.total) * share))
    try race.run()
    let outcome = try RaceOutcome(race)
    let verdict = outcome.verdict
    print(
      "race \(engine) × \(processes): \(outcome.acknowledged) acknowledged, \(race.kills) kills, settled "
        + "\(outcome.settledDone) done \(outcome.settledNever) never, \(verdict.passes) passes, "
        + "\(verdict.parcelPasses) in parcels, \(verdict.undone) undone, \(verdict.heldRefusals) held, "
        + "\(verdict.holds) holds, \(verdict.lateHolds) late")
    #expect(verdict.violations == [])
    #expect(outcome.contradictions == [])
    // A race in which nobody met anybody proves nothing.
    #expect(Double(verdict.heldRefusals) >= 0.2 * Double(verdict.passes + verdict.heldRefusals))
    #expect(Double(verdict.lateHolds) >= 0.2 * Double(verdict.holds))
    #expect(Double(verdict.parcelPasses) >= 0.1 * Double(verdict.passes))
    #expect(verdict.undone > 0)
    #expect(race.kills > 0)
  }

  static let mutants: [(Engine, String)] = [
    (.sqlite, "guard-removed"), (.postgres, "guard-reads-holds"), (.sqlite, "mates-unchecked"),
    (.postgres, "mates-unlocked"),
  ].filter { $0.0 == .sqlite || PostgresCluster.isAvailable }

  @Test(arguments: mutants)
  func aBrokenGuardIsFound(engine: Engine, mutant: String) throws {
    let race = try Race(engine: engine, processes: 16, target: 4_000, mutant: mutant)
    try race.run()
    let outcome = try RaceOutcome(race)
    print("mutant \(mutant) on \(engine): \(outcome.verdict.violations.count) violations found")
    #expect(!outcome.verdict.violations.isEmpty)
  }
}
