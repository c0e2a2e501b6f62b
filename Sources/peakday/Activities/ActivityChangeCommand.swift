import ArgumentParser
import Broadcasts
import Coordination
import Formats
import Store
import Vocabulary

struct ActivityChangeCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "change",
      abstract: say(
        "改活动：新版本、通知、过期的话术和合格证，一步完成", "Change an activity: version, broadcast, stale scripts and passes in one step"),
      discussion: say(
        "peakday activity change d11-store-300 --discount 50 --effective \"11-11 10:00\" --note 平台加码\n"
          + "在班的人都会收到，要答一道由改动生成的题；再改一次，旧的确认作废。",
        "peakday activity change d11-store-300 --discount 50 --effective \"2026-11-11 10:00\"\n"
          + "Everybody on shift gets it, with a question made from the change; one more change voids older receipts."))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var question: QuestionOptions

  @Argument(help: help("活动的 id", "the activity's id"))
  var activity: String

  @Option(name: .long, help: help("名称", "the name"))
  var name: String?

  @Option(name: .long, help: help("会场", "the venue"))
  var venue: String?

  @Option(name: .long, help: help("开始", "when it starts"))
  var starts: Instant?

  @Option(name: .long, help: help("结束", "when it ends"))
  var ends: Instant?

  @Option(name: .long, help: help("满多少（元）", "the threshold, in yuan"))
  var threshold: Money?

  @Option(name: .long, help: help("减多少（元）", "the discount, in yuan"))
  var discount: Money?

  @Option(name: .long, help: help("减百分之几（0 为不打折）", "percent off (0 for none)"))
  var percentOff: Int?

  @Option(name: .long, help: help("每满都减：true 或 false", "for every full threshold: true or false"))
  var every: Bool?

  @Option(name: .long, help: help("可叠加的活动，用 , 隔开", "activities it stacks with, by commas"))
  var stacksWith: String?

  @Option(name: .long, help: help("不参加的 SKU，用 , 隔开", "SKUs that take no part, by commas"))
  var excludes: String?

  @Option(name: .long, help: help("赠品 SKU（空为没有）", "the gift's SKU (empty for none)"))
  var gift: String?

  @Option(name: .customLong("limit"), help: help("每人限几次（0 为不限）", "times per buyer (0 for no limit)"))
  var limitPerBuyer: Int?

  @Option(name: .customLong("price"), help: help("SKU=元，可写几次", "SKU=YUAN; may be repeated"))
  var prices: [String] = []

  @Option(name: .long, help: help("从什么时候起（默认现在）", "from when it holds (default: now)"))
  var effective: Instant?

  @Option(name: .long, help: help("为什么", "why"))
  var note = ""

  @Option(name: .customLong("to"), help: help("通知谁（默认所有人）", "whom to tell (default: all)"))
  var audience = ""

  @Option(name: .long, help: help("紧急程度", "the urgency"))
  var urgency = "urgent"

  @Flag(name: .long, help: help("不用答题", "ask nothing"))
  var noQuestion = false

  func validate() throws {
    guard percentOff.map({ (0...99).contains($0) }) ?? true, limitPerBuyer.map({ (0...10_000).contains($0) }) ?? true
    else {
      throw ValidationError(say("--percent-off 0–99，--limit 0–10000", "--percent-off is 0 to 99, --limit 0 to 10000"))
    }
    for price in prices where Self.price(price) == nil {
      throw ValidationError(say("--price 写成 SKU=199.00", "write --price as SKU=199.00"))
    }
  }

  private static func price(_ text: String) -> (sku: String, fen: Int64)? {
    guard let mark = text.lastIndex(of: "="), mark > text.startIndex,
      let money = Money(yuan: String(text[text.index(after: mark)...])), money >= .zero
    else { return nil }
    return (String(text[..<mark]), money.fen)
  }

  private var patch: ActivityPatch {
    var patch = ActivityPatch()
    (patch.name, patch.venue, patch.starts, patch.ends) = (name, venue, starts, ends)
    (patch.thresholdFen, patch.discountFen) = (threshold?.fen, discount?.fen)
    (patch.percentOff, patch.every, patch.gift, patch.limitPerBuyer) = (percentOff, every, gift, limitPerBuyer)
    patch.stacksWith = stacksWith.map(BroadcastSendCommand.words)
    patch.excludes = excludes.map(BroadcastSendCommand.words)
    if !prices.isEmpty {
      patch.prices = Dictionary(prices.compactMap(Self.price).map { ($0.sku, $0.fen) }, uniquingKeysWith: { $1 })
    }
    return patch
  }

  func run(at desk: Desk) throws {
    try desk.require(.changeActivity)
    var request = ActivityChanging.Request(activity: activity, patch: patch, effectiveAt: effective ?? desk.now)
    (request.note, request.urgency) = (note, urgency)
    request.audience = BroadcastSendCommand.words(audience)
    (request.question, request.asksNothing) = (question.asked, noQuestion)
    var arguments: Operation.Arguments = [
      "shop": desk.shop, "activity": activity, "effective": effective?.rfc3339 ?? "", "note": note, "to": audience,
      "urgency": urgency, "patch": try Desk.line(request.patch), "asks": noQuestion ? "no" : "yes",
    ]
    arguments.add("question", question.words)
    let asked = request
    let receipt = try desk.store().perform(try desk.operation("activity change", arguments)) {
      try ActivityChanging.change(asked, shop: desk.shop, $0)
    }
    try desk.answer(Receipted(receipt)) { Self.text(receipt.result) }
  }

  private static func text(_ done: ActivityChanging.Done) -> String {
    let change = done.change
    var text = say(
      "\(TerminalText.safe(change.name))  第 \(change.version) 版，\(change.effectiveAt.shopText) 起\n",
      "\(TerminalText.safe(change.name))  version \(change.version), from \(change.effectiveAt.shopText) on\n")
    for row in change.differences {
      text += "  \(say(row.zh, row.en)): \(TerminalText.safe(row.before)) → \(TerminalText.safe(row.after))\n"
    }
    text += say("为旧版写的话术要改过才能用\n", "scripts written for an older version are stale until they are revised\n")
    if done.endedPasses > 0 {
      text += say("\(done.endedPasses) 张合格证作废，要重考", "\(done.endedPasses) passes ended: to be taken again")
      text += "  → peakday training pass --lacking\n"
    }
    return text + BroadcastText.sent(done.broadcast)
  }
}

