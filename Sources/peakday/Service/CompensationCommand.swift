import ArgumentParser
import Cases
import Coordination
import Formats
import Refunds
import Store
import Vocabulary

struct CompensationCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "compensation", abstract: say("赔付：责任、上限、同意或拒绝", "Compensation: fault, limit, grant or refuse"),
      subcommands: [
        CompensationAskCommand.self, CompensationGrantCommand.self, CompensationRefuseCommand.self,
        CompensationListCommand.self,
      ])
  }
}

struct CompensationAskCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "ask", abstract: say("记下买家的索赔，看能给多少", "Note a claim and see what may be given"),
      discussion: say(
        "上限按 aftersales.yaml：责任方的比例和封顶，乘以这单实付。",
        "The limit is that of aftersales.yaml: a share of what was paid and a cap, by fault."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Option(name: .long, help: help("买家要多少（元）", "what the buyer claims (yuan)"))
  var claim: Money

  @Option(name: .long, help: help("责任", "whose fault it is"))
  var liability: Liability

  @Option(name: .long, help: help("为什么索赔", "what the claim is for"))
  var because: String

  @Option(name: .customLong("after"), help: help("由哪个案件引出", "the case it follows from"))
  var follows: CaseReference?

  func run(at desk: Desk) throws {
    try desk.require(.openCase)
    let operation = try desk.operation(
      "compensation ask",
      [
        "shop": desk.shop, "order": order, "claim": String(claim.fen), "liability": liability.rawValue,
        "because": because, "after": follows?.description ?? "",
      ])
    let receipt = try desk.store().perform(operation) {
      try CaseDesk.claim(
        of: order, amount: claim, liability: liability, reason: because, follows: follows, shop: desk.shop, $0)
    }
    let asked = receipt.result
    try desk.answer(Receipted(receipt)) {
      let offer = Money(fen: asked.offerFen).yuan
      let limit = Money(fen: asked.limitFen).yuan
      return say(
        "\(asked.reference)：索赔 ¥\(claim.yuan)，\(liability.name.zh)责任，最多 ¥\(limit)\n"
          + (asked.offerFen == 0
            ? "  不赔：peakday compensation refuse \(order) --rule 条款\n"
            : "  可以给 ¥\(offer)\(asked.needsApproval ? "，要别人同意" : "")：peakday compensation grant \(order)\n"),
        "\(asked.reference): claims ¥\(claim.yuan), fault: \(liability.name.en), at most ¥\(limit)\n"
          + (asked.offerFen == 0
            ? "  nothing is given: peakday compensation refuse \(order) --rule RULE\n"
            : "  ¥\(offer) may be given\(asked.needsApproval ? ", by somebody else" : ""): peakday compensation grant \(order)\n")
      )
    }
  }
}

struct CompensationGrantCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "grant", abstract: say("同意赔付，退款随即排队", "Agree to a claim; its refund is queued with it"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Option(name: .long, help: help("给多少（元，默认按上限）", "how much (yuan; by default the offer)"))
  var amount: Money?

  func run(at desk: Desk) throws {
    try desk.require(.decideClaim)
    let operation = try desk.operation(
      "compensation grant", ["shop": desk.shop, "order": order, "amount": amount.map { String($0.fen) } ?? ""])
    let receipt = try desk.store().perform(operation) {
      try CaseDesk.grant(amount, of: order, shop: desk.shop, $0)
    }
    let granted = receipt.result
    let yuan = Money(fen: granted.claim.offerFen).yuan
    try desk.answer(Receipted(receipt)) {
      say(
        "\(order)：同意赔 ¥\(yuan)\n  已排进退款队列：\(granted.refund)，\(granted.refundState.name.zh)，\(granted.opensAt.shopText) 起可退\n",
        "\(order): ¥\(yuan) granted\n  its refund is queued: \(granted.refund), \(granted.refundState.name.en), opens \(granted.opensAt.shopText)\n"
      )
    }
  }
}

struct CompensationRefuseCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "refuse", abstract: say("按规则拒绝赔付", "Refuse a claim by a rule"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Option(name: .long, help: help("依据哪条规则", "the rule it is refused by"))
  var rule: String

  func run(at desk: Desk) throws {
    try desk.require(.decideClaim)
    let operation = try desk.operation(
      "compensation refuse", ["shop": desk.shop, "order": order, "rule": rule])
    let receipt = try desk.store().perform(operation) {
      try Compensations.refuse(rule, of: order, shop: desk.shop, $0)
    }
    try desk.answer(Receipted(receipt)) {
      say("\(order)：不赔（\(rule)）\n", "\(order): refused (\(rule))\n")
    }
  }
}

struct CompensationListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("索赔，旧的在前", "Claims, oldest first"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这一种", "only those in this state"))
  var state: Compensation.State?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let lines = try desk.store().read {
      try Compensations.list(shop: desk.chosenShop, state: state, limit: list.limit, $0)
    }
    try desk.answer(lines, table: table(lines, desk), empty: Message(zh: "没有索赔", en: "no claims"))
    desk.hintMore(lines.count, limit: list.limit)
  }

  private func table(_ lines: [Compensations.Line], _ desk: Desk) -> TextTable {
    let shops = ShopColumn(lines.map(\.shop), desk)
    return TextTable(
      columns: shops.column + [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true), .init(title: Message(zh: "为什么", en: "What for")),
        .init(title: Message(zh: "责任", en: "Fault")),
        .init(title: Message(zh: "索赔(元)", en: "Claim (yuan)"), alignment: .right),
        .init(title: Message(zh: "上限(元)", en: "Limit (yuan)"), alignment: .right),
        .init(title: Message(zh: "给(元)", en: "Offer (yuan)"), alignment: .right),
        .init(title: Message(zh: "状态", en: "State")), .init(title: Message(zh: "依据", en: "Rule")),
      ],
      rows: lines.map { line in
        let claim = line.compensation
        return shops.cell(line.shop) + [
          .init(line.order), .init(line.reason), .init(claim.liability.name), .init(Money(fen: claim.claimFen).yuan),
          .init(Money(fen: claim.limitFen).yuan), .init(Money(fen: claim.offerFen).yuan),
          .init(claim.state.name, ink: claim.state == .asked ? .red : .none), .init(claim.rule),
        ]
      })
  }
}
