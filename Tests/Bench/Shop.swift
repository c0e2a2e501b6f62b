import Coordination
import Orders
import Playbooks
import Store
import TestSupport
import Vocabulary

/// Makes stores full of paid orders whose memos were seen just now, through the product's own schema and log.
enum Shop {
  static let name = "main"
  private static let owner = Actor(name: "bench", role: .lead)

  /// The number of the order at `index`: 19 digits, as the platform's are.
  static func order(_ index: Int) -> String { String(2_026_111_100_000_000_000 + index) }

  static func key(_ index: Int) -> OrderKey { OrderKey(shop: name, id: order(index)) }

  static func open(_ place: String, usesTurnstile: Bool = true) throws -> Store {
    var settings = SQLiteDatabase.Settings()
    settings.usesTurnstile = usesTurnstile
    return try Store.open(StoreLocation(place), sqlite: settings, follow: Consequences.follow)
  }

  /// Makes a store with orders 0 ..< `orders`.
  static func make(_ place: String, orders: Int, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let now = Clock.instant()
    let store = try Store.create(
      StoreLocation(place), isRehearsal: false, now: now, random: &random, follow: Consequences.follow
    ).store
    func perform(_ verb: String, _ body: (Change) throws -> Int) throws {
      let id = OperationID(now: now, random: &random)
      _ = try store.perform(Operation(id: id, verb: verb, actor: owner, at: now, arguments: [:]), body)
    }
    try perform("init") { try Setup.installPlaybooks(.builtIn, $0).playbookFiles }
    let part = 20_000
    for first in stride(from: 0, to: orders, by: part) {
      try perform("order import") { change in
        try change.session.run(
          fill,
          [
            .integer(Int64(first)), .integer(Int64(min(first + part, orders))), .integer(now.milliseconds),
            .integer(Int64(seed % 1_000_000)), .text(change.operation.id.text),
          ])
      }
    }
  }

  /// Amounts and times differ from order to order and follow from the seed, $4.
  private static let fill: SQL = """
    WITH RECURSIVE number (i) AS (
      SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM number WHERE i + 1 < CAST($2 AS BIGINT)
    )
    INSERT INTO shop_order (shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
      platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count, operation_id)
    SELECT 'main', CAST(2026111100000000000 + i AS TEXT), 30, 1, 0, 0, CAST($3 AS BIGINT), 0, CAST($3 AS BIGINT),
      '买家已付款，等待卖家发货', CAST($3 AS BIGINT) - 7200000 + (i * 7919 + CAST($4 AS BIGINT)) % 3600000,
      CAST($3 AS BIGINT) - 3600000 + (i * 104729 + CAST($4 AS BIGINT)) % 1800000,
      2000 + (i * 15485863 + CAST($4 AS BIGINT)) % 90000, 1500 + (i * 15485863 + CAST($4 AS BIGINT)) % 90000, 0,
      '双11 加厚羊毛围巾 ' || CAST((i * 31 + CAST($4 AS BIGINT)) % 97 AS TEXT) || ' 号色',
      1 + (i + CAST($4 AS BIGINT)) % 4, CAST($5 AS TEXT)
    FROM number
    """

  /// Throws unless exactly `expected` orders passed the gate since the store was made, and the log holds together.
  static func verify(_ place: String, passes expected: Int) throws {
    let store = try open(place)
    let found = try store.read { try $0.count("SELECT COUNT(*) FROM gate_pass") }
    guard found == Int64(expected) else {
      throw BenchFailure("\(expected) passes were answered, the store has \(found)")
    }
    let findings = try store.verifyLog().findings
    guard findings.isEmpty else { throw BenchFailure("the log is broken: \(findings[0].code) \(findings[0].place)") }
  }

  /// How many orders passed in a store that something else wrote to, and how many of its operations joined the chain.
  static func count(_ place: String) throws -> (passes: Int, chained: Int) {
    try open(place).read { session in
      (
        Int(try session.count("SELECT COUNT(*) FROM gate_pass")),
        Int(try session.count("SELECT COUNT(*) FROM log_entry"))
      )
    }
  }
}
