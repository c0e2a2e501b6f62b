import ArgumentParser
import Coordination
import Orders
import Store
import Vocabulary

struct HoldCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "hold", abstract: say("挂起：有一个未解除就不放行", "Holds: with one open, no gate passes the order"),
      subcommands: [
        HoldAddCommand.self, HoldLiftCommand.self, HoldListCommand.self, HoldDueCommand.self, HoldExportCommand.self,
        HoldOverrideCommand.self,
      ])
  }
}

struct HoldAddCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "add", abstract: say("挂起一个订单", "Hold an order"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Option(name: .long, help: help("原因", "the reason"))
  var reason: HoldReason = .buyerCancelled

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  @Flag(name: .long, help: help("订单还没导入也先挂起", "also an order that was not imported yet"))
  var inAdvance = false

  func run(at desk: Desk) throws {
    try desk.require(.addHold)
    let store = try desk.store()
    let operation = try desk.operation(
      "hold add",
      [
        "shop": desk.shop, "order": order, "reason": reason.rawValue, "note": note, "in_advance": String(inAdvance),
      ])
    let receipt = try store.perform(operation) {
      try Holds.add(desk.key(order), reason: reason, note: note, inAdvance: inAdvance, $0)
    }
    let placed = receipt.result
    desk.raise(placed.exitCode)
    try desk.answer(Receipted(receipt)) {
      HoldLine.text(
        order: order, reason: placed.reason, answer: placed.answer, consequence: placed.consequence,
        stage: placed.stage, at: desk) + leftBehind(placed)
    }
  }

  /// One of its parcels has left, and these are still here.
  private func leftBehind(_ placed: Holds.Placed) -> String {
    guard let here = placed.leftBehind?.joined(separator: ", ") else { return "" }
    return say(
      "  另外 \(here) 还在仓库：请取出，见 peakday recall list\n",
      "  \(here) is still here: take it out, see peakday recall list\n")
  }
}

struct HoldLiftCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "lift", abstract: say("解除挂起", "Lift a hold"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Option(name: .long, help: help("解除哪一种；只有一种时可省", "which kind; may be left out when there is only one"))
  var reason: HoldReason?

  func run(at desk: Desk) throws {
    try desk.require(.liftHold)
    let store = try desk.store()
    let operation = try desk.operation(
      "hold lift", ["shop": desk.shop, "order": order, "reason": reason?.rawValue ?? ""])
    let receipt = try store.perform(operation) { try Holds.lift(desk.key(order), reason: reason, $0) }
    let lifted = receipt.result
    try desk.answer(Receipted(receipt)) {
      lifted.remaining == 0
        ? say("\(order)：挂起已解除，可以放行\n", "\(order): lifted; it may pass\n")
        : say(
          "\(order)：解除 \(lifted.lifted.count) 个，还有 \(lifted.remaining) 个挂起\n",
          "\(order): \(lifted.lifted.count) lifted, \(lifted.remaining) holds still open\n")
    }
  }
}

struct HoldListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list", abstract: say("未解除的挂起，快到应发货时间的在前", "Open holds, the nearest ship-by first"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这种原因", "only this reason"))
  var reason: HoldReason?

  @Flag(name: .long, help: help("约定的时间已到的", "only those whose time has come"))
  var ended = false

  @Flag(name: .long, help: help("也看已完结的订单的", "also those of orders that are over"))
  var withOver = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let filter = HoldFilter(
      shop: desk.chosenShop, reason: reason, endedBefore: ended ? desk.now : nil, withOver: withOver,
      limit: list.limit)
    let holds = try desk.store().read {
      try Holds.list(filter, $0)
    }
    try desk.answer(
      holds, table: HoldTable.make(holds, now: desk.now), empty: Message(zh: "没有挂起", en: "no open holds"))
    desk.hintMore(holds.count, limit: list.limit)
  }
}
