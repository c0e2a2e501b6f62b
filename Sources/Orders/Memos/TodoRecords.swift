import Playbooks
import Store
import Vocabulary

/// The SQL of order_todo.
enum TodoRecords {
  /// Keeps what a text asks for. Done once for each source: a memo version, or a buyer's message.
  static func insert(
    _ todos: [Todo], of key: OrderKey, source: HoldSource, writtenAt: Instant, _ change: Change
  ) throws {
    for (number, todo) in todos.enumerated() {
      try change.session.run(
        """
        INSERT INTO order_todo (shop, order_id, source, number, kind, mode, value, text, due_at, operation_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (shop, order_id, source, number) DO UPDATE SET kind = excluded.kind, mode = excluded.mode,
          value = excluded.value, text = excluded.text, due_at = excluded.due_at, operation_id = excluded.operation_id
        """,
        [
          .text(key.shop), .text(key.id), .text(source.text), .integer(Int64(number)), .text(todo.kind.rawValue),
          .text(todo.mode.rawValue), .text(todo.value), .text(todo.text),
          Value(todo.due?.start(after: writtenAt)?.milliseconds), .text(change.operation.id.text),
        ])
    }
  }

  /// What the order's newest memo and the buyer's message ask for.
  static func current(_ key: OrderKey, _ session: any Session) throws -> [OrderTodo] {
    try session.all(
      """
      SELECT t.source, t.kind, t.mode, t.value, t.text, t.due_at FROM order_todo t
      WHERE t.shop = $1 AND t.order_id = $2 ORDER BY t.source, t.number
      """, [.text(key.shop), .text(key.id)]
    ) { row in
      guard let kind = Todo.Kind(rawValue: try row.text(1)), let mode = Todo.Mode(rawValue: try row.text(2)) else {
        throw StoreError.engine("order_todo holds a word this program does not know")
      }
      return OrderTodo(
        source: try row.text(0), kind: kind, mode: mode, value: try row.text(3), text: try row.text(4),
        due: try row.optionalInteger(5).map(Instant.init(milliseconds:)))
    }
  }
}
