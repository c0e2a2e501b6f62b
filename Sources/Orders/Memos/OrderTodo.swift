import PersonalData
public import Playbooks
public import Vocabulary

/// Something that a remark asks for beside its verdict, as the store keeps it.
public struct OrderTodo: Sendable, Equatable, Codable {
  /// `memo:3` for the third memo version, `message` for the buyer's message.
  public let source: String
  public let kind: Todo.Kind
  public let mode: Todo.Mode
  public let value: String
  /// The words that ask for it.
  public let text: String
  public let due: Instant?

  /// As people see it who do not need the phone numbers in it.
  var masked: OrderTodo {
    OrderTodo(source: source, kind: kind, mode: mode, value: value, text: Masking.phones(in: text), due: due)
  }
}
