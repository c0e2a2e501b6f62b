import Store
import TestSupport
import Testing
import Vocabulary

/// `perform`: one operation, one effect, one receipt.
@Suite struct OperationTests {
  struct Answer: Codable, Sendable, Equatable {
    var label: String
    var fen: Int64
  }

  static let answer = Answer(label: "件🎁", fen: 17_880)

  static func addSetting(_ name: String, _ change: Change) throws -> Answer {
    try change.session.run("INSERT INTO store_setting (name, value) VALUES ($1, $2)", [.text(name), "set"])
    return answer
  }

  static func has(_ name: String, _ store: Store) throws -> Bool {
    try store.read { try $0.count("SELECT COUNT(*) FROM store_setting WHERE name = $1", [.text(name)]) == 1 }
  }

  @Test("a receipt carries the result and the head of the log", arguments: TestStore.engines)
  func receipt(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    let first = try store.perform(try operation("A1", ["order": "1001"])) { try Self.addSetting("first", $0) }
    #expect(first.operation.text == "A1")
    #expect(first.isReplay == false)
    #expect(first.result == Self.answer)
    let second = try store.perform(try operation("A2", ["order": "1002"])) { try Self.addSetting("second", $0) }
    guard engine == .sqlite else {
      // Differs because on PostgreSQL an operation joins the chain when a later writer comes by.
      #expect(first.head.sequence == 0)
      return #expect(second.head.sequence <= 1)
    }
    #expect(first.head.sequence == 1)
    #expect(second.head.sequence == 2)
    #expect(second.head.hash.utf8.count == 64)
  }

  @Test("every field of an operation is logged as it was given", arguments: TestStore.engines)
  func logged(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    _ = try store.perform(try operation("L/1", verb: "hold place", actor: People.zhao, at: Moments.evening, ["a": "b"]))
    { _ in
      Self.answer
    }
    let row = try #require(try store.log(limit: 5).first)
    #expect(row.id == "L/1")
    #expect(row.verb == "hold place")
    #expect(row.actor == People.zhao.name)
    #expect(row.role == "warehouse")
    #expect(row.at == Moments.evening)
    #expect(row.playbookVersion == 0)
    #expect(row.state == "done")
    #expect(row.result == #"{"fen":17880,"label":"件🎁"}"#)
  }

  @Test("the same id gives the stored result and does not run the body", arguments: TestStore.engines)
  func replay(engine: Engine) throws {
    let (place, store) = try TestStore.make(engine: engine)
    _ = try store.perform(try operation("R1", ["order": "1001"])) { try Self.addSetting("once", $0) }
    for again in [store, try place.open()] {
      let receipt: Receipt<Answer> = try again.perform(
        try operation("R1", verb: "later", actor: People.li, at: Moments.evening, ["order": "1001"])
      ) { _ in
        Issue.record("the body ran again")
        return Answer(label: "other", fen: 1)
      }
      #expect(receipt.isReplay)
      #expect(receipt.result == Self.answer)
    }
    #expect(try store.log(limit: 9).count == 1)
  }

  @Test("a reused id with other arguments is refused", arguments: TestStore.engines)
  func reused(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    _ = try store.perform(try operation("R2", ["order": "1001"])) { _ in Self.answer }
    let others: [Operation.Arguments] = [[:], ["order": "1002"], ["order1": "001"], ["order": "1001", "line": "2"]]
    for arguments in others {
      let failure = #expect(throws: Failure.self) {
        try store.perform(try operation("R2", arguments)) { _ in Self.answer }
      }
      #expect(failure?.code == "operation_reused")
      #expect(failure?.kind == .refused)
      #expect(failure?.place == "R2")
    }
  }

  @Test("a body that fails leaves nothing, not even the record, and its id stays free", arguments: TestStore.engines)
  func bodyFails(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    let refusal = Failure(.refused, code: "no", Message(zh: "不", en: "no"), place: "here")
    let thrown = #expect(throws: Failure.self) {
      try store.perform(try operation("F1")) { change -> Answer in
        _ = try Self.addSetting("half", change)
        throw refusal
      }
    }
    #expect(thrown == refusal)
    #expect(try !Self.has("half", store))
    #expect(try store.log(limit: 9).isEmpty)
    #expect(
      try store.perform(try operation("F1", ["now": "yes"])) { try Self.addSetting("half", $0) }.isReplay == false)
  }

  struct Happened: Fact {
    var order = "1001"
  }

  @Test("a fact is followed in the same transaction, and may refuse it", arguments: TestStore.engines)
  func facts(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine) { fact, change in
      guard let happened = fact as? Happened else { return try TestStore.unhandled(fact, change) }
      guard happened.order != "refused" else { throw GaveUp() }
      _ = try OperationTests.addSetting("followed by \(change.operation.id)", change)
    }
    _ = try store.perform(try operation("H1")) { change in
      try change.announce(Happened())
      return Self.answer
    }
    #expect(try Self.has("followed by H1", store))
    #expect(throws: GaveUp.self) {
      try store.perform(try operation("H2")) { change -> Answer in
        let answer = try Self.addSetting("announcer", change)
        try change.announce(Happened(order: "refused"))
        return answer
      }
    }
    #expect(try !Self.has("announcer", store))
  }

  @Test("a fact that no one handles fails the transaction", arguments: TestStore.engines)
  func unhandled(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    #expect(throws: TestStore.UnhandledFact.self) {
      try store.perform(try operation("U1")) { change -> Answer in
        let answer = try Self.addSetting("lost", change)
        try change.announce(Happened())
        return answer
      }
    }
    #expect(try !Self.has("lost", store))
    #expect(try store.log(limit: 9).isEmpty)
  }

  @Test("arguments have one canonical form", arguments: TestStore.engines)
  func lists(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    var first: Operation.Arguments = [:]
    first.add("orders", ["1", "23"])
    var other: Operation.Arguments = [:]
    other.add("orders", ["12", "3"])
    _ = try store.perform(try operation("C1", first)) { _ in Self.answer }
    #expect(try store.perform(try operation("C1", first)) { _ in Self.answer }.isReplay)
    let failure = #expect(throws: Failure.self) { try store.perform(try operation("C1", other)) { _ in Self.answer } }
    #expect(failure?.code == "operation_reused")
  }
}
