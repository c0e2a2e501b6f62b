import Store
import Vocabulary

/// The SQL of what agents promise in a day.
enum BudgetRecords {
  /// Takes an amount from the day's budget of who acts; false when it does not suffice. One statement, so that two
  /// promises at once cannot both take the rest.
  static func spend(
    _ amount: Money, of limit: Money, _ kind: Refund.Kind, shop: String, _ change: Change
  ) throws -> Bool {
    guard amount <= limit else { return false }
    let day = String(change.operation.at.shopText.prefix(10))
    return try change.session.run(
      """
      INSERT INTO refund_budget (shop, agent, kind, day, spent_fen, limit_fen, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (shop, agent, kind, day) DO UPDATE SET spent_fen = refund_budget.spent_fen + excluded.spent_fen,
        limit_fen = excluded.limit_fen, operation_id = excluded.operation_id
      WHERE refund_budget.spent_fen + excluded.spent_fen <= excluded.limit_fen
      """,
      [
        .text(shop), .text(change.operation.actor.name), .text(kind.rawValue), .text(day), .integer(amount.fen),
        .integer(limit.fen), .text(change.operation.id.text),
      ]) == 1
  }
}
