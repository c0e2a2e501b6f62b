import Orders
import Store

/// The ways to break the guard on purpose: a harness that these do not fail proves nothing.
enum Mutant: String {
  case none
  /// The guard of one order does not look at holds at all.
  case guardRemoved = "guard-removed"
  /// It looks at the table of holds instead of the order's own row. On PostgreSQL a statement that has waited for the
  /// row's lock sees that table as it was before.
  case guardReadsHolds = "guard-reads-holds"
  /// A parcel passes without anybody asking for the holds of what is in it.
  case matesUnchecked = "mates-unchecked"
  /// The orders in a parcel are judged without being locked, and nothing guards the change after it.
  case matesUnlocked = "mates-unlocked"
  /// The guard of one order does not look at what its label says.
  case labelUnguarded = "label-unguarded"
  /// A round takes the address of the newest label for the one in force.
  case labelsUnread = "labels-unread"
  /// The guard of one order does not look at promises of couriers.
  case promisesUnguarded = "promises-unguarded"
  /// A round does not look for promises of couriers.
  case promisesUnread = "promises-unread"

  /// Each statement of the product and what runs in its place.
  var broken: [(real: SQL, broken: SQL)] {
    switch self {
    case .none: []
    case .guardRemoved: [(GateRecords.guardedPass, Self.withoutGuard)]
    case .guardReadsHolds: [(GateRecords.guardedPass, Self.readingHolds)]
    case .matesUnchecked:
      [(GateRoundRecords.lockedOrders, Self.withoutHolds), (GateRoundRecords.guardedPasses, Self.unguardedPasses)]
    case .matesUnlocked:
      [(GateRoundRecords.lockedOrders, Self.withoutLock), (GateRoundRecords.guardedPasses, Self.unguardedPasses)]
    case .labelUnguarded: [(GateRecords.guardedPass, Self.withoutLabel)]
    case .labelsUnread: [(GateRoundRecords.lockedOrders, Self.withoutAddress)]
    case .promisesUnguarded: [(GateRecords.guardedPass, Self.withoutPromises)]
    case .promisesUnread: [(GateRoundRecords.lockedOrders, Self.withoutPromised)]
    }
  }

  private static let withoutGuard: SQL = """
    UPDATE shop_order SET stage = $4, version = version + 1, passed_from = stage, operation_id = $6,
      printed_version = CASE WHEN $4 = 50 THEN address_version ELSE printed_version END,
      printed_courier = CASE WHEN $4 = 50 THEN CAST($9 AS TEXT) ELSE printed_courier END
    WHERE shop = $1 AND id = $2 AND refund_block = 0
      AND stage >= $3 AND stage < $4 AND COALESCE(memo_seen_at, 0) >= $5 AND $7 < 2 AND $8 < 2
      AND (parcels = 0 OR $4 <= 50)
      AND ($4 <= 50 OR printed_version = address_version)
      AND (courier_promises = 0 OR $4 NOT IN (50, 90))
    RETURNING memo_seen_at, version, passed_from, parcels, printed_version, 0
    """

  private static let readingHolds: SQL = """
    UPDATE shop_order SET stage = $4, version = version + 1, passed_from = stage, operation_id = $6,
      printed_version = CASE WHEN $4 = 50 THEN address_version ELSE printed_version END,
      printed_courier = CASE WHEN $4 = 50 THEN CAST($9 AS TEXT) ELSE printed_courier END
    WHERE shop = $1 AND id = $2 AND refund_block = 0
      AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.shop = $1 AND h.order_id = $2 AND h.lifted_at IS NULL)
      AND stage >= $3 AND stage < $4 AND COALESCE(memo_seen_at, 0) >= $5 AND $7 < 2 AND $8 < 2
      AND (parcels = 0 OR $4 <= 50)
      AND ($4 <= 50 OR printed_version = address_version)
      AND (courier_promises = 0 OR $4 NOT IN (50, 90))
    RETURNING memo_seen_at, version, passed_from, parcels, printed_version, 0
    """

  private static let withoutLabel: SQL = """
    UPDATE shop_order SET stage = $4, version = version + 1, passed_from = stage, operation_id = $6,
      printed_version = CASE WHEN $4 = 50 THEN address_version ELSE printed_version END,
      printed_courier = CASE WHEN $4 = 50 THEN CAST($9 AS TEXT) ELSE printed_courier END
    WHERE shop = $1 AND id = $2 AND open_holds = 0 AND refund_block = 0
      AND stage >= $3 AND stage < $4 AND COALESCE(memo_seen_at, 0) >= $5 AND $7 < 2 AND $8 < 2
      AND (parcels = 0 OR $4 <= 50)
      AND (courier_promises = 0 OR $4 NOT IN (50, 90))
    RETURNING memo_seen_at, version, passed_from, parcels, printed_version, 0
    """

