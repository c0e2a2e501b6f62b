import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Store

/// Opening and making stores: what is not ours, or not of our version, is refused with a name and a way on.
@Suite struct OpeningTests {
  static func openCode(_ path: String) -> String {
    do {
      _ = try Store.open(.file(path: path), follow: TestStore.unhandled)
      return "opened"
    } catch {
      return (error as? Failure)?.code ?? "\(error)"
    }
  }

  static func createCode(_ location: StoreLocation) -> String {
    do {
      var random = SplitMix64(seed: 9)
      let (_, created) = try Store.create(
        location, isRehearsal: false, now: Moments.opening, random: &random, follow: TestStore.unhandled)
      return created ? "created" : "present"
    } catch {
      return (error as? Failure)?.code ?? "\(error)"
    }
  }

  @Test("what is no store of ours is refused by name")
  func refused() throws {
    let folder = try TemporaryFolder()
    #expect(Self.openCode(folder.file("none.db")) == "store_missing")
    #expect(Self.openCode(folder.path) == "store_is_directory")
    #expect(Self.openCode("/dev/null") == "store_not_ours")
    #expect(Self.createCode(.file(path: folder.path)) == "store_is_directory")
    #expect(Self.createCode(.file(path: folder.file("no/such/folder.db"))) == "folder_missing")
    var random = SplitMix64.printed("a random file")
    let noise = Data((0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) })
    try noise.write(to: URL(fileURLWithPath: folder.file("random.db")))
    try Data().write(to: URL(fileURLWithPath: folder.file("empty.db")))
    let other = try SQLiteDatabase(path: folder.file("other.db"), creating: true)
    try other.write { try $0.script("CREATE TABLE accounts (id TEXT)") }
    for name in ["random.db", "empty.db", "other.db"] { #expect(Self.openCode(folder.file(name)) == "store_not_ours") }
    for name in ["random.db", "other.db"] {
      #expect(Self.createCode(.file(path: folder.file(name))) == "store_not_ours")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("random.db"))) == noise)
    #expect(Self.createCode(.file(path: folder.file("empty.db"))) == "created")
    #expect(Self.openCode(folder.file("empty.db")) == "opened")
  }

  @Test("a create that was killed after its first step is finished by the next one")
  func interruptedCreate() throws {
    let place = try TestStore.nowhere(engine: .sqlite)
    try SQLiteDatabase(path: place.path, creating: true).useWriteAheadLog()
    #expect(CheckpointTests.size(place.path) > 0)
    #expect(Self.openCode(place.path) == "store_not_ours")
    #expect(Self.createCode(place.location) == "created")
    #expect(Self.createCode(place.location) == "present")
    #expect(Self.openCode(place.path) == "opened")
  }

  @Test("a newer store is refused, an older one says how to upgrade", arguments: TestStore.engines)
  func versions(engine: Engine) throws {
    let (place, store) = try TestStore.make(engine: engine)
    for (version, code) in [(999, "store_newer"), (1, "store_older")] as [(Int64, String)] {
      try store.database.write { session in
        if engine == .sqlite { try session.script("PRAGMA user_version=\(version)") }
        if version == 999 {
          try session.run("INSERT INTO schema_migration (version, name, digest) VALUES (999, 'later', 'd')")
        } else {
          try session.run("DELETE FROM schema_migration WHERE version > 1")
        }
      }
      let failure = #expect(throws: Failure.self) { try place.open() }
      #expect(failure?.code == code)
      #expect(failure?.next != nil)
      if version == 999 { #expect(Self.createCode(place.location) == "store_newer") }
    }
  }

  @Test("create brings every earlier schema up to date and keeps what is in it", arguments: TestStore.engines)
  func upgrade(engine: Engine) throws {
    let newest = Migrator.newest(for: engine)
    for old in 1..<newest {
      let place = try TestStore.nowhere(engine: engine)
      try Self.makeOld(place, version: old)
      #expect(throws: Failure.self) { try place.open() }
      #expect(Self.createCode(place.location) == "present")
      let store = try place.open()
      #expect(store.settings.id == "THE-ID")
      #expect(try store.read { try Migrator.version($0) } == newest)
      #expect(try store.read { try Migrator.edited($0) } == [])
      #expect(try store.perform(try operation("AFTER")) { _ in 1 }.isReplay == false)
      #expect(try store.verifyLog().findings == [])
      #expect(Self.createCode(place.location) == "present")
    }
  }

  @Test("passes made before parcels were known stay in the history", arguments: TestStore.engines)
  func earlierPasses(engine: Engine) throws {
    let place = try TestStore.nowhere(engine: engine)
    try Self.makeOld(place, version: 7) { session in
      try session.run(
        """
        INSERT INTO gate_pass (operation_id, shop, order_id, gate, at, actor)
        VALUES ('OLD-1', '店铺甲', '351', 'print', 5, '赵敏')
        """)
    }
    #expect(Self.createCode(place.location) == "present")
    let rows = try place.open().read { session in
      try session.all(
        "SELECT operation_id, shop, order_id, waybill, gate, at, actor, from_stage, undone_at FROM gate_pass"
      ) { row in
        (try (0...4).map { try row.text($0) }, try row.integer(5), try row.text(6), try row.optionalInteger(7))
      }
    }
    #expect(rows.map(\.0) == [["OLD-1", "店铺甲", "351", "", "print"]])
    #expect(rows.map(\.1) == [5])
    #expect(rows.map(\.2) == ["赵敏"])
    #expect(rows.map(\.3) == [nil])
  }

  /// A store as the program of an earlier version left it, with what `fill` puts into it.
  static func makeOld(
    _ place: TestStore, version: Int64, fill: (any Session) throws -> Void = { _ in }
  ) throws {
    let database: any Database
    switch place.location {
    case .file(let path):
      let file = try SQLiteDatabase(path: path, creating: true)
      try file.useWriteAheadLog()
      database = file
    case .server(let url):
      let server = try PostgreSQLDatabase(url: url, settings: .init())
      try server.createSchema()
      database = server
    }
    try database.write { session in
      try Migrator.migrate(session, to: version)
      try fill(session)
      for (name, value) in [("id", "THE-ID"), ("digest_key", "00ff"), ("is_rehearsal", "1")] {
        try session.run("INSERT INTO store_setting (name, value) VALUES ($1, $2)", [.text(name), .text(value)])
      }
      guard session.engine == .sqlite else { return }
      try session.script("PRAGMA application_id=\(SQLiteDatabase.applicationID)")
      try session.script("PRAGMA user_version=\(version)")
    }
  }

  @Test("an edited migration is noticed", arguments: TestStore.engines)
  func edited(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    _ = try store.database.write { try $0.run("UPDATE schema_migration SET digest = 'x' WHERE version = 3") }
    #expect(try store.read { try Migrator.edited($0) } == ["0003_orders"])
  }

  @Test("of many creates at once one makes the store, and all end with the same one", arguments: TestStore.engines)
  func createRace(engine: Engine) throws {
    for _ in 0..<(engine == .sqlite ? 10 : 3) {
      let place = try TestStore.nowhere(engine: engine)
      let codes = try Threads.run(6) { _ in Self.createCode(place.location) }
      #expect(codes.sorted() == ["created"] + Array(repeating: "present", count: 5))
      #expect(try place.open().verifyLog().findings == [])
    }
  }

  @Test("of many processes that create at once one makes the store")
  func createProcesses() throws {
    let place = try TestStore.nowhere(engine: .sqlite)
    let outputs = try Threads.run(4) { _ in
      try Processes.run(Processes.built("PowerLossWriter"), ["create", place.path])
    }
    #expect(outputs.map(\.text).sorted() == ["created\n", "present\n", "present\n", "present\n"])
  }

  @Test("a rehearsal store stays one, and keys differ from store to store", arguments: TestStore.engines)
  func rehearsal(engine: Engine) throws {
    let place = try TestStore.nowhere(engine: engine)
    let made = try place.create(isRehearsal: true)
    #expect(made.settings.isRehearsal)
    #expect(try place.create(isRehearsal: false, seed: 5).settings == made.settings)
    let other = try TestStore.nowhere(engine: engine).create(seed: 6)
    #expect(other.settings.digestKey != made.settings.digestKey)
    #expect(other.settings.id != made.settings.id)
    #expect(made.settings.digestKey.utf8.count == 64)
    #expect(!other.settings.isRehearsal)
  }

  @Test("a server's database that sorts otherwise, or has no store, is refused")
  func server() throws {
    guard PostgresCluster.isAvailable else { return }
    let cluster = try PostgresCluster.shared
    let empty = try cluster.database()
    let failure = #expect(throws: Failure.self) { try Store.open(.server(url: empty), follow: TestStore.unhandled) }
    #expect(failure?.code == "store_missing")
    let name = "peakday_icu_\(getpid())"
    try cluster.execute(
      "CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'zh'")
    #expect(Self.createCode(.server(url: cluster.url(database: name))) == "store_collation")
    try cluster.execute("CREATE DATABASE \(name)_ascii TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    #expect(Self.createCode(.server(url: cluster.url(database: name + "_ascii"))) == "store_collation")
  }
}
