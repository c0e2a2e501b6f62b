import ArgumentParser
import Coordination
import Formats
import Orders
import Store
import Vocabulary

struct PickCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "pick", abstract: say("拣货单", "The picking list"), subcommands: [PickListCommand.self])
  }
}

struct PickListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list",
      abstract: say("拣货和打单清单：能走的订单，急的在前", "What to pick and print: orders that may go, the urgent first"),
      discussion: say(
        "挂起的、退款的、面单是旧地址的都不在上面。扩展名决定格式：--file 拣货.xlsx 或 .csv。清单只是这一刻的样子，放不放行以关口为准。",
        "Orders that are held, refunded, or have an old address on the label are not on it. --file picks.xlsx or .csv: the "
          + "ending decides. It shows this moment; whether a parcel may go, the gate says."))
  }

  /// Orders read at once.
  private static let pageSize: Int64 = 1_000

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("从哪个阶段", "from which stage"))
  var from: OrderStage = .approved

  @Option(name: .long, help: help("到哪个阶段", "to which stage"))
  var to: OrderStage = .printed

  @Option(
    name: .long, help: help("写到 .xlsx 或 .csv 文件（全部，不限行数）", "to a new .xlsx or .csv file (all of it)"),
    completion: .file())
  var file: String?

  func validate() throws {
    guard from <= to, from >= .paid, to <= .packed else {
      throw ValidationError(say("阶段要在 paid 到 packed 之间", "stages must lie between paid and packed"))
    }
    guard file.map({ $0.hasSuffix(".xlsx") || $0.hasSuffix(".csv") }) ?? true else {
      throw ValidationError(say("--file 要以 .xlsx 或 .csv 结尾", "--file must end in .xlsx or .csv"))
    }
  }

  private struct Written: Encodable {
    let file: String
    let orders: Int
    let takenAt: Instant
  }

  func run(at desk: Desk) throws {
    try desk.require(.takePickList)
    let store = try desk.store()
    if let file {
      let sink = try PickFile.make(file, now: desk.now)
      let count = try walk(store, desk, limit: .max) { try sink.write($0) }
      try sink.finish()
      return try desk.answer(Written(file: file, orders: count, takenAt: desk.now)) {
        say(
          "拣货单：\(count) 单，已写入 \(TerminalText.safe(file))\n",
          "picking list: \(count) orders written to \(TerminalText.safe(file))\n")
      }
    }
    var orders: [PickedOrder] = []
    _ = try walk(store, desk, limit: list.limit) { orders.append($0) }
    try desk.answer(
      orders, table: PickTable.make(orders), empty: Message(zh: "没有可拣的订单", en: "there is nothing to pick"))
    desk.hintMore(orders.count, limit: list.limit)
  }

  private func walk(
    _ store: Store, _ desk: Desk, limit: Int64, each: (PickedOrder) throws -> Void
  ) throws -> Int {
    let filter = PickFilter(shop: desk.shop, from: from, to: to)
    var last: PickedOrder?
    var count = 0
    while Int64(count) < limit {
      let size = min(Self.pageSize, limit - Int64(count))
      let page = try store.read { try PickLists.page(filter, after: last, limit: size, $0) }
      for order in page { try each(order) }
      count += page.count
      last = page.last
      if Int64(page.count) < size { break }
    }
    return count
  }
}
