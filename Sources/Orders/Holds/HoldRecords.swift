import PersonalData
import Store
import Vocabulary

/// The SQL of hold.
enum HoldRecords {
  /// Adds an open hold, or returns false when the same source already holds the order for the same reason.
  static func insert(
    _ hold: NewHold, id: String, of key: OrderKey, stage: OrderStage, consequence: HoldTiming.Consequence,
    _ change: Change
  ) throws -> Bool {
    try change.session.run(
      """
      INSERT INTO hold (id, shop, order_id, line, reason, source, note, placed_by, placed_at, placed_stage,
        consequence, operation_id, until_at, object)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
      ON CONFLICT (shop, order_id, line, reason, source) WHERE lifted_at IS NULL DO NOTHING
      """,
      [
        .text(id), .text(key.shop), .text(key.id), .text(hold.line), .text(hold.reason.rawValue),
        .text(hold.source.text), .text(hold.note), .text(change.operation.actor.name),
        .integer(change.operation.at.milliseconds), .integer(stage.rawValue), .text(consequence.rawValue),
        .text(change.operation.id.text), Value(hold.until?.milliseconds), .text(hold.object),
      ]) == 1
  }

  /// Lifts one open hold; returns false when it is not open.
  static func lift(_ id: String, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      UPDATE hold SET lifted_at = $2, lifted_by = $3, lift_operation_id = $4 WHERE id = $1 AND lifted_at IS NULL
      """,
      [
        .text(id), .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ]) == 1
  }

  static func open(_ key: OrderKey, _ session: any Session) throws -> [Hold] {
    try session.all(
      """
      SELECT id, shop, order_id, line, reason, source, note, placed_by, placed_at, placed_stage, consequence,
        lifted_at, lifted_by, until_at, object
      FROM hold WHERE shop = $1 AND order_id = $2 AND lifted_at IS NULL ORDER BY placed_at, id
      """, [.text(key.shop), .text(key.id)], hold)
  }

  /// Open holds that memos placed which are older than `moment`, or as old where `orAt` is set: the words of an older
  /// export lift nothing that came after it.
  static func openFromMemos(
    _ key: OrderKey, seenBefore moment: Instant, orAt: Bool, _ session: any Session
  ) throws -> [Hold] {
    try session.all(
      """
      SELECT h.id, h.shop, h.order_id, h.line, h.reason, h.source, h.note, h.placed_by, h.placed_at, h.placed_stage,
        h.consequence, h.lifted_at, h.lifted_by, h.until_at, h.object
      FROM hold h
      JOIN memo_version m ON m.shop = h.shop AND m.order_id = h.order_id
        AND h.source = 'memo:' || CAST(m.number AS TEXT)
      WHERE h.shop = $1 AND h.order_id = $2 AND h.lifted_at IS NULL
        AND (m.seen_at < $3 OR ($4 = 1 AND m.seen_at = $3))
      ORDER BY h.placed_at, h.id
      """, [.text(key.shop), .text(key.id), .integer(moment.milliseconds), Value(orAt)], hold)
  }

  static func all(_ key: OrderKey, _ session: any Session) throws -> [Hold] {
    try session.all(
      """
      SELECT id, shop, order_id, line, reason, source, note, placed_by, placed_at, placed_stage, consequence,
        lifted_at, lifted_by, until_at, object
      FROM hold WHERE shop = $1 AND order_id = $2 ORDER BY placed_at, id
      """, [.text(key.shop), .text(key.id)], hold)
  }

  /// Open holds by the time their orders must be shipped, then by their age.
  static func list(_ filter: HoldFilter, _ session: any Session) throws -> [HeldOrder] {
    try session.all(
      """
      SELECT h.id, h.shop, h.order_id, h.line, h.reason, h.source, h.note, h.placed_by, h.placed_at, h.placed_stage,
        h.consequence, h.lifted_at, h.lifted_by, h.until_at, h.object, o.stage, o.ship_by, o.ship_by_source,
        o.refund_state, o.paid_fen
      FROM hold h JOIN shop_order o ON o.shop = h.shop AND o.id = h.order_id
      WHERE h.lifted_at IS NULL AND (CAST($1 AS TEXT) IS NULL OR h.shop = $1)
        AND (CAST($2 AS TEXT) IS NULL OR h.reason = $2) AND (CAST($3 AS BIGINT) IS NULL OR h.until_at < $3)
        AND ($4 = 1 OR o.stage < 100)
      ORDER BY CASE WHEN o.ship_by IS NULL THEN 1 ELSE 0 END, o.ship_by, h.placed_at, h.id LIMIT $5
      """,
      [
        Value(filter.shop), Value(filter.reason?.rawValue), Value(filter.endedBefore?.milliseconds),
        Value(filter.withOver), .integer(filter.limit),
      ]
    ) { row in
      guard let stage = OrderStage(rawValue: try row.integer(15)) else {
        throw StoreError.engine("shop_order holds a stage this program does not know")
      }
      let shipBy = try row.optionalInteger(16).flatMap { at in
        try row.optionalText(17).flatMap(ShipBy.Source.init).map {
          ShipBy(at: Instant(milliseconds: at), source: $0)
        }
      }
      return HeldOrder(
        hold: try hold(row), stage: stage, shipBy: shipBy,
        refundState: try row.optionalText(18).flatMap(RefundState.init),
        paid: try row.optionalInteger(19).map(Money.init(fen:)))
    }
  }

  /// The holds that this operation placed on orders already printed or handed over.
  static func late(_ change: Change) throws -> [Hold] {
    try change.session.all(
      """
      SELECT id, shop, order_id, line, reason, source, note, placed_by, placed_at, placed_stage, consequence,
        lifted_at, lifted_by, until_at, object
      FROM hold WHERE operation_id = $1 AND consequence <> 'none' ORDER BY shop, order_id, id
      """, [.text(change.operation.id.text)], hold)
  }

  /// The orders whose last open hold this operation lifted.
  static func released(_ change: Change) throws -> [OrderKey] {
    try change.session.all(
      """
      SELECT DISTINCT h.shop, h.order_id FROM hold h
      JOIN shop_order o ON o.shop = h.shop AND o.id = h.order_id
      WHERE h.lift_operation_id = $1 AND o.open_holds = 0 ORDER BY h.shop, h.order_id
      """, [.text(change.operation.id.text)]
    ) { OrderKey(shop: try $0.text(0), id: try $0.text(1)) }
  }

  /// Orders whose count of open holds is not what the table of holds says.
  static func miscounted(_ session: any Session) throws -> [OrderKey] {
    try session.all(
      """
      SELECT o.shop, o.id FROM shop_order o
      LEFT JOIN (
        SELECT shop, order_id, COUNT(*) AS open FROM hold WHERE lifted_at IS NULL GROUP BY shop, order_id
      ) h ON h.shop = o.shop AND h.order_id = o.id
      WHERE o.open_holds <> COALESCE(h.open, 0) ORDER BY o.shop, o.id LIMIT 100
      """
    ) { OrderKey(shop: try $0.text(0), id: try $0.text(1)) }
  }

  static func countByReason(shop: String?, _ session: any Session) throws -> [OrderQuestions.ReasonCount] {
    try session.all(
      """
      SELECT h.reason, COUNT(DISTINCT h.shop || ' ' || h.order_id) FROM hold h
      JOIN shop_order o ON o.shop = h.shop AND o.id = h.order_id
      WHERE h.lifted_at IS NULL AND o.stage < $2 AND (CAST($1 AS TEXT) IS NULL OR h.shop = $1)
      GROUP BY h.reason ORDER BY h.reason
      """, [Value(shop), .integer(OrderStage.closed.rawValue)]
    ) { row in
      guard let reason = HoldReason(rawValue: try row.text(0)) else {
        throw StoreError.engine("hold holds a word this program does not know")
      }
      return OrderQuestions.ReasonCount(reason: reason, orders: try row.integer(1))
    }
  }

  /// An order counts once for each outcome, however many holds it had.
  static func outcomes(shop: String?, now: Instant, _ session: any Session) throws -> HoldOutcomes {
    let counts = try session.first(
      """
      SELECT
        CAST(SUM(CASE WHEN h.unwanted_open = 1 AND (o.stage < 80 OR o.stage = 110) THEN 1 ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN h.unwanted_open = 0 AND o.stage <> 110
          AND o.ship_by < COALESCE(o.consigned_at, CASE WHEN o.stage < 80 THEN CAST($2 AS BIGINT) END)
          THEN 1 ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN h.doubted = 1 AND o.open_holds = 0 AND o.stage <> 110 THEN 1 ELSE 0 END) AS BIGINT)
      FROM shop_order o JOIN (
        SELECT shop, order_id,
          MAX(CASE WHEN lifted_at IS NULL AND reason IN ('buyerCancelled', 'refundRequested', 'noShip')
            THEN 1 ELSE 0 END) AS unwanted_open,
          MAX(CASE WHEN reason IN ('buyerCancelled', 'refundRequested', 'review') THEN 1 ELSE 0 END) AS doubted
        FROM hold WHERE CAST($1 AS TEXT) IS NULL OR shop = $1 GROUP BY shop, order_id
      ) h ON h.shop = o.shop AND h.order_id = o.id
      """, [Value(shop), .integer(now.milliseconds)]
    ) { (try $0.optionalInteger(0) ?? 0, try $0.optionalInteger(1) ?? 0, try $0.optionalInteger(2) ?? 0) }
    let (neverLeft, late, setFree) = counts ?? (0, 0, 0)
    return HoldOutcomes(neverLeft: neverLeft, late: late, setFree: setFree)
  }

  private static func hold(_ row: any Row) throws -> Hold {
    guard let reason = HoldReason(rawValue: try row.text(4)), let stage = OrderStage(rawValue: try row.integer(9)),
      let consequence = HoldTiming.Consequence(rawValue: try row.text(10))
    else { throw StoreError.engine("hold holds a word this program does not know") }
    return Hold(
      id: try row.text(0), shop: try row.text(1), order: try row.text(2), line: try row.text(3), reason: reason,
      source: try row.text(5), note: Masking.phones(in: try row.text(6)), placedBy: try row.text(7),
      placedAt: Instant(milliseconds: try row.integer(8)), placedStage: stage, consequence: consequence,
      liftedAt: try row.optionalInteger(11).map(Instant.init(milliseconds:)), liftedBy: try row.optionalText(12),
      until: try row.optionalInteger(13).map(Instant.init(milliseconds:)), object: try row.text(14))
  }
}
