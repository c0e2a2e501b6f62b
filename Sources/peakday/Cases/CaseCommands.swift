import ArgumentParser
import Cases
import Coordination
import Orders
import Store
import Vocabulary

struct RecallCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "recall", abstract: say("召回：已打单又不要了的包裹", "Recalls: parcels to take out after printing"),
      subcommands: [RecallListCommand.self, RecallDoneCommand.self])
  }
}

struct RecallListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list", abstract: say("要找出来的包裹，旧的在前", "Parcels to take out, oldest first"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("recall 召回，interception 拦截", "recall, or interception for parcels at the courier"))
  var kind: CaseKind = .recall

  @Flag(name: .long, help: help("也看已处理的", "the closed ones too"))
  var all = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let cases = try desk.store().read {
      try Cases.list(kind, shop: desk.chosenShop, openOnly: !all, limit: list.limit, $0)
    }
    try desk.answer(
      cases, table: CaseTable.make(cases, now: desk.now),
      empty: Message(zh: "没有要处理的\(kind.name.zh)", en: "no open \(kind.name.en)s"))
    desk.hintMore(cases.count, limit: list.limit)
  }
}

/// How a recall or an interception ended.
enum RecallResult: String, ExpressibleByArgument, CaseIterable {
  case takenOut, notFound, gone, stopped, redirected

  var state: CaseState {
    switch self {
    case .takenOut, .stopped, .redirected: .done
    case .notFound, .gone: .failed
    }
  }

  var name: Message {
    switch self {
    case .takenOut: Message(zh: "已取出", en: "taken out")
    case .notFound: Message(zh: "没找到", en: "not found")
    case .gone: Message(zh: "已发走", en: "gone")
    case .stopped: Message(zh: "已拦下", en: "stopped")
    case .redirected: Message(zh: "已改址", en: "redirected")
    }
  }

  static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }

  /// A result as it was noted, in words.
  static func name(_ noted: String) -> Message {
    switch noted {
    case "explained": Message(zh: "已弄清", en: "explained")
    case "covered": Message(zh: "货够了", en: "covered")
    case "mended": Message(zh: "已改好", en: "mended")
    case "waived": Message(zh: "已放行", en: "let stand")
    default: RecallResult(rawValue: noted)?.name ?? Message(zh: noted, en: noted)
    }
  }
}

struct RecallDoneCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "done", abstract: say("记下召回的结果", "Note what came of a recall"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Option(name: .long, help: help("结果", "the result"))
  var result: RecallResult = .takenOut

  @Option(name: .long, help: help("recall 召回，interception 拦截", "recall, or interception"))
  var kind: CaseKind = .recall

  func run(at desk: Desk) throws {
    try desk.require(.closeCase)
    let store = try desk.store()
    let operation = try desk.operation(
      "recall done", ["shop": desk.shop, "order": order, "kind": kind.rawValue, "result": result.rawValue])
    let receipt = try store.perform(operation) {
      try Recalls.close(kind, shop: desk.shop, order: order, as: result.state, result: result.rawValue, $0)
    }
    let closed = receipt.result
    let outcome = RecallResult.name(closed.result)
    try desk.answer(Receipted(receipt)) {
      say(
        "\(order)：\(closed.kind.name.zh)\(closed.state.name.zh)（\(outcome.zh)）\n",
        "\(order): \(closed.kind.name.en) \(closed.state.name.en) (\(outcome.en))\n")
    }
  }
}

struct BypassCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "bypass", abstract: say("绕过：挂起着却被 ERP 发走的订单", "Bypasses: held orders that were shipped past us"),
      subcommands: [BypassListCommand.self])
  }
}

struct BypassListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("新的在前", "Newest first"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let bypasses = try desk.store().read { try Bypasses.list(shop: desk.chosenShop, limit: list.limit, $0) }
    try desk.answer(
      bypasses, table: CaseTable.make(bypasses), empty: Message(zh: "没有绕过关口的订单", en: "no bypasses"))
    desk.hintMore(bypasses.count, limit: list.limit)
  }
}
