import ArgumentParser
import Coordination
import Formats
import Playbooks
import Store
import Vocabulary

struct HandbookCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "handbook", abstract: say("产品手册：找、看、还缺什么", "The product handbook: find, show, what is missing"),
      subcommands: [HandbookSearchCommand.self, HandbookShowCommand.self, HandbookScoreCommand.self])
  }
}

struct HandbookSearchCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "search", abstract: say("按任何说法找商品", "Find products by anything said of them"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("词或一句话", "a word or a sentence"))
  var words: [String]

  @Option(name: .long, help: help("最多几个", "how many at most"))
  var limit = 10

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let handbook = try desk.store().read { try Setup.handbook($0) }
    let found = EntrySearch(handbook).find(words.joined(separator: " "), limit: limit).map { handbook.products[$0] }
    try desk.answer(
      found, table: HandbookPage.table(found),
      empty: handbook.products.isEmpty
        ? HandbookPage.noBook : Message(zh: "手册里没有找到", en: "the handbook has nothing like it"))
  }
}

struct HandbookShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: say("一个商品的全部说法", "All that is said of a product"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("商品编码", "the product's code"))
  var sku: String

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let product = try desk.store().read { try Setup.handbook($0).find(sku) }
    try desk.answer(product) { HandbookPage.page(product) }
  }
}

struct HandbookScoreCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "score",
      abstract: say("手册写全了没有：每个商品缺什么；有缺的退出码 24", "How complete the handbook is; exit code 24 when something is missing")
    )
  }

  @OptionGroup var global: GlobalOptions

  private struct Line: Encodable {
    let sku: String
    let name: String
    let scorePercent: Int
    let missing: [Product.Part]
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let products = try desk.store().read { try Setup.handbook($0) }.products
      .sorted { ($0.score, $0.sku) < ($1.score, $1.sku) }
    let lines = products.map { Line(sku: $0.sku, name: $0.name, scorePercent: $0.score, missing: $0.missing) }
    try desk.answer(
      lines, table: HandbookPage.scores(products),
      empty: HandbookPage.noBook)
    if products.contains(where: { !$0.missing.isEmpty }) { desk.raise(.notClean) }
  }
}