struct ActivityHistoryCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "history", abstract: say("一个活动改过什么", "What was changed about an activity"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("活动的 id", "the activity's id"))
  var activity: String

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let lines = try desk.store().read { try ActivityHistory.ask(activity, shop: desk.shop, $0) }
    let table = TextTable(
      columns: [
        .init(title: Message(zh: "版本", en: "Version"), alignment: .right),
        .init(title: Message(zh: "生效", en: "In effect from")), .init(title: Message(zh: "改动", en: "Change")),
        .init(title: Message(zh: "谁", en: "By")), .init(title: Message(zh: "为什么", en: "Why")),
      ],
      rows: lines.map { line in
        [
          .init(String(line.version)), .init(line.effectiveAt?.shopText ?? ""),
          line.differences.isEmpty
            ? .init(Message(zh: "手册里的", en: "the playbook's"))
            : .init(
              Message(
                zh: line.differences.map { "\($0.zh) \($0.before) → \($0.after)" }.joined(separator: "；"),
                en: line.differences.map { "\($0.en) \($0.before) → \($0.after)" }.joined(separator: "; "))),
          .init(line.by), .init(line.note),
        ]
      })
    try desk.answer(lines, table: table, empty: Message(zh: "没有改过", en: "nothing was changed"))
  }
}
