import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Cases

/// Cases that people open: who gets them, what it takes to end them, and what happens when nobody does.
@Suite struct CaseWorkTests {
  static let shop = "店铺甲"
  static let order = CaseRequest.Order(id: "801", stage: .consigned)

  /// A store with two routes, and a clock.
  final class Room {
    let store: Store
    var now = Moments.midnight
    private var last = 0

    init(_ engine: Engine) throws {
      // Granted claims are paid by another room.
      let follow: FactHandler = { fact, change in
        if !(fact is CaseFact) { try TestStore.unhandled(fact, change) }
      }
      store = try TestStore.make(engine: engine, follow: follow).store
      try perform {
        try Routing.replace(
          RoutingMatrix(routes: [
            .init(
              kind: .afterSales, tag: "", group: .afterSale, owner: "组长甲", deputy: "副手乙", targetMinutes: 240,
              channel: "售后群"),
            .init(
              kind: .voice, tag: "尺码", group: .warehouse, owner: "", deputy: "", targetMinutes: 7, channel: "仓库群"),
          ]), $0)
        return 0
      }
    }

    @discardableResult
    func perform<Answer: Codable & Sendable>(
      _ actor: Actor = People.wang, _ body: (Change) throws -> Answer
    ) throws -> Answer {
      last += 1
      return try store.perform(try operation("W\(last)", actor: actor, at: now), body).result
    }

    func open(_ request: CaseRequest) throws -> CaseOpened {
      try perform { try Cases.open(request, shop: CaseWorkTests.shop, $0) }
    }

    func find(_ reference: CaseReference) throws -> CaseDossier {
      try #require(try store.read { try CaseDossier.find(reference, shop: CaseWorkTests.shop, $0) })
    }

    func end(_ reference: CaseReference, as state: CaseState = .done) throws -> CaseMoved {
      try perform { try Cases.end(reference, as: state, result: "结果", shop: CaseWorkTests.shop, $0) }
    }

    func escalate() throws -> [CaseEscalated] {
      try perform { try Cases.escalateOverdue(shop: CaseWorkTests.shop, $0) }
    }
  }

  static func flow(cool: Int64 = 0, group: WorkGroup? = nil, kind: CaseKind = .afterSales) -> ServiceRules.Flow {
    .init(
      id: "return", kind: kind, name: Message(zh: "退货", en: "return"),
      steps: [.init(text: "第一步", isOptional: false), .init(text: "可做可不做", isOptional: true)],
      coolDownMinutes: cool, group: group)
  }

