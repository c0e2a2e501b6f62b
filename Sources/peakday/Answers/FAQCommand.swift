import ArgumentParser
import Coordination
import Formats
import Playbooks
import Reception
import Store
import Vocabulary

struct FAQCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "faq", abstract: say("常见问题：提出、审、发布", "Common questions: propose, review, publish"),
      subcommands: [
        FAQAddCommand.self, FAQListCommand.self, FAQSearchCommand.self, FAQReviewCommand.self, FAQPublishCommand.self,
        FAQDropCommand.self,
      ])
  }

  static func table(_ list: [CommonQuestion], _ day: ActivityDay) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "号", en: "No"), alignment: .right), .init(title: Message(zh: "状态", en: "State")),
        .init(title: Message(zh: "问题", en: "Question")), .init(title: Message(zh: "答案", en: "Answer")),
        .init(title: Message(zh: "提出", en: "By")), .init(title: Message(zh: "审", en: "Reviewed by")),
      ],
      rows: list.map { entry in
        [
          .init(String(entry.number)), state(entry, day), .init(entry.question), .init(entry.answer),
          .init(entry.proposedBy), .init(entry.reviewedBy ?? ""),
        ]
      })
  }

  private static func state(_ entry: CommonQuestion, _ day: ActivityDay) -> TextTable.Entry {
    let standing = entry.standing(day)
    guard standing != .usable, entry.state != .dropped else { return .init(entry.state.name) }
    return .init(
      Message(
        zh: "\(entry.state.name.zh)，\(standing.name.zh)", en: "\(entry.state.name.en), \(standing.name.en)"), ink: .red)
  }

  static func answer(_ receipt: Receipt<CommonQuestion>, at desk: Desk) throws {
    let entry = receipt.result
    try desk.answer(Receipted(receipt)) {
      say("\(entry.number)：\(entry.state.name.zh)\n", "\(entry.number): \(entry.state.name.en)\n")
    }
  }
}

struct FAQAddCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "add", abstract: say("提出一个买家常问的问题", "Propose a question that buyers often ask"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("问题", "the question"))
  var question: String

  @Option(name: .long, help: help("答案（可以以后再写）", "the answer (may come later)"))
  var answer: String = ""

  @Option(name: .long, help: help("关于哪个商品", "the product it is about"))
  var sku: String = ""

  @Option(name: .long, help: help("关于哪个活动", "the activity it is about"))
  var activity: String = ""

  func run(at desk: Desk) throws {
    try desk.require(.useScript)
    let operation = try desk.operation(
      "faq add",
      ["shop": desk.shop, "question": question, "answer": answer, "sku": sku, "activity": activity])
    let receipt = try desk.store().perform(operation) { change in
      if !sku.isEmpty { _ = try Setup.handbook(change.session).find(sku) }
      if !activity.isEmpty { _ = try Setup.activity(activity, shop: desk.shop, at: desk.now, change.session) }
      return try CommonQuestions.propose(
        question, answer: answer, sku: sku, activity: activity, shop: desk.shop, change)
    }
    try FAQCommand.answer(receipt, at: desk)
  }
}

struct FAQListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("问题和答案", "Questions and answers"))
  }

  @OptionGroup var global: GlobalOptions

  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这个状态的", "only in this state"))
  var state: CommonQuestion.State?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let (found, day) = try desk.store().read {
      (
        try CommonQuestions.list(shop: desk.shop, state: state, limit: list.limit, $0),
        try Setup.activityDay(shop: desk.shop, at: desk.now, $0)
      )
    }
    try desk.answer(
      found, table: FAQCommand.table(found, day), empty: Message(zh: "还没有问题", en: "there are no questions yet"))
    desk.hintMore(found.count, limit: list.limit)
  }
}

struct FAQSearchCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "search", abstract: say("在已发布的答案里找", "Find a published answer"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("买家的话，或一个词", "what the buyer says, or a word"))
  var words: [String]

  @Option(name: .long, help: help("最多几个", "how many at most"))
  var limit = 5

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let (published, day) = try desk.store().read {
      (
        try CommonQuestions.list(shop: desk.shop, state: .published, limit: 100_000, $0),
        try Setup.activityDay(shop: desk.shop, at: desk.now, $0)
      )
    }
    let usable = published.filter { $0.standing(day) == .usable }
    let found = EntrySearch(texts: usable.map { [$0.question, $0.answer, $0.sku, $0.activity] })
      .find(words.joined(separator: " "), limit: limit).map { usable[$0] }
    try desk.answer(
      found, table: FAQCommand.table(found, day), empty: Message(zh: "没有这样的答案", en: "there is no such answer"))
    let hidden = published.count - usable.count
    if hidden > 0 {
      desk.talk(
        Message(
          zh: "\(hidden) 个答案的活动改了或结束了，没有找它们：peakday faq list --state published",
          en: "\(hidden) answers are left out, their activity has changed or ended: peakday faq list --state published")
      )
    }
  }
}

struct FAQReviewCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "review", abstract: say("审一个问题，可以改答案；提出的人不能自己审", "Review a question; not by whoever proposed it"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("号", "its number"))
  var number: Int64

  @Option(name: .long, help: help("更好的答案", "a better answer"))
  var answer: String?

  func run(at desk: Desk) throws {
    try desk.require(.curateAnswers)
    let operation = try desk.operation(
      "faq review", ["shop": desk.shop, "number": String(number), "answer": answer ?? ""])
    let receipt = try desk.store().perform(operation) {
      try CommonQuestions.review(
        number, answer: answer, try Setup.activityDay(shop: desk.shop, at: desk.now, $0.session), shop: desk.shop, $0)
    }
    try FAQCommand.answer(receipt, at: desk)
  }
}

struct FAQPublishCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "publish", abstract: say("发布审过的答案", "Publish a reviewed answer"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("号", "its number"))
  var number: Int64

  func run(at desk: Desk) throws {
    try desk.require(.curateAnswers)
    let operation = try desk.operation("faq publish", ["shop": desk.shop, "number": String(number)])
    let receipt = try desk.store().perform(operation) {
      try CommonQuestions.publish(
        number, try Setup.activityDay(shop: desk.shop, at: desk.now, $0.session), shop: desk.shop, $0)
    }
    try FAQCommand.answer(receipt, at: desk)
  }
}

struct FAQDropCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "drop", abstract: say("不采用，或撤下已发布的", "Drop a question, or withdraw a published answer"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("号", "its number"))
  var number: Int64

  @Option(name: .long, help: help("为什么", "why"))
  var reason: String

  func run(at desk: Desk) throws {
    try desk.require(.curateAnswers)
    let operation = try desk.operation(
      "faq drop", ["shop": desk.shop, "number": String(number), "reason": reason])
    let receipt = try desk.store().perform(operation) {
      try CommonQuestions.drop(number, because: reason, shop: desk.shop, $0)
    }
    try FAQCommand.answer(receipt, at: desk)
  }
}
