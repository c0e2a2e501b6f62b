/// 32 processes at one SQLite store, with our turnstile and with SQLite's busy timeout alone: how many passes a second
/// in all, and how long the unluckiest of them waited. Optionally while one more process imports a file.
struct CrowdFigure {
  let room: Workroom
  let withImport: Bool
  private let workers = 32
  /// Enough that no worker runs out of orders.
  private let orders = 128_000

  func measure() throws -> [FigureRow] {
    let template = try room.template(orders: orders)
    var (ours, reference) = (Sides(), Sides())
    for _ in 0..<room.options.rounds {
      try ours.add(round(template, usesTurnstile: true))
      try reference.add(round(template, usesTurnstile: false))
    }
    let name = "\(workers) processes" + (withImport ? " beside an import" : "")
    var rows = [
      FigureRow(
        "\(name): passes", unit: "/s", ours: ours.rates, reference: reference.rates, target: .atLeast(0.6),
        note: "reference: the same transaction with busy_timeout=5000 and no turnstile; "
          + "\(reference.gaveUp) of its passes gave up"),
      FigureRow(
        "\(name): longest wait", unit: "s", ours: ours.longest, reference: reference.longest, target: .neverOver(1)),
    ]
    if withImport {
      rows.append(
        FigureRow(
          "\(name): rows imported", unit: "/s", ours: ours.imported, reference: reference.imported,
          target: .none))
    }
    return rows
  }

  /// What the rounds of one side gave.
  private struct Sides {
    var rates: [Double] = []
    var longest: [Double] = []
    var imported: [Double] = []
    var gaveUp = 0

    mutating func add(_ reports: (passes: [WorkReport], import: WorkReport?, seconds: Double)) {
      rates.append(Double(reports.passes.map(\.passesInTime).reduce(0, +)) / reports.seconds)
      longest.append(reports.passes.map(\.longestSeconds).max() ?? 0)
      imported.append(Double(reports.import?.importedRows ?? 0) / reports.seconds)
      gaveUp += reports.passes.map(\.gaveUp).reduce(0, +)
    }
  }

  private func round(
    _ template: String, usesTurnstile: Bool
  ) throws -> (passes: [WorkReport], import: WorkReport?, seconds: Double) {
    let store = try room.copy(template, as: "crowd.db")
    let seconds = room.options.seconds
    var team: [WorkOrder] = (0..<workers).map { index in
      var order = WorkOrder(.pass, store)
      order.usesTurnstile = usesTurnstile
      order.seed = room.nextSeed()
      order.first = index
      order.step = workers
      order.orders = orders
      order.mine = orders / workers
      order.seconds = seconds
      return order
    }
    if withImport {
      var order = WorkOrder(.import, store)
      order.usesTurnstile = usesTurnstile
      order.seed = room.nextSeed()
      order.seconds = seconds
      order.file = room.file("orders.csv")
      // Beyond the orders that pass, so that a memo never holds one of those.
      try OrderExport.write(order.file, first: orders, rows: 10_000, seed: room.options.seed)
      team.append(order)
    }
    let reports = try Crew(team).work()
    let passes = Array(reports.prefix(workers))
    let gaveUp = passes.map(\.gaveUp).reduce(0, +)
    if usesTurnstile && gaveUp > 0 { throw BenchFailure("\(gaveUp) passes found the store busy") }
    try Shop.verify(store, passes: passes.map(\.passes).reduce(0, +))
    return (passes, withImport ? reports.last : nil, seconds)
  }
}
