import ArgumentParser
import Coordination
import Formats
import Orders
import Playbooks
import Refunds
import Store
import Vocabulary

struct RefundCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "refund", abstract: say("退款：排队、催申请、装批、付款", "Refunds: queue, chase, pack, pay once"),
      discussion: say(
        """
        买家不要了的订单自动排队；买家申请后（order import 退款表）才有退款编号，到开放时间才能付。
          peakday refund chase                       谁现在可以申请，发什么话术
          peakday refund pack --file 工作单.xlsx      人工退款；填好结果后 peakday refund result 工作单.xlsx
          peakday refund pack && peakday refund submit --url https://…   由网关退款
        """,
        """
        Orders that buyers do not want are queued by themselves. Only the buyer's application (order import of a refund
        export) brings the platform's number, and nothing is paid before refunds open.
          peakday refund chase                       who may apply now, and the words to send
          peakday refund pack --file sheet.xlsx      for hand work; its results come back with: peakday refund result
          peakday refund pack && peakday refund submit --url https://…   through the gateway
        """),
      subcommands: [
        RefundQueueCommand.self, RefundListCommand.self, RefundShowCommand.self, RefundWithdrawCommand.self,
        RefundChaseCommand.self, RefundDueCommand.self, RefundApproveCommand.self, RefundPackCommand.self,
        RefundSubmitCommand.self, RefundResultCommand.self, RefundForecastCommand.self,
      ])
  }
}

extension Desk {
  /// A rehearsal's time is what it says; a real store's clock decides about money.
  func refundClock(_ store: Store) -> RefundClock {
    store.settings.isRehearsal ? .assumed(now) : .store(worker: now)
  }
}

struct RefundQueueCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "queue", abstract: say("把一笔退款排进队列", "Queue a refund"),
      discussion: say(
        "金额不能超过实付减去已退和待退。退差价：--kind difference --amount 3.00；退一件：--line 子订单号。",
        "Never more than was paid less what was, or will be, paid back. A difference: --kind difference --amount 3.00; one "
          + "line: --line LINE."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Option(name: .long, help: help("哪一种（默认整单；有 --line 时是部分）", "which kind (the whole order; with --line a part)"))
  var kind: Refund.Kind?

  @Option(name: .long, help: help("子订单号", "the order line"))
  var line = ""

  @Option(name: .long, help: help("金额（元）；默认能退的全部", "the amount in yuan; by default all that is left"))
  var amount: Money?

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  func validate() throws {
    guard kind != .wholeOrder || line.isEmpty else {
      throw ValidationError(say("整单退款没有 --line", "a whole order has no --line"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.queueRefund)
    let request = Refunds.Request(
      kind: kind ?? (line.isEmpty ? .wholeOrder : .partial), line: line, amount: amount, note: note)
    let operation = try desk.operation(
      "refund queue",
      [
        "shop": desk.shop, "order": order, "kind": request.kind.rawValue, "line": line,
        "amount": amount.map { String($0.fen) } ?? "", "note": note,
      ])
    let store = try desk.store()
    let receipt = try store.perform(operation) { change in
      try Refunds.queue(
        desk.key(order), request, try Setup.refundOpening(change.session), try Setup.refundRules(change.session), change
      )
    }
    let queued = receipt.result
    try desk.answer(Receipted(receipt)) {
      let amount = queued.amountFen.map { "¥" + Money(fen: $0).yuan } ?? say("金额不明", "amount unknown")
      let more =
        queued.needsApproval ? say("，还要另一个人同意", "; a second person has to agree") : ""
      return say(
        "\(queued.refund)：\(queued.kind.name.zh) \(amount)，\(queued.state.name.zh)，\(queued.opensAt.shopText) 起可退\(more)\n",
        "\(queued.refund): \(queued.kind.name.en) \(amount), \(queued.state.name.en), opens \(queued.opensAt.shopText)\(more)\n"
      )
    }
    guard request.kind == .partial, !line.isEmpty else { return }
    for broken in try store.read({ try BrokenThreshold.find(returning: line, of: desk.key(order), $0) }) {
      desk.talk(RefundTable.warning(broken))
    }
  }
}

struct RefundListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list", abstract: say("退款队列，先开放的在前", "The queue, those that open first before the others"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这个状态", "only this state"))
  var state: RefundStage?

  @Flag(name: .long, help: help("只看要人工确认的", "only those that a person has to look at"))
  var review = false

  @Flag(name: .long, help: help("只看等第二个人同意的", "only those that wait for a second person"))
  var unapproved = false

  @Flag(name: .long, help: help("也看已结束的", "also those that are over"))
  var all = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let refunds = try desk.store().read { session in
      let rules = try Setup.refundRules(session)
      return try Refunds.list(
        RefundFilter(
          shop: desk.chosenShop, stage: state, withFinal: all, reviewOnly: review,
          unapprovedAbove: unapproved ? rules.fourEyesAbove : nil, limit: list.limit), session)
    }
    try desk.answer(
      refunds, table: RefundTable.make(refunds), empty: Message(zh: "队列里没有退款", en: "no refunds are queued"))
    desk.hintMore(refunds.count, limit: list.limit)
  }
}

