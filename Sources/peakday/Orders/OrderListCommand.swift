import ArgumentParser
import Coordination
import Orders
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

  @Option(name: .long, help: help("从这个订单号之后开始", "begin after this order number"))
  var after: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
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
}
