import ArgumentParser
import Coordination
import Formats
import Orders
import Rota
import Store
import Vocabulary

struct RotaImportCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "import", abstract: say("导入店里自己的 Excel 排班表，成为草稿", "Import the shop's own grid as a draft"),
      discussion: say(
        "一人一行，一天一列；格子里写 9:00-17:30、22:00-次日6:00 或 休。有一处看不懂，整个文件都不收。",
        "One person a row, one day a column; cells say 9:00-17:30, 22:00-6:00+1 or off. One unreadable cell, and nothing "
          + "of the file is taken in."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("CSV 或 XLSX 文件", "a CSV or XLSX file"), completion: .file(extensions: ["csv", "xlsx"]))
  var file: String

  @Option(
    name: .long, help: help("每时段要几个人，用来看缺不缺", "people needed per interval, to see what is missing"), completion: .file()
  )
  var need: String?

  func run(at desk: Desk) throws {
    try desk.require(.makeRota)
    let store = try desk.store()
    let rules = try store.read { try Setup.shiftRules($0) }
    let names = Set(try store.read { try Agents.list(shop: desk.shop, $0) }.map(\.name))
    let grid = try RosterGrid.read(try TableFile.open(file), names: names, near: ShopDay(desk.now))
    try FileFault.refuse(grid, of: file, at: desk)
    let need = try need.map { try StaffNeedFile.read(try TableFile.open($0)) }
    var input = try store.read { session in
      try Rosters.input(
        from: (grid.days.first ?? ShopDay(desk.now)).start, until: (grid.days.last ?? ShopDay(desk.now)).end,
        need: need,
        shop: desk.shop, rules, session)
    }
    var hand = RosterHand()
    hand.add(grid, rules)
    input.agents = hand.kept(input.agents)
    let plan = try RosterPlan(input)
    let draft = Rosters.Draft(
      plan: plan, shifts: hand.shifts, cost: plan.cost(hand.shifts), source: .file, need: need)
    var arguments: Operation.Arguments = ["shop": desk.shop, "file": try ImportFile.digest(path: file)]
    if let path = self.need { arguments.add("need", try ImportFile.digest(path: path)) }
    let operation = try desk.operation("rota import", arguments)
    let receipt = try store.perform(operation) { try Rosters.save(draft, shop: desk.shop, $0) }
    try desk.answer(Receipted(receipt)) { RotaText.saved(receipt.result, plan.gaps(hand.shifts), desk) }
    let broken = plan.breaches(hand.shifts).count { breach in [.rest, .overlap, .unavailable].contains(breach.rule) }
    if broken > 0 {
      desk.talk(
        Message(
          zh: "\(broken) 处违反硬规则：peakday rota show --check",
          en: "\(broken) hard rules are broken: peakday rota show --check"))
    }
  }
}

struct RotaExportCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "export",
      abstract: say("写成 Excel 排班表（XLSX 或 CSV），或群里的文字（TXT）", "Write the grid (XLSX or CSV), or the chat text (TXT)"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("第几版（默认最新的）", "the version (default: the newest)"))
  var version: Int64?

  @Option(name: .long, help: help("写到哪个文件：.xlsx、.csv 或 .txt", "the file: .xlsx, .csv or .txt"), completion: .file())
  var out: String

  private struct Answer: Encodable {
    let file: String
    let version: Int64
    let people: Int
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let sheet = try desk.store().read { session in
      try RosterSheet.load(
        try Rosters.find(version, shop: desk.shop, session), shop: desk.shop, try Setup.shiftRules(session), session)
    }
    let days = sheet.roster.days.map { "\($0.text) \($0.weekday.text(in: desk.language))" }
    let header = [say("姓名", "name")] + days
    let rows = RosterText.grid(sheet.roster, sheet.shifts, names: sheet.agents.map(\.name)).map { row in
      [row.name] + row.cells.map { $0.text(in: desk.language) }
    }
    switch out.split(separator: ".").last?.lowercased() {
    case "xlsx":
      let writer = try XLSXWriter(path: out, sheet: say("排班", "rota"), header: header, created: desk.now)
      for row in rows { try writer.row(row) }
      try writer.finish()
    case "csv":
      let writer = CSVWriter(to: try ByteSink.newFile(out))
      for row in [header] + rows { try writer.row(row) }
      try writer.finish()
    case "txt":
      try WholeFile.replace(out, with: Array(RosterText.post(sheet.roster, sheet.shifts, in: desk.language).utf8))
    default:
      throw Failure(
        .usage, code: "file_kind", Message(zh: "只能写 .xlsx、.csv 或 .txt", en: "only .xlsx, .csv or .txt can be written"),
        place: out,
        next: Message(zh: "换一个文件名", en: "use another file name"))
    }
    try desk.answer(Answer(file: out, version: sheet.roster.version, people: rows.count)) {
      say(
        "第 \(sheet.roster.version) 版已写入 \(TerminalText.safe(out))：\(rows.count) 人，\(days.count) 天\n",
        "version \(sheet.roster.version) written to \(TerminalText.safe(out)): \(rows.count) people, \(days.count) days\n"
      )
    }
  }
}
