import ArgumentParser
import Coordination
import Formats
import Rota
import Store
import Vocabulary

struct RotaAbsentCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "absent", abstract: say("有人请假：少动几个班补上", "Somebody is absent: repair the rota with few changes"),
      discussion: say(
        "从 --from（默认现在）起他的班都去掉，正在上的班到那时为止；能补的由别人补上，改动尽量少。先看看加 --dry-run。",
        "From --from (default: now) on their shifts go, one that runs ends then; others fill in what they can, with few "
          + "changes. --dry-run only looks."))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var search: RotaSearchOptions

  @Argument(help: help("谁", "who"))
  var name: String

  @Option(name: .long, help: help("从什么时候（默认现在）", "from when (default: now)"))
  var from: Instant?

  @Option(name: .long, help: help("到什么时候（默认这一版结束）", "until when (default: the end of the rota)"))
  var until: Instant?

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  @Flag(name: .long, help: help("只是看看", "only look"))
  var dryRun = false

  func run(at desk: Desk) throws {
    try desk.require(.makeRota)
    let store = try desk.store()
    let start = max(from ?? desk.now, desk.now)
    var unplaced: [Fitness.Unplaced] = []
    let sheet = try store.read { session in
      let roster = try Rosters.inForce(on: ShopDay(start), shop: desk.shop, session)
      _ = try Agents.find(name, shop: desk.shop, session)
      return try RosterSheet.load(roster, shop: desk.shop, try Setup.shiftRules(session), session) { agents in
        // Nobody gets a shift for what they have no valid pass for.
        let placeable = try Fitness.placeable(agents, shop: desk.shop, at: start, session)
        unplaced = placeable.unplaced
        return placeable.agents
      }
    }
    for person in unplaced { desk.talk(RotaText.unplaced(person)) }
    let end = until ?? sheet.roster.until
    let repair = try RosterRepair(
      sheet, name, Agent.Absence(from: start, until: end), search.effort(desk, seconds: 2))
    if dryRun {
      return try desk.answer(Rosters.answer(repair)) {
        say("只是看看，什么都没有改\n", "Nothing was changed\n") + page(Rosters.answer(repair), repair.gaps, desk)
      }
    }
    let operation = try desk.operation(
      "rota absent",
      [
        "shop": desk.shop, "name": name, "from": from?.rfc3339 ?? "", "until": until?.rfc3339 ?? "", "note": note,
        "seed": String(search.seed),
      ])
    let receipt = try store.perform(operation) { try Rosters.apply(repair, note: note, shop: desk.shop, $0) }
    try desk.answer(Receipted(receipt)) { page(receipt.result, repair.gaps, desk) }
    if end > sheet.roster.until {
      desk.talk(
        Message(
          zh: "请假比这一版长；下一版发布后再执行一次", en: "the absence is longer than this rota; do the same for the next one"))
    }
  }

  private func page(_ repaired: Rosters.Repaired, _ gaps: [RosterGap], _ desk: Desk) -> String {
    var text = say(
      "\(repaired.agent) \(repaired.from.shopText) 起不在：第 \(repaired.version) 版动 \(repaired.gone.count) 个班，新 \(repaired.new.count) 个\n",
      "\(repaired.agent) is absent from \(repaired.from.shopText): version \(repaired.version) loses \(repaired.gone.count) shifts and gets \(repaired.new.count)\n"
    )
    text += RotaText.difference(gone: repaired.gone, new: repaired.new, desk)
    if !repaired.breaksMoved.isEmpty {
      let names = Set(repaired.breaksMoved.compactMap(\.agent)).sorted()
      text += say(
        "  只挪休息：\(names.joined(separator: "、"))\n", "  only breaks move: \(names.joined(separator: ", "))\n")
    }
    text += say(
      "  缺人：原来 \(repaired.missingBefore)，不补 \(repaired.missingUnrepaired)，补后 \(repaired.missing)（人×时段）\n",
      "  missing: \(repaired.missingBefore) before, \(repaired.missingUnrepaired) if nothing were done, "
        + "\(repaired.missing) now (people × slots)\n")
    return text + RotaText.gaps(gaps, desk, limit: 3)
  }
}
