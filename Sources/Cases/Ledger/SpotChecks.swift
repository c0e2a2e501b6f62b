public import Store
public import Vocabulary

/// The six qualities that good service has (及时、亲切、专业、灵活、主动、感恩).
public enum ServiceQuality: String, Sendable, Codable, CaseIterable {
  case timely, friendly, professional, flexible, proactive, grateful

  public var name: Message {
    switch self {
    case .timely: Message(zh: "及时", en: "timely")
    case .friendly: Message(zh: "亲切", en: "friendly")
    case .professional: Message(zh: "专业", en: "professional")
    case .flexible: Message(zh: "灵活", en: "flexible")
    case .proactive: Message(zh: "主动", en: "proactive")
    case .grateful: Message(zh: "感恩", en: "grateful")
    }
  }
}

/// A chat that somebody read and judged.
public struct SpotCheck: Sendable, Codable, Equatable {
  public let shop: String
  /// Every shop counts its own.
  public let number: Int64
  public let agent: String
  public let chat: String
  /// 1 (poor) to 5 (exemplary), in the order of `ServiceQuality.allCases`.
  public let scores: [Int64]
  public let note: String
  public let at: Instant
  public let by: String
}

/// The verbs of spot checks.
public enum SpotChecks {
  public struct Noted: Sendable, Codable, Equatable {
    public let number: Int64
    /// Of 30.
    public let total: Int64
    /// The qualities that scored 1 or 2: what to talk about with the agent.
    public let weak: [ServiceQuality]
  }

  /// Notes a judgement. Nobody judges themselves.
  public static func add(
    agent: String, chat: String, scores: [Int64], note: String, shop: String, _ change: Change
  ) throws -> Noted {
    guard scores.count == ServiceQuality.allCases.count, scores.allSatisfy({ (1...5).contains($0) }) else {
      throw Failure(
        .usage, code: "six_scores",
        Message(
          zh: "--scores 要六个 1 到 5 的分：\(ServiceQuality.allCases.map(\.name.zh).joined(separator: "、"))",
          en: "--scores takes six numbers, 1 to 5: \(ServiceQuality.allCases.map(\.rawValue).joined(separator: ", "))"))
    }
    guard agent != change.operation.actor.name else {
      throw Failure(
        .refused, code: "own_chat", Message(zh: "不能抽查自己", en: "nobody judges their own chats"), place: agent,
        next: Message(zh: "请别人抽查：--as 姓名", en: "somebody else does: --as NAME"))
    }
    guard (1...64).contains(agent.utf8.count), chat.utf8.count <= 256, note.utf8.count <= 2_000 else {
      throw Failure(.usage, code: "spot_check_words", Message(zh: "姓名、会话或备注太长", en: "a name, chat or note is too long"))
    }
    let number = try LedgerRecords.insert(agent: agent, chat: chat, scores: scores, note: note, shop: shop, change)
    let weak = zip(ServiceQuality.allCases, scores).filter { $0.1 <= 2 }.map(\.0)
    return Noted(number: number, total: scores.reduce(0, +), weak: weak)
  }

  public struct Average: Sendable, Codable, Equatable {
    public let agent: String
    public let checks: Int64
    /// Means in hundredths, in the order of `ServiceQuality.allCases`.
    public let hundredths: [Int64]
  }

  /// The newest first.
  public static func list(shop: String?, agent: String?, limit: Int64, _ session: any Session) throws -> [SpotCheck] {
    try LedgerRecords.spotChecks(shop: shop, agent: agent, limit: limit, session)
  }

  /// Agent by agent, those with the lowest sum first.
  public static func averages(shop: String?, _ session: any Session) throws -> [Average] {
    try LedgerRecords.averages(shop: shop, session)
  }
}
