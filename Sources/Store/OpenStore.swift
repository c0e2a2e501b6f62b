import Glibc
public import Vocabulary

extension Store {
  /// Opens a store that exists, is ours, and has the version of this program. Writes nothing.
  ///
  /// Throws a `storeUnavailable` failure whose code says why not: `store_missing`, `store_is_directory`,
  /// `store_not_ours`, `store_older`, `store_newer`, `store_read_only`, `store_on_network`.
  public static func open(
    _ location: StoreLocation, sqlite settings: SQLiteDatabase.Settings = .init(),
    postgres options: PostgreSQLDatabase.Settings = .init(), follow: @escaping FactHandler
  ) throws -> Store {
    do {
      let database: any Database
      let version: Int64
      switch location {
      case .file(let named):
        let path = StoreFile.resolved(named)
        try StoreFile.refuseUnusable(path, location)
        let file = try StoreFile.file(path, settings, location)
        version = try StoreFile.version(of: file, location)
        database = file
      case .server(let url):
        let server = try PostgreSQLDatabase(url: url, settings: options)
        guard let found = try server.schemaVersion() else { throw missing(location) }
        version = found
        database = server
      }
      try refuseOtherVersion(version, engine: database.engine, location)
      return Store(database: database, settings: try database.read(readSettings), follow: follow)
    } catch let error as StoreError {
      throw error.failure().at(location.shown)
    }
  }

  /// Makes a store, or brings one of an older version up to date; `created` tells which.
  ///
  /// A rehearsal store accepts `--now` and says so everywhere; whether a store is one is decided here for ever.
  public static func create(
    _ location: StoreLocation, isRehearsal: Bool, now: Instant, random: inout some RandomNumberGenerator,
    follow: @escaping FactHandler
  ) throws -> (store: Store, created: Bool) {
    do {
      let database: any Database
      switch location {
      case .file(let path):
        database = try StoreFile.create(StoreFile.resolved(path), location)
      case .server(let url):
        let server = try PostgreSQLDatabase(url: url, settings: .init())
        try server.refuseForeignCollation()
        try server.createSchema()
        if let version = try server.schemaVersion() { try refuseNewer(version, engine: .postgres, location) }
        database = server
      }
      let fresh = [
        ("id", OperationID(now: now, random: &random).text),
        ("digest_key", (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }.hexadecimal),
        ("is_rehearsal", isRehearsal ? "1" : "0"),
        ("created_at", now.rfc3339),
      ]
      let created = try database.write { session in
        // On SQLite the turnstile keeps a second `create` waiting.
        if session.engine == .postgres { try PostgreSQLDatabase.lockSchema(session) }
        try Migrator.migrate(session)
        let created = try session.count("SELECT COUNT(*) FROM store_setting WHERE name = 'id'") == 0
        if created {
          for (name, value) in fresh {
            try session.run("INSERT INTO store_setting (name, value) VALUES ($1, $2)", [.text(name), .text(value)])
          }
        }
        if session.engine == .sqlite {
          try session.script("PRAGMA application_id=\(SQLiteDatabase.applicationID)")
          try session.script("PRAGMA user_version=\(Migrator.newest(for: .sqlite))")
        }
        return created
      }
      return (Store(database: database, settings: try database.read(readSettings), follow: follow), created)
    } catch let error as StoreError {
      throw error.failure().at(location.shown)
    }
  }

  private static func readSettings(_ session: any Session) throws -> Settings {
    var values: [String: String] = [:]
    try session.rows("SELECT name, value FROM store_setting", []) { values[try $0.text(0)] = try $0.text(1) }
    guard let id = values["id"], let key = values["digest_key"] else {
      throw StoreError.unavailable("store_setting is incomplete")
    }
    return Settings(id: id, isRehearsal: values["is_rehearsal"] == "1", digestKey: key)
  }

  static func missing(_ location: StoreLocation) -> Failure {
    Failure(
      .storeUnavailable, code: "store_missing", Message(zh: "这里还没有店铺库", en: "there is no store here yet"),
      place: location.shown,
      next: Message(
        zh: "建一个：peakday init --store \(location.shown)", en: "make one: peakday init --store \(location.shown)"))
  }

  static func refuseNewer(_ version: Int64, engine: Engine, _ location: StoreLocation) throws {
    let newest = Migrator.newest(for: engine)
    if version > newest {
      throw Failure(
        .storeUnavailable, code: "store_newer",
        Message(
          zh: "店铺库的版本（\(version)）比本程序（\(newest)）新",
          en: "the store has version \(version), newer than this program's \(newest)"),
        place: location.shown, next: Message(zh: "请升级 peakday", en: "install a newer peakday"))
    }
  }

  private static func refuseOtherVersion(_ version: Int64, engine: Engine, _ location: StoreLocation) throws {
    try refuseNewer(version, engine: engine, location)
    let newest = Migrator.newest(for: engine)
    if version < newest {
      throw Failure(
        .storeUnavailable, code: "store_older",
        Message(
          zh: "店铺库的版本（\(version)）比本程序（\(newest)）旧",
          en: "the store has version \(version), older than this program's \(newest)"),
        place: location.shown,
        next: Message(
          zh: "升级：peakday init --store \(location.shown)", en: "upgrade it: peakday init --store \(location.shown)"))
    }
  }
}

extension Failure {
  /// The same failure, with a place where it has none.
  func at(_ place: String) -> Failure {
    Failure(kind, code: code, message, place: self.place ?? place, next: next)
  }
}
