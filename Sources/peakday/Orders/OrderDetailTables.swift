import Formats
import Orders
import Playbooks
import Vocabulary

/// The items and to-dos of one order as tables.
enum OrderDetailTables {
  static func lines(_ lines: [OrderLine]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "子订单", en: "Line"), isWhole: true), .init(title: Message(zh: "宝贝", en: "Item")),
        .init(title: Message(zh: "编码", en: "SKU")), .init(title: Message(zh: "数量", en: "Qty"), alignment: .right),
        .init(title: Message(zh: "实付(元)", en: "Paid (yuan)"), alignment: .right),
        .init(title: Message(zh: "状态", en: "State")),
      ],
      rows: lines.map { line in
        [
          .init(line.line), .init([line.title, line.attributes].compactMap { $0 }.joined(separator: " ")),
          .init(line.sku ?? ""), .init(line.quantity.map(String.init) ?? ""), .init(line.paid?.yuan ?? ""),
          line.refundState.map { .init($0.name, ink: .red) } ?? .init(line.platformStatus ?? ""),
        ]
      })
  }

  static func todos(_ todos: [OrderTodo]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "事项", en: "To do")), .init(title: Message(zh: "要求", en: "What")),
        .init(title: Message(zh: "期限", en: "Until")), .init(title: Message(zh: "原话", en: "Words")),
      ],
      rows: todos.map { todo in
        [
          .init(todo.kind.name), .init(what(todo)), .init(todo.due?.shopText ?? ""), .init(todo.text),
        ]
      })
  }

  private static func what(_ todo: OrderTodo) -> Message {
    switch todo.mode {
    case .must: Message(zh: todo.value, en: todo.value)
    case .mustNot: Message(zh: "不要 \(todo.value)", en: "not \(todo.value)")
    }
  }
}
