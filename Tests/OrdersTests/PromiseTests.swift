import PersonalData
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Promises: from a remark or a person to the gate and the picking list, on both engines.
@Suite struct PromiseTests {
  static func shop(_ engine: Engine) throws -> Shop {
    let shop = try Shop(engine: engine)
    let couriers = try PlaybookSet.builtIn.couriers()
    try shop.perform { change in
      try Promises.replaceCouriers(couriers, change)
      return 0
    }
    return shop
  }

  static func pass(_ shop: Shop, _ ids: [String], at gate: String = "print", courier: String?) throws -> [GateOutcome] {
    let gate = try Shop.gate(gate)
    return try shop.perform(actor: People.zhao) {
      try Gates.pass(ids.map(Shop.key), at: gate, courier: courier, $0)
    }.map(\.outcome)
  }

  @Test(
    "a rule allows what was promised",
    arguments: [
      (["EMS"], [], "EMS", true), (["EMS"], [], "顺丰", false), (["EMS"], [], nil, false), ([], ["申通"], "顺丰", true),
      ([], ["申通"], "申通", false), ([], ["申通"], nil, false), (["EMS", "顺丰"], [], "顺丰", true),
      (["EMS"], ["EMS"], "EMS", false),
    ] as [([String], [String], String?, Bool)])
  func rule(_ wanted: [String], _ unwanted: [String], _ courier: String?, _ allows: Bool) {
    #expect(CourierRule(wanted: Set(wanted), unwanted: Set(unwanted)).allows(courier) == allows)
  }

  @Test(
    "couriers are known by all their names",
    arguments: [
      ("顺丰速运", "顺丰"), ("sf", "顺丰"), ("顺丰速运-标快", "顺丰"), ("邮政特快", "EMS"), ("中国邮政", "邮政"), ("EMS", "EMS"), ("驿站", nil),
      ("", nil),
    ] as [(String, String?)])
  func names(_ text: String, _ courier: String?) throws {
    #expect(CourierNames(try PlaybookSet.builtIn.couriers()).courier(text) == courier)
  }

  @Test("务必发EMS holds the label until it goes by EMS, and again where it leaves", arguments: TestStore.engines)
  func gate(engine: Engine) throws {
    let shop = try Self.shop(engine)
    try shop.put(makeOrder("1001"))
    try shop.remark("1001", "务必发EMS")
    #expect(try Self.pass(shop, ["1001"], courier: nil) == [.promise])
    #expect(try Self.pass(shop, ["1001"], courier: "顺丰速运") == [.promise])
    #expect(try Self.pass(shop, ["1001"], courier: "邮政特快") == [.pass])
    #expect(try Self.pass(shop, ["1001"], at: "pack", courier: nil) == [.pass])
    // The label says by whom; another one at the door is not it.
    #expect(try Self.pass(shop, ["1001"], at: "handOver", courier: "申通") == [.promise])
    #expect(try Self.pass(shop, ["1001"], at: "handOver", courier: nil) == [.pass])
  }

  @Test("a parcel goes by its own courier", arguments: TestStore.engines)
  func parcel(engine: Engine) throws {
    let shop = try Self.shop(engine)
    try shop.put(makeOrder("1001"))
    try shop.put(makeOrder("1002"))
    try shop.link("SF1001", ["1001", "1002"])
    try shop.remark("1002", "不要发顺丰")
    let answer = try #require(try shop.pass(["SF1001"]).first)
    #expect(answer.outcome == .promise)
    #expect(answer.promises == ["不要发顺丰"])
    _ = try shop.perform { try Promises.decide(nil, of: Shop.key("1002"), as: .broken, result: "买家同意", $0) }
    #expect(try shop.pass(["SF1001"]).map(\.outcome) == [.pass])
    #expect(try shop.store.read { try Promises.miscounted($0) }.isEmpty)
  }

