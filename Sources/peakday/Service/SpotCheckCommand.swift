import ArgumentParser
import Cases
import Coordination
import Formats
import Store
import Vocabulary

struct SpotCheckCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "spotcheck", abstract: say("抽查会话：六项服务品质", "Spot checks of chats: the six qualities of service"),
      subcommands: [SpotCheckAddCommand.self, SpotCheckListCommand.self, SpotCheckAverageCommand.self])
  }
}

struct SpotCheckAddCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "add", abstract: say("给一个会话打分", "Judge one chat"),
      discussion: say(
        "六个分依次是：及时、亲切、专业、灵活、主动、感恩，各 1 到 5。",
        "The six numbers, 1 to 5, are: timely, friendly, professional, flexible, proactive, grateful."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("哪个客服", "the agent"))
  var agent: String

  @Option(name: .long, parsing: .upToNextOption, help: help("六个分", "six numbers"))
  var scores: [Int64]

  @Option(name: .long, help: help("哪个会话：买家或时间", "which chat: its buyer or time"))
  var chat = ""

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  func run(at desk: Desk) throws {
    try desk.require(.spotCheck)
    var arguments: Operation.Arguments = ["shop": desk.shop, "agent": agent, "chat": chat, "note": note]
    arguments.add("scores", scores.map(String.init))
    let receipt = try desk.store().perform(try desk.operation("spotcheck add", arguments)) {
      try SpotChecks.add(agent: agent, chat: chat, scores: scores, note: note, shop: desk.shop, $0)
    }
    let noted = receipt.result
    try desk.answer(Receipted(receipt)) {
      let weak =
        noted.weak.isEmpty
        ? ""
        : say(
          "；要谈的：\(noted.weak.map(\.name.zh).joined(separator: "、"))",
          "; to talk about: \(noted.weak.map(\.name.en).joined(separator: ", "))")
      return TerminalText.safe(
        say(
          "\(agent)：第 \(noted.number) 次抽查，\(noted.total)/30\(weak)",
          "\(agent): spot check no. \(noted.number), \(noted.total) of 30\(weak)"))
        + "\n"
    }
  }
}

struct SpotCheckListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("抽查，新的在前", "Spot checks, newest first"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这个人的", "only this person's"))
  var agent: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let found = try desk.store().read {
      try SpotChecks.list(shop: desk.chosenShop, agent: agent, limit: list.limit, $0)
    }
    try desk.answer(found, table: table(found, desk), empty: Message(zh: "没有抽查", en: "no spot checks"))
    desk.hintMore(found.count, limit: list.limit)
  }

  private func table(_ found: [SpotCheck], _ desk: Desk) -> TextTable {
    let shops = ShopColumn(found.map(\.shop), desk)
    return TextTable(
      columns: shops.column + [
        .init(title: Message(zh: "号", en: "No."), alignment: .right), .init(title: Message(zh: "时间", en: "At")),
        .init(title: Message(zh: "客服", en: "Agent")),
      ] + SpotCheckTable.qualities + [
        .init(title: Message(zh: "会话", en: "Chat")), .init(title: Message(zh: "说明", en: "Note")),
        .init(title: Message(zh: "谁抽查", en: "By")),
      ],
      rows: found.map { check in
        shops.cell(check.shop) + [.init(String(check.number)), .init(check.at.shopText), .init(check.agent)]
          + check.scores.map { .init(String($0), ink: $0 <= 2 ? .red : .none) }
          + [.init(check.chat), .init(check.note), .init(check.by)]
      })
  }
}

enum SpotCheckTable {
  static var qualities: [TextTable.Column] {
    ServiceQuality.allCases.map { .init(title: $0.name, alignment: .right) }
  }
}

struct SpotCheckAverageCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "average", abstract: say("每个客服的平均分，低的在前", "Each agent's means, the lowest first"))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let found = try desk.store().read { try SpotChecks.averages(shop: desk.chosenShop, $0) }
    try desk.answer(found, table: table(found), empty: Message(zh: "没有抽查", en: "no spot checks"))
  }

  private func table(_ found: [SpotChecks.Average]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "客服", en: "Agent")), .init(title: Message(zh: "次数", en: "Checks"), alignment: .right),
      ] + SpotCheckTable.qualities,
      rows: found.map { line in
        [.init(line.agent), .init(String(line.checks))]
          + line.hundredths.map { .init(Money(fen: $0).yuan, ink: $0 < 300 ? .red : .none) }
      })
  }
}
