public import Playbooks
public import Vocabulary

/// Something the shop has promised a buyer.
public struct Promise: Sendable, Equatable, Codable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// By whom it goes, or must not go. Binds where the label is made and where the parcel leaves.
    case courier
    case gift, callBack, priceGuarantee, differenceRefund, shipBy
    /// Words for a card.
    case card

    public var name: Message {
      switch self {
      case .courier: Message(zh: "快递", en: "courier")
      case .gift: Message(zh: "赠品", en: "gift")
      case .callBack: Message(zh: "回电", en: "call back")
      case .priceGuarantee: Message(zh: "价保", en: "price guarantee")
      case .differenceRefund: Message(zh: "退差价", en: "refund of a difference")
      case .shipBy: Message(zh: "发货期限", en: "ship by")
      case .card: Message(zh: "贺卡", en: "card")
      }
    }

    /// The role that keeps such a promise, unless somebody is named.
    public var owner: Role {
      switch self {
      case .courier, .gift, .card: .warehouse
      case .callBack: .agent
      case .priceGuarantee, .differenceRefund: .finance
      case .shipBy: .reviewer
      }
    }

    /// What a to-do of a remark promises; nil where it promises nothing.
    init?(_ todo: Todo.Kind) {
      switch todo {
      case .courier: self = .courier
      case .gift: self = .gift
      case .deadline: self = .shipBy
      case .diffRefund: self = .differenceRefund
      case .card: self = .card
      case .merge, .warehouse, .invoice, .rebuy, .compliance: return nil
      }
    }
  }

  public enum State: String, Sendable, CaseIterable, Codable {
    case open, kept, broken
    /// A newer remark promises otherwise.
    case replaced

    public var name: Message {
      switch self {
      case .open: Message(zh: "未兑现", en: "open")
      case .kept: Message(zh: "已兑现", en: "kept")
      case .broken: Message(zh: "没做到", en: "broken")
      case .replaced: Message(zh: "被新的取代", en: "replaced")
      }
    }
  }

  public let shop: String
  public let order: String
  public let number: Int64
  public let kind: Kind
  public let mode: Todo.Mode
  /// The courier's name in the playbook, or what exactly.
  public let value: String
  /// The words.
  public let text: String
  public let due: Instant?
  /// A role, or a person's name.
  public let owner: String
  /// `person:NAME` or `memo:3`.
  public let source: String
  public let state: State
  public let madeAt: Instant
  public let madeBy: String
  public let decidedBy: String?
  public let result: String
  /// Where the order stands.
  public let stage: OrderStage
}

/// A promise to note.
struct NewPromise: Equatable {
  let kind: Promise.Kind
  var mode: Todo.Mode = .must
  var value = ""
  var text = ""
  var due: Instant?
  var owner = ""
  let source: HoldSource

  /// What the to-dos of a remark promise. `courier` gives the courier's name for a word; a word that names none (放驿站)
  /// is for the people who pack, and promises nothing. What is not wanted is no promise, but for couriers.
  static func made(
    by todos: [Todo], source: HoldSource, writtenAt: Instant, courier: (String) -> String?
  ) -> [NewPromise] {
    todos.compactMap { todo in
      guard let kind = Promise.Kind(todo.kind), kind == .courier || todo.mode == .must else { return nil }
      var value = todo.value
      if kind == .courier {
        guard let name = courier(value) else { return nil }
        value = name
      }
      return NewPromise(
        kind: kind, mode: todo.mode, value: value, text: todo.text, due: todo.due?.start(after: writtenAt),
        owner: kind.owner.rawValue, source: source)
    }
  }
}