  private static let withoutPromises: SQL = """
    UPDATE shop_order SET stage = $4, version = version + 1, passed_from = stage, operation_id = $6,
      printed_version = CASE WHEN $4 = 50 THEN address_version ELSE printed_version END,
      printed_courier = CASE WHEN $4 = 50 THEN CAST($9 AS TEXT) ELSE printed_courier END
    WHERE shop = $1 AND id = $2 AND open_holds = 0 AND refund_block = 0
      AND stage >= $3 AND stage < $4 AND COALESCE(memo_seen_at, 0) >= $5 AND $7 < 2 AND $8 < 2
      AND (parcels = 0 OR $4 <= 50)
      AND ($4 <= 50 OR printed_version = address_version)
    RETURNING memo_seen_at, version, passed_from, parcels, printed_version, 0
    """

  private static let withoutAddress = SQL(
    sqlite: """
      SELECT id, stage, version, open_holds, refund_block, memo_seen_at, parcels, printed_version, printed_version,
        courier_promises, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id IN (SELECT value FROM json_each($2)) ORDER BY id
      """,
    postgres: """
      SELECT id, stage, version, open_holds, refund_block, memo_seen_at, parcels, printed_version, printed_version,
        courier_promises, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json)))) ORDER BY id FOR UPDATE
      """)

  private static let withoutPromised = SQL(
    sqlite: """
      SELECT id, stage, version, open_holds, refund_block, memo_seen_at, parcels, address_version, printed_version,
        0, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id IN (SELECT value FROM json_each($2)) ORDER BY id
      """,
    postgres: """
      SELECT id, stage, version, open_holds, refund_block, memo_seen_at, parcels, address_version, printed_version,
        0, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json)))) ORDER BY id FOR UPDATE
      """)

  private static let withoutHolds = SQL(
    sqlite: """
      SELECT id, stage, version, 0, refund_block, memo_seen_at, parcels, address_version, printed_version,
        courier_promises, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id IN (SELECT value FROM json_each($2)) ORDER BY id
      """,
    postgres: """
      SELECT id, stage, version, 0, refund_block, memo_seen_at, parcels, address_version, printed_version,
        courier_promises, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json)))) ORDER BY id FOR UPDATE
      """)

  private static let withoutLock = SQL(
    sqlite: """
      SELECT id, stage, version, open_holds, refund_block, memo_seen_at, parcels, address_version, printed_version,
        courier_promises, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id IN (SELECT value FROM json_each($2)) ORDER BY id
      """,
    postgres: """
      SELECT id, stage, version, open_holds, refund_block, memo_seen_at, parcels, address_version, printed_version,
        courier_promises, printed_courier
      FROM shop_order
      WHERE shop = $1 AND id = ANY(ARRAY(SELECT json_array_elements_text(CAST($2 AS json)))) ORDER BY id
      """)

  private static let unguardedPasses = SQL(
    sqlite: """
      WITH l AS MATERIALIZED (
        SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS before,
          json_extract(value, '$[2]') AS version, json_extract(value, '$[3]') AS stage,
          json_extract(value, '$[4]') AS label
        FROM json_each($3)
      )
      UPDATE shop_order SET stage = l.stage, version = shop_order.version + l.version - l.before, operation_id = $2,
        printed_version = l.label, printed_courier = CASE WHEN $6 = 50 THEN CAST($7 AS TEXT) ELSE printed_courier END
      FROM l
      WHERE shop_order.shop = $1 AND shop_order.id = l.id AND $4 > 0 AND $5 > -1
      """,
    postgres: """
      UPDATE shop_order SET stage = l.stage, version = shop_order.version + l.version - l.before, operation_id = $2,
        printed_version = l.label, printed_courier = CASE WHEN $6 = 50 THEN CAST($7 AS TEXT) ELSE printed_courier END
      FROM (
        SELECT e ->> 0 AS id, CAST(e ->> 1 AS BIGINT) AS before, CAST(e ->> 2 AS BIGINT) AS version,
          CAST(e ->> 3 AS BIGINT) AS stage, CAST(e ->> 4 AS BIGINT) AS label
        FROM json_array_elements(CAST($3 AS json)) e
      ) l
      WHERE shop_order.shop = $1 AND shop_order.id = l.id AND CAST($4 AS BIGINT) > 0 AND CAST($5 AS BIGINT) > -1
      """)
}
