import ArgumentParser
import Coordination
import Formats
import Rota
import Store
import Vocabulary

struct RotaShowCommand: DeskCommand {
  enum View: String, ExpressibleByArgument, CaseIterable {
    case person, time, changes
  }

  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show", abstract: say("看排班：按人、按半小时、检查", "Look at a rota: by person, by half hour, checks"),
      discussion: say(
        "--by time 是热力图：一格半小时，数字是缺几个人，= 是够了，· 是不用人。--check 列出硬规则、新人没人带、VIP 专属客服不在的时段。",
        "--by time is a heat map: half an hour a place, a digit says how many are missing, = enough, · nobody needed. "
          + "--check lists broken hard rules, newcomers alone, and VIPs without their agent."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("第几版（默认最新的）", "the version (default: the newest)"))
  var version: Int64?

  @Option(name: .long, help: help("按人、按时间、或改动", "by person, by time, or its changes"))
  var by: View = .person

  @Flag(name: .long, help: help("各版列表", "list the versions"))
  var list = false

  @Flag(name: .long, help: help("检查", "run the checks"))
  var check = false

  @Option(name: .long, help: help("写成一页 HTML", "write one page of HTML"), completion: .file(extensions: ["html"]))
  var html: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let store = try desk.store()
    if list {
      let rosters = try store.read { try Rosters.list(shop: desk.shop, limit: 100, $0) }
      return try desk.answer(
        rosters, table: RotaText.versions(rosters), empty: Message(zh: "还没有排班", en: "there is no rota yet"))
    }
    let (sheet, changes) = try store.read { session in
      let roster = try Rosters.find(version, shop: desk.shop, session)
      return (
        try RosterSheet.load(roster, shop: desk.shop, try Setup.shiftRules(session), session),
        try Rosters.changes(of: roster, shop: desk.shop, session)
      )
    }
    if let html {
      try WholeFile.replace(html, with: Array(RotaPage.html(sheet, in: desk.language).utf8))
      desk.talk(Message(zh: "已写入 \(TerminalText.safe(html))", en: "written to \(TerminalText.safe(html))"))
    }
    if check {
      let findings = sheet.findings
      if findings.contains(where: { $0.check == .rule }) { desk.raise(.notClean) }
      return try desk.answer(
        findings, table: RotaText.findings(findings),
        empty: Message(
          zh: "干净：硬规则都守住了，新人有人带，VIP 有人接", en: "clean: hard rules kept, newcomers in company, VIPs attended"))
    }
    switch by {
    case .person:
      try desk.answer(RotaText.Listed(sheet)) { RotaText.byPerson(sheet, desk) + RotaText.gaps(sheet.gaps, desk) }
    case .time:
      let picture = sheet.plan.picture(sheet.shifts)
      if desk.options.json {
        desk.surroundings.output(try picture.rows.map { try Desk.line($0) }.joined())
      } else {
        desk.surroundings.output(RotaText.heatMap(picture, desk))
      }
    case .changes:
      try desk.answer(
        changes, table: RotaText.changes(changes), empty: Message(zh: "没有改动", en: "no changes"))
    }
  }
}

struct RotaPublishCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "publish", abstract: say("发布草稿，打印发到群里的话", "Publish a draft and print the text for the chat group"),
      discussion: say(
        "从今天起，它的每一天都按它；同一天只有一版有效。已发布的再改：swap、drop、take、absent。",
        "From today on its days go by it; one rota is in force on a day. Later changes: swap, drop, take, absent."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("第几版（默认最新的）", "the version (default: the newest)"))
  var version: Int64?

  @Flag(name: .long, help: help("有硬规则不满足、有人没有合格证也发布", "publish although hard rules are broken or passes missing"))
  var anyway = false

  private struct Answer: Encodable {
    let change: Receipted<Rosters.Published>
    let text: String
  }

  func run(at desk: Desk) throws {
    try desk.require(.makeRota)
    let store = try desk.store()
    let operation = try desk.operation(
      "rota publish",
      ["shop": desk.shop, "version": version.map { String($0) } ?? "", "anyway": anyway ? "1" : "0"])
    let receipt = try store.perform(operation) { change in
      let roster = try Rosters.find(version, shop: desk.shop, change.session)
      let sheet = try RosterSheet.load(roster, shop: desk.shop, try Setup.shiftRules(change.session), change.session)
      let published = try Rosters.publish(sheet, anyway: anyway, shop: desk.shop, change)
      if !anyway {
        let coming = sheet.shifts.filter { $0.end > change.operation.at }
        try Fitness.require(coming, shop: desk.shop, change.session, anyway: true)
      }
      return published
    }
    let published = receipt.result
    let sheet = try store.read { session in
      try RosterSheet.load(
        try Rosters.find(published.version, shop: desk.shop, session), shop: desk.shop, try Setup.shiftRules(session),
        session)
    }
    let text = RosterText.post(sheet.roster, sheet.shifts, in: desk.language)
    try desk.answer(Answer(change: Receipted(receipt), text: text)) { text }
    desk.talk(
      Message(
        zh: "第 \(published.version) 版已发布，\(published.days.count) 天，\(published.shifts) 个班",
        en: "version \(published.version) is published for \(published.days.count) days with \(published.shifts) shifts"
      ))
  }
}
