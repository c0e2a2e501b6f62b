import Store
import TestSupport
import Testing

/// What the two engines agree on, and what SQL of the product must do where they do not.
@Suite struct DialectTests {
  @Test("LIKE differs in case, so the product compares lower(…) with lower(…)", arguments: TestStore.engines)
  func like(engine: Engine) throws {
    let (_, database) = try Items.make(engine)
    try database.write { try Items.add("1", "SF Express", 5, $0) }
    let plain = try database.read { try $0.count("SELECT COUNT(*) FROM item WHERE name LIKE 'sf%'") }
    #expect(plain == (engine == .sqlite ? 1 : 0))
    let lowered = try database.read {
      try $0.count("SELECT COUNT(*) FROM item WHERE lower(name) LIKE lower($1)", ["sF%"])
    }
    #expect(lowered == 1)
  }

  @Test(
    "SUM of BIGINT is numeric on PostgreSQL, so the product casts it before it divides", arguments: TestStore.engines)
  func sum(engine: Engine) throws {
    let (_, database) = try Items.make(engine)
    try database.write {
      try Items.add("a", nil, 1, $0)
      try Items.add("b", nil, 2, $0)
    }
    let plain = try database.read { try $0.first("SELECT SUM(fen) / 2 FROM item") { try $0.text(0) } }
    #expect(engine == .sqlite ? plain == "1" : plain?.hasPrefix("1.5") == true)
    let cast = try database.read { try $0.first("SELECT CAST(SUM(fen) AS BIGINT) / 2 FROM item") { try $0.integer(0) } }
    #expect(cast == 1)
    let none = try database.read {
      try $0.first("SELECT SUM(fen) FROM item WHERE id = 'z'") { try $0.optionalInteger(0) }
    }
    #expect(none == .some(nil))
  }

  @Test("text is sorted by its bytes", arguments: TestStore.engines)
  func order(engine: Engine) throws {
    let (_, database) = try Items.make(engine)
    let sorted = ["", "10", "9", "B", "Z", "_", "a", "z", "é", "中", "文", "📦"]
    try database.write { session in
      for text in sorted.reversed() { try Items.add(text, nil, nil, session) }
    }
    #expect(try database.read { try Items.ids($0) } == sorted)
  }

  @Test("ON CONFLICT, RETURNING, CTEs and window functions are common", arguments: TestStore.engines)
  func common(engine: Engine) throws {
    let (_, database) = try Items.make(engine)
    try database.write { session in
      for (id, fen) in [("a", 10), ("b", 20)] as [(String, Int64)] { try Items.add(id, nil, fen, session) }
      let updated = try session.all(
        """
        INSERT INTO item (id, fen) VALUES ($1, $2), ('c', 30)
        ON CONFLICT (id) DO UPDATE SET fen = item.fen + excluded.fen RETURNING id, fen
        """, ["b", 7]
      ) { "\(try $0.text(0))\(try $0.integer(1))" }
      #expect(updated == ["b27", "c30"])
      let running = try session.all(
        """
        WITH RECURSIVE step (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 2)
        SELECT id, n, CAST(SUM(fen) OVER (PARTITION BY n ORDER BY id) AS BIGINT), row_number() OVER (ORDER BY n, id)
        FROM item CROSS JOIN step ORDER BY n, id
        """
      ) { "\(try $0.text(0)) \(try $0.integer(1)) \(try $0.integer(2)) \(try $0.integer(3))" }
      #expect(running == ["a 1 10 1", "b 1 37 2", "c 1 67 3", "a 2 10 4", "b 2 37 5", "c 2 67 6"])
      let written = try session.all(
        "UPDATE item SET fen = 1 WHERE id IN (SELECT id FROM item WHERE fen > $1) RETURNING id", [20]
      ) { try $0.text(0) }
      #expect(written.sorted() == ["b", "c"])
    }
  }

  @Test("integer division cuts towards zero", arguments: TestStore.engines)
  func division(engine: Engine) throws {
    let (_, database) = try Items.make(engine)
    let found = try database.read {
      try $0.first("SELECT CAST($1 AS BIGINT) / 2, CAST($1 AS BIGINT) % 2", [-7]) {
        (try $0.integer(0), try $0.integer(1))
      }
    }
    #expect(found?.0 == -3)
    #expect(found?.1 == -1)
  }
}
