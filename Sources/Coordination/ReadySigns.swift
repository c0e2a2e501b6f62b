public import Store
public import Vocabulary

/// What only people can know before the event, and sign.
public enum ReadySigns {
  public enum Item: String, Sendable, Codable, CaseIterable {
    /// A backup was restored, and it was whole.
    case backup

    public var name: Message {
      switch self {
      case .backup: Message(zh: "试过从备份恢复", en: "a backup was restored")
      }
    }
  }

  public struct Sign: Sendable, Codable, Equatable {
    public let item: Item
    public let at: Instant
    public let by: String
    public let note: String
  }

  public static func sign(_ item: Item, note: String, shop: String, _ change: Change) throws -> Sign {
    guard (1...2_000).contains(note.utf8.count) else {
      throw Failure(
        .usage, code: "sign_note", Message(zh: "--note 要写做了什么", en: "--note says what was done"), place: item.rawValue)
    }
    let sign = Sign(item: item, at: change.operation.at, by: change.operation.actor.name, note: note)
    try ReadySignRecords.insert(sign, shop: shop, change)
    return sign
  }

  static func last(_ item: Item, shop: String, _ session: any Session) throws -> Sign? {
    try ReadySignRecords.last(item, shop: shop, session)
  }
}
