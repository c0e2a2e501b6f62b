import Store
import Vocabulary

/// The clock of the store itself.
enum ClockRecords {
  static func now(_ session: any Session) throws -> Instant {
    // Differs because each engine has its own clock functions. SQLite's counts whole seconds here: late, never early.
    Instant(
      milliseconds: try session.count(
        SQL(
          sqlite: "SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000",
          postgres: "SELECT CAST(floor(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)")))
  }
}
