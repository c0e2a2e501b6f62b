import ArgumentParser
import Coordination
import Formats
import Store
import Vocabulary

struct OperationCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "operation", abstract: say("操作：查清结果不明的操作", "Operations: settle one whose outcome is unknown"),
      subcommands: [OperationSettleCommand.self])
  }
}

struct OperationSettleCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "settle",
      abstract: say("查清一个操作：发生过，或永不会发生", "Settle an operation: it happened, or it never will"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("操作号", "the operation id"))
  var id: OperationID

  private struct Settled: Encodable {
    let operation: String
    let state: String
    let result: String?
  }

  func run(at desk: Desk) throws {
    try desk.require(.settle)
    switch try desk.store().settle(id, actor: try desk.actor, now: desk.now) {
    case .done(let result):
      try desk.answer(Settled(operation: id.text, state: "done", result: result)) {
        say("\(id)：已经发生\n  结果：", "\(id): it happened\n  result: ") + TerminalText.safe(result) + "\n"
      }
    case .never:
      try desk.answer(Settled(operation: id.text, state: "never", result: nil)) {
        say("\(id)：没有发生，今后也不会；可以重新执行原来的命令\n", "\(id): it never happened and never will; run the command again\n")
      }
    }
  }
}

struct AuditCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "audit", abstract: say("审计：操作日志", "The log of operations"),
      subcommands: [AuditLogCommand.self, AuditVerifyCommand.self])
  }
}

struct AuditLogCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "log", abstract: say("最近的操作，新的在前", "The latest operations, newest first"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这个序号之前的", "only entries before this number"))
  var before: Int64?

  func run(at desk: Desk) throws {
    try desk.require(.audit)
    let entries = try desk.store().log(limit: list.limit, before: before)
    try desk.answer(entries, table: table(entries), empty: Message(zh: "日志是空的", en: "the log is empty"))
  }

  private func table(_ entries: [LoggedOperation]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "序号", en: "No."), alignment: .right),
        .init(title: Message(zh: "时间", en: "At")), .init(title: Message(zh: "谁", en: "By")),
        .init(title: Message(zh: "角色", en: "Role")), .init(title: Message(zh: "做了什么", en: "Verb")),
        .init(title: Message(zh: "操作号", en: "Operation")), .init(title: Message(zh: "结果", en: "Result")),
      ],
      rows: entries.map { entry in
        [
          .init(entry.sequence.map(String.init) ?? "…"), .init(entry.at.shopText), .init(entry.actor),
          .init(entry.role), .init(entry.verb), .init(entry.id), .init(entry.state == "never" ? "never" : entry.result),
        ]
      })
  }
}

struct AuditVerifyCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "verify",
      abstract: say("核对整条日志链与挂起计数；不干净退出码 24", "Check the whole chain and the counts; exit code 24 if not clean"))
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("与这张回执核对（序号:摘要）", "check against this receipt (NUMBER:HASH)"))
  var since: String?

  func run(at desk: Desk) throws {
    try desk.require(.audit)
    var head: LogHead?
    if let since {
      head = LogHead(since)
      if head == nil {
        throw Failure(
          .usage, code: "bad_receipt", Message(zh: "回执看不懂", en: "this is not a receipt"), place: since,
          next: Message(zh: "写成 序号:64位摘要", en: "write NUMBER:HASH as the program printed it"))
      }
    }
    let report = try AuditVerify.run(try desk.store(), since: head)
    if !report.findings.isEmpty { desk.raise(.notClean) }
    try desk.answer(report) {
      var text = ""
      for finding in report.findings {
        let words = Message(zh: finding.zh, en: finding.en).text(in: desk.language)
        text += desk.style.paint(say("不符", "BAD"), .red) + "  \(TerminalText.safe(finding.place))  \(words)\n"
      }
      text += report.findings.isEmpty ? desk.style.paint(say("干净", "clean"), .green) : say("不干净", "not clean")
      text += say("：\(report.entries) 条", ": \(report.entries) entries")
      if report.unsealed > 0 { text += say("，\(report.unsealed) 条待入链", ", \(report.unsealed) not sealed yet") }
      return text + say("，回执 \(report.head.text)\n", ", receipt \(report.head.text)\n")
    }
  }
}
