import ArgumentParser
import Coordination
import Formats
import Rota
import Store
import Vocabulary

struct RotaWhyCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "why",
      abstract: say("缺人的时段：谁会，为什么不能上", "Why places are empty: who could, and what stands in the way"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("第几版（默认最新的）", "the version (default: the newest)"))
  var version: Int64?

  @Option(name: .long, help: help("只看这个技能", "only this skill"))
  var skill: String?

  @Option(name: .long, help: help("最多看几处", "how many stretches at most"))
  var limit = 5

  func validate() throws {
    guard (1...1_000).contains(limit) else {
      throw ValidationError(say("--limit 要在 1 到 1000 之间", "--limit must be between 1 and 1000"))
    }
  }

  private struct Answer: Encodable {
    let gap: RosterGap
    let people: [RosterReason]
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let sheet = try desk.store().read { session in
      try RosterSheet.load(
        try Rosters.find(version, shop: desk.shop, session), shop: desk.shop, try Setup.shiftRules(session), session)
    }
    let wanted = skill.map { Agent.skill($0) }
    let gaps = sheet.gaps.filter { wanted == nil || $0.skill == wanted }
    let answers = gaps.prefix(limit).map {
      Answer(gap: $0, people: sheet.plan.reasons(for: $0, sheet.shifts))
    }
    if desk.options.json {
      return desk.surroundings.output(try answers.map { try Desk.line($0) }.joined())
    }
    guard !answers.isEmpty else {
      return desk.surroundings.output(say("没有缺人的时段\n", "nobody is missing\n"))
    }
    desk.surroundings.output(answers.map { page($0, desk) }.joined(separator: "\n"))
    if gaps.count > limit {
      desk.talk(
        Message(
          zh: "还有 \(gaps.count - limit) 处：--limit \(gaps.count)",
          en: "\(gaps.count - limit) more: --limit \(gaps.count)"))
    }
  }

  private func page(_ answer: Answer, _ desk: Desk) -> String {
    let gap = answer.gap
    let name = TerminalText.safe(Agent.name(ofSkill: gap.skill).text(in: desk.language))
    let hours = ShiftText.write(gap.from, gap.until).text(in: desk.language)
    var text = desk.style.paint(
      say(
        "\(ShopDay(gap.from).shortText) \(hours) \(name) 最多缺 \(gap.most) 人（\(gap.worst.clockText)）",
        "\(ShopDay(gap.from).shortText) \(hours) \(name): up to \(gap.most) missing (\(gap.worst.clockText))"), .bold)
    text += "\n"
    guard !answer.people.isEmpty else { return text + say("  没有人会\n", "  nobody has the skill\n") }
    // Who is in the same situation stands in one line.
    var lines: [(words: String, names: [String])] = []
    for reason in answer.people {
      let words = words(reason)
      if let place = lines.firstIndex(where: { $0.words == words }) {
        lines[place].names.append(reason.agent)
      } else {
        lines.append((words, [reason.agent]))
      }
    }
    for line in lines { text += "  \(line.words)\(say("：", ": "))\(line.names.joined(separator: say("、", ", ")))\n" }
    return text
  }

  private func words(_ reason: RosterReason) -> String {
    switch reason.state {
    case .onDuty: return say("已在班", "on duty already")
    case .onBreak: return say("在休息", "on a break")
    case .hindered:
      return reason.rules.map { say($0.name.zh, $0.name.en) }.joined(separator: say("，", ", "))
    case .dearer: return say("能上，但别处的代价更大", "could, but the rota as a whole would cost more")
    case .free:
      let hours = reason.start.flatMap { start in reason.end.map { ShiftText.write(start, $0) } }
      return say("能上 \(hours?.zh ?? "")，再多算几秒", "could work \(hours?.en ?? ""): search longer")
    }
  }
}

struct RotaWhatIfCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "whatif",
      abstract: say("假如：需求变了，或少了人，会怎样（什么都不存）", "What if the need changed, or people were missing (stores nothing)"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var search: RotaSearchOptions

  @Argument(help: help("和第几版比（默认最新的）", "the version to compare with (default: the newest)"))
  var version: Int64?

  @Option(name: .long, help: help("另一份需求", "another need"), completion: .file())
  var need: String?

  @Option(name: .long, help: help("需求的百分之几", "percent of the need"))
  var scale = 100

  @Option(name: .long, help: help("没有这些人，用、或 , 隔开", "without these people, by commas"))
  var without: String?

  func validate() throws {
    guard (1...1_000).contains(scale) else {
      throw ValidationError(say("--scale 要在 1 到 1000 之间", "--scale must be between 1 and 1000"))
    }
  }

  private struct Answer: Encodable {
    let version: Int64
    let before: RotaCost
    let missingBefore: Int
    let after: RotaCost
    let missing: Int
    let gaps: [RosterGap]
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let store = try desk.store()
    let rules = try store.read { try Setup.shiftRules($0) }
    let (sheet, base) = try store.read { session in
      let roster = try Rosters.find(version, shop: desk.shop, session)
      let sheet = try RosterSheet.load(roster, shop: desk.shop, rules, session)
      return (
        sheet,
        try Rosters.input(
          from: roster.from, until: roster.until, need: sheet.need, shop: desk.shop, rules, session,
          besideVersion: roster.version)
      )
    }
    var input = base
    if let need { input.need = try StaffNeedFile.read(try TableFile.open(need)) }
    if scale != 100 {
      input.need = input.need.map { need in
        StaffNeed(
          start: need.start, minutes: need.minutes, skills: need.skills,
          people: need.people.map { $0.map { min(10_000, ($0 * scale + 99) / 100) } })
      }
    }
    for name in without?.split(whereSeparator: { "、，,".contains($0) }).map(String.init) ?? [] {
      guard input.agents.contains(where: { $0.name == name }) else {
        throw Failure(
          .refused, code: "unknown_agent", Message(zh: "没有这个人", en: "there is nobody of this name"), place: name,
          next: Message(zh: "查看名单：peakday agent list", en: "look: peakday agent list"))
      }
      input.agents.removeAll { $0.name == name }
    }
    let plan = try RosterPlan(input)
    let found = try plan.search(search.effort(desk))
    let answer = Answer(
      version: sheet.roster.version, before: sheet.plan.cost(sheet.shifts),
      missingBefore: sheet.gaps.reduce(0) { $0 + $1.personSlots }, after: found.cost,
      missing: found.gaps.reduce(0) { $0 + $1.personSlots }, gaps: found.gaps)
    try desk.answer(answer) {
      say(
        "第 \(answer.version) 版缺 \(answer.missingBefore)（人×时段），假如这样缺 \(answer.missing)；什么都没有存\n",
        "version \(answer.version) lacks \(answer.missingBefore) (people × slots); like this it would lack "
          + "\(answer.missing); nothing was stored\n") + RotaText.cost(found.cost) + RotaText.gaps(found.gaps, desk)
    }
  }
}
