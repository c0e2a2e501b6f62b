import ArgumentParser
import Coordination
import Formats
import Playbooks
import Store
import Vocabulary

struct ActivityCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "activity",
      abstract: say("活动：现在有哪些，这是哪个活动，改活动", "Activities: what runs now, which one this is, changes"),
      subcommands: [
        ActivityListCommand.self, ActivityShowCommand.self, ActivityFindCommand.self, ActivityChangeCommand.self,
        ActivityHistoryCommand.self,
      ])
  }
}

struct ActivityListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list", abstract: say("现在和以后的活动", "Activities that run now or later"),
      discussion: say("加 --all 也看已结束的。", "With --all those that are over, too."))
  }

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: help("已结束的也要", "those that are over, too"))
  var all = false

  @Option(name: .long, help: help("只看对这个编码有效的", "only those that hold for this code"))
  var sku: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let now = desk.now
    let book = try desk.store().read { try Setup.activities(shop: desk.shop, at: desk.now, $0) }
    let activities = book.activities.filter { (all || now < $0.ends) && (sku.map($0.covers) ?? true) }
      .sorted { ($0.starts, $0.id) < ($1.starts, $1.id) }
    try desk.answer(
      activities, table: ActivityPage.table(activities, at: now),
      empty: book.activities.isEmpty
        ? ActivityPage.noBook
        : Message(
          zh: "没有活动；已结束的：peakday activity list --all",
          en: "there are none; those that are over: peakday activity list --all"))
  }
}

struct ActivityShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: say("一个活动的全部规则", "All rules of an activity"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("活动的 id", "the activity's id"))
  var id: String

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let (book, activity) = try desk.store().read {
      (
        try Setup.activities(shop: desk.shop, at: desk.now, $0),
        try Setup.activity(id, shop: desk.shop, at: desk.now, $0)
      )
    }
    try desk.answer(activity) { ActivityPage.page(activity, in: book, at: desk.now) }
  }
}

struct ActivityFindCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "find", abstract: say("买家说的是哪个活动", "Which activity a buyer speaks of"),
      discussion: say("peakday activity find 满300", "peakday activity find 满300"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("买家的说法", "what the buyer calls it"))
  var words: [String]

  @Option(name: .long, help: help("最多几个", "how many at most"))
  var limit = 5

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let book = try desk.store().read { try Setup.activities(shop: desk.shop, at: desk.now, $0) }
    let found = EntrySearch(book).find(words.joined(separator: " "), limit: limit).map { book.activities[$0] }
    try desk.answer(
      found, table: ActivityPage.table(found, at: desk.now),
      empty: book.activities.isEmpty
        ? ActivityPage.noBook
        : Message(
          zh: "没有这样的活动；全部：peakday activity list --all", en: "no such activity; all: peakday activity list --all"))
  }
}
