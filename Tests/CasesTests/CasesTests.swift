import Cases
import Store
import TestSupport
import Testing
import Vocabulary

/// Cases open once, take later holds in, and end once.
@Suite struct CasesTests {
  static let shop = "店铺甲"

  static func opening(
    _ kind: CaseKind, _ order: String, hold: String?, stage: OrderStage = .printed
  ) -> Cases.Opening {
    Cases.Opening(kind: kind, shop: shop, order: order, stage: stage, hold: hold)
  }

  private static func list(_ kind: CaseKind, _ store: Store, openOnly: Bool = false) throws -> [ShopCase] {
    try store.read { try Cases.list(kind, shop: shop, openOnly: openOnly, limit: 99, $0) }
  }

  private static func attached(_ id: String, _ store: Store) throws -> [String] {
    try store.read { session in
      try session.all("SELECT hold_id FROM case_hold WHERE case_id = $1 ORDER BY hold_id", [.text(id)]) {
        try $0.text(0)
      }
    }
  }

  private static func open(_ opening: Cases.Opening, as id: String, _ store: Store) throws {
    _ = try store.perform(try operation(id)) { change -> Int in
      try Cases.open(opening, change)
      return 1
    }
  }

  private static func close(
    _ kind: CaseKind, _ order: String, as state: CaseState, _ id: String, _ store: Store
  ) throws -> Cases.Closed {
    try store.perform(try operation(id, actor: People.zhao, at: Moments.evening)) {
      try Cases.close(kind, shop: shop, order: order, as: state, result: "takenOut", $0)
    }.result
  }

  @Test("an order has one open case of a kind; later holds attach to it", arguments: TestStore.engines)
  func openOnce(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    try Self.open(Self.opening(.recall, "501", hold: "h1"), as: "C1", store)
    try Self.open(Self.opening(.recall, "501", hold: "h2", stage: .packed), as: "C2", store)
    try Self.open(Self.opening(.recall, "501", hold: "h2"), as: "C3", store)
    try Self.open(Self.opening(.interception, "501", hold: nil, stage: .handedOver), as: "C4", store)
    try Self.open(Self.opening(.recall, "502", hold: "h3"), as: "C5", store)
    let recalls = try Self.list(.recall, store)
    #expect(recalls.map(\.order) == ["501", "502"])
    let first = try #require(recalls.first)
    #expect(first.stage == .printed, "the stage of the first hold")
    #expect(first.state == .open)
    #expect(first.ownerGroup == "warehouse")
    #expect(first.openedAt == Moments.midnight)
    #expect(first.result == "")
    #expect(try Self.attached(first.id, store) == ["h1", "h2"])
    let interception = try #require(try Self.list(.interception, store).first)
    #expect(interception.ownerGroup == "logistics")
    #expect(interception.stage == .handedOver)
    #expect(try Self.attached(interception.id, store) == [])
    let counts = try store.read { session in
      try [Self.shop, "店铺乙", nil].map { try Cases.countOpen(.recall, shop: $0, session) }
    }
    #expect(counts == [2, 0, 2])
  }

  @Test("a case ends once, and the first word stands", arguments: TestStore.engines)
  func closeOnce(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    try Self.open(Self.opening(.recall, "503", hold: "h4"), as: "C1", store)
    let closed = try Self.close(.recall, "503", as: .done, "C2", store)
    #expect([closed.order, closed.result] == ["503", "takenOut"])
    #expect(closed.kind == .recall)
    #expect(closed.state == .done)
    for (index, state) in [CaseState.done, .failed, .void].enumerated() {
      let failure = #expect(throws: Failure.self) { try Self.close(.recall, "503", as: state, "D\(index)", store) }
      #expect(failure?.code == "no_open_case")
      #expect(failure?.place == "503")
    }
    let kept = try #require(try Self.list(.recall, store).first)
    #expect(kept.state == .done)
    #expect(kept.closedBy == People.zhao.name)
    #expect(kept.closedAt == Moments.evening)
    #expect(try Self.list(.recall, store, openOnly: true) == [])

    try Self.open(Self.opening(.recall, "503", hold: "h5"), as: "C3", store)
    let all = try store.read { try Cases.ofOrder(shop: Self.shop, order: "503", $0) }
    #expect(all.map(\.state) == [.done, .open], "a new hold after the end opens a new case")
    #expect(try Self.attached(all[1].id, store) == ["h5"])
  }

