import ArgumentParser
import Cases
import Coordination
import Formats
import Store
import Vocabulary

struct ReviewCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "review", abstract: say("差评：根因、回访、解释", "Bad reviews: root cause, call-back, answer"),
      subcommands: [
        ReviewAddCommand.self, ReviewCauseCommand.self, ReviewCallCommand.self, ReviewReplyCommand.self,
        ReviewFollowUpCommand.self, ReviewCausesCommand.self,
      ])
  }
}

struct ReviewAddCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "add", abstract: say("记下一条差评，开案", "Note a bad review and open its case"),
      discussion: say(
        "清单和期限按 aftersales.yaml：评价后 30 天内可以写解释，买家追评后就不能了。结案前要定根因、做完清单。",
        "aftersales.yaml has the checklist and the clocks: a review may be answered within 30 days, and not behind a follow-up. "
          + "It takes a root cause and the whole checklist to be done."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Option(name: .long, help: help("评价内容", "what it says"))
  var text: String

  @Option(name: .long, help: help("几星", "how many stars"))
  var stars: Int64 = 1

  @Option(name: .long, help: help("什么时候评的（默认现在）", "when it was posted (default: now)"))
  var posted: Instant?

  func validate() throws {
    guard (1...5).contains(stars) else { throw ValidationError(say("--stars 是 1 到 5", "--stars is 1 to 5")) }
  }

  func run(at desk: Desk) throws {
    try desk.require(.openCase)
    let operation = try desk.operation(
      "review add",
      [
        "shop": desk.shop, "order": order, "text": text, "stars": String(stars), "posted": posted?.rfc3339 ?? "",
      ])
    let receipt = try desk.store().perform(operation) {
      try CaseDesk.addReview(
        of: order, text: text, stars: stars, postedAt: posted ?? desk.now, shop: desk.shop, $0)
    }
    let noted = receipt.result
    try desk.answer(Receipted(receipt)) {
      say(
        "\(noted.reference)：已开案；\(noted.explainUntil.shopText) 前可写解释\n  下一步：peakday review cause \(order) logistics|attitude|quality\n",
        "\(noted.reference): opened; it may be answered until \(noted.explainUntil.shopText)\n  next: peakday review cause \(order) logistics|attitude|quality\n"
      )
    }
  }
}

/// The order whose review a command is about.
struct ReviewChoice: ParsableArguments {
  @Argument(help: help("订单号", "the order number"))
  var order: String

  func work(
    _ verb: String, _ arguments: [(String, String)], at desk: Desk, _ body: (Change) throws -> CaseMoved
  ) throws {
    try desk.require(.workCase)
    var all: Operation.Arguments = ["shop": desk.shop, "order": order]
    for (name, value) in arguments { all.add(name, value) }
    let receipt = try desk.store().perform(try desk.operation(verb, all), body)
    try desk.answer(Receipted(receipt)) { CaseText.moved(receipt.result) }
  }
}

struct ReviewCauseCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "cause", abstract: say("定根因", "Say why it was written"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: ReviewChoice

  @Argument(help: help("根因", "the root cause"))
  var cause: BadReview.Cause

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  func run(at desk: Desk) throws {
    try choice.work("review cause", [("cause", cause.rawValue), ("note", note)], at: desk) {
      try Reviews.cause(cause, note: note, of: choice.order, shop: desk.shop, $0)
    }
  }
}

struct ReviewCallCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "call", abstract: say("记下回访的结果", "Note what the buyer said when called"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: ReviewChoice

  @Argument(help: help("结果", "the result"))
  var result: BadReview.CallResult

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  func run(at desk: Desk) throws {
    try choice.work("review call", [("result", result.rawValue), ("note", note)], at: desk) {
      try Reviews.called(result, note: note, of: choice.order, shop: desk.shop, $0)
    }
  }
}

struct ReviewReplyCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "reply", abstract: say("记下写在评价下的解释", "Note the public answer to a review"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: ReviewChoice

  @Option(name: .long, help: help("解释的内容", "what it says"))
  var text: String

  func run(at desk: Desk) throws {
    try choice.work("review reply", [("text", text)], at: desk) {
      try Reviews.explain(text, of: choice.order, shop: desk.shop, $0)
    }
  }
}

struct ReviewFollowUpCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "follow-up", abstract: say("买家追评了", "The buyer wrote a follow-up review"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: ReviewChoice

  func run(at desk: Desk) throws {
    try choice.work("review follow-up", [], at: desk) { try Reviews.followedUp(of: choice.order, shop: desk.shop, $0) }
  }
}

struct ReviewCausesCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "causes", abstract: say("差评按根因", "Bad reviews by root cause"))
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("最近几天的", "of how many days"))
  var days: Int64 = 30

  func validate() throws {
    guard (1...3_650).contains(days) else { throw ValidationError(say("--days 是 1 到 3650", "--days is 1 to 3650")) }
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let counts = try desk.store().read {
      try Reviews.causes(shop: desk.chosenShop, since: desk.now.adding(minutes: -days * 1_440), $0)
    }
    try desk.answer(counts, table: table(counts), empty: Message(zh: "没有差评", en: "no bad reviews"))
  }

  private func table(_ counts: [Reviews.CauseCount]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "根因", en: "Root cause")),
        .init(title: Message(zh: "评价", en: "Reviews"), alignment: .right),
        .init(title: Message(zh: "未了", en: "Open"), alignment: .right),
        .init(title: Message(zh: "最近的解释期限", en: "Next end to answer")),
      ],
      rows: counts.map {
        [
          .init($0.cause?.name ?? Message(zh: "未定", en: "not known")), .init(String($0.reviews)),
          .init(String($0.open), ink: $0.open > 0 ? .red : .none), .init($0.nextEnd?.shopText ?? ""),
        ]
      })
  }
}
