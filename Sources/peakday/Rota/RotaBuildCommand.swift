import ArgumentParser
import Coordination
import Formats
import Orders
import Playbooks
import Rota
import Store
import Vocabulary

struct RotaBuildCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "build", abstract: say("按需求排一版草稿", "Make a draft from the need"),
      discussion: say(
        """
        需求来自 peakday rota need --out need.csv；人来自 peakday agent；班次和权重在 shifts.yaml。
        手工定的先写死：--pin "小美 11-11 9:00-17:30"，或一张 Excel 排班表 --fixed 表.xlsx（格子里的班不动，休就不排）。
        照抄上一版：--copy-last --from 11-17。Ctrl-C 得到目前最好的。草稿看好再发布：peakday rota publish。
        """,
        """
        The need comes from: peakday rota need --out need.csv; people from: peakday agent; shifts and weights are in
        shifts.yaml. What is fixed by hand: --pin "NAME 11-11 9:00-17:30", or a grid --fixed FILE (its shifts stay, "off"
        stays off). The last rota once more: --copy-last --from 11-17. Ctrl-C gives the best so far. Look at the draft,
        then: peakday rota publish.
        """))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var search: RotaSearchOptions

  @Option(
    name: .long, help: help("每时段要几个人（CSV 或 XLSX）", "people needed per interval (CSV or XLSX)"), completion: .file())
  var need: String?

  @Option(name: .customLong("pin"), help: help("手工定的班，可写几次", "a shift fixed by hand; may be repeated"))
  var pins: [String] = []

  @Option(
    name: .long, help: help("手工定的排班表", "a grid of what is fixed by hand"),
    completion: .file(extensions: ["csv", "xlsx"]))
  var fixed: String?

  @Flag(name: .long, help: help("照抄上一版已发布的", "the last published rota once more"))
  var copyLast = false

  @Option(name: .long, help: help("照抄时从哪天开始", "the first day, with --copy-last"))
  var from: DayArgument?

  func validate() throws {
    guard copyLast ? need == nil && from != nil && pins.isEmpty && fixed == nil : need != nil && from == nil else {
      throw ValidationError(
        say("用 --need 需求文件，或 --copy-last --from 日期", "use --need FILE, or --copy-last --from DAY"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.makeRota)
    var arguments: Operation.Arguments = ["shop": desk.shop, "seed": String(search.seed)]
    let draft: Rosters.Draft
    if let need {
      arguments.add("need", try ImportFile.digest(path: need))
      arguments.add("pins", pins)
      if let fixed { arguments.add("fixed", try ImportFile.digest(path: fixed)) }
      draft = try solved(try StaffNeedFile.read(try TableFile.open(need)), desk)
    } else {
      arguments.add("copy", try from?.day(desk).text ?? "")
      draft = try copied(desk)
    }
    let receipt = try desk.store().perform(try desk.operation("rota build", arguments)) {
      try Rosters.save(draft, shop: desk.shop, $0)
    }
    let gaps = draft.plan.gaps(draft.shifts)
    try desk.answer(Receipted(receipt)) { RotaText.saved(receipt.result, gaps, desk) }
  }

  private func solved(_ need: StaffNeed, _ desk: Desk) throws -> Rosters.Draft {
    let store = try desk.store()
    let rules = try store.read { try Setup.shiftRules($0) }
    let end = need.start(of: need.intervals)
    var input = try store.read {
      try Rosters.input(from: need.start, until: end, need: need, shop: desk.shop, rules, $0)
    }
    var hand = RosterHand()
    let names = Set(input.agents.map(\.name))
    // Nobody is placed for what they have no valid pass for.
    let (able, unplaced) = try store.read {
      try Fitness.placeable(input.agents, shop: desk.shop, at: max(need.start, desk.now), $0)
    }
    input.agents = able
    for person in unplaced { desk.talk(RotaText.unplaced(person)) }
    if let fixed {
      let grid = try RosterGrid.read(try TableFile.open(fixed), names: names, near: ShopDay(need.start))
      try FileFault.refuse(grid, of: fixed, at: desk)
      hand.add(grid, rules)
    }
    // The grid may show more days than the need.
    hand.shifts.removeAll { $0.start < input.from || input.until <= $0.start }
    let ofGrid = hand.shifts.count
    for pin in pins { try hand.add(pin, names: names, near: ShopDay(need.start), rules) }
    if let outside = hand.shifts[ofGrid...].first(where: { $0.start < input.from || input.until <= $0.start }) {
      throw Failure(
        .usage, code: "pin_outside", Message(zh: "固定的班不在需求的日子里", en: "a fixed shift lies outside the days of the need"),
        place: outside.start.shopText, next: Message(zh: "核对日期", en: "check the day"))
    }
    input.agents = hand.kept(input.agents)
    let plan = try RosterPlan(input)
    let found = try plan.search(fixed: hand.shifts, search.effort(desk))
    return Rosters.Draft(plan: plan, shifts: found.shifts, cost: found.cost, source: .solver, need: need)
  }

  private func copied(_ desk: Desk) throws -> Rosters.Draft {
    let store = try desk.store()
    let first = try from?.day(desk) ?? ShopDay(desk.now)
    return try store.read { session in
      guard let last = try Rosters.lastPublished(shop: desk.shop, session) else {
        throw Failure(
          .refused, code: "no_rota", Message(zh: "还没有发布过排班", en: "no rota was published yet"),
          next: Message(
            zh: "先排一版：peakday rota build --need need.csv", en: "make one: peakday rota build --need need.csv"))
      }
      let rules = try Setup.shiftRules(session)
      let sheet = try RosterSheet.load(last, shop: desk.shop, rules, session)
      let input = try Rosters.input(
        from: first.start, until: first.adding(last.days.count).start, need: nil, shop: desk.shop, rules, session)
      return try Rosters.copy(sheet, onto: input).draft
    }
  }
}

extension FileFault {
  static func refuse(_ grid: RosterGrid, of file: String, at desk: Desk) throws {
    try refuse(
      grid.faults.map { FileFault(row: $0.row, column: $0.column, code: "grid_cell", message: $0.message) }, of: file,
      at: desk)
  }
}

extension RotaText {
  /// Why somebody is not placed.
  static func unplaced(_ person: Fitness.Unplaced) -> Message {
    let agent = TerminalText.safe(person.agent)
    let skills = person.skills.map { Agent.name(ofSkill: $0) }
    let courses = person.courses.map(TerminalText.safe).joined(separator: ", ")
    return Message(
      zh:
        "\(agent) 不排\(skills.map { TerminalText.safe($0.zh) }.joined(separator: "、"))：没有通过 \(courses)  → peakday training pass --lacking",
      en:
        "\(agent) is not placed for \(skills.map { TerminalText.safe($0.en) }.joined(separator: ", ")): no valid pass of "
        + "\(courses)  → peakday training pass --lacking")
  }
}
