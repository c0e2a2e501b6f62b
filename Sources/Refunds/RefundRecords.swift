import Orders
import Store
import Vocabulary

/// The SQL of refund: one row each, and one way to change it.
enum RefundRecords {
  /// What is written of a new refund; its sequence and key follow from what it is about.
  struct New {
    let order: OrderKey
    var line = ""
    let kind: Refund.Kind
    var stage = RefundStage.awaitingApplication
    var review: Refund.Review?
    let amount: Money?
    var platform: PlatformRefund?
    let opensAt: Instant
    let deadline: Instant
    /// `hold`, `person` or `platform`.
    let source: String
    var note = ""
    /// The case whose claim it pays.
    var caseID: String?
  }

  /// Writes a new refund and returns it. The order's row is locked.
  static func insert(_ new: New, _ change: Change) throws -> Refund {
    let sequence = try change.session.count(
      "SELECT COALESCE(MAX(sequence), 0) + 1 FROM refund WHERE shop = $1 AND order_id = $2 AND line = $3",
      [.text(new.order.shop), .text(new.order.id), .text(new.line)])
    let actor = change.operation.actor.name
    let refund = Refund(
      shop: new.order.shop, id: RefundKey.id(new.order, line: new.line, sequence: sequence), order: new.order.id,
      line: new.line, sequence: sequence, kind: new.kind, state: new.stage, review: new.review,
      amountFen: new.amount?.fen, key: RefundKey.text(new.order, line: new.line, sequence: sequence),
      refundId: new.platform?.id, refundVersion: new.platform?.version?.milliseconds, phase: new.platform?.phase ?? "",
      opensAt: new.opensAt, deadline: new.deadline, batch: nil, attempts: 0, note: new.note,
      queuedAt: change.operation.at, queuedBy: actor, amountBy: actor, approvedBy: nil, submittedAt: nil,
      settledAt: nil, version: 1)
    try change.session.run(
      """
      INSERT INTO refund (shop, id, order_id, line, sequence, kind, state, review, amount_fen, key, refund_id,
        refund_version, phase, opens_at, deadline, attempts, source, note, queued_at, queued_by, amount_by, version,
        operation_id, case_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, $17, $18, $19, $19, 1, $20, $21)
      """,
      [
        .text(refund.shop), .text(refund.id), .text(refund.order), .text(refund.line), .integer(sequence),
        .text(refund.kind.rawValue), .text(refund.state.rawValue), .text(refund.review?.rawValue ?? ""),
        Value(refund.amountFen), .text(refund.key), Value(refund.refundId), Value(refund.refundVersion),
        .text(refund.phase), .integer(refund.opensAt.milliseconds), .integer(refund.deadline.milliseconds),
        .text(new.source), .text(new.note), .integer(refund.queuedAt.milliseconds), .text(actor),
        .text(change.operation.id.text), Value(new.caseID),
      ])
    return refund
  }

  /// Writes what changed of a refund. Throws `StoreError.retry` when somebody else changed it in between, and an error
  /// for a move that the table does not allow.
  static func replace(_ old: Refund, with new: Refund, _ change: Change) throws {
    guard old.state == new.state || old.state.mayBecome(new.state) else {
      throw StoreError.engine("a refund cannot go from \(old.state.rawValue) to \(new.state.rawValue)")
    }
    let changed = try change.session.run(
      """
      UPDATE refund SET state = $4, review = $5, amount_fen = $6, refund_id = $7, refund_version = $8, phase = $9,
        opens_at = $10, deadline = $11, batch = $12, attempts = $13, note = $14, amount_by = $15, approved_by = $16,
        submitted_at = $17, settled_at = $18, version = version + 1, operation_id = $19
      WHERE shop = $1 AND id = $2 AND version = $3
      """,
      [
        .text(old.shop), .text(old.id), .integer(old.version), .text(new.state.rawValue),
        .text(new.review?.rawValue ?? ""), Value(new.amountFen), Value(new.refundId), Value(new.refundVersion),
        .text(new.phase), .integer(new.opensAt.milliseconds), .integer(new.deadline.milliseconds), Value(new.batch),
        .integer(new.attempts), .text(new.note), .text(new.amountBy), Value(new.approvedBy),
        Value(new.submittedAt?.milliseconds), Value(new.settledAt?.milliseconds), .text(change.operation.id.text),
      ])
    guard changed == 1 else { throw StoreError.retry("the refund changed in between") }
  }

  static func find(shop: String, id: String, _ session: any Session) throws -> Refund? {
    try session.first(
      """
      SELECT shop, id, order_id, line, sequence, kind, state, review, amount_fen, key, refund_id, refund_version, phase,
        opens_at, deadline, batch, attempts, note, queued_at, queued_by, amount_by, approved_by, submitted_at,
        settled_at, version
      FROM refund WHERE shop = $1 AND id = $2
      """, [.text(shop), .text(id)], refund)
  }