  static func code(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return (error as? Failure)?.code }
    return nil
  }

  @Test("the routing matrix says who has a case and until when", arguments: TestStore.engines)
  func routing(engine: Engine) throws {
    let room = try Room(engine)
    let sale = try room.open(CaseRequest(kind: .afterSales, order: Self.order, title: "瓶盖裂了", tag: "quality"))
    #expect(sale.reference.description == "afterSales:801")
    #expect([sale.group.rawValue, sale.assignee, sale.channel] == ["afterSale", "组长甲", "售后群"])
    #expect(sale.dueAt == room.now.adding(minutes: 240))
    let size = try room.open(CaseRequest(kind: .voice, title: "偏小", tag: "尺码"))
    let colour = try room.open(CaseRequest(kind: .voice, title: "偏红", tag: "颜色"))
    #expect([size.reference.about, colour.reference.about] == ["1", "2"])
    #expect([size.group, colour.group] == [.warehouse, .operations])
    #expect(size.dueAt == room.now.adding(minutes: 7))
    #expect(colour.dueAt == room.now.adding(minutes: CaseKind.voice.targetMinutes))
    let chosen = try room.open(
      CaseRequest(kind: .lesson, title: "改", group: .finance, assignee: "钱姐", due: Moments.evening))
    #expect([chosen.group.rawValue, chosen.assignee] == ["finance", "钱姐"])
    #expect(chosen.dueAt == Moments.evening)
    // A case that the program opens by itself goes the same way.
    try room.perform {
      try Cases.open(
        Cases.Opening(kind: .recall, shop: Self.shop, order: "9", stage: .printed, hold: nil), $0)
      return 0
    }
    let recall = try room.find(CaseReference(kind: .recall, about: "9")).shopCase
    #expect(recall.ownerGroup == "warehouse")
    #expect(recall.dueAt == room.now.adding(minutes: CaseKind.recall.targetMinutes))
  }

  @Test("an order has one open case of a kind; numbered ones are as many as there are", arguments: TestStore.engines)
  func once(engine: Engine) throws {
    let room = try Room(engine)
    let request = CaseRequest(kind: .afterSales, order: Self.order, title: "一")
    let reference = try room.open(request).reference
    #expect(Self.code { _ = try room.open(request) } == "case_is_open")
    #expect(try room.end(reference).state == .done)
    _ = try room.open(request)
    #expect(try room.find(reference).shopCase.state == .open, "the open one, not the one that ended")
    for number in 1...3 {
      #expect(try room.open(CaseRequest(kind: .help, title: "急")).reference.about == String(number))
    }
  }

  @Test("a case is received once, passed on, and ends once with its checklist done", arguments: TestStore.engines)
  func life(engine: Engine) throws {
    let room = try Room(engine)
    let request = CaseRequest(kind: .afterSales, order: Self.order, title: "裂了", tag: "return", flow: Self.flow())
    let opened = try room.open(request)
    #expect(opened.steps == ["第一步", "可做可不做"])
    let reference = opened.reference
    func receive(_ actor: Actor) throws -> CaseMoved {
      try room.perform(actor) { try Cases.receive(reference, shop: Self.shop, $0) }
    }
    #expect(try receive(People.li).state == .received)
    #expect(Self.code { _ = try receive(People.zhao) } == "case_received")
    let passed = try room.perform(People.li) {
      try Cases.pass(reference, to: .warehouse, person: "赵敏", because: "要验货", shop: Self.shop, $0)
    }
    #expect([passed.group, passed.assignee] == ["warehouse", "赵敏"])
    #expect(passed.state == .open, "who gets it has to receive it anew")
    #expect(try receive(People.zhao).nextStep?.number == 1)

    #expect(Self.code { _ = try room.end(reference) } == "steps_open")
    func tick(_ number: Int64, undo: Bool = false) throws -> CaseMoved {
      try room.perform(People.zhao) { try Cases.tick(number, of: reference, undo: undo, shop: Self.shop, $0) }
    }
    #expect(Self.code { _ = try tick(3) } == "unknown_step")
    #expect(Self.code { _ = try tick(1, undo: true) } == "step_state")
    _ = try tick(1)
    #expect(Self.code { _ = try tick(1) } == "step_state")
    _ = try tick(1, undo: true)
    #expect(Self.code { _ = try room.end(reference) } == "steps_open")
    #expect(try tick(1).nextStep == nil, "what is left is optional")
    #expect(try room.end(reference).state == .done)
    #expect(Self.code { _ = try room.end(reference) } == "case_over")
    let found = try room.find(reference)
    #expect(found.shopCase.result == "结果")
    #expect(found.steps.map(\.doneBy) == ["赵敏", nil])
    #expect(
      found.events.map(\.kind) == [.opened, .received, .passed, .received, .step, .stepUndone, .step, .done])
    #expect(found.events.map(\.number) == Array(1...8))
    #expect(found.events[2].text == "warehouse 赵敏 要验货")
  }

  @Test(
    "a case may fail with its checklist open, and nothing ends before tempers have cooled", arguments: TestStore.engines
  )
  func cooling(engine: Engine) throws {
    let room = try Room(engine)
    let failing = try room.open(CaseRequest(kind: .afterSales, order: Self.order, title: "裂了", flow: Self.flow()))
    #expect(try room.end(failing.reference, as: .failed).state == .failed)
    let flow = ServiceRules.Flow(
      id: "abuse", kind: .conflict, name: Message(zh: "骂", en: "abuse"), steps: [], coolDownMinutes: 15,
      group: .warehouse)
    let conflict = try room.open(CaseRequest(kind: .conflict, title: "骂人", tag: "abuse", flow: flow))
    #expect(conflict.group == .warehouse, "the checklist says who takes over")
    #expect(conflict.coolUntil == room.now.adding(minutes: 15))
    room.now = room.now.adding(minutes: 14)
    #expect(Self.code { _ = try room.end(conflict.reference) } == "case_cooling")
    room.now = room.now.adding(minutes: 1)
    #expect(try room.end(conflict.reference).state == .done)
  }

  @Test("what nobody takes goes to the deputy, what is not done in time to the lead", arguments: TestStore.engines)
  func escalation(engine: Engine) throws {
    let room = try Room(engine)
    let untaken = try room.open(CaseRequest(kind: .afterSales, order: Self.order, title: "没人接")).reference
    let taken = try room.open(
      CaseRequest(kind: .afterSales, order: .init(id: "802", stage: .paid), title: "接了")
    ).reference
    try room.perform { try Cases.receive(taken, shop: Self.shop, $0) }
    room.now = room.now.adding(minutes: 120)
    #expect(try room.escalate() == [], "half of the time is not over")
    room.now = room.now.adding(minutes: 1)
    let half = try room.escalate()
    #expect(half.map(\.reference) == [untaken])
    #expect(half.map(\.assignee) == ["副手乙"])
    #expect(half.map(\.dueAt) == [Moments.midnight.adding(minutes: 240)], "the deputy has what is left of the time")
    #expect(try room.escalate() == [])
    room.now = Moments.midnight.adding(minutes: 241)
    let late = try room.escalate()
    #expect(Set(late.map(\.reference)) == [untaken, taken])
    #expect(late.allSatisfy { $0.group == "lead" && $0.assignee.isEmpty && $0.level == 2 })
    #expect(late.allSatisfy { $0.dueAt == room.now.adding(minutes: 240) })
    room.now = room.now.adding(minutes: 1_000)
    #expect(try room.escalate() == [], "nobody stands above the lead")
    #expect(try room.store.read { try Cases.countOverdue(shop: Self.shop, now: room.now, $0) } == 2)
    let code = Self.code {
      try room.perform { try Cases.escalate(untaken, because: "急", shop: Self.shop, $0) }
    }
    #expect(code == "case_at_the_top")
    let board = try room.store.read { try CaseBoard.ask(shop: Self.shop, now: room.now, $0) }
    #expect(board.map { "\($0.group) \($0.open) \($0.unreceived) \($0.overdue) \($0.escalated)" } == ["lead 2 1 2 2"])
  }

  @Test("who gets a case has half of their own time before the deputy does", arguments: TestStore.engines)
  func handedOn(engine: Engine) throws {
    let room = try Room(engine)
    let reference = try room.open(CaseRequest(kind: .afterSales, order: Self.order, title: "裂了")).reference
    room.now = room.now.adding(minutes: 230)
    try room.perform {
      try Cases.pass(reference, to: .afterSale, person: "赵敏", because: "", shop: Self.shop, $0)
    }
    #expect(try room.find(reference).shopCase.handedAt == room.now)
    room.now = room.now.adding(minutes: 120)
    #expect(try room.escalate() == [], "passed on two hours ago, with four hours to go")
    room.now = room.now.adding(minutes: 1)
    #expect(try room.escalate().map(\.assignee) == ["副手乙"])
  }

  @Test("a case that somebody takes, passes on or ends meanwhile stays where it is", arguments: TestStore.engines)
  func meanwhile(engine: Engine) throws {
    let room = try Room(engine)
    let reference = try room.open(CaseRequest(kind: .afterSales, order: Self.order, title: "裂了")).reference
    let seen = try room.find(reference).shopCase
    func escalate(evenReceived: Bool) throws -> Int {
      try room.perform { change in
        try CaseWorkRecords.escalate(
          seen, to: 1, group: "afterSale", assignee: "副手乙", due: Moments.evening, evenReceived: evenReceived, change)
          ? 1 : 0
      }
    }
    try room.perform { try Cases.receive(reference, shop: Self.shop, $0) }
    #expect(try escalate(evenReceived: false) == 0, "it is in hand by now")
    room.now = room.now.adding(minutes: 9)
    try room.perform {
      try Cases.pass(reference, to: .afterSale, person: "赵敏", because: "", shop: Self.shop, $0)
    }
    #expect(try escalate(evenReceived: true) == 0, "it has another deadline by now")
    #expect(try room.find(reference).shopCase.assignee == "赵敏")
  }

  @Test("holds that are released end recalls, not what people opened about the order", arguments: TestStore.engines)
  func released(engine: Engine) throws {
    let room = try Room(engine)
    let reference = try room.open(CaseRequest(kind: .conflict, order: Self.order, title: "骂人")).reference
    try room.perform {
      try Cases.open(Cases.Opening(kind: .recall, shop: Self.shop, order: "801", stage: .printed, hold: "h"), $0)
      try Cases.void(shop: Self.shop, order: "801", because: "released", $0)
      return 0
    }
    #expect(try room.find(reference).shopCase.state == .open)
    #expect(try room.find(CaseReference(kind: .recall, about: "801")).shopCase.state == .void)
  }

  @Test("recalls and claims do not end here", arguments: TestStore.engines)
  func elsewhere(engine: Engine) throws {
    let room = try Room(engine)
    try room.perform {
      try Cases.open(Cases.Opening(kind: .recall, shop: Self.shop, order: "801", stage: .printed, hold: "h"), $0)
      return 0
    }
    #expect(Self.code { _ = try room.end(CaseReference(kind: .recall, about: "801")) } == "case_kept_elsewhere")
    #expect(Self.code { _ = try room.end(CaseReference(kind: .recall, about: "999")) } == "unknown_case")
  }

  @Test("a reference is read as people write it")
  func references() {
    #expect(CaseReference("badReview:801") == CaseReference(kind: .badReview, about: "801"))
    #expect(CaseReference("差评：801") == CaseReference(kind: .badReview, about: "801"))
    #expect(CaseReference("pageFault:a:b")?.about == "a:b")
    #expect(CaseReference("badReview") == nil)
    #expect(CaseReference("nothing:801") == nil)
    #expect(CaseReference("badReview:") == nil)
  }

  @Test("many who open numbered cases at once get a number each", arguments: TestStore.engines)
  func atOnce(engine: Engine) throws {
    let (place, _) = try TestStore.make(engine: engine)
    let numbers = try Threads.run(6) { index in
      let other = try place.open()
      return try other.perform(try operation("T\(index)")) {
        try Cases.open(CaseRequest(kind: .help, title: "急"), shop: Self.shop, $0)
      }.result.reference.about
    }
    #expect(Set(numbers) == ["1", "2", "3", "4", "5", "6"])
  }
}
