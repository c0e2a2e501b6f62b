import ArgumentParser
import Broadcasts
import Coordination
import Formats
import Store
import Vocabulary

struct InboxCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "inbox", abstract: say("我要确认的变更，和要我去催的人", "What I have to acknowledge, and whom to remind"))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let actor = try desk.actor
    let inbox = try desk.store().read {
      try Inbox.of(actor.name, isLead: actor.role == .lead, shop: desk.shop, $0)
    }
    try desk.answer(inbox) { InboxText.page(inbox, desk) }
  }
}

struct AckCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "ack", abstract: say("看过了：确认变更，有题的要答对", "Say that I have read a change, and answer its question"),
      discussion: say(
        "peakday ack 3.2；3 就是 3.1。被新版本代替的不能确认：先读新的。答错退出码 20，再读一遍。",
        "peakday ack 3.2; 3 means 3.1. What a newer version has replaced cannot be acknowledged: read that one. A wrong "
          + "answer exits with 20: read it again."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("哪几条，如 3.2", "which ones, such as 3.2"))
  var broadcasts: [String]

  @Option(name: .long, help: help("第几个选项", "which option"))
  var answer: Int?

  func validate() throws {
    guard !broadcasts.isEmpty, answer == nil || broadcasts.count == 1 else {
      throw ValidationError(say("--answer 只能配一条通知", "--answer goes with one broadcast"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.acknowledge)
    let references = try broadcasts.map(Desk.reference)
    let id = desk.operationID()
    for (place, reference) in references.enumerated() {
      let operation = try desk.operation(
        "ack", ["shop": desk.shop, "broadcast": reference.text, "answer": answer.map(String.init) ?? ""],
        id: references.count == 1 ? id : id.part(String(place + 1)))
      do {
        let receipt = try desk.store().perform(operation) {
          try Broadcasts.acknowledge(reference, answer: answer, shop: desk.shop, $0)
        }
        if receipt.result.outcome == .wrongAnswer { desk.raise(.refused) }
        try desk.answer(Receipted(receipt)) { InboxText.acknowledged(receipt.result, desk) }
      } catch let failure as Failure where references.count > 1 && failure.kind == .refused {
        try desk.report(failure)
      }
    }
  }
}

struct WatchCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "watch", abstract: say("开着：新的变更一到就显示", "Stay open and show each change as it comes"),
      discussion: say(
        "PostgreSQL 上由服务器通知，SQLite 上每 0.2 秒看一眼；Ctrl-C 结束。",
        "PostgreSQL tells at once, SQLite is looked at five times a second. Ctrl-C ends it."))
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .customLong("for"), help: help("几秒后结束（默认一直开着）", "end after so many seconds (default: never)"))
  var seconds: Int64?

  @Flag(name: .long, help: help("给机器看：每条多一个看到的时间", "for machines: add when each was seen"))
  var timed = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let actor = try desk.actor
    let store = try desk.store()
    StopSignal.watch()
    try store.startListening()
    let end = seconds.map { desk.surroundings.clock().adding(milliseconds: $0 * 1_000) }
    var shown: Set<String> = []
    while true {
      let inbox = try store.read { try Inbox.of(actor.name, isLead: actor.role == .lead, shop: desk.shop, $0) }
      let news = inbox.items.filter { shown.insert("\($0.reference.text)").inserted }
      let errands = inbox.errands.filter { shown.insert("\($0.number).\($0.version) \($0.agent)").inserted }
      if !news.isEmpty || !errands.isEmpty {
        try show(Inbox(agent: inbox.agent, items: news, errands: errands), desk)
      }
      // Waits until there may be something new, and looks every two seconds whatever happens: a shift begins by the clock.
      var left = end.map { $0.milliseconds - desk.surroundings.clock().milliseconds } ?? .max
      if left <= 0 || StopSignal.isRaised { return }
      left = min(left, 2_000)
      _ = try store.awaitNews(milliseconds: Int32(left))
      if StopSignal.isRaised || desk.surroundings.outputIsClosed() { return }
    }
  }

  private struct Seen: Encodable {
    let item: Inbox.Item
    let seenAt: Instant
  }

  private func show(_ news: Inbox, _ desk: Desk) throws {
    if desk.options.json {
      for item in news.items {
        if timed {
          desk.surroundings.output(try Desk.line(Seen(item: item, seenAt: desk.surroundings.clock())))
        } else {
          desk.surroundings.output(try Desk.line(item))
        }
      }
      for errand in news.errands { desk.surroundings.output(try Desk.line(errand)) }
    } else {
      desk.surroundings.output(InboxText.page(news, desk))
    }
  }
}

/// The inbox on the terminal.
enum InboxText {
  static func page(_ inbox: Inbox, _ desk: Desk) -> String {
    guard !inbox.items.isEmpty || !inbox.errands.isEmpty else {
      return say("没有要确认的\n", "nothing to acknowledge\n")
    }
    var text = ""
    for item in inbox.items {
      let reference = item.reference.text
      text += desk.style.paint("\(reference)  \(TerminalText.safe(item.title))", item.due <= desk.now ? .red : .none)
      text += say("  \(item.due.clockText) 前确认", "  acknowledge by \(item.due.clockText)") + "\n"
      for line in item.body.split(separator: "\n") { text += "  \(TerminalText.safe(String(line)))\n" }
      text += say("  \(item.effectiveAt.shopText) 起", "  from \(item.effectiveAt.shopText) on") + "\n"
      guard let question = item.question else {
        text += "  → peakday ack \(reference)\n"
        continue
      }
      text += "  ? \(TerminalText.safe(question))\n"
      for (index, option) in item.options.enumerated() { text += "    \(index + 1). \(TerminalText.safe(option))\n" }
      text += say("  → peakday ack \(reference) --answer 几\n", "  → peakday ack \(reference) --answer NUMBER\n")
    }
    for errand in inbox.errands {
      let (agent, title) = (TerminalText.safe(errand.agent), TerminalText.safe(errand.title))
      text += desk.style.paint(
        say(
          "请转告 \(agent)：还没有确认 \(errand.number).\(errand.version) \(title)",
          "see to it: \(agent) has not acknowledged \(errand.number).\(errand.version) \(title)"), .red)
      text += "\n"
    }
    return text
  }

  static func acknowledged(_ result: Broadcasts.Acknowledged, _ desk: Desk) -> String {
    let reference = "\(result.number).\(result.version)"
    switch result.outcome {
    case .acknowledged: return say("\(reference)：已确认\n", "\(reference): acknowledged\n")
    case .wrongAnswer:
      return desk.style.paint(
        say("\(reference)：答错了，再读一遍", "\(reference): wrong, read it again"), .red) + "  → peakday inbox\n"
    }
  }
}