  /// By the payer's key, or by the platform's number.
  static func find(shop: String, keyOrNumber text: String, _ session: any Session) throws -> Refund? {
    try session.first(
      """
      SELECT shop, id, order_id, line, sequence, kind, state, review, amount_fen, key, refund_id, refund_version, phase,
        opens_at, deadline, batch, attempts, note, queued_at, queued_by, amount_by, approved_by, submitted_at,
        settled_at, version
      FROM refund WHERE shop = $1 AND (key = $2 OR id = $2 OR refund_id = $2)
      ORDER BY CASE WHEN state IN ('refused', 'withdrawn') THEN 1 ELSE 0 END LIMIT 1
      """, [.text(shop), .text(text)], refund)
  }

  /// The one that pays the claim of a case.
  static func find(caseID: String, _ session: any Session) throws -> Refund? {
    try session.first(
      """
      SELECT shop, id, order_id, line, sequence, kind, state, review, amount_fen, key, refund_id, refund_version, phase,
        opens_at, deadline, batch, attempts, note, queued_at, queued_by, amount_by, approved_by, submitted_at,
        settled_at, version
      FROM refund WHERE case_id = $1
      """, [.text(caseID)], refund)
  }

  /// All refunds of an order, oldest first.
  static func ofOrder(_ key: OrderKey, _ session: any Session) throws -> [Refund] {
    try session.all(
      """
      SELECT shop, id, order_id, line, sequence, kind, state, review, amount_fen, key, refund_id, refund_version, phase,
        opens_at, deadline, batch, attempts, note, queued_at, queued_by, amount_by, approved_by, submitted_at,
        settled_at, version
      FROM refund WHERE shop = $1 AND order_id = $2 ORDER BY queued_at, id
      """, [.text(key.shop), .text(key.id)], refund)
  }

  static func inBatch(_ number: Int64, shop: String, _ session: any Session) throws -> [Refund] {
    try session.all(
      """
      SELECT shop, id, order_id, line, sequence, kind, state, review, amount_fen, key, refund_id, refund_version, phase,
        opens_at, deadline, batch, attempts, note, queued_at, queued_by, amount_by, approved_by, submitted_at,
        settled_at, version
      FROM refund WHERE shop = $1 AND batch = $2 ORDER BY id
      """, [.text(shop), .integer(number)], refund)
  }

  /// Open refunds, those that open first before the others; nil narrows by nothing.
  static func list(_ filter: RefundFilter, _ session: any Session) throws -> [Refund] {
    try session.all(
      """
      SELECT shop, id, order_id, line, sequence, kind, state, review, amount_fen, key, refund_id, refund_version, phase,
        opens_at, deadline, batch, attempts, note, queued_at, queued_by, amount_by, approved_by, submitted_at,
        settled_at, version
      FROM refund
      WHERE (CAST($1 AS TEXT) IS NULL OR shop = $1) AND (CAST($2 AS TEXT) IS NULL OR state = $2)
        AND ($3 = 1 OR CAST($2 AS TEXT) IS NOT NULL OR state NOT IN ('settled', 'refused', 'withdrawn'))
        AND ($4 = 0 OR review <> '') AND (CAST($5 AS TEXT) IS NULL OR order_id = $5)
        AND ($6 = 0 OR (amount_fen > $7 AND approved_by IS NULL))
      ORDER BY opens_at, deadline, order_id, id, shop LIMIT $8
      """,
      [
        Value(filter.shop), Value(filter.stage?.rawValue), Value(filter.withFinal), Value(filter.reviewOnly),
        Value(filter.order), Value(filter.unapprovedAbove != nil), .integer(filter.unapprovedAbove?.fen ?? 0),
        .integer(filter.limit),
      ], refund)
  }

  /// Applied for, nobody has to look at them, and their day has come by `moment`; by deadline.
  static func due(shop: String, by moment: Instant, limit: Int64, _ session: any Session) throws -> [DueRefund] {
    try session.all(
      """
      SELECT r.shop, r.id, r.order_id, r.line, r.sequence, r.kind, r.state, r.review, r.amount_fen, r.key, r.refund_id,
        r.refund_version, r.phase, r.opens_at, r.deadline, r.batch, r.attempts, r.note, r.queued_at, r.queued_by,
        r.amount_by, r.approved_by, r.submitted_at, r.settled_at, r.version, o.stage, o.paid_at
      FROM refund r JOIN shop_order o ON o.shop = r.shop AND o.id = r.order_id
      WHERE r.state = 'applied' AND r.review = '' AND r.shop = $1 AND r.opens_at <= $2 AND r.amount_fen IS NOT NULL
      ORDER BY r.deadline, r.order_id, r.id LIMIT $3
      """, [.text(shop), .integer(moment.milliseconds), .integer(limit)]
    ) { row in
      guard let stage = OrderStage(rawValue: try row.integer(25)) else {
        throw StoreError.engine("shop_order holds a stage this program does not know")
      }
      return DueRefund(
        refund: try refund(row), orderStage: stage,
        paidAt: try row.optionalInteger(26).map(Instant.init(milliseconds:)))
    }
  }

