import Orders
import TestSupport
import Testing
import Vocabulary

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
      effect(.passed(.init("pack")), version: 5, start: 50, end: 60),
    ])
    #expect(verdict.violations.isEmpty)
    #expect(verdict.passes == 1 && verdict.holds == 1 && verdict.lateHolds == 1)
    #expect(verdict.open.isEmpty)
  }

  @Test func aPassWhileHeldIsFound() {
    let verdict = RaceChecker.judge([
      effect(.passed(.init("print", label: 1)), version: 3, start: 12, end: 33),
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
      effect(.passed(.init("print", label: 1)), version: 5, start: 7, end: 8),
    ])
    #expect(verdict.violations.count == 1)
  }

  @Test func oneVersionForTwoChangesIsFound() {
    let verdict = RaceChecker.judge([
      effect(.passed(.init("approve")), version: 2, start: 1, end: 9),
      effect(.passed(.init("print", label: 1)), version: 2, start: 3, end: 8),
    ])
    #expect(verdict.violations.count == 1)
  }

  @Test func versionsThatContradictRealTimeAreFound() {
    let verdict = RaceChecker.judge([
      effect(.passed(.init("approve")), version: 5, start: 1, end: 2),
      effect(.passed(.init("print", label: 1)), version: 4, start: 3, end: 4),
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
      effect(.stopped(.held), version: nil, start: 6, end: 7),
    ])
    #expect(verdict.violations.isEmpty)
    #expect(verdict.heldRefusals == 1)
  }

  @Test func aMateThatWasHeldWhenItsParcelPassedIsFound() {
    func judge(at version: Int64) -> RaceChecker.Verdict {
      RaceChecker.judge([
        effect(.held(id: "h1", consequence: .none, alsoRecalled: false), version: 2, start: 1, end: 2),
        effect(.lookedAt(.init("pack")), version: version, start: 3, end: 4),
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
      effect(.passed(.init("print", label: 1)), version: 2, start: 1, end: 2),
      effect(.held(id: "h1", consequence: .recall, alsoRecalled: false), version: 3, start: 3, end: 4),
      effect(.undone(gate: "print", stage: .paid), version: 4, start: 5, end: 6),
    ])
    #expect(verdict.violations.count == 1)
    #expect(verdict.undone == 1)
  }

  @Test func anOrderThatAParcelLeftBehindIsFoundUnlessItWasTakenOut() {
    let pass = effect(.passed(.init("pack", waybill: "SF1")), version: 2, start: 1, end: 2)
    #expect(RaceChecker.judge([pass], parcels: ["SF1": ["351"]]).violations.isEmpty)
    #expect(RaceChecker.judge([pass], parcels: ["SF1": ["351", "352"]]).violations.count == 1)
    let takenOut = RaceEffect(
      operation: "op9", order: "352", kind: .repacked(waybill: "SF1"), version: nil, start: 0, end: 1)
    #expect(RaceChecker.judge([pass, takenOut], parcels: ["SF1": ["351", "352"]]).violations.isEmpty)
  }

  @Test func aPassUnderALabelForAnOlderAddressIsFound() {
    func judge(_ label: Int64, again: Int64?) -> [String] {
      var effects = [
        effect(.passed(.init("print", label: label)), version: 2, start: 1, end: 2),
        effect(.readdressed(address: 2, consequence: .reprint), version: 3, start: .min, end: .max),
        effect(.passed(.init("pack")), version: 6, start: 7, end: 8),
      ]
      if let again { effects.append(effect(.passed(.init("print", label: again)), version: 5, start: 5, end: 6)) }
      return RaceChecker.judge(effects).violations
    }
    #expect(judge(1, again: 2).isEmpty)
    #expect(judge(1, again: nil).count == 1)
    #expect(judge(1, again: 1).count == 2, "the label itself is wrong too")
    #expect(judge(2, again: 2).count == 1, "there was no such address yet")
  }

  @Test func aWrongConsequenceOfANewAddressIsFound() {
    func judge(_ gate: String, _ consequence: AddressConsequence) -> Int {
      RaceChecker.judge([
        effect(.passed(.init(gate, label: gate == "print" ? 1 : nil)), version: 2, start: 1, end: 2),
        effect(.readdressed(address: 2, consequence: consequence), version: 3, start: .min, end: .max),
      ]).violations.count
    }
    for (gate, right) in [("approve", AddressConsequence.none), ("print", .reprint), ("handOver", .interception)] {
      for consequence in AddressConsequence.allCases {
        #expect(judge(gate, consequence) == (consequence == right ? 0 : 1))
      }
    }
  }

  @Test func aPassAgainstAPromiseOfACourierIsFound() {
    func judge(_ courier: String, decided: Bool = false) -> Int {
      var effects = [
        effect(.promised(number: 1, courier: "顺丰", isWanted: true), version: 2, start: .min, end: .max),
        effect(.passed(.init("handOver", courier: courier)), version: 4, start: 3, end: 4),
      ]
      if decided { effects.append(effect(.decided(promise: 1), version: 3, start: .min, end: .max)) }
      return RaceChecker.judge(effects).violations.count
    }
    #expect(judge("顺丰") == 0)
    #expect(judge("中通") == 1)
    #expect(judge("") == 1)
    #expect(judge("中通", decided: true) == 0)
  }
}
