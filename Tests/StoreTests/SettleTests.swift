import Store
import TestSupport
import Testing
import Vocabulary

/// `settle` and retries, alone and racing an operation in flight on another connection.
@Suite struct SettleTests {
  static func id(_ text: String) throws -> OperationID { try #require(OperationID(text)) }

  @Test("a settled id never happens any more", arguments: TestStore.engines)
  func tombstone(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    #expect(try store.settle(Self.id("S1"), actor: People.li, now: Moments.evening) == .never)
    #expect(try store.settle(Self.id("S1"), actor: People.wang, now: Moments.opening) == .never)
    let failure = #expect(throws: Failure.self) {
      try store.perform(try operation("S1", ["order": "1"])) { _ -> Int in
        Issue.record("the body of a settled operation ran")
        return 1
      }
    }
    #expect(failure?.code == "operation_settled")
    #expect(failure?.place == "S1")
    let row = try #require(try store.log(limit: 2).first)
    #expect(row.state == "never")
    #expect(row.verb == "operation settle")
    #expect(row.actor == People.li.name)
  }

  @Test("settling a done operation returns its result", arguments: TestStore.engines)
  func done(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    _ = try store.perform(try operation("S2")) { _ in OperationTests.answer }
    let settled = try store.settle(Self.id("S2"), actor: People.li, now: Moments.evening)
    #expect(settled == .done(result: #"{"fen":17880,"label":"件🎁"}"#))
    #expect(try store.log(limit: 9).count == 1)
  }

  @Test("settle waits for an operation in flight and then says done", arguments: TestStore.engines)
  func settleWaits(engine: Engine) throws {
    let (place, _) = try TestStore.make(engine: engine)
    let (inserted, mayCommit) = (Threads.Gate(), Threads.Gate())
    let performer = Threads.Task {
      // The pause comes after each statement; the row of the operation is there when the log's head is read.
      var sqlite = SQLiteDatabase.Settings()
      var postgres = PostgreSQLDatabase.Settings()
      let statements = Counter()
      let pause = {
        guard statements.next() == (engine == .sqlite ? 5 : 4) else { return }
        inserted.open()
        mayCommit.pass()
      }
      sqlite.pause = pause
      postgres.pause = pause
      return try place.open(sqlite: sqlite, postgres: postgres).perform(try operation("S3")) { _ in 31 }.isReplay
    }
    #expect(inserted.pass())
    let settler = Threads.Task {
      try place.open().settle(try Self.id("S3"), actor: People.li, now: Moments.evening)
    }
    #expect(!settler.ends(withinSeconds: 0.4))
    mayCommit.open()
    #expect(try performer.wait() == false)
    #expect(try settler.wait() == .done(result: "31"))
  }

  @Test("settle says never when the operation in flight fails", arguments: TestStore.engines)
  func settleAfterFailure(engine: Engine) throws {
    let (place, _) = try TestStore.make(engine: engine)
    let (running, mayFail) = (Threads.Gate(), Threads.Gate())
    let performer = Threads.Task {
      try? place.open().perform(try operation("S4")) { _ -> Int in
        running.open()
        mayFail.pass()
        throw GaveUp()
      }.result
    }
    #expect(running.pass())
    let settler = Threads.Task {
      try place.open().settle(try Self.id("S4"), actor: People.li, now: Moments.evening)
    }
    mayFail.open()
    #expect(try performer.wait() == nil)
    #expect(try settler.wait() == .never)
  }

  @Test("an operation that reaches its record after settle is refused, and its effects are undone")
  func settleFirst() throws {
    guard TestStore.engines.contains(.postgres) else { return }
    let (place, store) = try TestStore.make(engine: .postgres)
    let (running, mayGoOn) = (Threads.Gate(), Threads.Gate())
    let performer = Threads.Task { () -> String in
      do {
        _ = try place.open().perform(try operation("S5")) { change in
          let answer = try OperationTests.addSetting("effect", change)
          running.open()
          mayGoOn.pass()
          return answer
        }
        return "done"
      } catch let failure as Failure { return failure.code }
    }
    #expect(running.pass())
    #expect(try store.settle(Self.id("S5"), actor: People.li, now: Moments.evening) == .never)
    mayGoOn.open()
    #expect(try performer.wait() == "operation_settled")
    #expect(try !OperationTests.has("effect", store))
  }

  @Test("the same id sent twice at once happens once, and both get its result", arguments: TestStore.engines)
  func twice(engine: Engine) throws {
    let (place, store) = try TestStore.make(engine: engine)
    for round in 0..<5 {
      let receipts = try Threads.run(4) { index in
        let receipt = try place.open().perform(try operation("T\(round)", ["order": "7"])) { change in
          // A second row would break the key: a retry must not see its own first attempt as somebody else's.
          _ = try OperationTests.addSetting("round \(round)", change)
          return index
        }
        return [receipt.result, receipt.isReplay ? 1 : 0]
      }
      #expect(Set(receipts.map { $0[0] }).count == 1)
      #expect(receipts.filter { $0[1] == 0 }.count == 1)
    }
    #expect(try store.log(limit: 99).count == 5)
  }
}

/// Counts calls from one thread at a time.
final class Counter: @unchecked Sendable {  // Each test calls it from one thread only.
  private var last = 0

  func next() -> Int {
    last += 1
    return last
  }
}
