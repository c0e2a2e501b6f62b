import Store
import TestSupport
import Testing
import Vocabulary

/// What is bound comes back as it was, on both engines.
@Suite struct ValueTests {
  @Test("parameters may be used out of order and again", arguments: TestStore.engines)
  func parameterOrder(engine: Engine) throws {
    let (_, database) = try Items.make(engine)
    let row = try database.read {
      try $0.first(
        "SELECT CAST($3 AS TEXT), CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS TEXT)", ["one", 2, "three"]
      ) { [try $0.text(0), try $0.text(1), try $0.text(2), try $0.text(3)] }
    }
    #expect(row == ["three", "one", "2", "three"])
  }

  static let texts = [
    "", "王芳", "📦🚚 e\u{301} é", "a'b\"c\\d%_;--$1", "\u{FEFF}\u{200B}\u{202E}", "\r\n\t\u{1}\u{7F}",
    "\u{10FFFF}\u{FFFD}",
    String(repeating: "长", count: 40_000),
  ]
  static let numbers: [Int64?] = [nil, 0, -1, .max, .min, 1_794_326_709_007]

  @Test("text and numbers come back as they were, NULL and the empty text apart", arguments: TestStore.engines)
  func roundTrip(engine: Engine) throws {
    let (_, database) = try Items.make(engine)
    try database.write { session in
      for (index, text) in Self.texts.enumerated() { try Items.add("t\(index)", text, nil, session) }
      for (index, number) in Self.numbers.enumerated() { try Items.add("n\(index)", nil, number, session) }
    }
    try database.read { session in
      for (index, text) in Self.texts.enumerated() {
        let found = try session.first("SELECT name, fen FROM item WHERE id = $1", [.text("t\(index)")]) {
          (try $0.optionalText(0), try $0.optionalInteger(1))
        }
        #expect(found?.0.map { Array($0.utf8) } == Array(text.utf8))
        #expect(found?.1 == nil)
      }
      for (index, number) in Self.numbers.enumerated() {
        let found = try session.first("SELECT name, fen FROM item WHERE id = $1", [.text("n\(index)")]) {
          (try $0.optionalText(0), try $0.optionalInteger(1))
        }
        #expect(found?.0 == nil)
        #expect(found?.1 == number)
      }
    }
  }

  @Test("a NUL byte is refused and nothing is written", arguments: TestStore.engines)
  func nul(engine: Engine) throws {
    let (_, database) = try Items.make(engine)
    let failure = #expect(throws: Failure.self) {
      try database.write { try Items.add("nul", "a\0b", 1, $0) }
    }
    #expect(failure?.code == "nul_byte")
    #expect(try Items.count(database) == 0)
  }

  @Test("a column that is NULL or not a number is an error, never a zero", arguments: TestStore.engines)
  func wrongColumn(engine: Engine) throws {
    let (_, database) = try Items.make(engine)
    try database.write { try Items.add("k", "text", nil, $0) }
    #expect(throws: StoreError.self) {
      try database.read { try $0.first("SELECT fen FROM item") { try $0.integer(0) } }
    }
    #expect(throws: StoreError.self) {
      try database.read { try $0.first("SELECT name FROM item") { try $0.integer(0) } }
    }
    #expect(throws: StoreError.self) {
      try database.read { try $0.first("SELECT CAST(fen AS TEXT) FROM item") { try $0.text(0) } }
    }
  }

  @Test("a wrong number of values is an error", arguments: TestStore.engines, [0, 1, 3])
  func wrongCount(engine: Engine, count: Int) throws {
    let (_, database) = try Items.make(engine)
    #expect(throws: StoreError.self) {
      try database.write {
        try $0.run("UPDATE item SET name = $2 WHERE id = $1", Array(repeating: Value.text("v"), count: count))
      }
    }
  }

  @Test("run tells how many rows changed", arguments: TestStore.engines)
  func changes(engine: Engine) throws {
    let (_, database) = try Items.make(engine)
    let counts = try database.write { session in
      [
        try session.run("INSERT INTO item (id, fen) VALUES ('a', 1), ('b', 2), ('c', 3)"),
        try session.run("SELECT id FROM item"),
        try session.run("UPDATE item SET fen = fen + 1 WHERE fen >= $1", [2]),
        try session.run("CREATE TABLE other (id TEXT)"),
        try session.run("UPDATE item SET fen = 1 WHERE id = 'none'"),
        try session.run("INSERT INTO item (id) VALUES ('a') ON CONFLICT (id) DO NOTHING"),
        try session.run("DELETE FROM item"),
      ]
    }
    #expect(counts == [3, 0, 2, 0, 0, 0, 3])
  }

  @Test("a statement may run inside its own rows", arguments: TestStore.engines)
  func nested(engine: Engine) throws {
    let (_, database) = try Items.make(engine)
    try database.write { session in
      for (index, id) in ["a", "b", "c"].enumerated() { try Items.add(id, id + id, Int64(index), session) }
    }
    let after: SQL = "SELECT id FROM item WHERE id > $1 ORDER BY id"
    let pairs = try database.read { session in
      var pairs: [String] = []
      try session.rows(after, ["a"]) { outer in
        let first = try outer.text(0)
        try session.rows(after, [.text(first)]) { pairs.append(first + (try $0.text(0))) }
        pairs.append(try outer.text(0))
      }
      return pairs
    }
    #expect(pairs == ["bc", "b", "c"])
  }
}