  @Test("a newer remark takes the place of an older one in what it speaks of, and of nothing else")
  func newer() throws {
    let shop = try Self.shop(.sqlite)
    try shop.put(makeOrder("1001"))
    try shop.remark("1001", "发EMS，送小样")
    try shop.remark("1001", "改发顺丰")
    let promises = try shop.store.read {
      try Promises.list(PromiseFilter(order: "1001", withDecided: true), $0)
    }
    #expect(promises.filter { $0.state == .open }.map(\.value) == ["小样", "顺丰"])
    #expect(promises.filter { $0.state == .replaced }.map(\.value) == ["EMS"])
    #expect(try shop.order("1001")?.courierPromises == 1)
    try shop.remark("1001", "谢谢")
    #expect(try shop.order("1001")?.courierPromises == 1)
  }

  @Test("an import's remarks promise too, new orders in bulk and known ones", arguments: TestStore.engines)
  func imports(engine: Engine) throws {
    let shop = try Self.shop(engine)
    try shop.take(
      [Export.line("3511110000000001", memo: "务必发EMS"), Export.line("3511110000000002", memo: "放驿站，送小样")],
      exportedAt: Moments.midnight.adding(minutes: -3))
    #expect(try shop.order("3511110000000001")?.courierPromises == 1)
    #expect(try shop.order("3511110000000002")?.courierPromises == 0)
    try shop.take(
      [Export.line("3511110000000002", memo: "不要发申通")], exportedAt: Moments.midnight.adding(minutes: -2), run: "RUN-2")
    #expect(try shop.order("3511110000000002")?.courierPromises == 1)
    #expect(try shop.store.read { try Promises.miscounted($0) }.isEmpty)
    #expect(try Self.pass(shop, ["3511110000000001", "3511110000000002"], courier: "EMS") == [.pass, .pass])
  }

  @Test(
    "the picking list has what may go, with gifts and couriers, and never what is held", arguments: TestStore.engines)
  func picking(engine: Engine) throws {
    let shop = try Self.shop(engine)
    for id in ["1001", "1002", "1003", "1004"] { try shop.put(makeOrder(id, stage: .approved)) }
    try shop.put(makeOrder("1005", stage: .approved, refundBlock: .appliedFor))
    try shop.put(makeOrder("1006"))
    try shop.remark("1001", "务必发EMS，送小样，不要折叠")
    try shop.hold("1002", .review)
    let list = try shop.store.read {
      try PickLists.page(PickFilter(shop: Shop.name), after: nil, limit: 100, $0)
    }
    #expect(list.map(\.order) == ["1001", "1003", "1004"])
    #expect(list.first?.gifts.contains { $0.contains("小样") } == true)
    #expect(list.first?.couriers == ["务必发EMS"])
    var paged: [String] = []
    var last: PickedOrder?
    while let page = try? shop.store.read({
      try PickLists.page(PickFilter(shop: Shop.name), after: last, limit: 1, $0)
    }), let next = page.first {
      paged.append(next.order)
      last = next
    }
    #expect(paged == ["1001", "1003", "1004"])
  }

  @Test("four eyes: who asks cannot agree, and what was paid back stays", arguments: TestStore.engines)
  func overrides(engine: Engine) throws {
    let shop = try Self.shop(engine)
    try shop.put(makeOrder("1001", openHolds: 0))
    try shop.hold("1001", .refundRequested)
    func ask(_ actor: Actor, note: String = "财务在电话里同意") throws {
      _ = try shop.perform(actor: actor) {
        try Overrides.ask(Shop.key("1001"), reason: .refundRequested, note: note, $0)
      }
    }
    func agree(_ actor: Actor) throws -> Overrides.Decided {
      try shop.perform(actor: actor) {
        try Overrides.decide(Shop.key("1001"), reason: .refundRequested, agrees: true, $0)
      }
    }
    #expect(failureCode { try ask(People.li, note: " ") } == "override_without_note")
    #expect(failureCode { _ = try agree(People.wang) } == "no_override_asked")
    try ask(People.li)
    #expect(failureCode { try ask(People.wang) } == "override_asked")
    #expect(failureCode { _ = try agree(People.li) } == "four_eyes")
    let decided = try agree(People.wang)
    #expect(decided.lifted == [.refundRequested])
    #expect(decided.remaining == 0)
    try shop.put(makeOrder("1002", refundBlock: .paidBack))
    try shop.hold("1002", .review)
    #expect(
      failureCode {
        _ = try shop.perform { try Overrides.ask(Shop.key("1002"), reason: .review, note: "x", $0) }
      } == "refund_paid")
  }
}
