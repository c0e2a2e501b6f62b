import ArgumentParser
import Coordination
import Formats
import Orders
import Playbooks
import Store
import Vocabulary

struct PromiseCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "promise", abstract: say("答应过买家的：快递、赠品、回电、差价", "What buyers were promised"),
      subcommands: [
        PromiseAddCommand.self, PromiseListCommand.self, PromiseKeepCommand.self, PromiseBreakCommand.self,
      ])
  }
}

struct PromiseAddCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "add", abstract: say("记下一个承诺", "Note a promise"),
      discussion: say(
        "快递的承诺在打单和交接时核对（退出码 12）；其余的写在拣货单上，到期的在 day status 里。备注里写的（务必发EMS、送小样、12号退差价）导入时自己会记。",
        "A courier that was promised is checked at print and handOver (exit code 12); the others stand on the picking list, "
          + "and in day status when they are due. What remarks promise is noted by itself."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Argument(help: help("答应了什么：快递名、赠品名、金额……", "what: the courier, the gift, the amount"))
  var value: String

  @Option(name: .long, help: help("哪一种", "which kind"))
  var kind: Promise.Kind = .courier

  @Flag(name: .customLong("not"), help: help("不发这家快递", "not by this courier"))
  var isUnwanted = false

  @Option(name: .long, help: help("到什么时候，如 \"2026-11-12 18:00\"", "until when, such as \"2026-11-12 18:00\""))
  var due: Instant?

  @Option(name: .long, help: help("谁来做（默认按种类）", "who keeps it (by default as the kind says)"))
  var owner: String?

  @Option(name: .long, help: help("原话", "the words"))
  var note = ""

  func validate() throws {
    guard !isUnwanted || kind == .courier else {
      throw ValidationError(say("--not 只用于快递", "--not is for couriers"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.makePromise)
    let request = Promises.Request(
      kind: kind, mode: isUnwanted ? .mustNot : .must, value: value, text: note, due: due, owner: owner)
    let operation = try desk.operation(
      "promise add",
      [
        "shop": desk.shop, "order": order, "kind": kind.rawValue, "mode": request.mode.rawValue, "value": value,
        "note": note, "due": due?.rfc3339 ?? "", "owner": owner ?? "",
      ])
    let receipt = try desk.store().perform(operation) { try Promises.add(desk.key(order), request, $0) }
    let made = receipt.result
    try desk.answer(Receipted(receipt)) {
      let late =
        made.isLate
        ? desk.style.paint(
          say(
            "  已\(made.stage.name.zh.replacingPrefix("已"))：交接时会核对，请先看面单\n",
            "  it is \(made.stage.name.en): checked again at handOver; look at the label first\n"), .red) : ""
      return say(
        "\(order)：记下了（\(made.kind.name.zh)：\(made.value)）\n", "\(order): noted (\(made.kind.name.en): \(made.value))\n")
        + late
    }
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}

struct PromiseListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("未兑现的承诺，先到期的在前", "Open promises, those due first"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .customLong("order"), help: help("只看这个订单", "only this order"))
  var order: String?

  @Option(name: .long, help: help("只看这一种", "only this kind"))
  var kind: Promise.Kind?

  @Flag(name: .long, help: help("只看已到期的", "only those that are due"))
  var due = false

  @Flag(name: .long, help: help("也看已兑现和没做到的", "also those kept or broken"))
  var all = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let filter = PromiseFilter(
      shop: desk.chosenShop, order: order, kind: kind, withDecided: all, dueBefore: due ? desk.now : nil,
      limit: list.limit)
    let promises = try desk.store().read { try Promises.list(filter, $0) }
    try desk.answer(
      promises, table: Self.table(promises, now: desk.now), empty: Message(zh: "没有未兑现的承诺", en: "no open promises"))
    desk.hintMore(promises.count, limit: list.limit)
  }

  static func table(_ promises: [Promise], now: Instant) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true),
        .init(title: Message(zh: "号", en: "No."), alignment: .right), .init(title: Message(zh: "种类", en: "Kind")),
        .init(title: Message(zh: "什么", en: "What")), .init(title: Message(zh: "到期", en: "Due")),
        .init(title: Message(zh: "谁来做", en: "Owner")), .init(title: Message(zh: "阶段", en: "Stage")),
        .init(title: Message(zh: "结果", en: "State")),
      ],
      rows: promises.map { promise in
        let isDue = promise.state == .open && promise.due.map { $0 <= now } ?? false
        let what = promise.value.isEmpty ? promise.text : promise.value
        return [
          .init(promise.order), .init(String(promise.number)), .init(promise.kind.name),
          .init(
            promise.mode == .must ? Message(zh: what, en: what) : Message(zh: "不要 \(what)", en: "not \(what)")),
          .init(promise.due?.shopText ?? "", ink: isDue ? .red : .none),
          .init(Role(rawValue: promise.owner)?.name ?? Message(zh: promise.owner, en: promise.owner)),
          .init(promise.stage.name), .init(promise.state.name),
        ]
      })
  }
}

struct PromiseKeepCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "keep", abstract: say("兑现了", "It was kept"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: PromiseChoice

  func run(at desk: Desk) throws { try choice.decide(.kept, at: desk) }
}

struct PromiseBreakCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "break", abstract: say("没做到，或买家不要求了", "It was not kept, or is no longer asked for"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var choice: PromiseChoice

  func run(at desk: Desk) throws { try choice.decide(.broken, at: desk) }
}

/// Which promise somebody decides about.
struct PromiseChoice: ParsableArguments {
  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Option(name: .long, help: help("第几个；只有一个时可省", "which one; may be left out when there is only one"))
  var number: Int64?

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  func decide(_ state: Promise.State, at desk: Desk) throws {
    try desk.require(.decidePromise)
    let operation = try desk.operation(
      state == .kept ? "promise keep" : "promise break",
      ["shop": desk.shop, "order": order, "number": number.map(String.init) ?? "", "note": note])
    let receipt = try desk.store().perform(operation) {
      try Promises.decide(number, of: desk.key(order), as: state, result: note, $0)
    }
    let decided = receipt.result
    try desk.answer(Receipted(receipt)) {
      say(
        "\(order)：\(decided.kind.name.zh)\(decided.state.name.zh)\n",
        "\(order): the promise (\(decided.kind.name.en)) is \(decided.state.name.en)\n")
    }
  }
}
