import ArgumentParser
import Coordination
import Formats
import Playbooks
import Reception
import Store
import Vocabulary

struct ConcessionCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "concession", abstract: say("议价：申请、给、依规拒绝", "Bargaining: ask, grant, refuse by a rule"),
      subcommands: [
        ConcessionAskCommand.self, ConcessionGrantCommand.self, ConcessionRefuseCommand.self,
        ConcessionListCommand.self,
      ])
  }
}

struct ConcessionAskCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "ask", abstract: say("买家要便宜：记下来，看能给多少、几时能给", "A buyer bargains: note it, see how much and when"),
      discussion: say(
        "peakday concession ask HJ-CREAM-50 10 --condition payNow   给什么、条件、规则都写在 concessions.yaml",
        "peakday concession ask HJ-CREAM-50 10 --condition payNow   gives, conditions and rules stand in concessions.yaml"
      ))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("商品编码", "the product"))
  var sku: String

  @Argument(help: help("想少多少（元）", "how much less (yuan)"))
  var amount: Money

  @Option(
    name: .long,
    help: help("买家答应什么：payNow、buyTwo、fillUp、member…", "what the buyer does: payNow, buyTwo, fillUp, member…"))
  var condition: String

  @Option(name: .long, help: help("给什么：gift（默认）、coupon、price…", "what is given: gift (default), coupon, price…"))
  var give: String = "gift"

  @Option(name: .long, help: help("订单号", "the order"))
  var order: String?

  func run(at desk: Desk) throws {
    try desk.require(.concede)
    let operation = try desk.operation(
      "concession ask",
      [
        "shop": desk.shop, "sku": sku, "amount": String(amount.fen), "condition": condition, "give": give,
        "order": order ?? "",
      ])
    let request = Concessions.Request(sku: sku, order: order, give: give, condition: condition, amount: amount)
    let store = try desk.store()
    let bargaining = try store.read { try Bargaining($0) }
    let receipt = try store.perform(operation) { try bargaining.ask(request, shop: desk.shop, $0) }
    let asked = receipt.result
    try desk.answer(Receipted(receipt)) { ConcessionPage.text(asked) }
  }
}

struct ConcessionGrantCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "grant",
      abstract: say("给：等够时间、不破底价、不超预算", "Grant: after the wait, above the floor, within the budget"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("议价号", "its number"))
  var number: Int64

  @Option(name: .long, help: help("给多少（元，默认买家要的）", "how much (yuan; default: what was asked for)"))
  var amount: Money?

  func run(at desk: Desk) throws {
    try desk.require(.concede)
    let operation = try desk.operation(
      "concession grant",
      ["shop": desk.shop, "number": String(number), "amount": amount.map { String($0.fen) } ?? ""])
    let store = try desk.store()
    let bargaining = try store.read { try Bargaining($0) }
    let receipt = try store.perform(operation) {
      try bargaining.grant(number, amount: amount, shop: desk.shop, $0)
    }
    let granted = receipt.result
    try desk.answer(Receipted(receipt)) {
      let amount = granted.grantedFen?.yuan ?? ""
      return say("\(granted.number)：已给 \(amount) 元\n", "\(granted.number): \(amount) yuan granted\n")
    }
  }
}

struct ConcessionRefuseCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "refuse", abstract: say("依规拒绝：必须引一条规则", "Refuse, citing a rule"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("议价号", "its number"))
  var number: Int64

  @Option(name: .long, help: help("规则：floor、equalPrice、registered…", "the rule: floor, equalPrice, registered…"))
  var rule: String

  func run(at desk: Desk) throws {
    try desk.require(.concede)
    let operation = try desk.operation(
      "concession refuse", ["shop": desk.shop, "number": String(number), "rule": rule])
    let rules = try desk.store().read { try Setup.concessionRules($0) }
    let receipt = try desk.store().perform(operation) {
      try Concessions.refuse(number, rule: rule, by: rules, shop: desk.shop, $0)
    }
    let refused = receipt.result
    try desk.answer(Receipted(receipt)) {
      let name = rules.rules.first { $0.key == refused.citation }?.name ?? Message(zh: rule, en: rule)
      return say("\(refused.number)：已拒绝，依据：\(name.zh)\n", "\(refused.number): refused, citing: \(name.en)\n")
    }
  }
}

struct ConcessionListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("议价记录", "What was asked, given and refused"))
  }

  @OptionGroup var global: GlobalOptions

  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这个状态的", "only in this state"))
  var state: Concession.State?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let found = try desk.store().read {
      try Concessions.list(shop: desk.shop, state: state, limit: list.limit, $0)
    }
    try desk.answer(
      found, table: ConcessionPage.table(found), empty: Message(zh: "还没有人议价", en: "nobody has bargained yet"))
    desk.hintMore(found.count, limit: list.limit)
  }
}
