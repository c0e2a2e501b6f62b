import ArgumentParser
import Coordination
import Orders
import Playbooks
import Store
import Vocabulary

struct OrderListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("列出订单", "List orders by number"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这个阶段", "only this stage"))
  var stage: OrderStage?

  @Flag(name: .long, help: help("只看挂起的", "only orders that are held"))
  var held = false

  @Flag(
    name: .long, help: help("可发而快到或已过应发货时间的，急的在前", "free to ship and near or past their ship-by, the most urgent first")
  )
  var due = false

  @Option(name: .long, help: help("从这个订单号之后开始", "begin after this order number"))
  var after: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    if due { return try listDue(at: desk) }
    let filter = OrderFilter(shop: desk.chosenShop, stage: stage, heldOnly: held, after: after, limit: list.limit)
    let orders = try desk.store().read { try OrderQuestions.list(filter, $0) }
    try desk.answer(
      orders.map(OrderView.init), table: OrderView.table(orders),
      empty: Message(zh: "没有这样的订单", en: "no such orders"))
    if Int64(orders.count) == list.limit, let last = orders.last {
      desk.talk(
        Message(zh: "还有更多：加 --after \(last.key.id)", en: "there may be more: add --after \(last.key.id)"))
    }
  }

  private func listDue(at desk: Desk) throws {
    let orders = try desk.store().read { session in
      try OrderQuestions.due(
        shop: desk.chosenShop, near: try Setup.shippingRules(session).near(desk.now), limit: list.limit, session)
    }
    try desk.answer(
      orders.map(OrderView.init), table: OrderView.dueTable(orders, now: desk.now),
      empty: Message(zh: "没有快到应发货时间的", en: "none is near its ship-by"))
    desk.hintMore(orders.count, limit: list.limit)
  }
}
