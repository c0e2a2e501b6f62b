import ArgumentParser
import Coordination
import Formats
import Playbooks
import Rota
import Store
import Vocabulary

struct RotaNeedCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "need", abstract: say("每个时段每种技能要几个人", "How many people each skill needs in each interval"),
      discussion: say(
        """
        目标和工时在 staffing.yaml：多少买家要在几秒内得到人工首次回复、同时接待几个、等多久会走。公式是 Erlang C / A 加同时接待，再
        用模拟检查：开场爆发、上一时段留下的队伍、忙闲不均，公式看不见，人数加到模拟也达标为止。
          peakday rota need --forecast forecast.csv --out need.csv
        """,
        """
        What is asked for stands in staffing.yaml: the share of first human replies in time, chats at once, patience. The
        formula is Erlang C or A with several chats at once. A simulation checks it: bursts, queues left by the interval
        before, and agents who are not loaded evenly; people are added until it meets the target, too.
          peakday rota need --forecast forecast.csv --out need.csv
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("rota forecast 写的 CSV", "the CSV of rota forecast"), completion: .file())
  var forecast: String

  @Option(
    name: .long, help: help("写到哪个 CSV，有就替换", "the CSV to write; one that is there is replaced"), completion: .file())
  var out: String?

  @Option(
    name: .long, help: help("列出这个技能的每个时段：公式和模拟", "show every interval of this skill: formula and simulation"))
  var skill: String?

  @Option(name: .long, help: help("模拟的随机种子", "the simulation's seed"))
  var seed: UInt64 = 1

  @Option(name: .long, help: help("模拟多少遍（默认约一秒能做的）", "how often to simulate (default: about a second's worth)"))
  var repetitions: Int?

  @Flag(name: .long, help: help("不模拟", "do not simulate"))
  var formulaOnly = false

  func validate() throws {
    guard repetitions.map({ (2...10_000).contains($0) }) ?? true else {
      throw ValidationError(say("--repetitions 要在 2 到 10000 之间", "--repetitions must lie between 2 and 10000"))
    }
    guard repetitions == nil || !formulaOnly else {
      throw ValidationError(say("--repetitions 与 --formula-only 只能用一个", "use either --repetitions or --formula-only"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let (rules, calendars) = try desk.store().read { (try Setup.staffingRules($0), try Setup.calendars($0)) }
    let loads = try StaffForecastFile.read(try TableFile.open(forecast))
    let shown = try skill.map { try rules.key(of: $0) }
    let needs = try NeedMaker(rules: rules, calendars: calendars)
      .make(loads, check: formulaOnly ? nil : .init(seed: seed, repetitions: repetitions))
    if let out {
      let sink = ByteSink.memory()
      try StaffNeedFile.write(needs, loads.grid, to: CSVWriter(to: sink), in: desk.language)
      try WholeFile.replace(out, with: sink.bytes)
    }
    let page = RotaNeedPage(
      needs: needs, grid: loads.grid, rules: rules, file: out, seed: formulaOnly ? nil : seed, shownSkill: shown)
    if desk.options.json, out == nil {
      desk.surroundings.output(try page.lines().map(Desk.line).joined())
    } else {
      try desk.answer(page.summary()) { page.text(at: desk) }
    }
    for need in needs where !formulaOnly && need.target != nil && need.intervals.allSatisfy({ $0.simulated == nil }) {
      desk.talk(
        Message(
          zh: "\(need.skill)：超过 \(Int(NeedMaker.mostSimulated)) 个咨询，没有模拟，只有公式",
          en:
            "\(need.skill): more than \(Int(NeedMaker.mostSimulated)) chats are not simulated; this is the formula alone"
        ))
    }
  }
}
