import Store
import Vocabulary

/// The SQL of concessions.
enum ConcessionRecords {
  static func insert(
    _ request: Concessions.Request, readyAt: Instant, shop: String, _ change: Change
  ) throws -> Int64 {
    let number = try change.session.count("SELECT MAX(number) FROM concession WHERE shop = $1", [.text(shop)]) + 1
    let inserted = try change.session.run(
      """
      INSERT INTO concession (shop, number, sku, order_id, give, condition, asked_fen, state, agent, asked_at, ready_at,
        operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9, $10, $11) ON CONFLICT (shop, number) DO NOTHING
      """,
      [
        .text(shop), .integer(number), .text(request.sku), Value(request.order), .text(request.give),
        .text(request.condition), .integer(request.amount.fen), .text(change.operation.actor.name),
        .integer(change.operation.at.milliseconds), .integer(readyAt.milliseconds), .text(change.operation.id.text),
      ])
    guard inserted == 1 else { throw StoreError.retry("somebody else asked in between") }
    return number
  }

  static func list(
    shop: String, state: Concession.State?, limit: Int64, _ session: any Session
  ) throws -> [Concession] {
    try session.all(
      """
      SELECT number, sku, order_id, give, condition, asked_fen, state, granted_fen, citation, agent, asked_at, ready_at
      FROM concession WHERE shop = $1 AND (CAST($2 AS TEXT) IS NULL OR state = $2) ORDER BY number DESC LIMIT $3
      """, [.text(shop), Value(state?.rawValue), .integer(limit)], read)
  }

  static func find(_ number: Int64, shop: String, _ session: any Session) throws -> Concession? {
    try session.first(
      """
      SELECT number, sku, order_id, give, condition, asked_fen, state, granted_fen, citation, agent, asked_at, ready_at
      FROM concession WHERE shop = $1 AND number = $2
      """, [.text(shop), .integer(number)], read)
  }

  private static func read(_ row: any Row) throws -> Concession {
    guard let state = Concession.State(rawValue: try row.text(6)) else {
      throw StoreError.engine("concession holds a state this program does not know")
    }
    return Concession(
      number: try row.integer(0), sku: try row.text(1), order: try row.optionalText(2), give: try row.text(3),
      condition: try row.text(4), askedFen: Money(fen: try row.integer(5)), state: state,
      grantedFen: try row.optionalInteger(7).map { Money(fen: $0) }, citation: try row.optionalText(8),
      agent: try row.text(9), askedAt: Instant(milliseconds: try row.integer(10)),
      readyAt: Instant(milliseconds: try row.integer(11)))
  }

  static func grant(_ number: Int64, _ amount: Money, shop: String, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      UPDATE concession SET state = 'granted', granted_fen = $3, decide_operation_id = $4
      WHERE shop = $1 AND number = $2 AND state = 'asked'
      """, [.text(shop), .integer(number), .integer(amount.fen), .text(change.operation.id.text)]) == 1
  }

  static func refuse(_ number: Int64, rule: String, shop: String, _ change: Change) throws -> Bool {
    try change.session.run(
      """
      UPDATE concession SET state = 'refused', citation = $3, decide_operation_id = $4
      WHERE shop = $1 AND number = $2 AND state = 'asked'
      """, [.text(shop), .integer(number), .text(rule), .text(change.operation.id.text)]) == 1
  }

  /// What was given for a product in an order. Whoever adds to it holds the order's row, so that two grants at once do not
  /// both see the room of one.
  static func given(order: String, sku: String, shop: String, _ session: any Session) throws -> Money {
    Money(
      fen: try session.count(
        """
        SELECT CAST(SUM(granted_fen) AS BIGINT) FROM concession
        WHERE shop = $1 AND order_id = $2 AND sku = $3 AND state = 'granted'
        """, [.text(shop), .text(order), .text(sku)]))
  }

  /// What the one who acts has given away today.
  static func spent(shop: String, _ change: Change) throws -> Money {
    Money(
      fen: try change.session.count(
        "SELECT spent_fen FROM concession_budget WHERE shop = $1 AND agent = $2 AND day = $3",
        [.text(shop), .text(change.operation.actor.name), .text(day(change))]))
  }

  /// Takes an amount from the day's budget of who acts; false when it does not suffice. One statement, so that two
  /// grants at once cannot both take the rest.
  static func spend(_ amount: Money, of limit: Money, shop: String, _ change: Change) throws -> Bool {
    guard amount <= limit else { return false }
    return try change.session.run(
      """
      INSERT INTO concession_budget (shop, agent, day, spent_fen, limit_fen, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (shop, agent, day) DO UPDATE SET spent_fen = concession_budget.spent_fen + excluded.spent_fen,
        limit_fen = excluded.limit_fen, operation_id = excluded.operation_id
      WHERE concession_budget.spent_fen + excluded.spent_fen <= excluded.limit_fen
      """,
      [
        .text(shop), .text(change.operation.actor.name), .text(day(change)), .integer(amount.fen),
        .integer(limit.fen), .text(change.operation.id.text),
      ]) == 1
  }

  private static func day(_ change: Change) -> String { ShopDay(change.operation.at).text }
}
