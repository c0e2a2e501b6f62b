import ArgumentParser
import Coordination
import Formats
import PageCheck
import Store
import Vocabulary

struct PageCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "page", abstract: say("页面检查：用词、价格、库存、日期、链接", "Check pages: words, prices, stock, dates, links"),
      subcommands: [
        PageCheckCommand.self, PageWaiveCommand.self, PageWaiversCommand.self, PageFreezeCommand.self,
        PageDiffCommand.self,
      ])
  }
}

/// The files of pages that a command reads.
struct PageFiles: ParsableArguments {
  @Argument(help: help("网页 .html，或有标题、价格的 CSV、XLSX", "web pages (.html), or CSV and XLSX with titles and prices"))
  var files: [String]

  /// Every item, of each file the newest. What could not be read is told of, and the exit code says so.
  func items(at desk: Desk) throws -> [PageItem] {
    try sources(at: desk).flatMap { PageDiff.newest($0.items) }
  }

  /// Every item, all days of each.
  func all(at desk: Desk) throws -> [PageItem] {
    try sources(at: desk).flatMap(\.items)
  }

  private func sources(at desk: Desk) throws -> [PageSource] {
    try files.map { path in
      let file = try PageSource(path)
      if let first = file.rejects.first {
        desk.raise(.doneWithRejects)
        desk.talk(
          Message(
            zh: "\(path)：\(file.rejects.count) 行不能用，如第 \(first.row) 行：\(first.zh)",
            en: "\(path): \(file.rejects.count) rows cannot be used, such as row \(first.row): \(first.en)"))
      }
      return file
    }
  }
}

struct PageCheckCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "check",
      abstract: say("检查页面，每个问题开案（退出码 24 表示有问题）", "Check pages; faults open cases (exit code 24: there are some)"),
      discussion: say(
        "用词按 pages/words.yaml（放行词在先，最长的算），必写内容和链接按 pages/rules.yaml，价格按活动和手册，所有能叠加的优惠都不能低于底价。再查一次，改好的案件自己结。",
        "Words by pages/words.yaml (what is allowed first, then the longest), contents and links by pages/rules.yaml, prices by "
          + "activities and handbook: no stack of discounts may go under the floor. Checked again, what is mended ends by itself."
      ))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var files: PageFiles
  @OptionGroup var list: ListOptions

  @Option(
    name: .customLong("at"),
    help: help(
      "页面应是什么时候的价格（默认正在进行或下一场活动）", "the moment whose prices pages must show (default: what holds, or comes next)"))
  var moment: Instant?

  @Flag(name: .long, help: help("只看，不开案", "only look, open no cases"))
  var dryRun = false

  func run(at desk: Desk) throws {
    try desk.require(dryRun ? .look : .checkPages)
    let store = try desk.store()
    let items = try files.items(at: desk)
    let (book, waived) = try store.read { session in
      (
        try PageDesk.book(shop: desk.shop, at: moment, now: desk.now, session),
        try Pages.waived(shop: desk.shop, now: desk.now, session)
      )
    }
    let looks = items.map(PageInspector(book).look)
    let found = looks.flatMap(\.faults)
    let open = found.filter { !waived.contains($0.id) }
    let coverage = PageCoverage(looks)
    var receipt: Receipt<Pages.Noted>?
    if !dryRun {
      var arguments: Operation.Arguments = ["shop": desk.shop, "at": book.at.rfc3339]
      arguments.add(
        "pages", items.map { "\($0.id) \($0.price?.fen ?? -1) \($0.stock ?? -1) \(PageState($0).digest)" })
      arguments.add("faults", found.map(\.id))
      receipt = try store.perform(try desk.operation("page check", arguments)) {
        try Pages.note(looks, pricesAt: book.at, shop: desk.shop, $0)
      }
    }
    if !open.isEmpty { desk.raise(.notClean) }
    let shown = Array(open.prefix(Int(list.limit)))
    try desk.answer(
      shown, table: PageText.table(shown),
      empty: Message(zh: "干净：\(coverage.pages) 页没有问题", en: "clean: nothing is wrong with \(coverage.pages) pages"))
    desk.talk(PageText.summary(open, coverage, waived: found.count - open.count, at: book.at))
    desk.hintMore(shown.count, limit: list.limit)
    // The faults are a list; the proof that they were noted stands behind it.
    if let receipt { try desk.answer(Receipted(receipt)) { "" } }
  }
}

struct PageWaiveCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "waive", abstract: say("放行一个问题，到期再查", "Let a fault stand until a moment"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("问题号（page check 列出的 12 位）", "the fault, 12 digits as page check lists it"))
  var fault: String

  @Option(name: .long, help: help("到什么时候", "until when"))
  var until: Instant

  @Option(name: .long, help: help("为什么", "why"))
  var because: String

  func run(at desk: Desk) throws {
    try desk.require(.waivePage)
    let operation = try desk.operation(
      "page waive", ["shop": desk.shop, "fault": fault, "until": until.rfc3339, "because": because])
    let receipt = try desk.store().perform(operation) {
      try Pages.waive(fault, until: until, because: because, shop: desk.shop, $0)
    }
    try desk.answer(Receipted(receipt)) {
      say("\(fault)：放行到 \(until.shopText)\n", "\(fault): stands until \(until.shopText)\n")
    }
  }
}

struct PageWaiversCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "waivers", abstract: say("在放行中的问题", "What is let stand"))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let waivers = try desk.store().read { try Pages.waivers(shop: desk.shop, now: desk.now, $0) }
    try desk.answer(
      waivers,
      table: TextTable(
        columns: [
          .init(title: Message(zh: "问题", en: "Fault"), isWhole: true), .init(title: Message(zh: "到", en: "Until")),
          .init(title: Message(zh: "为什么", en: "Why")), .init(title: Message(zh: "谁放行", en: "By")),
        ], rows: waivers.map { [.init($0.fault), .init($0.until.shopText), .init($0.reason), .init($0.grantedBy)] }),
      empty: Message(zh: "没有放行的问题", en: "nothing is let stand"))
  }
}
