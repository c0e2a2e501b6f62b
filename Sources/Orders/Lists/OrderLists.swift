public import Store
public import Vocabulary

/// Lists for the ERP's search box: what is new since the last one, recorded in the operation that takes it.
public enum OrderLists {
  /// Orders of one part; see `Approval.partRows`.
  static let partOrders: Int64 = 4_000

  /// Takes a list of what is new since the last one of its kind; with `isFull` of everything.
  ///
  /// Returns none when there is nothing new. A list that somebody began and did not finish comes first: what it has
  /// taken would be on no other.
  public static func take(
    _ kind: ListKind, shop: String, isFull: Bool, in store: Store, run id: OperationID, actor: Actor,
    now: @escaping () -> Instant
  ) throws -> [OrderList] {
    let request = Request(kind: kind, shop: shop, isFull: isFull)
    func run(_ id: OperationID, _ request: Request) -> PartedRun {
      PartedRun(
        store: store, id: id, verb: kind == .approved ? "order approve --export" : "hold export", actor: actor,
        arguments: request.arguments, now: now)
    }
    if let done = try run(id, request).stored("end", as: OrderList.self) { return [done.result] }
    var taken: [OrderList] = []
    while true {
      if let left = try store.read({ try ListRecords.unfinished(kind, shop: shop, $0) }) {
        let unfinished = Request(kind: kind, shop: shop, isFull: left.isFull)
        taken.append(try finish(left.number, unfinished, run(left.run, unfinished)))
        if left.run == id || left.isFull { return taken }
      }
      guard try store.read({ try ListRecords.next(request, after: "", limit: 1, $0) }) != nil else { return taken }
      guard let number = try begin(request, run(id, request)) else { continue }
      taken.append(try finish(number, request, run(id, request)))
      return taken
    }
  }

  /// What is asked for: every part of the run carries it.
  struct Request {
    let kind: ListKind
    let shop: String
    let isFull: Bool

    var arguments: Operation.Arguments {
      ["shop": shop, "list": kind.rawValue, "full": String(isFull)]
    }
  }

  /// Opens a list and returns its number; nil when somebody else has one open.
  private static func begin(_ request: Request, _ run: PartedRun) throws -> Int64? {
    do {
      return try run.perform(nil) { change in
        guard let number = try ListRecords.begin(request, run: run.id, change) else { throw SomebodyElse() }
        return number
      }.result
    } catch is SomebodyElse {
      return nil
    }
  }

  private struct SomebodyElse: Error {}

  private struct Part: Codable {
    let orders: Int64
    let last: String
  }

  private static func finish(_ number: Int64, _ request: Request, _ run: PartedRun) throws -> OrderList {
    var parts = try run.storedParts(as: Part.self).map(\.result)
    while true {
      let place = parts.last?.last ?? ""
      guard let last = try run.store.read({ try ListRecords.next(request, after: place, limit: partOrders, $0) })
      else { break }
      parts.append(
        try run.perform(String(parts.count + 1)) { change in
          Part(
            orders: try ListRecords.enter(request, number: number, after: place, upTo: last, change), last: last)
        }.result)
      run.store.database.giveWay()
    }
    let orders = parts.reduce(0) { $0 + $1.orders }
    return try run.perform("end") { change in
      try ListRecords.end(request, number: number, orders: orders, change)
      return OrderList(
        list: request.kind, shop: request.shop, number: number, isFull: request.isFull, orders: orders,
        takenAt: change.operation.at, takenBy: change.operation.actor.name)
    }.result
  }

  /// A list that was taken before; the last one without `number`.
  public static func find(
    _ kind: ListKind, shop: String, number: Int64?, _ session: any Session
  ) throws -> OrderList {
    if let list = try ListRecords.find(kind, shop: shop, number: number, session) { return list }
    let last = try ListRecords.find(kind, shop: shop, number: nil, session)?.number
    throw Failure(
      .refused, code: "unknown_list",
      Message(zh: "没有这份\(kind.name.zh)", en: "there is no such \(kind.name.en)"), place: number.map(String.init),
      next: last.map { Message(zh: "最近一份：--again \($0)", en: "the last one: --again \($0)") }
        ?? Message(zh: "还没有导出过：去掉 --again", en: "none was taken yet: leave out --again"))
  }

  /// Hands over the orders of a list, by order number.
  public static func entries(
    of list: OrderList, _ store: Store, each: (ListedOrder) throws -> Void
  ) throws {
    var place = ""
    while true {
      let page = try store.read { try ListRecords.entries(of: list, after: place, limit: partOrders, $0) }
      for order in page { try each(order) }
      guard let last = page.last else { return }
      place = last.order
    }
  }

  /// How many orders the ERP still has marked as held that are free again.
  public static func countReleased(shop: String, _ session: any Session) throws -> Int64 {
    try ListRecords.countReleased(shop: shop, session)
  }
}
