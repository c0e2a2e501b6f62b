public import Store
public import Vocabulary

/// A fresh store on either engine; its folder goes when the test process ends, its database with the cluster.
public final class TestStore: Sendable {
  /// The engines that the tests run on: both, unless PostgreSQL is left out.
  public static var engines: [Engine] {
    Engine.allCases.filter { $0 == .sqlite || PostgresCluster.isAvailable }
  }

  public let location: StoreLocation

  private init(location: StoreLocation) {
    self.location = location
  }

  /// A place where no store is yet.
  public static func nowhere(engine: Engine) throws -> TestStore {
    switch engine {
    case .sqlite:
      let folder = try TemporaryFolder(lasting: true)
      return TestStore(location: .file(path: folder.file("shop.db")))
    case .postgres:
      return TestStore(location: .server(url: try PostgresCluster.shared.database()))
    }
  }

  /// Makes a store and opens it. A fact that no one handles fails the transaction, unless `follow` says otherwise.
  public static func make(
    engine: Engine, isRehearsal: Bool = false, follow: @escaping FactHandler = TestStore.unhandled
  ) throws -> (place: TestStore, store: Store) {
    let place = engine == .sqlite ? try nowhere(engine: engine) : TestStore(location: .server(url: try Template.copy()))
    return (place, try place.create(isRehearsal: isRehearsal, follow: follow))
  }

  /// A PostgreSQL database with the whole schema and nothing in it: copied, it saves each test all migrations.
  private enum Template {
    private static let name = Result {
      let cluster = try PostgresCluster.shared
      let url = try cluster.database()
      try TestStore(location: .server(url: url)).create()
      try cluster.execute("DELETE FROM peakday.store_setting", url: url)
      return String(url.split(separator: "?")[0].split(separator: "/").last ?? "")
    }

    static func copy() throws -> String { try PostgresCluster.shared.database(template: name.get()) }
  }

  @discardableResult
  public func create(
    isRehearsal: Bool = false, seed: UInt64 = 20_261_111, follow: @escaping FactHandler = TestStore.unhandled
  ) throws -> Store {
    var random = SplitMix64(seed: seed)
    return try Store.create(
      location, isRehearsal: isRehearsal, now: Moments.opening, random: &random, follow: follow
    ).store
  }

  /// Opens it again: a connection of its own, for another thread.
  public func open(
    sqlite: SQLiteDatabase.Settings = .init(), postgres: PostgreSQLDatabase.Settings = .init(),
    follow: @escaping FactHandler = TestStore.unhandled
  ) throws -> Store {
    try Store.open(location, sqlite: sqlite, postgres: postgres, follow: follow)
  }

  /// The path of a SQLite store; empty on PostgreSQL.
  public var path: String {
    if case .file(let path) = location { return path }
    return ""
  }

  /// The URL of a PostgreSQL store; empty on SQLite.
  public var url: String {
    if case .server(let url) = location { return url }
    return ""
  }

  /// Thrown for a fact that the test did not expect.
  public struct UnhandledFact: Error {
    public let fact: String
  }

  public static func unhandled(_ fact: any Fact, _: Change) throws {
    throw UnhandledFact(fact: "\(fact)")
  }
}

/// Fixed moments of one made-up sales day, all different.
public enum Moments {
  /// 2026-11-10 20:00:00.000 shop time.
  public static let opening = Instant(milliseconds: 1_794_312_000_000)
  /// 2026-11-11 00:05:09.007 shop time.
  public static let midnight = Instant(milliseconds: 1_794_326_709_007)
  /// 2026-11-11 18:30:00.000 shop time.
  public static let evening = Instant(milliseconds: 1_794_393_000_000)
}

/// People of the tests, each in a role of their own.
public enum People {
  public static let wang = Actor(name: "王芳", role: .lead)
  public static let li = Actor(name: "李雷", role: .agent)
  public static let zhao = Actor(name: "赵敏", role: .warehouse)
}

/// An operation of a test. A function, because a test that imports Foundation sees two types named `Operation`.
public func operation(
  _ id: String, verb: String = "test", actor: Actor = People.wang, at: Instant = Moments.midnight,
  _ arguments: Operation.Arguments = [:]
) throws -> Operation {
  guard let id = OperationID(id) else { throw PostgresCluster.Unusable(description: "not an operation id: \(id)") }
  return Operation(id: id, verb: verb, actor: actor, at: at, arguments: arguments)
}
