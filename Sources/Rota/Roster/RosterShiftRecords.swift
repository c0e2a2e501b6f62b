import Store
import Vocabulary

/// The SQL of shifts and their breaks.
enum RosterShiftRecords {
  /// Writes shifts down, each under the next number of its rota.
  static func insert(_ shifts: [RosterShift], version: Int64, shop: String, _ change: Change) throws {
    var number = try change.session.count(
      "SELECT MAX(number) FROM rota_shift WHERE shop = $1 AND version = $2", [.text(shop), .integer(version)])
    for shift in shifts.sorted(by: { ($0.start, $0.agent ?? "") < ($1.start, $1.agent ?? "") }) {
      number += 1
      try change.session.run(
        """
        INSERT INTO rota_shift (shop, version, number, agent, start_at, end_at, is_pinned, operation_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
          .text(shop), .integer(version), .integer(number), Value(shift.agent), .integer(shift.start.milliseconds),
          .integer(shift.end.milliseconds), Value(shift.isPinned), .text(change.operation.id.text),
        ])
      for pause in shift.breaks {
        try change.session.run(
          "INSERT INTO rota_break (shop, version, shift, start_at, end_at) VALUES ($1, $2, $3, $4, $5)",
          [
            .text(shop), .integer(version), .integer(number), .integer(pause.start.milliseconds),
            .integer(pause.end.milliseconds),
          ])
      }
    }
  }

  /// A shift goes. Throws `StoreError.retry` when it has gone already.
  static func end(_ shift: RosterShift, shop: String, _ change: Change) throws {
    let changed = try change.session.run(
      """
      UPDATE rota_shift SET gone_operation_id = $4
      WHERE shop = $1 AND version = $2 AND number = $3 AND gone_operation_id IS NULL
      """, [.text(shop), .integer(shift.version), .integer(shift.number), .text(change.operation.id.text)])
    guard changed == 1 else { throw StoreError.retry("the shift has gone in between") }
  }

  /// The shifts of a version, by start and person.
  static func of(_ version: Int64, shop: String, _ session: any Session) throws -> [RosterShift] {
    try whole(
      session.all(
        """
        SELECT version, number, agent, start_at, end_at, is_pinned FROM rota_shift
        WHERE shop = $1 AND version = $2 AND gone_operation_id IS NULL ORDER BY start_at, COALESCE(agent, ''), number
        """, [.text(shop), .integer(version)], shift),
      breaks: session.all(
        """
        SELECT b.version, b.shift, b.start_at, b.end_at
        FROM rota_break b JOIN rota_shift s ON s.shop = b.shop AND s.version = b.version AND s.number = b.shift
        WHERE b.shop = $1 AND b.version = $2 AND s.gone_operation_id IS NULL ORDER BY b.version, b.shift, b.start_at
        """, [.text(shop), .integer(version)], pause))
  }

  /// Shifts that people go by: of the rota that is in force on the day they begin; those that touch a stretch.
  static func inForce(
    shop: String, from: Instant, until: Instant, _ session: any Session
  ) throws -> [RosterShift] {
    let values: [Value] = [
      .text(shop), .integer(from.milliseconds), .integer(until.milliseconds), .integer(from.milliseconds - 86_400_000),
    ]
    return try whole(
      session.all(
        """
        SELECT s.version, s.number, s.agent, s.start_at, s.end_at, s.is_pinned
        FROM rota_shift s
        JOIN rota_day d ON d.shop = s.shop AND d.version = s.version AND d.day = (s.start_at + 28800000) / 86400000
        WHERE s.shop = $1 AND s.gone_operation_id IS NULL AND s.start_at >= $4 AND s.start_at < $3 AND s.end_at > $2
        ORDER BY s.start_at, COALESCE(s.agent, ''), s.number
        """, values, shift),
      breaks: session.all(
        """
        SELECT b.version, b.shift, b.start_at, b.end_at
        FROM rota_shift s
        JOIN rota_day d ON d.shop = s.shop AND d.version = s.version AND d.day = (s.start_at + 28800000) / 86400000
        JOIN rota_break b ON b.shop = s.shop AND b.version = s.version AND b.shift = s.number
        WHERE s.shop = $1 AND s.gone_operation_id IS NULL AND s.start_at >= $4 AND s.start_at < $3 AND s.end_at > $2
        ORDER BY b.version, b.shift, b.start_at
        """, values, pause))
  }

  private struct Pause {
    let version: Int64
    let shift: Int64
    let time: RosterShift.Break
  }

  private static func whole(_ shifts: [RosterShift], breaks: [Pause]) -> [RosterShift] {
    struct Key: Hashable {
      let version: Int64
      let shift: Int64
    }
    let known = Dictionary(grouping: breaks) { Key(version: $0.version, shift: $0.shift) }
    return shifts.map { shift in
      RosterShift(
        version: shift.version, number: shift.number, agent: shift.agent, start: shift.start, end: shift.end,
        breaks: known[Key(version: shift.version, shift: shift.number)]?.map(\.time) ?? [], isPinned: shift.isPinned)
    }
  }

  private static func shift(_ row: any Row) throws -> RosterShift {
    RosterShift(
      version: try row.integer(0), number: try row.integer(1), agent: try row.optionalText(2),
      start: Instant(milliseconds: try row.integer(3)), end: Instant(milliseconds: try row.integer(4)), breaks: [],
      isPinned: try row.integer(5) == 1)
  }

  private static func pause(_ row: any Row) throws -> Pause {
    Pause(
      version: try row.integer(0), shift: try row.integer(1),
      time: .init(
        start: Instant(milliseconds: try row.integer(2)), end: Instant(milliseconds: try row.integer(3))))
  }
}
