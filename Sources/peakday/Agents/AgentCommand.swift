import ArgumentParser
import Coordination
import Formats
import Orders
import Rota
import Store
import Vocabulary

struct AgentCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "agent", abstract: say("客服名单：技能、合同、请假、愿望、子账号", "Agents: skills, contracts, leave, wishes, accounts"),
      subcommands: [
        AgentAddCommand.self, AgentImportCommand.self, AgentListCommand.self, AgentShowCommand.self,
        AgentRemoveCommand.self,
      ])
  }
}

struct AgentAddCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "add", abstract: say("加一个人，或重写一个人的资料", "Add somebody, or write anew what is known of them"),
      discussion: say(
        """
        peakday agent add 小美 --skills 售前、VIP --max-hours 30 --unavailable "11-12 8:00-18:00" --wish "避 11-11 夜"
        工时和班数按一期排班算；没写的按 shifts.yaml 的 contract。
        """,
        """
        peakday agent add Mei --skills pre,vip --max-hours 30 --unavailable "11-12 8:00-18:00" --wish "avoid 11-11 night"
        Hours and shifts count for one rota; what is not given is the contract of shifts.yaml.
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("名字", "the name"))
  var name: String

  @Option(
    name: .long,
    help: help("技能，用 、或 , 隔开（售前 售后 VIP 审单 打包 退款）", "skills, by commas (pre after vip review packing refund)"))
  var skills: String

  @Option(name: .long, help: help("组", "the group"))
  var group: String = ""

  @Option(name: .long, help: help("同时接待几个（默认 3）", "chats at once (default 3)"))
  var concurrency: Int?

  @Option(name: .long, help: help("新人、普通 或 熟练", "newcomer, regular or experienced"))
  var level: String = ""

  @Option(name: .long, help: help("专属客服的代理", "who stands in with this agent's own buyers"))
  var deputy: String = ""

  @Option(name: .long, help: help("一期最少工时", "least hours of a rota"))
  var minHours: Double?

  @Option(name: .long, help: help("一期最多工时", "most hours of a rota"))
  var maxHours: Double?

  @Option(name: .long, help: help("单班最长几小时", "the longest shift, in hours"))
  var maxShiftHours: Double?

  @Option(name: .long, help: help("一期最多几班", "most shifts of a rota"))
  var maxShifts: Int?

  @Option(name: .long, help: help("不能上班的时间，可写几次", "when they cannot come; may be repeated"))
  var unavailable: [String] = []

  @Option(name: .customLong("wish"), help: help("愿望，可写几次", "a wish; may be repeated"))
  var wishes: [String] = []

  @Option(name: .customLong("account"), help: help("旺旺子账号，可写几次", "a sub-account; may be repeated"))
  var accounts: [String] = []

  func validate() throws {
    let hours = [minHours, maxHours, maxShiftHours].compactMap { $0 }
    guard hours.allSatisfy({ $0 >= 0 && $0 <= 744 && ($0 * 4).rounded() == $0 * 4 }),
      concurrency.map({ (1...50).contains($0) }) ?? true, maxShifts.map({ (0...60).contains($0) }) ?? true
    else {
      throw ValidationError(
        say("工时要在 0 到 744 之间（到一刻钟），同时接待 1–50，班数 0–60", "hours lie from 0 to 744, in quarters; chats 1–50; shifts 0–60"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.manageAgents)
    var request = Agents.Request(name: name, skills: skills)
    request.group = group
    request.concurrency = concurrency
    request.level = level
    request.deputy = deputy
    (request.minHours, request.maxHours, request.maxShiftHours) = (minHours, maxHours, maxShiftHours)
    request.maxShifts = maxShifts
    (request.unavailable, request.wishes, request.accounts) = (unavailable, wishes, accounts)
    var arguments: Operation.Arguments = [
      "shop": desk.shop, "name": name, "skills": skills, "group": group, "level": level, "deputy": deputy,
      "concurrency": concurrency.map(String.init) ?? "", "max_shifts": maxShifts.map(String.init) ?? "",
    ]
    arguments.add("hours", [minHours, maxHours, maxShiftHours].map { $0.map { String($0) } ?? "" })
    arguments.add("unavailable", unavailable)
    arguments.add("wishes", wishes)
    arguments.add("accounts", accounts)
    let asked = request
    let receipt = try desk.store().perform(try desk.operation("agent add", arguments)) {
      try Agents.add(asked, shop: desk.shop, try Setup.shiftRules($0.session), $0)
    }
    try desk.answer(Receipted(receipt)) {
      receipt.result.renewed > 0
        ? say("\(name)：已重写\n", "\(name): written anew\n") : say("\(name)：已加入\n", "\(name): added\n")
    }
  }
}

struct AgentImportCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "import", abstract: say("导入客服名单（CSV 或 XLSX）", "Import a list of agents (CSV or XLSX)"),
      discussion: say(
        """
        第 1 行写列名：姓名,技能,组,同时接待,经验,代理,最少工时,最多工时,单班最长,最多班数,不能上班,愿望,旺旺；只有前两列必须有。
        不能上班：11-11 8:00-18:00；11-12；11-12~11-13。愿望：避 11-11 夜；想 11-12 早。几项用 ；隔开。
        有一行错，整个文件都不收，每一处错都列出来。
        """,
        """
        Row 1 has the columns: name,skills,group,concurrency,level,deputy,min_hours,max_hours,max_shift_hours,max_shifts,\
        unavailable,wishes,accounts; only the first two are needed.
        unavailable: 11-11 8:00-18:00; 11-12; 11-12~11-13. wishes: avoid 11-11 night; want 11-12 morning. Several by ;.
        One faulty row, and nothing of the file is taken in; every fault is listed.
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("CSV 或 XLSX 文件", "a CSV or XLSX file"), completion: .file(extensions: ["csv", "xlsx"]))
  var file: String

  func run(at desk: Desk) throws {
    try desk.require(.manageAgents)
    let store = try desk.store()
    let list = try AgentFile.read(try TableFile.open(file), near: ShopDay(desk.now))
    let faults = list.faults.map { FileFault(row: $0.row, column: $0.column, code: $0.code, message: $0.message) }
    try FileFault.refuse(faults, of: file, at: desk)
    let operation = try desk.operation(
      "agent import", ["shop": desk.shop, "file": try ImportFile.digest(path: file)])
    let receipt = try store.perform(operation) {
      try Agents.take(list, shop: desk.shop, try Setup.shiftRules($0.session), $0)
    }
    let added = receipt.result
    try desk.answer(Receipted(receipt)) {
      say(
        "已导入 \(added.agents.count) 人：新 \(added.agents.count - added.renewed)，重写 \(added.renewed)\n",
        "\(added.agents.count) people imported: \(added.agents.count - added.renewed) new, \(added.renewed) written anew\n"
      )
    }
  }
}

