import Playbooks
import Store
import Vocabulary

/// The SQL of the robots' outbox.
enum RobotRecords {
  static func insert(
    _ reference: Broadcast.Reference, _ kind: RobotMessage.Kind, robot: String, lane: RobotLane, body: String,
    notBefore: Instant, shop: String, _ change: Change
  ) throws {
    try change.session.run(
      """
      INSERT INTO robot_message (shop, robot, broadcast, version, kind, lane, body, state, not_before, losses, queued_at,
        operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, 0, $9, $10)
      ON CONFLICT (shop, robot, broadcast, version, kind) DO NOTHING
      """,
      [
        .text(shop), .text(robot), .integer(reference.number), .integer(reference.version), .text(kind.rawValue),
        .text(lane.rawValue), .text(body), .integer(notBefore.milliseconds), .integer(change.operation.at.milliseconds),
        .text(change.operation.id.text),
      ])
  }

  /// What waits of a version is not said any more; after a lost answer the group may have it.
  static func drop(_ reference: Broadcast.Reference, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE robot_message SET state = CASE WHEN losses > 0 THEN 'unsure' ELSE 'dropped' END, settled_at = $4
      WHERE shop = $1 AND broadcast = $2 AND version = $3 AND state = 'waiting'
      """,
      [
        .text(shop), .integer(reference.number), .integer(reference.version),
        .integer(change.operation.at.milliseconds),
      ])
  }

  /// What waits, and of which the version has ended since it was taken or given back, is not said any more.
  static func dropEnded(_ robot: String, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE robot_message SET state = CASE WHEN losses > 0 THEN 'unsure' ELSE 'dropped' END, settled_at = $2
      WHERE robot = $1 AND state = 'waiting' AND EXISTS (
        SELECT 1 FROM broadcast b WHERE b.shop = robot_message.shop AND b.number = robot_message.broadcast
          AND b.version = robot_message.version AND b.end_operation_id IS NOT NULL)
      """, [.text(robot), .integer(change.operation.at.milliseconds)])
  }

  /// The text on its way, whichever shop's it is, locked: nobody settles it meanwhile.
  static func open(
    _ robot: String, _ session: any Session
  ) throws -> (shop: String, number: Int64, leaseUntil: Instant)? {
    // Differs because SQLite has one writer at a time and no row locks.
    try session.first(
      SQL(
        sqlite: "SELECT shop, number, lease_until FROM robot_sending WHERE robot = $1 AND state = 'sending'",
        postgres: """
          SELECT shop, number, lease_until FROM robot_sending WHERE robot = $1 AND state = 'sending' FOR UPDATE
          """), [.text(robot)]
    ) { (try $0.text(0), try $0.integer(1), Instant(milliseconds: try $0.integer(2))) }
  }

  /// Whether there is anything to say, or a text whose sender has gone.
  static func hasWork(_ robot: String, shop: String, now: Instant, _ session: any Session) throws -> Bool {
    try session.count(
      """
      SELECT (SELECT COUNT(*) FROM robot_message WHERE shop = $1 AND robot = $2 AND state = 'waiting')
        + (SELECT COUNT(*) FROM robot_sending WHERE robot = $2 AND state = 'sending' AND lease_until <= $3)
      """, [.text(shop), .text(robot), .integer(now.milliseconds)]) > 0
  }

  /// Times of its texts, of every shop, rising.
  static func claimed(_ robot: String, since: Instant, _ session: any Session) throws -> [Instant] {
    try session.all(
      "SELECT claimed_at FROM robot_sending WHERE robot = $1 AND claimed_at > $2 ORDER BY claimed_at",
      [.text(robot), .integer(since.milliseconds)]
    ) { Instant(milliseconds: try $0.integer(0)) }
  }

  /// Messages that wait in a lane, the oldest first.
  static func waiting(
    _ robot: String, lane: RobotLane, shop: String, _ session: any Session
  ) throws -> [RobotMessage] {
    try session.all(
      """
      SELECT robot, broadcast, version, kind, lane, body, state, not_before, losses FROM robot_message
      WHERE shop = $1 AND robot = $2 AND lane = $3 AND state = 'waiting'
      ORDER BY not_before, broadcast, version, kind LIMIT 50
      """, [.text(shop), .text(robot), .text(lane.rawValue)], message)
  }

  static let lastNumber: SQL = "SELECT MAX(number) FROM robot_sending WHERE robot = $1"

  /// - Returns: the text's number. Another one on its way makes this a retry.
  static func insert(
    _ robot: String, _ lane: RobotLane, messages: Int, isRepeat: Bool, lease: Instant, shop: String, _ change: Change
  ) throws -> Int64 {
    let number =
      try change.session.count(
        lastNumber, [.text(robot)]) + 1
    let inserted = try change.session.run(
      """
      INSERT INTO robot_sending (shop, robot, number, lane, messages, is_repeat, state, code, claimed_at, lease_until,
        operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, 'sending', '', $7, $8, $9) ON CONFLICT DO NOTHING
      """,
      [
        .text(shop), .text(robot), .integer(number), .text(lane.rawValue), .integer(Int64(messages)), Value(isRepeat),
        .integer(change.operation.at.milliseconds), .integer(lease.milliseconds), .text(change.operation.id.text),
      ])
    if inserted == 0 { throw StoreError.retry("another text of this robot is on its way") }
    return number
  }

  static func claim(_ message: RobotMessage, sending: Int64, shop: String, _ change: Change) throws {
    let changed = try change.session.run(
      """
      UPDATE robot_message SET state = 'sending', sending = $6
      WHERE shop = $1 AND robot = $2 AND broadcast = $3 AND version = $4 AND kind = $5 AND state = 'waiting'
      """,
      [
        .text(shop), .text(message.robot), .integer(message.number), .integer(message.version),
        .text(message.kind.rawValue), .integer(sending),
      ])
    if changed == 0 { throw StoreError.retry("the message was taken in between") }
  }

  /// - Returns: false when somebody took the answer for lost before.
  static func answer(
    _ number: Int64, _ answer: RobotAnswer, robot: String, shop: String, _ change: Change
  ) throws -> Bool {
    let state =
      switch answer {
      case .sent: "sent"
      case .lost: "lost"
      case .later, .stop, .refused: "refused"
      }
    return try change.session.run(
      """
      UPDATE robot_sending SET state = $4, code = $5, answered_at = $6, answer_operation_id = $7
      WHERE shop = $1 AND robot = $2 AND number = $3 AND state = 'sending'
      """,
      [
        .text(shop), .text(robot), .integer(number), .text(state), .text(String(answer.code.prefix(60))),
        .integer(change.operation.at.milliseconds), .text(change.operation.id.text),
      ]) == 1
  }

  /// The messages of a text go on to their next state.
  static func settle(
    _ number: Int64, as state: RobotMessage.State, robot: String, shop: String, _ change: Change
  ) throws {
    try change.session.run(
      """
      UPDATE robot_message SET state = $4, settled_at = CASE WHEN $4 = 'waiting' THEN NULL ELSE CAST($5 AS BIGINT) END
      WHERE shop = $1 AND robot = $2 AND sending = $3 AND state = 'sending'
      """,
      [
        .text(shop), .text(robot), .integer(number), .text(state.rawValue), .integer(change.operation.at.milliseconds),
      ])
  }

  /// Its answer is lost: it is said again, or not after too many losses.
  static func lose(_ number: Int64, most: Int64, robot: String, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE robot_message SET losses = losses + 1,
        state = CASE WHEN losses + 1 >= $4 THEN 'unsure' ELSE 'waiting' END,
        settled_at = CASE WHEN losses + 1 >= $4 THEN CAST($5 AS BIGINT) END
      WHERE shop = $1 AND robot = $2 AND sending = $3 AND state = 'sending'
      """,
      [
        .text(shop), .text(robot), .integer(number), .integer(most), .integer(change.operation.at.milliseconds),
      ])
  }

  /// The answer came after all, and nothing was said since.
  static func sentAfterAll(_ number: Int64, robot: String, shop: String, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE robot_message SET state = 'sent', settled_at = $4
      WHERE shop = $1 AND robot = $2 AND sending = $3 AND state IN ('waiting', 'unsure')
      """, [.text(shop), .text(robot), .integer(number), .integer(change.operation.at.milliseconds)])
    try change.session.run(
      """
      UPDATE robot_sending SET state = 'sent', code = '0', answered_at = $4, answer_operation_id = $5
      WHERE shop = $1 AND robot = $2 AND number = $3 AND state = 'lost'
      """,
      [
        .text(shop), .text(robot), .integer(number), .integer(change.operation.at.milliseconds),
        .text(change.operation.id.text),
      ])
  }

  // MARK: Pauses

  static func pause(_ robot: String, _ session: any Session) throws -> (until: Instant, code: String)? {
    try session.first(
      "SELECT until_at, code FROM robot_pause WHERE robot = $1", [.text(robot)]
    ) { (Instant(milliseconds: try $0.integer(0)), try $0.text(1)) }
  }

  static func pause(_ robot: String, until: Instant, _ code: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO robot_pause (robot, until_at, code, operation_id) VALUES ($1, $2, $3, $4)
      ON CONFLICT (robot) DO UPDATE SET until_at = excluded.until_at, code = excluded.code,
        operation_id = excluded.operation_id
      """,
      [
        .text(robot), .integer(until.milliseconds), .text(String(code.prefix(60))), .text(change.operation.id.text),
      ])
  }

  static func resume(_ robot: String, _ change: Change) throws -> Bool {
    try change.session.run(
      "UPDATE robot_pause SET until_at = $2, operation_id = $3 WHERE robot = $1 AND until_at > $2",
      [.text(robot), .integer(change.operation.at.milliseconds), .text(change.operation.id.text)]) == 1
  }

  static func standings(shop: String, _ session: any Session) throws -> [RobotStanding] {
    try session.all(
      """
      SELECT m.robot, SUM(CASE WHEN m.state IN ('waiting', 'sending') THEN 1 ELSE 0 END),
        SUM(CASE WHEN m.state = 'sent' THEN 1 ELSE 0 END),
        SUM(CASE WHEN m.state = 'sent' AND m.losses > 0 THEN 1 ELSE 0 END),
        SUM(CASE WHEN m.state = 'unsure' THEN 1 ELSE 0 END), SUM(CASE WHEN m.state = 'refused' THEN 1 ELSE 0 END),
        MAX(p.until_at), MAX(p.code)
      FROM robot_message m LEFT JOIN robot_pause p ON p.robot = m.robot
      WHERE m.shop = $1 GROUP BY m.robot ORDER BY m.robot
      """, [.text(shop)]
    ) {
      RobotStanding(
        robot: try $0.text(0), waiting: try $0.integer(1), sent: try $0.integer(2), repeated: try $0.integer(3),
        unsure: try $0.integer(4), refused: try $0.integer(5),
        pausedUntil: try $0.optionalInteger(6).map(Instant.init(milliseconds:)), pauseCode: try $0.optionalText(7))
    }
  }

  private static func message(_ row: any Row) throws -> RobotMessage {
    guard let kind = RobotMessage.Kind(rawValue: try row.text(3)), let lane = RobotLane(rawValue: try row.text(4)),
      let state = RobotMessage.State(rawValue: try row.text(6))
    else { throw StoreError.engine("robot_message holds a word this program does not know") }
    return RobotMessage(
      robot: try row.text(0), number: try row.integer(1), version: try row.integer(2), kind: kind, lane: lane,
      body: try row.text(5), state: state, notBefore: Instant(milliseconds: try row.integer(7)),
      losses: try row.integer(8))
  }
}
