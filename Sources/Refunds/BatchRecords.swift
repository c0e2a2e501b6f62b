import Orders
import Store
import Vocabulary

/// The SQL of refund_batch, and of what was sent.
enum BatchRecords {
  /// Writes a batch under the next number; its refunds are counted by `count`.
  static func insert(_ batch: PackedBatch, _ limits: BatchLimits, _ change: Change) throws -> Int64 {
    let number = try change.session.count(
      "SELECT COALESCE(MAX(number), 0) + 1 FROM refund_batch WHERE shop = $1", [.text(batch.shop)])
    let inserted = try change.session.run(
      """
      INSERT INTO refund_batch (shop, number, platform, state, is_single, refunds, amount_fen, limit_refunds, limit_fen,
        needs_sms, deadline, packed_at, packed_by, operation_id)
      VALUES ($1, $2, $3, 'packed', $4, 0, 0, $5, $6, 0, $7, $8, $9, $10) ON CONFLICT (shop, number) DO NOTHING
      """,
      [
        .text(batch.shop), .integer(number), .text(limits.platform), Value(batch.isSingle),
        .integer(limits.refunds), .integer(limits.amountFen), .integer(batch.deadline.milliseconds),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ])
    guard inserted == 1 else { throw StoreError.retry("somebody else packed in between") }
    return number
  }

  /// Counts what is in a batch that was not sent yet; the schema refuses what the platform would.
  static func count(_ number: Int64, shop: String, smsAbove: Money, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE refund_batch SET
        refunds = (SELECT COUNT(*) FROM refund r WHERE r.shop = $1 AND r.batch = $2),
        amount_fen = (
          SELECT CAST(COALESCE(SUM(r.amount_fen), 0) AS BIGINT) FROM refund r WHERE r.shop = $1 AND r.batch = $2),
        needs_sms = (SELECT CASE WHEN COALESCE(SUM(r.amount_fen), 0) > $3 THEN 1 ELSE 0 END FROM refund r
          WHERE r.shop = $1 AND r.batch = $2)
      WHERE shop = $1 AND number = $2 AND state = 'packed'
      """, [.text(shop), .integer(number), .integer(smsAbove.fen)])
  }

  /// Takes a refund out of a batch that was not sent yet.
  static func takeOut(_ refund: Refund, _ change: Change) throws {
    guard let number = refund.batch else { return }
    try change.session.run(
      """
      UPDATE refund_batch SET refunds = refunds - 1, amount_fen = amount_fen - $3
      WHERE shop = $1 AND number = $2 AND state = 'packed'
      """, [.text(refund.shop), .integer(number), .integer(refund.amountFen ?? 0)])
  }

  /// The first batch that waits and may go this way, kept locked.
  static func next(
    shop: String, singles: Bool, withSMS: Bool, _ session: any Session
  ) throws -> RefundBatch? {
    // Differs because SQLite has one writer at a time and no row locks.
    try session.first(
      SQL(
        sqlite: """
          SELECT shop, number, platform, state, channel, is_single, refunds, amount_fen, needs_sms, deadline
          FROM refund_batch
          WHERE shop = $1 AND state = 'packed' AND ($2 = 1 OR is_single = 0) AND ($3 = 1 OR needs_sms = 0)
          ORDER BY number LIMIT 1
          """,
        postgres: """
          SELECT shop, number, platform, state, channel, is_single, refunds, amount_fen, needs_sms, deadline
          FROM refund_batch
          WHERE shop = $1 AND state = 'packed' AND ($2 = 1 OR is_single = 0) AND ($3 = 1 OR needs_sms = 0)
          ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED
          """), [.text(shop), Value(singles), Value(withSMS)], batch)
  }

  /// Whether a batch waits that the gateway may take.
  static func isWaiting(shop: String, withSMS: Bool, _ session: any Session) throws -> Bool {
    try session.count(
      """
      SELECT COUNT(*) FROM (
        SELECT 1 FROM refund_batch
        WHERE shop = $1 AND state = 'packed' AND is_single = 0 AND ($2 = 1 OR needs_sms = 0) LIMIT 1) waiting
      """, [.text(shop), Value(withSMS)]) > 0
  }

  /// Notes that a batch goes out. Throws `StoreError.retry` when somebody else took it in between.
  static func submit(
    _ batch: RefundBatch, channel: RefundChannel, smsConfirmed: Bool, _ change: Change
  ) throws {
    let changed = try change.session.run(
      """
      UPDATE refund_batch SET state = 'submitted', channel = $3, submitted_at = $4, sms_confirmed_by = $5,
        submit_operation_id = $6
      WHERE shop = $1 AND number = $2 AND state = 'packed'
      """,
      [
        .text(batch.shop), .integer(batch.number), .text(channel.rawValue), .integer(change.operation.at.milliseconds),
        Value(smsConfirmed ? change.operation.actor.name : nil), .text(change.operation.id.text),
      ])
    guard changed == 1 else { throw StoreError.retry("the batch was sent in between") }
  }

  static func list(shop: String?, packedOnly: Bool, limit: Int64, _ session: any Session) throws -> [RefundBatch] {
    try session.all(
      """
      SELECT shop, number, platform, state, channel, is_single, refunds, amount_fen, needs_sms, deadline
      FROM refund_batch WHERE (CAST($1 AS TEXT) IS NULL OR shop = $1) AND ($2 = 0 OR state = 'packed')
      ORDER BY shop, number LIMIT $3
      """, [Value(shop), Value(packedOnly), .integer(limit)], batch)
  }

  private static func batch(_ row: any Row) throws -> RefundBatch {
    RefundBatch(
      shop: try row.text(0), number: try row.integer(1), platform: try row.text(2),
      isSubmitted: try row.text(3) == "submitted",
      channel: try row.optionalText(4).flatMap(RefundChannel.init), isSingle: try row.integer(5) == 1,
      refunds: try row.integer(6), amountFen: try row.integer(7), needsSms: try row.integer(8) == 1,
      deadline: Instant(milliseconds: try row.integer(9)))
  }

  // MARK: Attempts

  /// Notes what was sent or what came back; `refund.attempts` is this one's number.
  static func note(
    _ event: RefundAttempt.Event, _ answer: String, by channel: RefundAttempt.Channel, of refund: Refund,
    _ change: Change
  ) throws {
    try change.session.run(
      """
      INSERT INTO refund_attempt (shop, refund_id, number, event, channel, key, amount_fen, answer, at, actor,
        operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """,
      [
        .text(refund.shop), .text(refund.id), .integer(refund.attempts), .text(event.rawValue),
        .text(channel.rawValue), .text(refund.key), .integer(refund.amountFen ?? 0), .text(answer),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ])
  }

  static func attempts(of refund: Refund, _ session: any Session) throws -> [RefundAttempt] {
    try session.all(
      """
      SELECT number, event, channel, amount_fen, answer, at, actor FROM refund_attempt
      WHERE shop = $1 AND refund_id = $2 ORDER BY number
      """, [.text(refund.shop), .text(refund.id)]
    ) { row in
      guard let event = RefundAttempt.Event(rawValue: try row.text(1)),
        let channel = RefundAttempt.Channel(rawValue: try row.text(2))
      else { throw StoreError.engine("refund_attempt holds a word this program does not know") }
      return RefundAttempt(
        number: try row.integer(0), event: event, channel: channel, amountFen: try row.integer(3),
        answer: try row.text(4), at: Instant(milliseconds: try row.integer(5)), by: try row.text(6))
    }
  }
}
