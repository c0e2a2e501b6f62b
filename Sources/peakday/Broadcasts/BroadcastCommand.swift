import ArgumentParser
import Broadcasts
import Coordination
import Formats
import Store
import Vocabulary

struct BroadcastCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "broadcast",
      abstract: say("变更通知：发给在班和接班的人，谁确认了，没确认的逐级上报", "Broadcasts: everybody on shift has to know, and says so"),
      discussion: say(
        """
        发：peakday broadcast send "满300减40 改为 减50" --text … --to 售前 --urgency urgent
        改：peakday broadcast send … --replace 3（第 2 版，旧的确认作废）
        看：broadcast reach 3，broadcast exposure 3 --chats 聊天.csv
        一直开着：peakday broadcast poll --every（提醒、上报、群机器人）。客服用 inbox、ack、watch。
        """,
        """
        Send: peakday broadcast send "300-40 becomes 300-50" --text … --to pre --urgency urgent
        Change: peakday broadcast send … --replace 3 (version 2: older receipts are void)
        Look: broadcast reach 3, broadcast exposure 3 --chats chats.csv
        Keep running: peakday broadcast poll --every (reminders, escalation, robots). Agents use inbox, ack and watch.
        """),
      subcommands: [
        BroadcastSendCommand.self, BroadcastListCommand.self, BroadcastShowCommand.self, BroadcastReachCommand.self,
        BroadcastExposureCommand.self, BroadcastWithdrawCommand.self, BroadcastPollCommand.self,
        BroadcastRobotsCommand.self,
      ])
  }
}

/// What a broadcast asks, on the command line.
struct QuestionOptions: ParsableArguments {
  @Option(name: .long, help: help("看过的人要答的题", "what whoever has read it can answer"))
  var question: String?

  @Option(name: .customLong("option"), help: help("选项，写几次", "an option of the question; may be repeated"))
  var options: [String] = []

  @Option(name: .long, help: help("第几个选项对（从 1 数）", "which option is right, from 1"))
  var answer: Int?

  func validate() throws {
    guard (question == nil) == (answer == nil), question != nil || options.isEmpty else {
      throw ValidationError(
        say(
          "题目要一起写：--question、--option（至少两次）、--answer",
          "a question takes --question, --option twice or more, and --answer"))
    }
  }

  var asked: Broadcast.Question? {
    question.flatMap { text in answer.map { Broadcast.Question(text: text, options: options, answer: $0) } }
  }

  /// For the operation's digest.
  var words: [String] { [question ?? "", answer.map(String.init) ?? ""] + options }
}

struct BroadcastSendCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "send", abstract: say("发一条通知，或已有通知的新版本", "Send a broadcast, or the next version of one"),
      discussion: say(
        "对象来自排班：现在在班的、已签到的、快上班的；以后上班的人，签到时也要确认还有效的通知。",
        "The audience comes from the rota: who is on shift, clocked in or coming on. Whoever comes later gets what is still in "
          + "force when clocking in."))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var question: QuestionOptions

  @Argument(help: help("标题", "the title"))
  var title: String

  @Option(name: .long, help: help("正文", "the text"))
  var text = ""

  @Option(
    name: .customLong("to"), help: help("技能、组或名字，用 、或 , 隔开（默认所有人）", "skills, groups or names, by commas (default: all)")
  )
  var audience = ""

  @Option(name: .long, help: help("紧急程度（broadcasts.yaml 里的 key）", "the urgency (a key of broadcasts.yaml)"))
  var urgency = "normal"

  @Option(name: .long, help: help("从什么时候起生效（默认现在）", "from when it holds (default: now)"))
  var effective: Instant?

  @Option(name: .long, help: help("是第几号通知的新版本", "the broadcast of which this is the next version"))
  var replace: Int64?

  func run(at desk: Desk) throws {
    try desk.require(.sendBroadcast)
    var request = Broadcasts.Request(
      title: title, body: text, urgency: urgency, audience: Self.words(audience), effectiveAt: effective ?? desk.now)
    request.question = question.asked
    request.replacing = replace
    var arguments: Operation.Arguments = [
      "shop": desk.shop, "title": title, "text": text, "to": audience, "urgency": urgency,
      "effective": effective?.rfc3339 ?? "", "replace": replace.map(String.init) ?? "",
    ]
    arguments.add("question", question.words)
    let asked = request
    let receipt = try desk.store().perform(try desk.operation("broadcast send", arguments)) {
      try Broadcasting.send(asked, shop: desk.shop, $0)
    }
    try desk.answer(Receipted(receipt)) { BroadcastText.sent(receipt.result) }
  }

  static func words(_ text: String) -> [String] {
    text.split { "、，,;；/".contains($0) }.map { $0.trimmingPrefix { $0.isWhitespace } }
      .map { String($0.reversed().trimmingPrefix { $0.isWhitespace }.reversed()) }.filter { !$0.isEmpty }
  }
}

