import ArgumentParser
import Coordination
import Formats
import Orders
import Playbooks
import Rota
import Store
import Vocabulary

struct RotaForecastCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "forecast", abstract: say("预测每个时段进来多少咨询和活儿", "Forecast the chats and the work of each interval"),
      discussion: say(
        """
        --history：每个咨询一行（有时间列），或按时段计数（时段开始、分钟、咨询量）；可以有技能列。平日的样子从它学来，大促的倍数和
        时段在 staffing.yaml（peaks），照活动日历。--plan：计划每小时卖多少单（时段开始、订单数），有计划的时段按它算。
        --refunds：peakday refund forecast --json 的输出。看不懂的行放进 文件名.rejects.csv，不猜，退出码 22。
          peakday rota forecast --history 咨询.csv --from 2026-11-10 --days 3 --out forecast.csv
        """,
        """
        --history: a line for each chat (with a time column), or counts (interval_start, minutes, arrivals); a column skill
        if there are several. The usual week is learnt from it; the event's multiples stand in staffing.yaml (peaks), by
        the calendar. --plan: orders by hour (interval_start, orders); where it has any, they count instead. --refunds:
        what peakday refund forecast --json prints. Unreadable lines go to FILE.rejects.csv, nothing is guessed, the exit
        code is 22.
          peakday rota forecast --history chats.csv --from 2026-11-10 --days 3 --out forecast.csv
        """))
  }

  private static let largestOutlook = 16 << 20

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("过去的咨询（CSV 或 XLSX）", "the chats of the past (CSV or XLSX)"), completion: .file())
  var history: String?

  @Option(name: .long, help: help("哪一列是咨询的时间", "the column with a chat's time"))
  var timeColumn: String?

  @Option(
    name: .long, help: help("没有技能列时，历史是哪个技能的（默认第一个）", "whose history it is where no column says so (default the first)")
  )
  var skill: String?

  @Option(name: .long, help: help("销售计划（CSV 或 XLSX）", "the sales plan (CSV or XLSX)"), completion: .file())
  var plan: String?

  @Option(
    name: .long, help: help("refund forecast --json 的输出", "what refund forecast --json printed"), completion: .file())
  var refunds: String?

  @Option(name: .long, help: help("从什么时候起", "the beginning of the forecast"))
  var from: Instant

  @Option(name: .long, help: help("几天", "how many days"))
  var days = 1

  @Option(name: .long, help: help("时段多长：15、30 或 60 分钟", "the length of an interval: 15, 30 or 60 minutes"))
  var minutes = 30

  @Option(
    name: .long, help: help("写到哪个 CSV，有就替换", "the CSV to write; one that is there is replaced"), completion: .file())
  var out: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let grid = try IntervalGrid(start: from, minutes: minutes, days: days)
    let (rules, calendars) = try desk.store().read { (try Setup.staffingRules($0), try Setup.calendars($0)) }
    let past = try history.map { try read($0, rules) } ?? ArrivalHistory(minutes: minutes)
    let salesPlan = try plan.map { try SalesPlan(try TableFile.open($0)) }
    let outlook = try refunds.map {
      try RefundOutlook(try TextFile.read(try ByteSource.file($0), limit: Self.largestOutlook), name: $0)
    }
    let result = try ForecastMaker(grid: grid, rules: rules, calendars: calendars)
      .make(history: past, plan: salesPlan, refunds: outlook)
    if let out {
      let sink = ByteSink.memory()
      try StaffForecastFile.write(result.forecast, to: CSVWriter(to: sink), in: desk.language)
      try WholeFile.replace(out, with: sink.bytes)
    }
    let page = RotaForecastPage(result: result, rules: rules, file: out)
    let unusable = [(history, past.unusable), (plan, salesPlan?.unusable ?? []), (refunds, outlook?.unusable ?? [])]
    let rejects = try unusable.compactMap { file, lines in
      try file.flatMap { try RejectedLines.write(lines, of: $0, at: desk) }
    }
    if desk.options.json, out == nil {
      desk.surroundings.output(try page.lines().map(Desk.line).joined())
    } else {
      let lines = unusable.reduce(0) { $0 + $1.1.count }
      try desk.answer(page.summary(past, unusable: lines, rejects: rejects)) { page.text(at: desk) }
    }
    tell(past, at: desk)
    page.tellGaps(at: desk)
  }

  private func read(_ path: String, _ rules: StaffingRules) throws -> ArrivalHistory {
    let usual = try skill.map { try rules.key(of: $0) } ?? rules.skills.first?.key
    return try ArrivalHistory(
      try TableFile.open(path), minutes: minutes, timeColumn: timeColumn,
      skill: { name in name.map { rules.skill($0)?.key } ?? usual }, before: from)
  }

  private func tell(_ past: ArrivalHistory, at desk: Desk) {
    guard !past.missingDays.isEmpty else { return }
    let days = past.missingDays.prefix(10).map(\.text).joined(separator: " ")
    let more = past.missingDays.count > 10 ? " …" : ""
    desk.talk(
      Message(
        zh: "历史里缺 \(past.missingDays.count) 天，没有算作 0：\(days)\(more)",
        en: "\(past.missingDays.count) days are missing from the history and do not count as 0: \(days)\(more)"))
  }
}

extension StaffingRules {
  /// The key of a skill that `--skill` names.
  ///
  /// - Throws: `Failure` `.usage` `unknown_skill`.
  func key(of name: String) throws(Failure) -> String {
    if let skill = skill(name) { return skill.key }
    throw Failure(
      .usage, code: "unknown_skill",
      Message(zh: "staffing.yaml 里没有这个技能", en: "staffing.yaml has no such skill"), place: "--skill",
      next: Message(
        zh: "有：\(skills.map(\.key).joined(separator: "、"))",
        en: "there are: \(skills.map(\.key).joined(separator: ", "))"))
  }
}

/// The lines of an input that could not be used, in a file beside it.
enum RejectedLines {
  /// The file that was written; nil where there are no such lines.
  static func write(_ lines: [UnusableLine], of path: String, at desk: Desk) throws -> String? {
    guard !lines.isEmpty else { return nil }
    let file = RejectsFile(path: path + ".rejects.csv")
    for line in lines {
      try file.add(
        RejectedRow(row: line.row, column: line.column, code: line.code, message: line.message, text: line.text),
        language: desk.language)
    }
    try file.finish()
    desk.raise(.doneWithRejects)
    let written = TerminalText.safe(file.writtenPath ?? "")
    desk.talk(
      Message(
        zh: "\(lines.count) 行不能用，没有猜：\(written)", en: "lines not used, nothing guessed: \(lines.count), see \(written)")
    )
    return file.writtenPath
  }
}