struct RefundShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show", abstract: say("一个订单的退款，和为它发过什么", "The refunds of an order, and what was sent for them"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号、退款名或退款编号", "an order, a refund's name, key or platform number"))
  var refund: String

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let found = try desk.store().read { try Refunds.find(refund, shop: desk.shop, $0) }
    if desk.options.json {
      for dossier in found { try desk.answer(dossier) { "" } }
      return
    }
    desk.surroundings.output(desk.render(RefundTable.make(found.map(\.refund))))
    for part in found.map(\.refund) where part.kind == .partial && part.state.isCounted && !part.line.isEmpty {
      let broken = try desk.store().read { try BrokenThreshold.find(returning: part.line, of: part.orderKey, $0) }
      for threshold in broken { desk.talk(RefundTable.warning(threshold)) }
    }
    let attempts = found.flatMap { dossier in dossier.attempts.map { (dossier.refund.id, $0) } }
    if !attempts.isEmpty { desk.surroundings.output("\n" + desk.render(RefundTable.attempts(attempts))) }
  }
}

struct RefundWithdrawCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "withdraw", abstract: say("撤回一笔还没提交的退款", "Take back a refund that was not sent"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号、退款名或退款编号", "an order, a refund's name, key or platform number"))
  var refund: String

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  func run(at desk: Desk) throws {
    try desk.require(.queueRefund)
    let operation = try desk.operation("refund withdraw", ["shop": desk.shop, "refund": refund, "note": note])
    let receipt = try desk.store().perform(operation) {
      try Refunds.withdraw(refund, shop: desk.shop, note: note, $0)
    }
    let gone = receipt.result
    try desk.answer(Receipted(receipt)) {
      let held =
        gone.isStillHeld
        ? desk.style.paint(say("  订单还挂起着（买家不要了）", "  the order is still held as unwanted"), .red)
          + "  → peakday hold lift \(gone.order)\n" : ""
      return say("\(gone.refund)：已撤回\n", "\(gone.refund): withdrawn\n") + held
    }
  }
}

struct RefundApproveCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "approve",
      abstract: say("看过了，可以退；大额要第二个人", "Let a refund go on; a large one takes a second person"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号、退款名或退款编号", "orders, refunds' names, keys or platform numbers"))
  var refunds: [String]

  @Option(name: .long, help: help("改成这个金额（元）", "with this amount in yuan"))
  var amount: Money?

  func validate() throws {
    guard amount == nil || refunds.count == 1 else {
      throw ValidationError(say("--amount 只用于一笔退款", "--amount is for one refund"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.approveRefund)
    let store = try desk.store()
    let id = desk.operationID()
    for (place, refund) in refunds.enumerated() {
      let operation = try desk.operation(
        "refund approve",
        ["shop": desk.shop, "refund": refund, "amount": amount.map { String($0.fen) } ?? ""],
        id: refunds.count == 1 ? id : id.part(String(place)))
      do {
        let receipt = try store.perform(operation) { change in
          try Refunds.approve(refund, shop: desk.shop, amount: amount, try Setup.refundRules(change.session), change)
        }
        try tell(receipt, at: desk)
      } catch let failure as Failure where refunds.count > 1 && failure.kind != .unknownOutcome {
        try desk.report(failure)
      }
    }
  }

  private func tell(_ receipt: Receipt<Refunds.Approved>, at desk: Desk) throws {
    let approved = receipt.result
    let amount = "¥" + Money(fen: approved.amountFen).yuan
    try desk.answer(Receipted(receipt)) {
      approved.needsApproval
        ? say(
          "\(approved.refund)：\(amount)，还要另一个人同意\n", "\(approved.refund): \(amount); a second person has to agree\n")
        : say("\(approved.refund)：\(amount)，可以退\n", "\(approved.refund): \(amount), agreed\n")
    }
  }
}
