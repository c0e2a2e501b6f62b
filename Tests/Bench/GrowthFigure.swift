/// A gate pass in stores of 10 thousand, 100 thousand and 1 million orders: it must not grow with the store.
struct GrowthFigure {
  let room: Workroom

  private struct Size {
    let orders: Int
    let store: String
    var next = 0
    var inProcess: [Double] = []
    var asProcess: [Double] = []
  }

  func measure() throws -> [FigureRow] {
    let counts = room.options.isQuick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]
    var sizes = try counts.map { orders in
      Size(orders: orders, store: try room.copy(try room.template(orders: orders), as: "growth-\(orders).db"))
    }
    for _ in 0..<room.options.rounds {
      for index in sizes.indices {
        try passInProcess(&sizes[index])
        try passAsProcess(&sizes[index])
      }
    }
    for size in sizes { try Shop.verify(size.store, passes: size.next) }
    return sizes.dropFirst().flatMap { size in
      let name = "gate pass at \(size.orders) orders"
      return [
        FigureRow(
          "\(name), in one process", unit: "ms", ours: size.inProcess, reference: sizes[0].inProcess,
          target: .atMost(1.5), note: "reference: the same at \(sizes[0].orders) orders"),
        FigureRow(
          "\(name), as a process", unit: "ms", ours: size.asProcess, reference: sizes[0].asProcess,
          target: .atMost(1.5)),
      ]
    }
  }

  /// Consecutive passes lie far apart in the store: neighbours would share the pages that are already in memory.
  private static let stride = 61_803

  private func passInProcess(_ size: inout Size) throws {
    let passes = room.options.isQuick ? 100 : 400
    var order = WorkOrder(.pass, size.store)
    order.seed = room.nextSeed()
    order.first = size.next * Self.stride % size.orders
    order.step = Self.stride
    order.orders = size.orders
    order.seconds = 120
    order.passes = passes
    let reports = try Crew([order]).work()
    guard reports.first?.passes == passes else { throw BenchFailure("not all of \(passes) passes were answered") }
    size.inProcess.append(reports[0].medianSeconds * 1_000)
    size.next += passes
  }

  private func passAsProcess(_ size: inout Size) throws {
    var times: [Double] = []
    for _ in 0..<room.options.processes {
      let order = Shop.order(size.next * Self.stride % size.orders)
      times.append(try ProcessFigure.pass(order, in: size.store, room) * 1_000)
      size.next += 1
    }
    size.asProcess.append(Series(times).median)
  }
}
