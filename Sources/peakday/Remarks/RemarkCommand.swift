import ArgumentParser
import Coordination
import Orders
import Playbooks
import Store
import Vocabulary

struct RemarkCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "remark", abstract: say("备注：买家不要了 → 挂起", "Remarks: 买家不要了 holds the order"),
      subcommands: [
        RemarkAddCommand.self, RemarkPasteCommand.self, RemarkClassifyCommand.self, RemarkExplainCommand.self,
        RemarkReclassifyCommand.self,
      ])
  }
}

struct RemarkAddCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "add",
      abstract: say("给订单记一条备注；该挂起的立即挂起", "Note a remark on an order; it holds at once if it should"),
      discussion: say(
        "退出码 23：挂起已记下，但包裹已揽收，已开拦截案件。",
        "Exit code 23: the hold is noted, but the courier has the parcel; an interception is open."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Argument(help: help("备注文字，如 买家不要了", "the remark, such as 买家不要了"))
  var text: String

  @Flag(name: .long, help: help("订单还没导入也先挂起", "also for an order that was not imported yet"))
  var inAdvance = false

  func validate() throws {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw ValidationError(say("备注是空的", "the remark is empty"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.addRemark)
    let store = try desk.store()
    let rules = try store.read { try Setup.remarkRules($0) }
    let intake = try desk.addressIntake(store)
    let operation = try desk.operation(
      "remark add", ["shop": desk.shop, "order": order, "text": text, "in_advance": String(inAdvance)])
    let receipt = try store.perform(operation) {
      try Memos.add(desk.key(order), text: text, rules: rules, addresses: intake, inAdvance: inAdvance, $0)
    }
    desk.raise(receipt.result.exitCode)
    try desk.answer(Receipted(receipt)) { RemarkLine(receipt.result).text(at: desk) }
  }
}

struct RemarkClassifyCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "classify",
      abstract: say(
        "判断备注，不记下；不写就从标准输入一行一条", "Judge remarks without noting them; without any, one a line from standard input"),
      discussion: say(
        "标准输入的每一行都有一个回答，空行也有。", "Every line of standard input has its answer, an empty one too."))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var kind: RemarkKindOptions

  @Argument(help: help("备注文字", "the remark"))
  var texts: [String] = []

  func run(at desk: Desk) throws {
    let rules = try RemarkJudge.rules(at: desk, buyer: kind.buyer)
    for text in texts { try show(RemarkJudge(text, rules), at: desk) }
    guard texts.isEmpty else { return }
    while let lines = desk.surroundings.lines.texts(limit: 1_000) {
      for line in lines {
        try show(line.isCut ? RemarkJudge(tooLong: line.text) : RemarkJudge(line.text, rules), at: desk)
      }
    }
  }

  private func show(_ judged: RemarkJudge, at desk: Desk) throws {
    try desk.answer(judged) { judged.line(at: desk) }
  }
}

/// Whose words they are.
struct RemarkKindOptions: ParsableArguments {
  @Flag(name: .long, help: help("按买家留言判断（默认按商家备注）", "judge as a buyer's message, not as a seller's memo"))
  var buyer = false
}

struct RemarkExplainCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "explain", abstract: say("说明为什么这样判断", "Explain why a remark is judged as it is"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var kind: RemarkKindOptions

  @Argument(help: help("备注文字", "the remark"))
  var text: String

  func run(at desk: Desk) throws {
    let judged = RemarkJudge(text, try RemarkJudge.rules(at: desk, buyer: kind.buyer))
    try desk.answer(judged) { judged.explanation(at: desk) }
  }
}
