import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Gates let through what may pass and say why the rest may not.
@Suite struct GatePassTests {
  @Test("answers come in the order asked, each for itself, duplicates too", arguments: TestStore.engines)
  func mixed(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("9"))
    try shop.put(makeOrder("3"))
    try shop.put(makeOrder("5", refundBlock: .appliedFor))
    try shop.put(makeOrder("7", memoSeenAt: nil))
    try shop.put(makeOrder("1", stage: .unpaid))
    try shop.hold("3", .amend)
    let answers = try shop.pass(["9", "404", "3", "5", "9", "7", "1"])
    #expect(answers.map(\.order) == ["9", "404", "3", "5", "9", "7", "1"])
    #expect(answers.map(\.outcome) == [.pass, .unknownOrder, .held, .refunded, .notDue, .stale, .notDue])
    #expect(answers[2].holds == [.amend])
    #expect(answers[6].stage == .unpaid)
    #expect(answers[0].stage == .printed)
    #expect(answers[0].memoSeenAt == makeOrder("9").memoSeenAt)
    #expect(try shop.order("9")?.stage == .printed)
    #expect(try shop.order("9")?.version == 2)
    let passes = try shop.store.read { try Gates.passes(Shop.key("9"), $0) }
    #expect(passes.map(\.gate) == ["print"])
    #expect(passes.map(\.by) == [People.zhao.name])
    for id in ["3", "5", "7", "1"] {
      #expect(try shop.store.read { try Gates.passes(Shop.key(id), $0) } == [])
    }
  }

  @Test("a second pass says when and by whom the first was", arguments: TestStore.engines)
  func twice(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("3001"))
    _ = try shop.pass(["3001"])
    let later = Moments.midnight.adding(minutes: 3)
    let answer = try #require(try shop.pass(["3001"], now: later, actor: People.wang).first)
    #expect(answer.outcome == .notDue)
    #expect(answer.passedAt == Moments.midnight)
    #expect(answer.passedBy == People.zhao.name)
    #expect(answer.stage == .printed)
  }

  @Test("the same operation twice passes once and answers the same", arguments: TestStore.engines)
  func replay(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("3002"))
    let gate = try Shop.gate("print")
    func pass() throws -> Receipt<[GateAnswer]> {
      try shop.store.perform(try operation("SCAN-1", ["order": "3002"])) {
        try Gates.pass([Shop.key("3002")], at: gate, $0)
      }
    }
    let (first, second) = (try pass(), try pass())
    #expect(first.result == second.result)
    #expect(first.result.map(\.outcome) == [.pass])
    #expect([first.isReplay, second.isReplay] == [false, true])
    #expect(try shop.order("3002")?.version == 2)
  }

  @Test("an order passes after its hold was lifted, and warns where the memo is old", arguments: TestStore.engines)
  func afterLift(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("3003", memoSeenAt: Moments.midnight.adding(minutes: -250)))
    try shop.hold("3003", .buyerCancelled)
    #expect(try shop.pass(["3003"], at: "pack").map(\.outcome) == [.held])
    try shop.lift("3003")
    #expect(try shop.pass(["3003"]).map(\.outcome) == [.stale])
    let answer = try #require(try shop.pass(["3003"], at: "pack").first)
    #expect(answer.outcome == .pass)
    #expect(answer.isStale)
    #expect(try shop.order("3003")?.stage == .packed)
    #expect(try shop.pass(["3003"], at: "handOver").map(\.outcome) == [.pass])
    #expect(shop.log.ofParcels == [.released])
  }

  @Test("asking a gate changes nothing", arguments: TestStore.engines)
  func check(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("3004"))
    let gate = try Shop.gate("print")
    let answers = try shop.store.read { try Gates.check([Shop.key("3004")], at: gate, now: Moments.midnight, $0) }
    #expect(answers.map(\.outcome) == [.pass])
    #expect(try shop.order("3004")?.version == 1)
    #expect(try shop.order("3004")?.stage == .paid)
  }

  @Test("the gates in force are found by either name; one that is off or missing is refused")
  func find() throws {
    let shop = try Shop(engine: .sqlite)
    try shop.perform { change in
      try Gates.replace(try Shop.gates.get(), change)
      return 0
    }
    func find(_ name: String) throws -> String { try shop.store.read { try Gates.find(name, $0) }.key }
    #expect(try find("print") == "print")
    #expect(try find("打单") == "print")
    #expect(failureCode { _ = try find("pick") } == "gate_disabled")
    #expect(failureCode { _ = try find("Print") } == "unknown_gate")
    #expect(try shop.store.read { try Gates.all($0) } == (try Shop.gates.get()))
  }
}