struct AgentListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("谁在，会什么", "Who there is, and what they can do"))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let agents = try desk.store().read { try Agents.list(shop: desk.shop, $0) }
    try desk.answer(
      agents, table: AgentText.table(agents),
      empty: Message(
        zh: "还没有人；先：peakday agent import 名单.xlsx", en: "there is nobody yet; first: peakday agent import FILE"))
  }
}

struct AgentShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: say("一个人的资料", "What is known of somebody"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("名字", "the name"))
  var name: String

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let agent = try desk.store().read { try Agents.find(name, shop: desk.shop, $0) }
    try desk.answer(agent) { AgentText.page(agent) }
  }
}

struct AgentRemoveCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "remove", abstract: say("一个人走了", "Somebody leaves"),
      discussion: say(
        "以后的排班不再算他；做过的事都留着，子账号收回。", "No later rota counts on them; what they did stays, accounts are free."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("名字", "the name"))
  var name: String

  func run(at desk: Desk) throws {
    try desk.require(.manageAgents)
    let operation = try desk.operation("agent remove", ["shop": desk.shop, "name": name])
    let receipt = try desk.store().perform(operation) { try Agents.remove(name, shop: desk.shop, $0) }
    let removed = receipt.result
    try desk.answer(Receipted(receipt)) {
      var text = say("\(removed.agent)：已移出名单\n", "\(removed.agent): removed\n")
      if !removed.accounts.isEmpty {
        let list = removed.accounts.map(TerminalText.safe)
        text += say(
          "  收回子账号：\(list.joined(separator: "、"))\n", "  accounts nobody holds now: \(list.joined(separator: ", "))\n")
      }
      if removed.shifts > 0 {
        text += say(
          "  还有 \(removed.shifts) 个已发布的班  → peakday rota absent \(removed.agent)\n",
          "  has \(removed.shifts) published shifts  → peakday rota absent \(removed.agent)\n")
      }
      return text
    }
  }
}
