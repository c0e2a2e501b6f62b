import ArgumentParser
import Broadcasts
import Coordination
import Formats
import Store
import Vocabulary

struct BroadcastExposureCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "exposure",
      abstract: say("变更生效后、确认之前，谁接待了哪些买家", "Buyers served after a change by whoever had not read it"),
      discussion: say(
        "聊天记录（CSV 或 XLSX）要有时间和客服两列，可有买家一列；客服可以是名字或旺旺子账号。没有 --chats 时只列出时段。",
        "The chat log (CSV or XLSX) needs the columns time and agent, and may have buyer; an agent may be a name or a "
          + "sub-account. Without --chats only the stretches are listed."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("通知：3 是最新一版，3.1 是第 1 版", "the broadcast: 3 is its newest version, 3.1 its first"))
  var broadcast: String

  @Option(name: .long, help: help("聊天记录", "the chat log"), completion: .file(extensions: ["csv", "xlsx"]))
  var chats: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let store = try desk.store()
    let exposed = try store.read { session in
      try BroadcastExposure.of(try desk.newest(broadcast, session), shop: desk.shop, now: desk.now, session)
    }
    let nobody = Message(zh: "没有人在不知道的情况下接待过", en: "nobody served without knowing")
    guard let chats else {
      return try desk.answer(exposed, table: Self.table(exposed), empty: nobody)
    }
    let log = try ChatLog.read(try TableFile.open(chats))
    if log.unusable > 0 {
      desk.raise(.doneWithRejects)
      desk.talk(Message(zh: "\(log.unusable) 行看不懂，没有算", en: "\(log.unusable) rows could not be read and are left out"))
    }
    let served = try store.read { try ExposedChat.find(log, exposed, shop: desk.shop, $0) }
    try desk.answer(served, table: Self.table(served), empty: nobody)
  }

  private static func table(_ exposed: [BroadcastExposure]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "客服", en: "Agent"), isWhole: true), .init(title: Message(zh: "从", en: "From")),
        .init(title: Message(zh: "到（确认）", en: "Until (receipt)")),
      ],
      rows: exposed.map {
        [
          .init($0.agent), .init($0.from.shopText),
          $0.until.map { .init($0.shopText) } ?? .init(Message(zh: "还没有确认", en: "not acknowledged yet"), ink: .red),
        ]
      })
  }

  private static func table(_ served: [ExposedChat]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "时间", en: "At")), .init(title: Message(zh: "客服", en: "Agent"), isWhole: true),
        .init(title: Message(zh: "买家", en: "Buyer"), isWhole: true),
      ], rows: served.map { [.init($0.at.shopText), .init($0.agent), .init($0.buyer)] })
  }
}
