import Store
import Vocabulary

/// The SQL of presence.
enum PresenceRecords {
  static func clockIn(_ agent: String, shop: String, _ change: Change) throws {
    let inserted = try change.session.run(
      """
      INSERT INTO attendance (shop, agent, in_at, in_by, operation_id) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT DO NOTHING
      """,
      [
        .text(shop), .text(agent), .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("somebody else clocked them in at the same moment") }
  }

  static func clockOut(_ agent: String, shop: String, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      UPDATE attendance SET out_at = $3, out_by = $4, out_operation_id = $5
      WHERE shop = $1 AND agent = $2 AND out_at IS NULL
      """,
      [
        .text(shop), .text(agent), .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ]) == 1
  }

  static func open(_ agent: String, shop: String, _ session: any Session) throws -> Instant? {
    try session.first(
      "SELECT in_at FROM attendance WHERE shop = $1 AND agent = $2 AND out_at IS NULL", [.text(shop), .text(agent)]
    ) { Instant(milliseconds: try $0.integer(0)) }
  }

  /// Who has clocked in and not out, and since when.
  static func present(shop: String, _ session: any Session) throws -> [String: Instant] {
    var present: [String: Instant] = [:]
    try session.rows("SELECT agent, in_at FROM attendance WHERE shop = $1 AND out_at IS NULL", [.text(shop)]) {
      present[try $0.text(0)] = Instant(milliseconds: try $0.integer(1))
    }
    return present
  }

  static func list(
    shop: String, from: Instant, until: Instant, _ session: any Session
  ) throws -> [(agent: String, inAt: Instant, outAt: Instant?)] {
    try session.all(
      """
      SELECT agent, in_at, out_at FROM attendance WHERE shop = $1 AND in_at < $3 AND (out_at IS NULL OR out_at > $2)
      ORDER BY in_at, agent
      """, [.text(shop), .integer(from.milliseconds), .integer(until.milliseconds)]
    ) {
      (
        try $0.text(0), Instant(milliseconds: try $0.integer(1)),
        try $0.optionalInteger(2).map(Instant.init(milliseconds:))
      )
    }
  }

  /// People that a rota needs at a moment, by skill.
  static func needed(
    by roster: Roster, at moment: Instant, shop: String, _ session: any Session
  ) throws -> [String: Int] {
    let slot = Int64(roster.slotMinutes) * 60_000
    let start = moment.milliseconds - (moment.milliseconds - roster.from.milliseconds) % slot
    var needed: [String: Int] = [:]
    try session.rows(
      "SELECT skill, people FROM rota_need WHERE shop = $1 AND version = $2 AND at = $3",
      [.text(shop), .integer(roster.version), .integer(start)]
    ) { needed[try $0.text(0)] = Int(try $0.integer(1)) }
    return needed
  }

  // MARK: Handing over

  static func insert(picture: String, note: String, shop: String, _ change: Change) throws -> Int64 {
    let number = try change.session.count("SELECT MAX(number) FROM handover WHERE shop = $1", [.text(shop)]) + 1
    let inserted = try change.session.run(
      """
      INSERT INTO handover (shop, number, picture, note, opened_at, opened_by, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (shop, number) DO NOTHING
      """,
      [
        .text(shop), .integer(number), .text(picture), .text(note), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("somebody else opened one in between") }
    return number
  }

  static func signLeaving(_ number: Int64, shop: String, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      UPDATE handover SET leaving = $3, leaving_at = $4, leaving_operation_id = $5
      WHERE shop = $1 AND number = $2 AND leaving IS NULL
      """, signature(number, shop, change)) == 1
  }

  static func signComing(_ number: Int64, shop: String, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      UPDATE handover SET coming = $3, coming_at = $4, coming_operation_id = $5
      WHERE shop = $1 AND number = $2 AND leaving IS NOT NULL AND leaving <> $3 AND coming IS NULL
      """, signature(number, shop, change)) == 1
  }

  private static func signature(_ number: Int64, _ shop: String, _ change: Change) -> [Value] {
    [
      .text(shop), .integer(number), .text(change.operation.actor.name),
      .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
    ]
  }

  /// The newest first; with `number` that one.
  static func handovers(
    shop: String, number: Int64? = nil, limit: Int64, _ session: any Session
  ) throws -> [Handover] {
    try session.all(
      """
      SELECT number, picture, note, opened_at, opened_by, leaving, leaving_at, coming, coming_at
      FROM handover WHERE shop = $1 AND (CAST($2 AS BIGINT) IS NULL OR number = $2) ORDER BY number DESC LIMIT $3
      """, [.text(shop), Value(number), .integer(limit)]
    ) {
      Handover(
        number: try $0.integer(0), picture: try $0.text(1), note: try $0.text(2),
        openedAt: Instant(milliseconds: try $0.integer(3)), openedBy: try $0.text(4),
        leaving: try $0.optionalText(5), leavingAt: try $0.optionalInteger(6).map(Instant.init(milliseconds:)),
        coming: try $0.optionalText(7), comingAt: try $0.optionalInteger(8).map(Instant.init(milliseconds:)))
    }
  }
}
