import Foundation

/// The PostgreSQL server of a test run: by default a cluster of its own, started when the first test needs it.
///
/// `PEAKDAY_TEST_POSTGRES=skip` leaves out the tests that need it; a `postgresql://` URL names a server to use, and
/// its being unreachable is a failure.
public final class PostgresCluster: Sendable {
  /// Why the tests that need PostgreSQL are left out; nil when they run.
  public static let skipReason: String? = {
    guard setting == "skip" else { return nil }
    print("PostgreSQL tests are left out: PEAKDAY_TEST_POSTGRES=skip")
    return "PEAKDAY_TEST_POSTGRES=skip"
  }()

  public static var isAvailable: Bool { skipReason == nil }

  /// The one server of this process.
  public static var shared: PostgresCluster {
    get throws { try sharedResult.get() }
  }

  private static let setting = ProcessInfo.processInfo.environment["PEAKDAY_TEST_POSTGRES"] ?? ""
  private static let sharedResult = Result {
    try ["", "own"].contains(setting) ? PostgresCluster() : PostgresCluster(url: setting)
  }

  public struct Unusable: Error, CustomStringConvertible {
    public let description: String
  }

  /// A connection to the maintenance database.
  private let url: String
  private let psql: String
  /// Set for a cluster of our own: closing it makes the watchdog stop the server and remove its folder.
  private let leash: Int32?
  private let watchdog: OwnedProcess?

  private init(url: String) throws {
    guard let psql = Processes.find("psql", folders: Self.binFolders()) else {
      throw Unusable(description: "psql is not installed")
    }
    self.psql = psql
    self.url = url
    leash = nil
    watchdog = nil
    socketFolder = nil
    try execute("SELECT 1")
  }

  /// Another cluster of its own, for a test that changes the whole server; `stop` ends it.
  public static func separate() throws -> PostgresCluster { try PostgresCluster() }

  /// The folder of the server's socket; nil for a server that was named by a URL.
  public let socketFolder: String?

  private init() throws {
    guard let initdb = Processes.find("initdb", folders: Self.binFolders()),
      let control = Processes.find("pg_ctl", folders: Self.binFolders()),
      let psql = Processes.find("psql", folders: Self.binFolders())
    else {
      throw Unusable(
        description: "PostgreSQL is not installed (apt-get install postgresql-15); to leave its tests out, set "
          + "PEAKDAY_TEST_POSTGRES=skip")
    }
    self.psql = psql
    let folder = try Self.makeFolder()
    socketFolder = folder
    url = "postgresql://postgres@/postgres?host=\(folder.replacingOccurrences(of: "/", with: "%2F"))"
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Unusable(description: "no pipe") }
    // The server must not be kept on its leash by another child of ours.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    leash = ends[1]
    let started = try OwnedProcess(
      Self.unprivileged(["/bin/sh", "-c", Self.watchdogScript, "watchdog", initdb, control, folder]), input: ends[0])
    watchdog = started
    close(ends[0])
    let answer = started.firstLine()
    guard answer == "ready" else {
      throw Unusable(description: "the private PostgreSQL did not start: \(answer) \(started.rest())")
    }
    // The shared one; a separate one that nobody stopped is ended by its watchdog.
    atexit {
      guard case .success(let cluster) = PostgresCluster.sharedResult else { return }
      cluster.stop()
    }
  }

  /// Lives as long as its standard input: when the test process ends, however it ends, the server is stopped.
  private static let watchdogScript = """
    trap : INT HUP TERM PIPE
    initdb=$1; control=$2; folder=$3
    cd /
    "$initdb" -D "$folder/data" -U postgres --auth=trust --locale=C --encoding=UTF8 --no-sync >"$folder/log" 2>&1 &&
    cat >>"$folder/data/postgresql.conf" <<END &&
    listen_addresses = ''
    unix_socket_directories = '$folder'
    max_connections = 100
    fsync = on
    END
    "$control" -D "$folder/data" -w -l "$folder/log" start >/dev/null 2>&1 &&
    echo ready || { echo failed; tail -5 "$folder/log"; }
    while read -r line; do :; done
    "$control" -D "$folder/data" -m immediate stop >/dev/null 2>&1
    rm -rf "$folder"
    """

  public func stop() {
    guard let leash, let watchdog else { return }
    close(leash)
    watchdog.wait()
  }

  /// Makes a fresh database and returns its URL: an empty one, or a copy of the database `template`.
  public func database(template: String = "template0") throws -> String {
    let name = "peakday_\(getpid())_\(Self.counter.next())"
    try execute("CREATE DATABASE \(name) TEMPLATE \(template) ENCODING 'UTF8' LOCALE 'C'")
    return url(database: name)
  }

  /// The URL of another database of this server.
  public func url(database name: String) -> String {
    let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let server = parts[0].split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
    return server.joined(separator: "/") + "/" + name + (parts.count > 1 ? "?" + parts[1] : "")
  }

  /// Runs SQL outside any transaction, in the maintenance database or in the one of `url`; returns what psql prints.
  @discardableResult
  public func execute(_ sql: String, url other: String? = nil) throws -> String {
    let outcome = try Processes.run(
      psql, ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", other ?? url], input: sql)
    guard outcome.code == 0 else { throw Unusable(description: "psql: \(outcome.errors)") }
    return outcome.text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static let counter = Counter()

  private final class Counter: @unchecked Sendable {  // Guarded by `lock`.
    private let lock = NSLock()
    private var last = 0

    func next() -> Int {
      lock.withLock {
        last += 1
        return last
      }
    }
  }
}
