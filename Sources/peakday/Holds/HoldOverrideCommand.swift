import ArgumentParser
import Coordination
import Formats
import Orders
import Store
import Vocabulary

struct HoldOverrideCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "override", abstract: say("两个人一起放开一个不该由你放开的挂起", "Two persons let go what one may not"),
      subcommands: [
        OverrideAskCommand.self, OverrideAgreeCommand.self, OverrideRefuseCommand.self, OverrideListCommand.self,
      ])
  }
}

struct OverrideAskCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "ask", abstract: say("申请放开", "Ask for it"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Option(name: .long, help: help("放开哪一种挂起", "which kind of hold"))
  var reason: HoldReason

  @Option(name: .long, help: help("为什么", "why"))
  var note: String

  func run(at desk: Desk) throws {
    try desk.require(.askOverride)
    let operation = try desk.operation(
      "hold override ask", ["shop": desk.shop, "order": order, "reason": reason.rawValue, "note": note])
    let receipt = try desk.store().perform(operation) {
      try Overrides.ask(desk.key(order), reason: reason, note: note, $0)
    }
    try desk.answer(Receipted(receipt)) {
      say("\(order)：已申请，等另一个人同意", "\(order): asked; it waits for another person")
        + "  → peakday hold override agree \(TerminalText.safe(order)) --reason \(reason.rawValue)\n"
    }
  }
}

struct OverrideAgreeCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "agree", abstract: say("同意：挂起解除", "Agree, which lifts the hold"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var request: OverrideChoice

  func run(at desk: Desk) throws { try request.decide(agrees: true, at: desk) }
}

struct OverrideRefuseCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "refuse", abstract: say("不同意，或收回申请", "Refuse, or take the request back"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var request: OverrideChoice

  func run(at desk: Desk) throws { try request.decide(agrees: false, at: desk) }
}

/// Which request somebody decides about.
struct OverrideChoice: ParsableArguments {
  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Option(name: .long, help: help("哪一种挂起", "which kind of hold"))
  var reason: HoldReason

  func decide(agrees: Bool, at desk: Desk) throws {
    try desk.require(agrees ? .agreeOverride : .askOverride)
    let operation = try desk.operation(
      agrees ? "hold override agree" : "hold override refuse",
      ["shop": desk.shop, "order": order, "reason": reason.rawValue])
    let receipt = try desk.store().perform(operation) {
      try Overrides.decide(desk.key(order), reason: reason, agrees: agrees, $0)
    }
    let decided = receipt.result
    try desk.answer(Receipted(receipt)) {
      guard decided.isAgreed else { return say("\(order)：不放开，挂起还在\n", "\(order): refused; it stays held\n") }
      return decided.remaining == 0
        ? say("\(order)：挂起已解除，可以放行\n", "\(order): lifted; it may pass\n")
        : say(
          "\(order)：解除 \(decided.lifted.count) 个，还有 \(decided.remaining) 个挂起\n",
          "\(order): \(decided.lifted.count) lifted, \(decided.remaining) holds still open\n")
    }
  }
}

struct OverrideListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("等人同意的申请", "Requests that wait for somebody"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Flag(name: .long, help: help("也看已经定了的", "also what was decided"))
  var all = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let requests = try desk.store().read {
      try Overrides.list(shop: desk.chosenShop, openOnly: !all, limit: list.limit, $0)
    }
    try desk.answer(
      requests,
      table: TextTable(
        columns: [
          .init(title: Message(zh: "订单", en: "Order"), isWhole: true), .init(title: Message(zh: "挂起", en: "Hold")),
          .init(title: Message(zh: "理由", en: "Why")), .init(title: Message(zh: "谁申请", en: "Asked by")),
          .init(title: Message(zh: "时间", en: "At")), .init(title: Message(zh: "结果", en: "State")),
          .init(title: Message(zh: "谁定的", en: "Decided by")),
        ],
        rows: requests.map {
          [
            .init($0.order), .init($0.reason.name), .init($0.note), .init($0.askedBy), .init($0.askedAt.shopText),
            .init(Self.state($0.state)), .init($0.decidedBy ?? ""),
          ]
        }), empty: Message(zh: "没有等人同意的申请", en: "no request waits"))
  }

  private static func state(_ key: String) -> Message {
    switch key {
    case "open": Message(zh: "等同意", en: "open")
    case "agreed": Message(zh: "已同意", en: "agreed")
    default: Message(zh: "未同意", en: "refused")
    }
  }
}
