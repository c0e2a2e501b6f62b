import Orders
import TestSupport
import Testing

/// The judge must be trustworthy before the race is.
@Suite struct RaceCheckerTests {
  private func effect(_ kind: RaceEffect.Kind, version: Int64?, start: Int64, end: Int64) -> RaceEffect {
    RaceEffect(
      operation: "op\(start)", order: "351", kind: kind, version: version, start: start, end: end)
  }

  @Test func aPassAfterALiftIsFine() {
    let verdict = RaceChecker.judge([
      effect(.held(id: "h1", consequence: .recall, alsoRecalled: false), version: 2, start: 10, end: 20),
      effect(.lifted(ids: ["h1"]), version: 3, start: 30, end: 40),
      effect(.passed(gate: "pack", waybill: ""), version: 5, start: 50, end: 60),
    ])
    #expect(verdict.violations.isEmpty)
    #expect(verdict.passes == 1 && verdict.holds == 1 && verdict.lateHolds == 1)
    #expect(verdict.open.isEmpty)
  }

  @Test func aPassWhileHeldIsFound() {
    let verdict = RaceChecker.judge([
      effect(.passed(gate: "print", waybill: ""), version: 3, start: 12, end: 33),
      effect(.held(id: "h1", consequence: .none, alsoRecalled: false), version: 2, start: 10, end: 20),
    ])
    #expect(verdict.violations.count == 1)
    #expect(verdict.open == ["351": ["h1"]])
  }

  @Test func aSecondHoldKeepsTheOrderHeldAfterTheFirstIsLifted() {
    let verdict = RaceChecker.judge([
      effect(.held(id: "h1", consequence: .none, alsoRecalled: false), version: 2, start: 1, end: 2),
      effect(.held(id: "h2", consequence: .none, alsoRecalled: false), version: 3, start: 3, end: 4),
      effect(.lifted(ids: ["h1"]), version: 4, start: 5, end: 6),
      effect(.passed(gate: "print", waybill: ""), version: 5, start: 7, end: 8),
    ])
    #expect(verdict.violations.count == 1)
  }

  @Test func oneVersionForTwoChangesIsFound() {
    let verdict = RaceChecker.judge([
      effect(.passed(gate: "approve", waybill: ""), version: 2, start: 1, end: 9),
      effect(.passed(gate: "print", waybill: ""), version: 2, start: 3, end: 8),
    ])
    #expect(verdict.violations.count == 1)
  }

  @Test func versionsThatContradictRealTimeAreFound() {
    let verdict = RaceChecker.judge([
      effect(.passed(gate: "approve", waybill: ""), version: 5, start: 1, end: 2),
      effect(.passed(gate: "print", waybill: ""), version: 4, start: 3, end: 4),
    ])
    #expect(verdict.violations.count == 1)
  }

  @Test func aLiftOfWhatIsNotOpenIsFound() {
    let verdict = RaceChecker.judge([effect(.lifted(ids: ["h9"]), version: 2, start: 1, end: 2)])
    #expect(verdict.violations.count == 1)
  }

  @Test func aSettledOperationHasNoEndThatCouldContradict() {
    let verdict = RaceChecker.judge([
      effect(.held(id: "h1", consequence: .none, alsoRecalled: false), version: 2, start: 5, end: .max),
      effect(.stopped(held: true), version: nil, start: 6, end: 7),
    ])
    #expect(verdict.violations.isEmpty)
    #expect(verdict.heldRefusals == 1)
  }

  @Test func aMateThatWasHeldWhenItsParcelPassedIsFound() {
    func judge(at version: Int64) -> RaceChecker.Verdict {
      RaceChecker.judge([
        effect(.held(id: "h1", consequence: .none, alsoRecalled: false), version: 2, start: 1, end: 2),
        effect(.lookedAt(gate: "pack"), version: version, start: 3, end: 4),
        effect(.lifted(ids: ["h1"]), version: 4, start: 5, end: 6),
      ])
    }
    #expect(judge(at: 1).violations.isEmpty)
    #expect(judge(at: 2).violations.count == 1)
    #expect(judge(at: 3).violations.count == 1, "an import counts a version too")
    #expect(judge(at: 4).violations.isEmpty)
  }

  @Test func anUndoWhileHeldIsFound() {
    let verdict = RaceChecker.judge([
      effect(.passed(gate: "print", waybill: ""), version: 2, start: 1, end: 2),
      effect(.held(id: "h1", consequence: .recall, alsoRecalled: false), version: 3, start: 3, end: 4),
      effect(.undone(gate: "print"), version: 4, start: 5, end: 6),
    ])
    #expect(verdict.violations.count == 1)
    #expect(verdict.undone == 1)
  }

  @Test func anOrderThatAParcelLeftBehindIsFoundUnlessItWasTakenOut() {
    let pass = effect(.passed(gate: "pack", waybill: "SF1"), version: 2, start: 1, end: 2)
    #expect(RaceChecker.judge([pass], parcels: ["SF1": ["351"]]).violations.isEmpty)
    #expect(RaceChecker.judge([pass], parcels: ["SF1": ["351", "352"]]).violations.count == 1)
    let takenOut = RaceEffect(
      operation: "op9", order: "352", kind: .repacked(waybill: "SF1"), version: nil, start: 0, end: 1)
    #expect(RaceChecker.judge([pass, takenOut], parcels: ["SF1": ["351", "352"]]).violations.isEmpty)
  }
}
