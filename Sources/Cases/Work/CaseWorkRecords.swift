import Playbooks
import Store
import Vocabulary

/// The SQL of cases that people work on.
enum CaseWorkRecords {
  /// False when one is open already.
  static func insert(_ new: NewCase, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      INSERT INTO shop_case (id, kind, shop, order_id, subject, stage, owner_group, assignee, state, opened_at,
        opened_by, due_at, title, tag, number, cool_until, follows, operation_id, result)
      VALUES ($1, $2, $3, $4, $5, CAST($6 AS BIGINT), $7, $8, 'open', $9, $10, CAST($11 AS BIGINT), $12, $13,
        CAST($14 AS BIGINT), CAST($15 AS BIGINT), $16, $17, '')
      ON CONFLICT DO NOTHING
      """,
      [
        .text(new.id), .text(new.kind.rawValue), .text(new.shop), .text(new.order?.id ?? ""), .text(new.subject),
        Value(new.order?.stage.rawValue), .text(new.group.rawValue), .text(new.assignee),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .integer(new.due.milliseconds), .text(new.title), .text(new.tag), Value(new.number),
        Value(new.coolUntil?.milliseconds), .text(new.follows), .text(change.operation.id.text),
      ]) == 1
  }

  static func nextNumber(_ kind: CaseKind, shop: String, _ session: any Session) throws -> Int64 {
    try session.count(
      "SELECT COALESCE(MAX(number), 0) + 1 FROM shop_case WHERE shop = $1 AND kind = $2",
      [.text(shop), .text(kind.rawValue)])
  }

  static func insert(_ steps: [ServiceRules.Step], of id: String, _ change: Change) throws {
    for (place, step) in steps.enumerated() {
      try change.session.run(
        """
        INSERT INTO case_step (case_id, number, text, is_optional, operation_id) VALUES ($1, $2, $3, $4, $5)
        """,
        [
          .text(id), .integer(Int64(place) + 1), .text(step.text), Value(step.isOptional),
          .text(change.operation.id.text),
        ])
    }
  }

  /// The case's row is locked, or was just written.
  static func note(_ kind: CaseEvent.Kind, _ text: String, of id: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO case_event (case_id, number, kind, at, actor, text, operation_id)
      SELECT $1, COALESCE(MAX(number), 0) + 1, $2, CAST($3 AS BIGINT), $4, $5, $6 FROM case_event WHERE case_id = $1
      """,
      [
        .text(id), .text(kind.rawValue), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(text), .text(change.operation.id.text),
      ])
  }

  static func receive(_ id: String, _ change: Change) throws {
    try change.session.run(
      "UPDATE shop_case SET received_at = $2, received_by = $3, receive_operation_id = $4 WHERE id = $1",
      [
        .text(id), .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ])
  }

  /// Who it is passed on to has not received it yet.
  static func pass(_ id: String, to group: WorkGroup, assignee: String, due: Instant, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE shop_case SET owner_group = $2, assignee = $3, due_at = $4, level = 0, handed_at = $5, received_at = NULL,
        received_by = NULL, receive_operation_id = NULL
      WHERE id = $1
      """,
      [
        .text(id), .text(group.rawValue), .text(assignee), .integer(due.milliseconds),
        .integer(change.operation.at.milliseconds),
      ])
  }

  /// False when somebody else escalated, passed on or ended it in between, or took it in hand where that counts.
  static func escalate(
    _ item: ShopCase, to level: Int64, group: String, assignee: String, due: Instant, evenReceived: Bool,
    _ change: Change
  ) throws -> Bool {
    try change.session.run(
      """
      UPDATE shop_case SET level = $3, owner_group = $4, assignee = $5, due_at = $6, handed_at = $7
      WHERE id = $1 AND level = $2 AND state = 'open' AND COALESCE(due_at, -1) = $8
        AND (received_at IS NULL OR $9 = 1)
      """,
      [
        .text(item.id), .integer(item.level), .integer(level), .text(group), .text(assignee),
        .integer(due.milliseconds), .integer(change.operation.at.milliseconds),
        .integer(item.dueAt?.milliseconds ?? -1), Value(evenReceived),
      ]) == 1
  }

  static func end(_ id: String, as state: CaseState, result: String, _ change: Change) throws {
    try change.session.run(
      """
      UPDATE shop_case SET state = $2, result = $3, closed_at = $4, closed_by = $5, close_operation_id = $6
      WHERE id = $1 AND state = 'open'
      """,
      [
        .text(id), .text(state.rawValue), .text(result), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
  }

  static func tick(_ number: Int64, of id: String, _ change: Change) throws {
    try change.session.run(
      "UPDATE case_step SET done_at = $3, done_by = $4, done_operation_id = $5 WHERE case_id = $1 AND number = $2",
      [
        .text(id), .integer(number), .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ])
  }

  static func untick(_ number: Int64, of id: String, _ change: Change) throws {
    try change.session.run(
      "UPDATE case_step SET done_at = NULL, done_by = NULL, done_operation_id = NULL WHERE case_id = $1 AND number = $2",
      [.text(id), .integer(number)])
  }

  static func steps(_ id: String, _ session: any Session) throws -> [CaseStep] {
    try session.all(
      "SELECT number, text, is_optional, done_at, done_by FROM case_step WHERE case_id = $1 ORDER BY number",
      [.text(id)]
    ) {
      CaseStep(
        number: try $0.integer(0), text: try $0.text(1), isOptional: try $0.integer(2) == 1,
        doneAt: try $0.optionalInteger(3).map(Instant.init(milliseconds:)), doneBy: try $0.optionalText(4))
    }
  }

  static func events(_ id: String, _ session: any Session) throws -> [CaseEvent] {
    try session.all(
      "SELECT number, kind, at, actor, text FROM case_event WHERE case_id = $1 ORDER BY number", [.text(id)]
    ) { row in
      guard let kind = CaseEvent.Kind(rawValue: try row.text(1)) else {
        throw StoreError.engine("case_event holds a word this program does not know")
      }
      return CaseEvent(
        number: try row.integer(0), kind: kind, at: Instant(milliseconds: try row.integer(2)), by: try row.text(3),
        text: try row.text(4))
    }
  }

  /// Open cases by group: how many, of those not received, overdue, escalated; when the first is due.
  static func board(shop: String?, now: Instant, _ session: any Session) throws -> [CaseBoard.Line] {
    try session.all(
      """
      SELECT owner_group, COUNT(*), SUM(CASE WHEN received_at IS NULL THEN 1 ELSE 0 END),
        SUM(CASE WHEN due_at < $2 THEN 1 ELSE 0 END), SUM(CASE WHEN level > 0 THEN 1 ELSE 0 END), MIN(opened_at),
        MIN(due_at)
      FROM shop_case WHERE state = 'open' AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
      GROUP BY owner_group ORDER BY owner_group
      """, [Value(shop), .integer(now.milliseconds)]
    ) {
      CaseBoard.Line(
        group: try $0.text(0), open: try $0.integer(1), unreceived: try $0.integer(2), overdue: try $0.integer(3),
        escalated: try $0.integer(4), oldest: Instant(milliseconds: try $0.integer(5)),
        nextDue: try $0.optionalInteger(6).map(Instant.init(milliseconds:)))
    }
  }
}

/// A case about to be written.
struct NewCase {
  let id: String
  let kind: CaseKind
  let shop: String
  let order: CaseRequest.Order?
  let subject: String
  let number: Int64?
  let title: String
  let tag: String
  let group: WorkGroup
  let assignee: String
  let due: Instant
  let coolUntil: Instant?
  let follows: String
}
