import Store
import TestSupport
import Testing

/// A long count beside a question: both see the same store, whatever is written meanwhile.
@Suite struct SideBySideTests {
  static func items(_ session: any Session) throws -> Int64 { try session.count("SELECT COUNT(*) FROM item") }

  @Test("both see one picture, and errors of the count arrive", arguments: TestStore.engines)
  func together(engine: Engine) throws {
    let (place, database) = try Items.make(engine)
    try database.write { try Items.add("a", nil, nil, $0) }
    let (store, other) = (try place.open(), try place.open())
    let both = try store.read(beside: { try Self.items($0) }) { session, count in
      let seen = try Self.items(session)
      // Written behind both beginnings, or before the second one: it is in neither picture.
      _ = try other.perform(try operation("B")) { change in
        try Items.add("b", nil, nil, change.session)
        return true
      }
      return (seen, try count())
    }
    #expect(both == (1, 1))
    #expect(throws: GaveUp.self) {
      try store.read(beside: { _ -> Int64 in throw GaveUp() }) { _, count in try count() }
    }
    // A count that nobody asks for disturbs nobody.
    #expect(try store.read(beside: { _ -> Int64 in throw GaveUp() }) { session, _ in try Self.items(session) } == 2)
  }

  @Test("where somebody wrote between the two beginnings, the count is made on the first connection")
  func overtaken() throws {
    let (place, store) = try TestStore.make(engine: .sqlite)
    let late = Store(store) {
      OvertakenDatabase($0) { _ = try place.open().perform(operation("LATE")) { _ in 1 } }
    }
    let counts = try late.read(beside: { try $0.count("SELECT COUNT(*) FROM log_entry") }) { session, count in
      (try session.count("SELECT COUNT(*) FROM log_entry"), try count())
    }
    #expect(counts == (0, 0))
    #expect(try place.open().read { try $0.count("SELECT COUNT(*) FROM log_entry") } == 1)
  }
}

/// A store to which somebody else writes before the second connection looks at it.
private final class OvertakenDatabase: Database {
  private let database: any Database
  private let write: @Sendable () throws -> Void

  init(_ database: any Database, _ write: @escaping @Sendable () throws -> Void) {
    self.database = database
    self.write = write
  }

  var engine: Engine { database.engine }

  var second: (@Sendable () throws -> any Database)? {
    guard let second = database.second else { return nil }
    return { [write] in
      try write()
      return try second()
    }
  }

  func read<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer { try database.read(body) }

  func write<Answer>(_ body: (any Session) throws -> Answer) throws -> Answer { try database.write(body) }

  func giveWay() {}
}
