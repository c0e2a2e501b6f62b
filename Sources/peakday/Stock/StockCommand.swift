import ArgumentParser
import Coordination
import Formats
import Orders
import Stock
import Store
import Vocabulary

struct StockCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "stock",
      abstract: say("库存：仓库、页面和账为什么不一样，页面上该写多少", "Stock: why page, warehouse and ledger differ, and what to publish"),
      discussion: say(
        """
        第一次：
          peakday stock import-warehouse 商品库存202611110930.csv --opening
          peakday stock import-page 宝贝202611110931.csv
          peakday stock reconcile
        从第一次起，有商家编码的订单自己记账：拍下、付款、挂起、退款、发货。
        """,
        """
        The first time:
          peakday stock import-warehouse stock202611110930.csv --opening
          peakday stock import-page items202611110931.csv
          peakday stock reconcile
        From then on orders with a SKU move their goods by themselves: ordered, paid, held, refunded, shipped.
        """),
      subcommands: [
        StockImportWarehouseCommand.self, StockImportPageCommand.self, StockImportMovementsCommand.self,
        StockReceiveCommand.self, StockAdjustCommand.self, StockCountCommand.self, StockShowCommand.self,
        StockMovementsCommand.self, StockReconcileCommand.self, StockPublishCommand.self,
      ])
  }
}

extension Desk {
  /// Begins to keep this shop's stock, where that has not been done; takes in the orders of before.
  func beginStock(warehouse: String?) throws {
    if let warehouse { try Stock.refuseBadWarehouse(warehouse) }
    let store = try store()
    var arguments: Operation.Arguments = [:]
    arguments.add("shop", shop)
    let run = PartedRun(
      store: store, id: operationID(), verb: "stock begin", actor: try actor, arguments: arguments, now: { self.now })
    try OrderStock.begin(shop, warehouse: warehouse ?? "main", run)
  }
}

/// Goods and how many.
struct GoodsArguments: ParsableArguments {
  @Argument(help: help("商家编码", "the SKU"))
  var sku: String

  @Argument(help: help("件数", "how many pieces"))
  var quantity: Int64

  @Option(name: .long, help: help("仓库代号（默认发货的仓库）", "the warehouse's code (default: the one that orders are sent from)"))
  var warehouse: String?
}

struct StockReceiveCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "receive", abstract: say("货来了", "Goods come in"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var goods: GoodsArguments

  @Option(name: .long, help: help("怎么来的", "how they come"))
  var origin: Stock.Origin = .supplier

  @Option(name: .long, help: help("单号：同一单号的同一编码只入一次", "the document: its line for a SKU counts once"))
  var document: String?

  func run(at desk: Desk) throws {
    try desk.require(.moveStock)
    try desk.beginStock(warehouse: goods.warehouse)
    let operation = try desk.operation(
      "stock receive",
      [
        "shop": desk.shop, "sku": goods.sku, "quantity": String(goods.quantity), "origin": origin.rawValue,
        "warehouse": goods.warehouse ?? "", "document": document ?? "",
      ])
    let receipt = try desk.store().perform(operation) {
      try Stock.receive(
        goods.quantity, of: goods.sku, as: origin, warehouse: goods.warehouse, document: document, shop: desk.shop, $0)
    }
    try desk.answer(Receipted(receipt)) { StockText.moved(receipt.result) }
  }
}

struct StockAdjustCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "adjust", abstract: say("多了、少了、坏了、修好了、报废了", "Found, lost, defect, repaired or scrapped goods"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var goods: GoodsArguments

  @Option(name: .long, help: help("为什么", "why"))
  var why: Stock.Reason

  func run(at desk: Desk) throws {
    try desk.require(.moveStock)
    try desk.beginStock(warehouse: goods.warehouse)
    let operation = try desk.operation(
      "stock adjust",
      [
        "shop": desk.shop, "sku": goods.sku, "quantity": String(goods.quantity), "why": why.rawValue,
        "warehouse": goods.warehouse ?? "",
      ])
    let receipt = try desk.store().perform(operation) {
      try Stock.adjust(
        goods.quantity, of: goods.sku, because: why, warehouse: goods.warehouse, shop: desk.shop, $0)
    }
    try desk.answer(Receipted(receipt)) { StockText.moved(receipt.result) }
  }
}

struct StockCountCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "count", abstract: say("盘点：货架上一共有几件", "Count: how many lie in the warehouse"),
      discussion: say(
        "连挂起的、等发的、残次的都数。和盘点那一刻的账比，差额记入账；之后卖出的不受影响。",
        "Count what is set aside, waits to be sent or is defect, too. It is compared with the ledger at the moment of "
          + "counting, and the ledger adjusted; what was sold since does not matter."))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var goods: GoodsArguments

  @Option(name: .long, help: help("盘点的时刻（默认现在）", "when it was counted (default: now)"))
  var at: Instant?

  func run(at desk: Desk) throws {
    try desk.require(.moveStock)
    try desk.beginStock(warehouse: goods.warehouse)
    let operation = try desk.operation(
      "stock count",
      [
        "shop": desk.shop, "sku": goods.sku, "quantity": String(goods.quantity), "at": at?.rfc3339 ?? "",
        "warehouse": goods.warehouse ?? "",
      ])
    let receipt = try desk.store().perform(operation) {
      try Stock.count(
        goods.quantity, of: goods.sku, in: goods.warehouse, at: at ?? $0.operation.at, shop: desk.shop, $0)
    }
    let counted = receipt.result
    try desk.answer(Receipted(receipt)) {
      let sign = counted.difference > 0 ? "+" : ""
      return counted.difference == 0
        ? say(
          "\(counted.sku)：盘点 \(counted.counted)，与账相符\n",
          "\(counted.sku): counted \(counted.counted), as the ledger says\n")
        : say(
          "\(counted.sku)：盘点 \(counted.counted)，当时账上 \(counted.expected)，差 \(sign)\(counted.difference)，已记入账\n",
          "\(counted.sku): counted \(counted.counted), the ledger said \(counted.expected) then: "
            + "\(sign)\(counted.difference), posted\n")
    }
  }
}

struct StockShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: say("账上各有多少", "What the ledger says"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Argument(help: help("商家编码；不写就是全部", "SKUs; all without any"))
  var skus: [String] = []

  @Option(name: .long, help: help("从这个编码之后接着看", "go on behind this SKU"))
  var after: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let levels = try desk.store().read {
      try Stock.levels(shop: desk.shop, skus: skus, after: after, limit: list.limit, $0)
    }
    try desk.answer(
      levels, table: StockText.levels(levels),
      empty: Message(
        zh: "还没有库存；先：peakday stock import-warehouse 文件 --opening",
        en: "there is no stock yet; first: peakday stock import-warehouse FILE --opening"))
    if skus.isEmpty { desk.hintMore(levels.count, limit: list.limit) }
  }
}

struct StockMovementsCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "movements", abstract: say("进出账，新的在前", "Movements, the newest first"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这个编码", "only this SKU"))
  var sku: String?

  @Option(name: .long, help: help("只看这个订单", "only this order"))
  var order: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let filter = MovementFilter(
      shop: desk.shop, sku: sku, source: order.map { "order:" + $0 }, limit: list.limit)
    let movements = try desk.store().read { try Stock.movements(filter, $0) }
    try desk.answer(
      movements, table: StockText.movements(movements), empty: Message(zh: "没有进出", en: "no movements"))
    desk.hintMore(movements.count, limit: list.limit)
  }
}
