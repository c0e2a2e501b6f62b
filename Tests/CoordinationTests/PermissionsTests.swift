import Coordination
import Testing
import Vocabulary

@Suite struct PermissionsTests {
  /// Who may do what, written out: a column for each role in the order of `roles`.
  static let roles: [Role] = [.lead, .agent, .warehouse, .reviewer, .operations, .finance, .analyst, .admin]
  static let expected: [(Action, String)] = [
    (.initialise, "x......x"),
    (.look, "xxxxxxxx"),
    (.importOrders, "x..xx..x"),
    (.importParcels, "x.xxx..x"),
    (.addRemark, "xxxx.x.."),
    (.addHold, "xxxxxx.."),
    (.liftHold, "xx.x.x.."),
    (.approve, "x..x...."),
    (.takeList, "xxxxx..."),
    (.passGate, "x.xx...."),
    (.closeCase, "x.x....."),
    (.openCase, "xxxxxxx."),
    (.workCase, "xxxxxx.."),
    (.decideClaim, "x....x.."),
    (.noteViolation, "x...xx.."),
    (.spotCheck, "x......."),
    (.checkPages, "x...x..."),
    (.waivePage, "x...x..."),
    (.signReady, "x......x"),
    (.publishPlaybooks, "x...x..x"),
    (.reclassify, "x..xx..."),
    (.proposeAddress, "xx.x...."),
    (.decideAddress, "x..x...."),
    (.revealAddress, "xxx....."),
    (.makePromise, "xx.x...."),
    (.decidePromise, "xxxx.x.."),
    (.askOverride, "xxxx.x.."),
    (.agreeOverride, "x..x...."),
    (.queueRefund, "xx...x.."),
    (.chaseRefund, "xx...x.."),
    (.approveRefund, "x....x.."),
    (.payRefund, "x....x.."),
    (.closeDay, "x...xxx."),
    (.takePickList, "x.xx...."),
    (.moveStock, "x.x.x..x"),
    (.publishStock, "x.x.x..."),
    (.manageAgents, "x......x"),
    (.makeRota, "x......."),
    (.moveShift, "xx......"),
    (.clock, "xxxxxx.."),
    (.handOver, "xxxx.x.."),
    (.useScript, "xx.xxx.."), (.takePhrases, "xx..x..."), (.curateAnswers, "x...x..."), (.concede, "xx......"),
    (.changeActivity, "x...x..."),
    (.sendBroadcast, "x...x..."),
    (.acknowledge, "xxxxxx.x"),
    (.pollBroadcasts, "x...x..x"),
    (.manageTraining, "x......x"),
    (.takeExam, "xxxxxx.x"),
    (.managePersonalData, "x......x"),
    (.settle, "xxxxxx.x"),
    (.audit, "x....xxx"),
  ]

  @Test("the table names every action and every role")
  func whole() {
    #expect(Set(Self.expected.map(\.0)) == Set(Action.allCases))
    #expect(Self.expected.count == Action.allCases.count)
    #expect(Set(Self.roles) == Set(Role.allCases))
  }

  @Test("each role may do what the table says, and is told who may otherwise", arguments: expected)
  func table(action: Action, marks: String) {
    for (role, mark) in zip(Self.roles, marks) {
      #expect(Permissions.allows(role, action) == (mark == "x"), "\(role) \(action)")
      if mark == "x" {
        #expect(throws: Never.self) { try Permissions.require(role, action) }
      } else {
        let failure = #expect(throws: Failure.self) { try Permissions.require(role, action) }
        #expect(failure?.kind == .refused)
        #expect(failure?.code == "role_may_not")
        #expect(failure?.message.en.contains("lead") == true)
        #expect(failure?.next?.zh.contains("--role lead") == true)
      }
    }
  }

  @Test("everybody may look, and only the lead may do everything")
  func lead() {
    #expect(Role.allCases.allSatisfy { Permissions.allows($0, .look) })
    let able = Role.allCases.filter { role in Action.allCases.allSatisfy { Permissions.allows(role, $0) } }
    #expect(able == [.lead])
  }
}
