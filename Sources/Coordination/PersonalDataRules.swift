public import Store
import Vocabulary

/// How long personal data is kept, and its end.
public struct PersonalDataRules: Sendable, Codable, Equatable {
  /// The key that seals new envelopes; nil where none was made.
  public var keyID: String?
  /// Days behind the end of an order until its address is forgotten. nil: only changed addresses are kept, and only
  /// until the parcel is handed over.
  public var days: Int64?

  /// Whether imports keep every address.
  public var keepsAll: Bool { keyID != nil && days != nil }

  public static func ask(_ session: any Session) throws -> PersonalDataRules {
    try PersonalDataRecords.rules(session)
  }

  /// Says which key seals from now on. Refused when the store has another one: its envelopes would not open any more.
  public static func use(keyID: String, _ change: Change) throws -> PersonalDataRules {
    var rules = try PersonalDataRecords.rules(change.session)
    if let old = rules.keyID, old != keyID {
      throw Failure(
        .refused, code: "key_exists", Message(zh: "这个库已有密钥 \(old)", en: "this store has a key already, \(old)"),
        next: Message(zh: "用那把密钥的文件：PEAKDAY_KEY=文件", en: "use the file of that key: PEAKDAY_KEY=FILE"))
    }
    rules.keyID = keyID
    try PersonalDataRecords.set(rules, change.session)
    return rules
  }

  public static func keep(days: Int64?, _ change: Change) throws -> PersonalDataRules {
    var rules = try PersonalDataRecords.rules(change.session)
    guard days == nil || rules.keyID != nil else {
      throw Failure(
        .refused, code: "no_key", Message(zh: "还没有密钥，不能保存地址", en: "there is no key yet, so no address is kept"),
        next: Message(zh: "先建一把：peakday key create", en: "first make one: peakday key create"))
    }
    rules.days = days
    try PersonalDataRecords.set(rules, change.session)
    return rules
  }

  /// What forgetting answers.
  public struct Purged: Sendable, Codable, Equatable {
    public let envelopes: Int64
    public let isDone: Bool
  }

  /// Rows of one operation.
  public static let purgeSize: Int64 = 5_000

  /// Forgets the addresses whose time is over: some thousand at a time. The log of operations holds none, so its chain
  /// stays whole.
  public static func purge(_ change: Change) throws -> Purged {
    let rules = try PersonalDataRecords.rules(change.session)
    let ended = rules.days.map { change.operation.at.adding(minutes: -$0 * 1_440) }
    let count = try PersonalDataRecords.purge(endedBefore: ended, limit: purgeSize, change.session)
    return Purged(envelopes: count, isDone: count < purgeSize)
  }
}