  @Test("a case never becomes open again, and nothing leads out of an end")
  func moves() throws {
    for state in CaseState.allCases {
      for next in CaseState.allCases {
        let expected = state == .open && next != .open || state == .received && next.isEnd
        #expect(state.mayBecome(next) == expected)
      }
    }
    let (_, store) = try TestStore.make(engine: .sqlite)
    try Self.open(Self.opening(.recall, "504", hold: "h6"), as: "C1", store)
    let failure = #expect(throws: Failure.self) { try Self.close(.recall, "504", as: .open, "C2", store) }
    #expect(failure?.code == "case_state")
  }

  @Test("what is no longer wanted ends as void, whatever its kind", arguments: TestStore.engines)
  func void(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    try Self.open(Self.opening(.recall, "505", hold: "h7"), as: "C1", store)
    try Self.open(Self.opening(.interception, "505", hold: "h8"), as: "C2", store)
    try Self.open(Self.opening(.recall, "506", hold: "h9"), as: "C3", store)
    for (index, order) in ["505", "505", "507"].enumerated() {
      _ = try store.perform(try operation("V\(index)")) { change -> Int in
        try Cases.void(shop: Self.shop, order: order, because: "released", change)
        return 1
      }
    }
    let cases = try store.read { try Cases.ofOrder(shop: Self.shop, order: "505", $0) }
    #expect(cases.map(\.state) == [.void, .void])
    #expect(cases.map(\.result) == ["released", "released"])
    #expect(try Self.list(.recall, store, openOnly: true).map(\.order) == ["506"])
  }

  @Test(
    "a SKU has one open case of a kind, beside those of orders, and it ends by itself", arguments: TestStore.engines)
  func aboutSkus(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    func perform(_ id: String, _ body: (Change) throws -> Void) throws {
      _ = try store.perform(try operation(id)) { change -> Int in
        try body(change)
        return 1
      }
    }
    for id in ["S1", "S2"] {
      try perform(id) {
        try Cases.open(.oversold, shop: Self.shop, subject: "SKU-1", $0)
        try Cases.open(.oversold, shop: Self.shop, subject: "SKU-2", $0)
        try Cases.open(.stockDifference, shop: Self.shop, subject: "SKU-1", $0)
      }
    }
    #expect(try store.read { try Cases.openSubjects(.oversold, shop: Self.shop, $0) } == ["SKU-1", "SKU-2"])
    try perform("S3") { try Cases.finish(.oversold, shop: Self.shop, subject: "SKU-1", because: "covered", $0) }
    try perform("S4") { try Cases.void(shop: Self.shop, order: "", because: "released", $0) }
    #expect(
      try Self.list(.oversold, store).map { "\($0.subject) \($0.order) \($0.state) \($0.ownerGroup) \($0.result)" } == [
        "SKU-1  done operations covered", "SKU-2  open operations ",
      ])
    #expect(try Self.list(.stockDifference, store).map(\.stage) == [nil])
    let failure = #expect(throws: Failure.self) { try Self.close(.oversold, "SKU-2", as: .done, "S5", store) }
    #expect(failure?.code == "case_ends_by_itself")
  }

  @Test("many who hold one order at once open one case", arguments: TestStore.engines)
  func atOnce(engine: Engine) throws {
    let (place, store) = try TestStore.make(engine: engine)
    _ = try Threads.run(6) { index in
      let other = try place.open()
      try Self.open(Self.opening(.recall, "508", hold: "h\(index)"), as: "T\(index)", other)
    }
    let cases = try Self.list(.recall, store)
    #expect(cases.count == 1)
    #expect(try Self.attached(try #require(cases.first).id, store).count == 6)
  }
}
