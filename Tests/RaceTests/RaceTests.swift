import Foundation
import Orders
import Store
import TestSupport
import Testing

/// Promises I1 and I3: once 买家不要了 is recorded, no parcel of that order passes a gate, whoever races whom; and none
/// passes under a label with an older address, or goes by a courier that a promise excludes.
///
/// `PEAKDAY_RACE_OPERATIONS` sets how many operations must be acknowledged in all (`make soak`: 2,000,000).
@Suite(.serialized) struct RaceTests {
  static let total = ProcessInfo.processInfo.environment["PEAKDAY_RACE_OPERATIONS"].flatMap(Int.init) ?? 48_000

  /// SQLite has one writer at a time and PostgreSQL two cores here; both get half.
  static let races: [(Engine, Int, share: Double)] = [
    (.sqlite, 8, 0.25), (.sqlite, 32, 0.25), (.postgres, 8, 0.25), (.postgres, 32, 0.25),
  ].filter { $0.0 == .sqlite || PostgresCluster.isAvailable }

  @Test(arguments: races)
  func noGatePassesWhatItMustStop(engine: Engine, processes: Int, share: Double) throws {
    let race = try Race(engine: engine, processes: processes, target: Int(Double(Self.total) * share))
    try race.run()
    let outcome = try RaceOutcome(race)
    let verdict = outcome.verdict
    print(
      "race \(engine) × \(processes): \(outcome.acknowledged) acknowledged, \(race.kills) kills, settled "
        + "\(outcome.settledDone) done \(outcome.settledNever) never, \(verdict.passes) passes, "
        + "\(verdict.parcelPasses) in parcels, \(verdict.undone) undone, \(verdict.heldRefusals) held, "
        + "\(verdict.holds) holds, \(verdict.lateHolds) late, \(verdict.prints) prints, \(outcome.reprints) again, "
        + "\(verdict.labelRefusals) void labels, addresses \(verdict.addresses), \(verdict.promises) promises, "
        + "\(verdict.promiseRefusals) kept")
    #expect(verdict.violations == [])
    #expect(outcome.contradictions == [])
    // A race in which nobody met anybody proves nothing.
    #expect(Double(verdict.heldRefusals) >= 0.2 * Double(verdict.passes + verdict.heldRefusals))
    #expect(Double(verdict.lateHolds) >= 0.2 * Double(verdict.holds))
    #expect(Double(verdict.parcelPasses) >= 0.1 * Double(verdict.passes))
    #expect(verdict.undone > 0)
    for consequence in AddressConsequence.allCases { #expect(verdict.addresses[consequence] ?? 0 > 0) }
    #expect(outcome.reprints > 0 && verdict.labelRefusals > 0 && verdict.promiseRefusals > 0)
    #expect(race.kills > 0)
  }

  static let mutants: [(Engine, String, focus: RaceSettings.Focus?)] = [
    (.sqlite, "guard-removed", nil), (.postgres, "guard-reads-holds", nil), (.sqlite, "mates-unchecked", nil),
    (.postgres, "mates-unlocked", nil), (.sqlite, "label-unguarded", .addresses),
    (.postgres, "label-unguarded", .addresses), (.sqlite, "labels-unread", .addresses),
    (.postgres, "labels-unread", .addresses), (.sqlite, "promises-unguarded", .promises),
    (.postgres, "promises-unguarded", .promises), (.sqlite, "promises-unread", .promises),
    (.postgres, "promises-unread", .promises),
  ].filter { $0.0 == .sqlite || PostgresCluster.isAvailable }

  @Test(arguments: mutants)
  func aBrokenGuardIsFound(engine: Engine, mutant: String, focus: RaceSettings.Focus?) throws {
    // Chance decides how often the broken guard is met: short races, until it was or a dozen have gone by.
    let target = focus == nil ? 600 : 300
    var found = 0
    for _ in 0..<12 where found == 0 {
      let race = try Race(engine: engine, processes: 16, target: target, mutant: mutant, focus: focus)
      try race.run()
      found = try RaceOutcome(race).verdict.violations.count
      print("mutant \(mutant) on \(engine): \(found) violations found")
    }
    #expect(found > 0)
  }
}
