import Store
import TestSupport

/// A table of the tests' own beside the product's: text, a number, both optional but the key.
enum Items {
  static func make(_ engine: Engine) throws -> (place: TestStore, database: any Database) {
    let (place, store) = try TestStore.make(engine: engine)
    try store.database.write {
      try $0.script("CREATE TABLE item (id TEXT NOT NULL PRIMARY KEY, name TEXT, fen BIGINT CHECK (fen <> 13))")
    }
    return (place, store.database)
  }

  static func add(_ id: String, _ name: String?, _ fen: Int64?, _ session: any Session) throws {
    try session.run("INSERT INTO item (id, name, fen) VALUES ($1, $2, $3)", [.text(id), Value(name), Value(fen)])
  }

  static func ids(_ session: any Session) throws -> [String] {
    try session.all("SELECT id FROM item ORDER BY id") { try $0.text(0) }
  }

  static func count(_ database: any Database) throws -> Int64 {
    try database.read { try $0.count("SELECT COUNT(*) FROM item") }
  }
}

/// Thrown by bodies that give up.
struct GaveUp: Error, Equatable {
  var reason = 7
}