  /// Refunds of whole orders that this change's import showed as paid back in full.
  static func paidBack(_ change: Change) throws -> [Refund] {
    try change.session.all(
      """
      SELECT r.shop, r.id, r.order_id, r.line, r.sequence, r.kind, r.state, r.review, r.amount_fen, r.key, r.refund_id,
        r.refund_version, r.phase, r.opens_at, r.deadline, r.batch, r.attempts, r.note, r.queued_at, r.queued_by,
        r.amount_by, r.approved_by, r.submitted_at, r.settled_at, r.version
      FROM refund r JOIN shop_order o ON o.shop = r.shop AND o.id = r.order_id
      WHERE r.state IN ('awaitingApplication', 'applied', 'batched', 'submitted', 'uncertain')
        AND r.kind = 'wholeOrder' AND o.refund_block = 2 AND o.operation_id = $1
      ORDER BY r.shop, r.order_id
      """, [.text(change.operation.id.text)], refund)
  }

  /// Sent through the gateway before `moment`, and no answer has been noted since.
  static func orphans(shop: String, sentBefore moment: Instant, _ session: any Session) throws -> [Refund] {
    try session.all(
      """
      SELECT r.shop, r.id, r.order_id, r.line, r.sequence, r.kind, r.state, r.review, r.amount_fen, r.key, r.refund_id,
        r.refund_version, r.phase, r.opens_at, r.deadline, r.batch, r.attempts, r.note, r.queued_at, r.queued_by,
        r.amount_by, r.approved_by, r.submitted_at, r.settled_at, r.version
      FROM refund r JOIN refund_batch b ON b.shop = r.shop AND b.number = r.batch
      WHERE r.shop = $1 AND r.state = 'submitted' AND r.submitted_at < $2 AND b.channel = 'gateway'
      ORDER BY r.order_id, r.id LIMIT 500
      """, [.text(shop), .integer(moment.milliseconds)], refund)
  }

  /// On a work sheet, and no result has come back yet; by batch.
  static func onSheets(shop: String, _ session: any Session) throws -> [Refund] {
    try session.all(
      """
      SELECT r.shop, r.id, r.order_id, r.line, r.sequence, r.kind, r.state, r.review, r.amount_fen, r.key, r.refund_id,
        r.refund_version, r.phase, r.opens_at, r.deadline, r.batch, r.attempts, r.note, r.queued_at, r.queued_by,
        r.amount_by, r.approved_by, r.submitted_at, r.settled_at, r.version
      FROM refund r JOIN refund_batch b ON b.shop = r.shop AND b.number = r.batch
      WHERE r.shop = $1 AND r.state = 'submitted' AND b.channel = 'sheet' ORDER BY r.batch, r.order_id, r.id
      """, [.text(shop)], refund)
  }

  static func refund(_ row: any Row) throws -> Refund {
    guard let kind = Refund.Kind(rawValue: try row.text(5)), let state = RefundStage(rawValue: try row.text(6)),
      case let review = try row.text(7), review.isEmpty || Refund.Review(rawValue: review) != nil
    else { throw StoreError.engine("refund holds a word this program does not know") }
    return Refund(
      shop: try row.text(0), id: try row.text(1), order: try row.text(2), line: try row.text(3),
      sequence: try row.integer(4), kind: kind, state: state, review: Refund.Review(rawValue: review),
      amountFen: try row.optionalInteger(8), key: try row.text(9), refundId: try row.optionalText(10),
      refundVersion: try row.optionalInteger(11), phase: try row.text(12),
      opensAt: Instant(milliseconds: try row.integer(13)), deadline: Instant(milliseconds: try row.integer(14)),
      batch: try row.optionalInteger(15), attempts: try row.integer(16), note: try row.text(17),
      queuedAt: Instant(milliseconds: try row.integer(18)), queuedBy: try row.text(19), amountBy: try row.text(20),
      approvedBy: try row.optionalText(21),
      submittedAt: try row.optionalInteger(22).map(Instant.init(milliseconds:)),
      settledAt: try row.optionalInteger(23).map(Instant.init(milliseconds:)), version: try row.integer(24))
  }
}

/// A refund whose day has come, and what its order says to it.
struct DueRefund {
  let refund: Refund
  let orderStage: OrderStage
  let paidAt: Instant?
}
