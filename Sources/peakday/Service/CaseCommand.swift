import ArgumentParser
import Cases
import Coordination
import Formats
import Store
import Vocabulary

struct CaseCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "case", abstract: say("案件：一个组要另一个组做的事", "Cases: what one group needs from another"),
      subcommands: [
        CaseOpenCommand.self, CaseListCommand.self, CaseBoardCommand.self, CaseShowCommand.self,
        CaseReceiveCommand.self, CaseNoteCommand.self, CaseStepCommand.self, CasePassCommand.self,
        CaseDoneCommand.self, CaseFailCommand.self, CaseEscalateCommand.self,
      ])
  }
}

struct CaseOpenCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "open", abstract: say("开一个案件", "Open a case"),
      discussion: say(
        "谁处理、多久，按 routing.yaml；清单按 aftersales.yaml，由 --tag 选：售后 return exchange missing quality，冲突 ours theirs abuse。",
        "routing.yaml says who has it and for how long; --tag chooses the checklist of aftersales.yaml: return, exchange, missing, "
          + "quality; for a conflict ours, theirs, abuse."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: help(
      "afterSales 售后，conflict 冲突，help 求助，voice 顾客之声，lesson 改进",
      "afterSales, conflict, help, voice or lesson"))
  var kind: CaseKind

  @Argument(help: help("订单号；与订单无关的可省", "the order, where it is about one"))
  var order: String?

  @Option(name: .long, help: help("是什么事", "what is the matter"))
  var title: String

  @Option(name: .long, help: help("哪一种：清单或话题", "which of its kind: the checklist, or the subject"))
  var tag = ""

  @Option(
    name: .customLong("to"),
    help: help("交给哪个组（默认按 routing.yaml）", "which group has it (by default as routing.yaml says)"))
  var group: WorkGroup?

  @Option(name: .long, help: help("交给谁", "which person has it"))
  var person: String?

  @Option(name: .long, help: help("到什么时候（默认按 routing.yaml）", "until when (by default as routing.yaml says)"))
  var due: Instant?

  @Option(
    name: .customLong("after"), help: help("由哪个案件引出，如 badReview:801", "the case it follows from, such as badReview:801")
  )
  var follows: CaseReference?

  func run(at desk: Desk) throws {
    try desk.require(.openCase)
    let operation = try desk.operation(
      "case open",
      [
        "shop": desk.shop, "kind": kind.rawValue, "order": order ?? "", "title": title, "tag": tag,
        "group": group?.rawValue ?? "", "person": person ?? "", "due": due?.rfc3339 ?? "",
        "after": follows?.description ?? "",
      ])
    let words = CaseDesk.Words(
      kind: kind, order: order, title: title, tag: tag, group: group, person: person, due: due, follows: follows)
    let receipt = try desk.store().perform(operation) { try CaseDesk.open(words, shop: desk.shop, $0) }
    try desk.answer(Receipted(receipt)) { CaseText.opened(receipt.result) }
  }
}

struct CaseListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("未了的案件，旧的在前", "Open cases, oldest first"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这一类", "only this kind"))
  var kind: CaseKind?

  @Option(name: .long, help: help("只看这个组的", "only those of this group"))
  var group: WorkGroup?

  @Option(name: .long, help: help("只看这一种", "only this tag"))
  var tag: String?

  @Option(name: .customLong("order"), help: help("只看这个订单", "only this order"))
  var order: String?

  @Flag(name: .long, help: help("只看我的", "only mine"))
  var mine = false

  @Flag(name: .long, help: help("只看过了时限的", "only those past their time"))
  var overdue = false

  @Flag(name: .long, help: help("也看结了的", "the closed ones too"))
  var all = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let filter = CaseFilter(
      kind: kind, shop: desk.chosenShop, group: group, tag: tag, person: mine ? try desk.actor.name : nil, order: order,
      dueBefore: overdue ? desk.now : nil, openOnly: !all, limit: list.limit)
    let cases = try desk.store().read { try Cases.list(filter, $0) }
    try desk.answer(
      cases, table: CaseText.table(cases, desk), empty: Message(zh: "没有未了的案件", en: "no open cases"))
    desk.hintMore(cases.count, limit: list.limit)
  }
}

struct CaseBoardCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "board", abstract: say("各组手上有多少案件", "What each group has before it"))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let lines = try desk.store().read { try CaseBoard.ask(shop: desk.chosenShop, now: desk.now, $0) }
    try desk.answer(lines, table: table(lines, desk.now), empty: Message(zh: "没有未了的案件", en: "no open cases"))
  }

  private func table(_ lines: [CaseBoard.Line], _ now: Instant) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "组", en: "Group")), .init(title: Message(zh: "未了", en: "Open"), alignment: .right),
        .init(title: Message(zh: "没接手", en: "Not received"), alignment: .right),
        .init(title: Message(zh: "过时限", en: "Overdue"), alignment: .right),
        .init(title: Message(zh: "升级过", en: "Escalated"), alignment: .right),
        .init(title: Message(zh: "最早开于", en: "Oldest")), .init(title: Message(zh: "最近的时限", en: "Next due")),
      ],
      rows: lines.map { line in
        [
          .init(CaseText.group(line.group)), .init(String(line.open)), .init(String(line.unreceived)),
          .init(String(line.overdue), ink: line.overdue > 0 ? .red : .none), .init(String(line.escalated)),
          .init(line.oldest.shopText), .init(line.nextDue?.shopText ?? ""),
        ]
      })
  }
}

struct CaseShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: say("一个案件的全部", "Everything about one case"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: CaseChoice

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let shop = try choice.reference.shop(at: desk)
    let found = try desk.store().read { try CaseDossier.find(choice.reference, shop: shop, $0) }
    guard let found else {
      throw Failure(
        .refused, code: "unknown_case", Message(zh: "没有这个案件", en: "there is no such case"),
        place: choice.reference.description,
        next: Message(zh: "看有哪些：peakday case list --all", en: "see which there are: peakday case list --all"))
    }
    try desk.answer(found) { CasePage(found, desk).text }
  }
}
