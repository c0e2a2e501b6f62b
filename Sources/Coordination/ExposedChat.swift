public import Broadcasts
public import Formats
import Rota
public import Store
public import Vocabulary

/// Chats as a platform's log lists them.
public struct ChatLog: Sendable {
  struct Chat: Sendable {
    let at: Instant
    let agent: String
    let buyer: String
  }

  let chats: [Chat]
  /// Rows without a time or an agent.
  public let unusable: Int

  private static let headers: [[String]] = [
    ["time", "时间", "咨询时间", "会话时间", "会话开始时间", "接待时间", "接待开始时间", "chat_start"],
    ["agent", "客服", "客服昵称", "客服旺旺", "旺旺", "子账号", "接待客服", "接待子账号"],
    ["buyer", "买家", "买家昵称", "顾客", "客户", "客户昵称", "买家旺旺"],
  ]

  /// - Throws: `Failure` `.usage`: `file_empty`, `chat_columns_missing`.
  public static func read(_ rows: any TableRows) throws -> ChatLog {
    guard case .record(let first)? = try rows.nextTableRow() else {
      throw Failure(
        .usage, code: "file_empty", Message(zh: "文件是空的", en: "the file is empty"), place: rows.name,
        next: Message(zh: "核对是不是聊天记录", en: "check that it is a chat log"))
    }
    let names = first.texts.map { $0.filter { !$0.isWhitespace && $0 != "\u{FEFF}" }.lowercased() }
    let places = headers.map { known in names.firstIndex { known.contains($0) } }
    guard let time = places[0], let agent = places[1] else {
      throw Failure(
        .usage, code: "chat_columns_missing",
        Message(zh: "第 1 行要有时间和客服两列", en: "row 1 needs the columns time and agent"), place: "\(rows.name):1",
        next: Message(zh: "第 1 行写：时间,客服,买家", en: "write row 1 as: time,agent,buyer"))
    }
    var chats: [Chat] = []
    var unusable = 0
    while let row = try rows.nextTableRow() {
      guard case .record(let record) = row else {
        unusable += 1
        continue
      }
      if record.texts.allSatisfy(\.isEmpty) { continue }
      guard let at = Instant(record.text(time)), !record.text(agent).isEmpty else {
        unusable += 1
        continue
      }
      chats.append(Chat(at: at, agent: record.text(agent), buyer: places[2].map { record.text($0) } ?? ""))
    }
    return ChatLog(chats: chats, unusable: unusable)
  }
}

/// A buyer who was served by somebody who had not read the change.
public struct ExposedChat: Sendable, Codable, Equatable {
  public let at: Instant
  public let agent: String
  public let buyer: String

  /// By time; an account counts for whoever held it at that moment.
  public static func find(
    _ log: ChatLog, _ exposed: [BroadcastExposure], shop: String, _ session: any Session
  ) throws -> [ExposedChat] {
    let agents = try Agents.list(shop: shop, session)
    var holders: [String: [(agent: String, account: Agent.Account)]] = [:]
    for agent in agents {
      for account in agent.accounts { holders[account.nick, default: []].append((agent.name, account)) }
    }
    let stretches = Dictionary(grouping: exposed, by: \.agent)
    return log.chats.compactMap { chat -> ExposedChat? in
      let holder = holders[chat.agent]?.first { held in
        held.account.from <= chat.at && chat.at < held.account.until ?? Instant(milliseconds: .max)
      }?.agent
      let name = holder ?? chat.agent
      guard stretches[name, default: []].contains(where: { $0.holds(chat.at) }) else { return nil }
      return ExposedChat(at: chat.at, agent: name, buyer: chat.buyer)
    }.sorted { ($0.at, $0.agent, $0.buyer) < ($1.at, $1.agent, $1.buyer) }
  }
}
