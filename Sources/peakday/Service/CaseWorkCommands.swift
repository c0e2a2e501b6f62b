import ArgumentParser
import Cases
import Coordination
import Store
import Vocabulary

extension CaseReference {
  /// The shop whose case is meant. Every shop has a help:1: where another than the usual one has it, too, it has to be
  /// said which.
  func shop(at desk: Desk) throws -> String {
    if let chosen = desk.chosenShop { return chosen }
    let shops = try desk.store().read { try Cases.shops(of: self, $0) }
    guard let other = shops.first(where: { $0 != desk.shop }) else { return desk.shop }
    throw Failure(
      .usage, code: "case_of_which_shop",
      Message(
        zh: "这个案件在店铺：\(shops.joined(separator: "、"))，要说是哪个",
        en: "shops with this case: \(shops.joined(separator: ", "))"),
      place: description, next: Message(zh: "加 --shop \(other)", en: "add --shop \(other)"))
  }
}

/// Which case a command is about.
struct CaseChoice: ParsableArguments {
  @Argument(
    help: help("案件，如 afterSales:801、help:3、差评:801", "the case, such as afterSales:801 or help:3"))
  var reference: CaseReference

  /// Performs a change of the case and tells how it stands.
  func work(
    _ verb: String, _ arguments: [(String, String)], at desk: Desk, _ body: (String, Change) throws -> CaseMoved
  ) throws {
    try desk.require(.workCase)
    let shop = try reference.shop(at: desk)
    var all: Operation.Arguments = ["shop": shop, "case": reference.description]
    for (name, value) in arguments { all.add(name, value) }
    let receipt = try desk.store().perform(try desk.operation(verb, all)) { try body(shop, $0) }
    try desk.answer(Receipted(receipt)) { CaseText.moved(receipt.result) }
  }
}

struct CaseReceiveCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "receive", abstract: say("接手", "Take a case in hand"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: CaseChoice

  func run(at desk: Desk) throws {
    try choice.work("case receive", [], at: desk) { try Cases.receive(choice.reference, shop: $0, $1) }
  }
}

struct CaseNoteCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "note", abstract: say("记一笔", "Write something down"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: CaseChoice

  @Argument(help: help("内容", "the text"))
  var text: String

  func validate() throws {
    guard (1...2_000).contains(text.utf8.count) else {
      throw ValidationError(say("内容要在 1 到 2000 字节之间", "the text takes 1 to 2000 bytes"))
    }
  }

  func run(at desk: Desk) throws {
    try choice.work("case note", [("text", text)], at: desk) {
      try Cases.note(text, to: choice.reference, shop: $0, $1)
    }
  }
}

struct CaseStepCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "step", abstract: say("清单上的一步做完了", "Tick a point of the checklist"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: CaseChoice

  @Argument(help: help("第几步", "which step"))
  var number: Int64

  @Flag(name: .long, help: help("撤回", "take the tick back"))
  var undo = false

  func run(at desk: Desk) throws {
    try choice.work("case step", [("number", String(number)), ("undo", undo ? "1" : "0")], at: desk) {
      try Cases.tick(number, of: choice.reference, undo: undo, shop: $0, $1)
    }
  }
}

struct CasePassCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "pass", abstract: say("转交给别的组或别人", "Pass a case on to a group or a person"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: CaseChoice

  @Option(name: .customLong("to"), help: help("哪个组", "which group"))
  var group: WorkGroup

  @Option(name: .long, help: help("哪个人", "which person"))
  var person = ""

  @Option(name: .long, help: help("为什么", "why"))
  var because = ""

  func run(at desk: Desk) throws {
    try choice.work(
      "case pass", [("group", group.rawValue), ("person", person), ("because", because)], at: desk
    ) {
      try Cases.pass(choice.reference, to: group, person: person, because: because, shop: $0, $1)
    }
  }
}

struct CaseDoneCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "done", abstract: say("办完了", "End a case as done"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: CaseChoice

  @Option(name: .long, help: help("结果", "what came of it"))
  var result: String

  func run(at desk: Desk) throws {
    try choice.work("case done", [("result", result)], at: desk) {
      try Cases.end(choice.reference, as: .done, result: result, shop: $0, $1)
    }
  }
}

struct CaseFailCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "fail", abstract: say("没办成", "End a case as failed"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: CaseChoice

  @Option(name: .long, help: help("为什么没成", "why it failed"))
  var result: String

  func run(at desk: Desk) throws {
    try choice.work("case fail", [("result", result)], at: desk) {
      try Cases.end(choice.reference, as: .failed, result: result, shop: $0, $1)
    }
  }
}

struct CaseEscalateCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "escalate",
      abstract: say("升级：过了时限的交给副手，再交给主管", "Hand what is past its time to the deputy, then to the lead"),
      discussion: say(
        "不写案件就是全部过了时限的。定时跑它也可以：每个案件升级后有新的时限。",
        "Without a case: all that are past their time. It may run by a timer: an escalated case has a new deadline."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("案件；不写就是全部过了时限的", "the case; all that are past their time without one"))
  var reference: CaseReference?

  @Option(name: .long, help: help("为什么", "why"))
  var because = ""

  func run(at desk: Desk) throws {
    try desk.require(.workCase)
    let shop = try reference?.shop(at: desk) ?? desk.shop
    let operation = try desk.operation(
      "case escalate", ["shop": shop, "case": reference?.description ?? "", "because": because])
    let receipt = try desk.store().perform(operation) { change in
      try reference.map { [try Cases.escalate($0, because: because, shop: shop, change)] }
        ?? Cases.escalateOverdue(shop: shop, change)
    }
    try desk.answer(Receipted(receipt)) {
      receipt.result.isEmpty
        ? say("没有过了时限的案件\n", "no case is past its time\n")
        : receipt.result.map(CaseText.escalated).joined()
    }
  }
}
