import Cases
import Coordination
import Orders
import Store
import TestSupport
import Testing
import Vocabulary

/// What follows from what, in the transaction in which it happened.
@Suite struct ConsequencesTests {
  @Test("every fact of orders is followed", arguments: TestStore.engines, OrderFact.allCases)
  func everyFact(engine: Engine, fact: OrderFact) throws {
    let (_, store) = try TestStore.make(engine: engine, follow: Consequences.follow)
    let answer = try store.perform(try operation("F1")) { change -> Int in
      try change.announce(fact)
      return 3
    }
    #expect(answer.result == 3)
  }

  @Test("a fact that is not in the table fails the whole change", arguments: TestStore.engines)
  func foreign(engine: Engine) throws {
    struct Weather: Fact {}
    let house = try House(engine: engine)
    let failure = #expect(throws: Failure.self) {
      try house.perform { change -> Int in
        try Cases.open(
          Cases.Opening(kind: .recall, shop: House.shop, order: "1", stage: .printed, hold: nil), change)
        try change.announce(Weather())
        return 1
      }
    }
    #expect(failure?.code == "fact_unhandled")
    #expect(failure?.kind == .internal)
    #expect(try house.cases("1") == [])
  }

  @Test("a late hold at every stage has exactly its consequence", arguments: TestStore.engines)
  func everyStage(engine: Engine) throws {
    let house = try House(engine: engine)
    for (index, stage) in OrderStage.allCases.enumerated() {
      let id = "60\(index)"
      try house.bring(id, to: stage)
      let placed = try house.remark(id, "买家不要了")
      #expect(placed.stage == stage)
      let expected: [CaseKind] =
        switch stage {
        case .printed, .picked, .packed, .consigned: [.recall]
        case .handedOver: [.interception]
        default: []
        }
      let cases = try house.cases(id)
      #expect(cases.map(\.kind) == expected, "\(stage)")
      #expect(cases.map(\.stage) == expected.map { _ in stage })
      #expect(placed.exitCode == (stage == .handedOver ? .late : .done))
      // Later holds, by a person and by another remark, attach to the open case.
      try house.hold(id, .amend)
      try house.remark(id, "等通知")
      let after = try house.cases(id)
      #expect(after.map(\.id) == cases.map(\.id))
      for item in after { #expect(try house.attached(item).count == 3) }
    }
    let status = try house.status()
    #expect(status.openRecalls == 4)
    #expect(status.openInterceptions == 1)
    #expect(try house.verify() == [])
  }

  @Test("the last lift voids the recall, an earlier one does not", arguments: TestStore.engines)
  func lifted(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.bring("611", to: .printed)
    try house.remark("611", "买家不要了")
    try house.hold("611", .amend)
    try house.perform { try Holds.lift(House.key("611"), reason: .amend, $0) }
    #expect(try house.cases("611").map(\.state) == [.open])
    try house.remark("611", "买家又要了，正常发")
    let ended = try #require(try house.cases("611").first)
    #expect(ended.state == .void)
    #expect(ended.result == "released")
    try house.remark("611", "买家还是不要了")
    #expect(try house.cases("611").map(\.state) == [.void, .open])
    #expect(try house.verify() == [])
  }

  @Test("a recall that is done stays done when its hold is lifted", arguments: TestStore.engines)
  func done(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.bring("612", to: .packed)
    try house.remark("612", "买家不要了")
    try house.perform(actor: People.zhao) {
      try Cases.close(.recall, shop: House.shop, order: "612", as: .done, result: "takenOut", $0)
    }
    try house.perform { try Holds.lift(House.key("612"), reason: nil, $0) }
    #expect(try house.cases("612").map(\.state) == [.done])
    #expect(try house.cases("612").map(\.closedBy) == [People.zhao.name])
  }

  @Test("an import that shows a held order as shipped opens one interception", arguments: TestStore.engines)
  func bypass(engine: Engine) throws {
    let house = try House(engine: engine)
    for id in ["613", "614", "615"] {
      try house.bring(id, to: .paid)
      try house.remark(id, "买家不要了")
    }
    let totals = try house.take(
      [("613", "卖家已发货，等待买家确认"), ("614", "交易成功"), ("615", "交易关闭")], minutes: 1)
    #expect(totals.bypassed == 2)
    #expect(try house.cases("613").map(\.kind) == [.interception])
    #expect(try house.cases("613").map(\.stage) == [.consigned])
    #expect(try house.cases("614") == [], "it has arrived: there is nothing to stop")
    #expect(try house.cases("615") == [], "cancelled is what was wanted")
    try house.take([("613", "卖家已发货，等待买家确认")], minutes: 2)
    #expect(try house.cases("613").count == 1)
    #expect(try house.status().bypasses == 2)
    try house.perform { try Holds.lift(House.key("613"), reason: nil, $0) }
    #expect(try house.cases("613").map(\.state) == [.void])
    #expect(try house.verify() == [])
  }

  @Test("what the courier took is not looked for any more", arguments: TestStore.engines)
  func gone(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.bring("616", to: .printed)
    try house.remark("616", "买家不要了")
    #expect(try house.take([("616", "卖家已发货，等待买家确认")], minutes: 1).bypassed == 1)
    #expect(try house.cases("616").map(\.state) == [.open, .open], "marked as shipped, it may still be here")
    #expect(try house.take([("616", "买家已签收")], minutes: 2).bypassed == 0)
    let cases = try house.cases("616")
    #expect(cases.first { $0.kind == .recall }?.state == .failed)
    #expect(cases.first { $0.kind == .recall }?.result == "gone")
    #expect(cases.filter { $0.kind == .interception }.map(\.state) == [.open])
    #expect(try house.status().bypasses == 1)
  }

  @Test("a memo in an import opens the recalls of its part in the same change", arguments: TestStore.engines)
  func importedMemo(engine: Engine) throws {
    let house = try House(engine: engine)
    let ids = ["621", "622", "623"]
    for id in ids { try house.bring(id, to: .printed) }
    let totals = try house.take(ids.map { ($0, "买家已付款，等待卖家发货") }, memo: "买家不要了", minutes: 1)
    #expect(totals.held == 3)
    for id in ids { #expect(try house.cases(id).map(\.kind) == [.recall]) }
    let back = try house.take(ids.map { ($0, "买家已付款，等待卖家发货") }, memo: "买家又要了，正常发", minutes: 2)
    #expect(back.lifted == 3)
    for id in ids { #expect(try house.cases(id).map(\.state) == [.void]) }
    #expect(try house.status().heldOrders == 0)
  }
}
