import ArgumentParser
import Coordination
import Formats
import PageCheck
import Store
import Vocabulary

struct PageFreezeCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "freeze", abstract: say("冻结：记住页面现在的样子", "Keep how the pages read now"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var files: PageFiles

  func run(at desk: Desk) throws {
    try desk.require(.checkPages)
    let states = PageState.merged(try files.items(at: desk).map(PageState.init))
    var arguments: Operation.Arguments = ["shop": desk.shop]
    arguments.add("pages", states.map { "\($0.page) \($0.price?.fen ?? -1) \($0.digest)" })
    let receipt = try desk.store().perform(try desk.operation("page freeze", arguments)) {
      try Pages.freeze(states, shop: desk.shop, $0)
    }
    try desk.answer(Receipted(receipt)) {
      say(
        "冻结了 \(receipt.result.pages) 页\n  以后看改动：peakday page diff 文件\n",
        "\(receipt.result.pages) pages frozen\n  later: peakday page diff FILE\n")
    }
  }
}

struct PageDiffCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "diff", abstract: say("页面改了什么：和冻结时比，或两个文件比", "What changed since the freeze, or between two files"),
      discussion: say(
        "不写 --against 就和最近一次冻结比（退出码 24 表示有改动）。--series：一个文件里有好几天，列出变过价的。",
        "Without --against: since the newest freeze (exit code 24: something changed). --series: a file with several days, whose "
          + "price changes are listed."))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var files: PageFiles
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("和这个文件比", "compare with this file"))
  var against: String?

  @Flag(name: .long, help: help("文件里有好几天：列出变过价的", "the file has several days: list changed prices"))
  var series = false

  func validate() throws {
    guard !series || against == nil else {
      throw ValidationError(say("--series 和 --against 只能用一个", "--series and --against do not go together"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    if series { return try showSeries(at: desk) }
    let old: [PageState]
    if let against {
      old = PageDiff.newest(try PageSource(against).items).map(PageState.init)
    } else {
      let frozen = try desk.store().read { try Pages.frozen(shop: desk.shop, $0) }
      guard let frozen else {
        throw Failure(
          .refused, code: "nothing_frozen", Message(zh: "还没冻结过页面", en: "no pages were frozen"),
          next: Message(
            zh: "先冻结：peakday page freeze 文件；或两个文件比：--against 旧文件",
            en: "freeze them: peakday page freeze FILE; or compare files: --against OLD"))
      }
      old = frozen.states
    }
    let changes = PageDiff.between(old, try files.items(at: desk).map(PageState.init))
    if against == nil, !changes.isEmpty { desk.raise(.notClean) }
    let shown = Array(changes.prefix(Int(list.limit)))
    try desk.answer(shown, table: PageText.table(shown), empty: Message(zh: "没有改动", en: "nothing changed"))
    desk.talk(Message(zh: "\(changes.count) 处改动", en: "\(changes.count) changes"))
    desk.hintMore(shown.count, limit: list.limit)
  }

  private func showSeries(at desk: Desk) throws {
    let series = PageDiff.priceSeries(try files.all(at: desk))
    let shown = Array(series.prefix(Int(list.limit)))
    try desk.answer(shown, table: PageText.table(shown), empty: Message(zh: "没有变过价的", en: "no price changed"))
    desk.talk(Message(zh: "\(series.count) 个商品变过价", en: "\(series.count) items changed price"))
    desk.hintMore(shown.count, limit: list.limit)
  }
}