struct BroadcastListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("现行的通知", "Broadcasts in force"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Flag(name: .long, help: help("连撤回的", "withdrawn ones, too"))
  var all = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let (broadcasts, rules) = try desk.store().read {
      (
        try Broadcasts.list(shop: desk.shop, inForce: !all, limit: list.limit, $0), try Setup.broadcastRules($0)
      )
    }
    try desk.answer(
      broadcasts, table: BroadcastText.table(broadcasts, rules),
      empty: Message(zh: "没有现行的通知", en: "no broadcast is in force"))
    desk.hintMore(broadcasts.count, limit: list.limit)
  }
}

struct BroadcastShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: say("一条通知的各个版本", "A broadcast, version by version"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("通知的号", "its number"))
  var number: Int64

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let versions = try desk.store().read { try Broadcasts.versions(number, shop: desk.shop, $0) }
    if desk.options.json {
      for version in versions { try desk.answer(version) { "" } }
    } else {
      desk.surroundings.output(versions.map { BroadcastText.page($0, desk) }.joined(separator: "\n"))
    }
  }
}

struct BroadcastReachCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "reach", abstract: say("谁确认了，用了多久，谁还没有", "Who has acknowledged, how fast, and who has not"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("通知：3 是最新一版，3.1 是第 1 版", "the broadcast: 3 is its newest version, 3.1 its first"))
  var broadcast: String

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let reach = try desk.store().read { session in
      try BroadcastReach.of(try desk.newest(broadcast, session), shop: desk.shop, session)
    }
    try desk.answer(reach) { BroadcastText.reach(reach, desk) }
  }
}

struct BroadcastWithdrawCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "withdraw", abstract: say("撤回：不用再确认", "Withdraw one: nobody has to acknowledge it"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("通知的号", "its number"))
  var number: Int64

  func run(at desk: Desk) throws {
    try desk.require(.sendBroadcast)
    let operation = try desk.operation("broadcast withdraw", ["shop": desk.shop, "number": String(number)])
    let receipt = try desk.store().perform(operation) { try Broadcasts.withdraw(number, shop: desk.shop, $0) }
    let ended = receipt.result
    try desk.answer(Receipted(receipt)) {
      say(
        "\(ended.number).\(ended.version)：已撤回，\(ended.unread) 人没有确认过\n",
        "\(ended.number).\(ended.version): withdrawn, \(ended.unread) had not acknowledged it\n")
    }
  }
}

extension Desk {
  /// `3.1`, or `3` for the newest version.
  func newest(_ text: String, _ session: any Session) throws -> Broadcast.Reference {
    let reference = try Self.reference(text)
    guard !text.contains(".") else { return reference }
    return try Broadcasts.find(reference.number, shop: shop, session).reference
  }

  static func reference(_ text: String) throws -> Broadcast.Reference {
    guard let reference = Broadcast.Reference(text) else {
      throw Failure(
        .usage, code: "bad_broadcast", Message(zh: "通知写成 3 或 3.1", en: "write a broadcast as 3 or 3.1"),
        place: TerminalText.safe(text), next: Message(zh: "查看：peakday inbox", en: "look: peakday inbox"))
    }
    return reference
  }
}
