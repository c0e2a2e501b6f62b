import ArgumentParser
import Coordination
import Formats
import Playbooks
import Reception
import Store
import Vocabulary

struct ScriptCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "script", abstract: say("话术：找、填、用、导出、统计", "Scripts: find, fill, use, export, count"),
      subcommands: [
        ScriptSearchCommand.self, ScriptShowCommand.self, ScriptUseCommand.self, ScriptStatsCommand.self,
        ScriptExportCommand.self,
      ])
  }
}

/// A script as `--json` shows it.
struct ScriptLine: Encodable {
  let script: String
  let purpose: ScriptPurpose
  let style: Script.Style
  let standing: Standing
  let isForVip: Bool
  let slots: [ScriptSlot]
  let text: String
  var score: Double?
  var activity: String?
  var then: String?

  init(_ script: Script, _ day: ActivityDay) {
    self.script = script.id
    purpose = script.purpose
    style = script.style
    standing = script.standing(day)
    isForVip = script.isForVIP
    slots = script.text.slots
    text = script.text.source
    activity = script.activity
    then = script.then
  }
}

struct ScriptSearchCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "search",
      abstract: say("按买家的话找话术：一个字到一整句", "Find scripts by what a buyer says: a letter to a sentence"),
      discussion: say(
        """
        peakday script search 我昨晚买多了今天能把钱退给我吗
        四个字起，前三条来自三种最可能的用途；过期、没生效、活动已结束的标出来，用不了。
        """,
        """
        peakday script search 我昨晚买多了今天能把钱退给我吗
        From four letters on the first three are of the three likeliest purposes; what may not be said now is marked.
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("买家的话，或一个词", "what the buyer says, or a word"))
  var words: [String]

  @Option(name: .long, help: help("只要这种用途", "only of this purpose"))
  var purpose: ScriptPurpose?

  @Option(name: .long, help: help("只要这种口吻", "only of this style"))
  var style: Script.Style?

  @Flag(name: .long, help: help("只要给会员的", "only those for VIPs"))
  var vip = false

  @Option(name: .long, help: help("最多几条", "how many at most"))
  var limit = 5

  func validate() throws {
    guard (1...100).contains(limit) else {
      throw ValidationError(say("--limit 在 1 到 100 之间", "--limit lies between 1 and 100"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let (search, day) = try desk.store().read {
      (try Setup.scriptSearch($0), try Setup.activityDay(shop: desk.shop, at: desk.now, $0))
    }
    let hits = search.find(words.joined(separator: " "), limit: limit) { script in
      (purpose == nil || script.purpose == purpose) && (style == nil || script.style == style)
        && (!vip || script.isForVIP)
    }
    let lines = hits.map { hit in
      var line = ScriptLine(hit.script, day)
      line.score = (hit.score * 1_000).rounded() / 1_000
      return line
    }
    try desk.answer(
      lines, table: ScriptPage.table(hits.map(\.script), day),
      empty: Message(zh: "没有找到；换个词，或看用途：peakday script search --help", en: "nothing found; try another word"))
  }
}

struct ScriptShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: say("一条话术的原文、空和状态", "A script's text, slots and state"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("话术的 id", "the script's id"))
  var id: String

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let (script, day) = try desk.store().read { session in
      (try Setup.scripts(session).find(id), try Setup.activityDay(shop: desk.shop, at: desk.now, session))
    }
    try desk.answer(ScriptLine(script, day)) { ScriptPage.page(script, day) }
  }
}

struct ScriptStatsCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "stats", abstract: say("哪些话术用得多，用了之后付款的有几单", "Which scripts are used, and how many orders were paid")
    )
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("从什么时候起", "from when on"))
  var since: Instant?

  @Option(name: .long, help: help("只看一个人的", "of one agent only"))
  var agent: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let counts = try desk.store().read {
      try ScriptUse.counts(shop: desk.shop, since: since, agent: agent, $0)
    }
    try desk.answer(
      counts, table: ScriptPage.counts(counts), empty: Message(zh: "还没有人用过话术", en: "no script was used yet"))
  }
}
