import Coordination
import Formats
import Glibc
import Orders
import Store
import Vocabulary

/// Takes a list for the ERP and hands it over: to standard output, so that it can be piped, or to a new file.
struct ListDelivery {
  let kind: ListKind
  let file: String?
  let options: ExportOptions

  private struct Summary: Encodable {
    let list: ListKind
    let shop: String
    let number: Int64
    let isFull: Bool
    let orders: Int64
    let takenAt: Instant
    let takenBy: String
    let file: String
  }

  private struct Line: Encodable {
    let list: ListKind
    let number: Int64
    let order: String
    let reasons: [HoldReason]
    let stage: OrderStage
    let shipBy: Instant?
  }

  func run(at desk: Desk) throws {
    try desk.require(options.again == nil ? .takeList : .look)
    let store = try desk.store()
    // First of all: a list that is taken and cannot be written would have to be asked for again.
    let sink = try file.map(ByteSink.newFile)
    let lists: [OrderList]
    do {
      lists = try taken(from: store, at: desk)
    } catch {
      if let file { unlink(file) }
      throw error
    }
    if lists.isEmpty {
      if let file { unlink(file) }
      return try sayNothingNew(store, at: desk)
    }
    do {
      if let sink {
        try write(lists, store, to: sink)
        for list in lists {
          try desk.answer(summary(of: list, in: sink.name)) { text(list, in: sink.name) }
        }
      } else {
        try print(lists, store, at: desk)
      }
    } catch let failure as Failure {
      throw again(failure, lists)
    }
  }

  private func taken(from store: Store, at desk: Desk) throws -> [OrderList] {
    if let number = options.again {
      return [try store.read { try OrderLists.find(kind, shop: desk.shop, number: number, $0) }]
    }
    return try OrderLists.take(
      kind, shop: desk.shop, isFull: options.full, in: store, run: desk.operationID(), actor: try desk.actor,
      now: { desk.now })
  }

  /// The command that gives a list of this kind once more.
  private func again(_ list: OrderList) -> String {
    switch kind {
    case .approved: "peakday order approve --export --again \(list.number)"
    case .held: "peakday hold export --again \(list.number)"
    case .released: "peakday hold export --released --again \(list.number)"
    }
  }

  private func again(_ failure: Failure, _ lists: [OrderList]) -> Failure {
    let commands = lists.map(again).joined(separator: " ; ")
    return Failure(
      failure.kind, code: failure.code, failure.message, place: failure.place,
      next: Message(zh: "清单已记下，再要一次：\(commands)", en: "the list is noted; have it again: \(commands)"))
  }

  private func sayNothingNew(_ store: Store, at desk: Desk) throws {
    let last = try store.read { try? OrderLists.find(kind, shop: desk.shop, number: nil, $0) }
    guard let last else {
      return desk.talk(Message(zh: "\(kind.name.zh)：还没有这样的订单", en: "\(kind.name.en): no such orders yet"))
    }
    desk.talk(
      Message(
        zh: "\(kind.name.zh)：第 \(last.number) 份（\(last.takenAt.shopText)）之后没有新的；再要一次：\(again(last))",
        en: "\(kind.name.en): nothing new since number \(last.number) (\(last.takenAt.shopText)); to have it again: "
          + again(last)))
  }

  private func summary(of list: OrderList, in file: String) -> Summary {
    Summary(
      list: list.list, shop: list.shop, number: list.number, isFull: list.isFull, orders: list.orders,
      takenAt: list.takenAt, takenBy: list.takenBy, file: file)
  }

  private func text(_ list: OrderList, in file: String) -> String {
    let name = TerminalText.safe(file)
    return say(
      "\(kind.name.zh)第 \(list.number) 份：\(list.orders) 单，已写入 \(name)\n",
      "\(kind.name.en), number \(list.number): \(list.orders) orders written to \(name)\n")
  }

  // MARK: Writing

  private func write(_ lists: [OrderList], _ store: Store, to sink: ByteSink) throws {
    switch options.format {
    case .csv: try writeTable(lists, store, to: sink)
    case .ids:
      try walk(lists, store) { try sink.write(Array(($0.map(\.order).joined(separator: "\n") + "\n").utf8)) }
      try sink.finish()
    }
  }

  private func print(_ lists: [OrderList], _ store: Store, at desk: Desk) throws {
    if desk.options.json {
      for list in lists {
        try walk([list], store) { orders in
          desk.surroundings.output(
            try orders.map { order in
              try Desk.line(
                Line(
                  list: kind, number: list.number, order: order.order, reasons: order.reasons, stage: order.stage,
                  shipBy: order.shipBy))
            }.joined())
        }
      }
    } else if options.format == .csv {
      let sink = ByteSink.memory()
      try writeTable(lists, store, to: sink)
      desk.surroundings.output(String(decoding: sink.bytes, as: UTF8.self))
    } else {
      try walk(lists, store) { desk.surroundings.output($0.map(\.order).joined(separator: "\n") + "\n") }
    }
    for list in lists {
      desk.talk(
        Message(
          zh: "\(kind.name.zh)第 \(list.number) 份：\(list.orders) 单；再要一次：\(again(list))",
          en: "\(kind.name.en), number \(list.number): \(list.orders) orders; to have it again: \(again(list))"))
    }
  }

  /// The orders of the lists in handfuls: approved ones by number, held ones by the time until which they must ship.
  private func walk(_ lists: [OrderList], _ store: Store, each: ([ListedOrder]) throws -> Void) throws {
    var handful: [ListedOrder] = []
    func empty() throws {
      guard !handful.isEmpty else { return }
      try each(handful)
      handful.removeAll(keepingCapacity: true)
    }
    for list in lists {
      try OrderLists.entries(of: list, store) { order in
        handful.append(order)
        if kind == .approved, handful.count == 1_000 { try empty() }
      }
    }
    if kind != .approved {
      handful.sort { ($0.shipBy?.milliseconds ?? .max, $0.order) < ($1.shipBy?.milliseconds ?? .max, $1.order) }
    }
    try empty()
  }

  private func writeTable(_ lists: [OrderList], _ store: Store, to sink: ByteSink) throws {
    let writer = CSVWriter(to: sink)
    var header = [
      say("订单编号", "order"), say("应发货时间", "ship by"), say("阶段", "stage"), say("已打单", "printed"),
    ]
    if kind != .approved { header.append(say("原因", "reason")) }
    try writer.row(header)
    try walk(lists, store) { orders in
      for order in orders {
        writer.identifier(order.order)
        writer.text(order.shipBy?.shopText ?? "")
        writer.text(say(order.stage.name.zh, order.stage.name.en))
        writer.text(order.stage >= .printed ? say("是", "yes") : say("否", "no"))
        if kind != .approved {
          writer.text(order.reasons.map { say($0.name.zh, $0.name.en) }.joined(separator: say("、", ", ")))
        }
        try writer.endRow()
      }
    }
    try writer.finish()
  }
}
