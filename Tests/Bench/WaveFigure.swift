import Formats
import Foundation
import Orders
import Store
import TestSupport
import Vocabulary

/// A wave of orders, then a wave of waybills, swept through a gate, against one UPDATE of the same orders in the sqlite3
/// shell. What counts is how long a part holds the store: everybody else waits for it.
struct WaveFigure {
  let room: Workroom
  /// Consecutive numbers lie far apart in the store, as in a wave picked by shelf.
  private static let distance = 61_803

  func measure() throws -> [FigureRow] {
    let orders = room.options.isQuick ? 100_000 : 1_000_000
    let wave = orders / 10
    let template = try room.template(orders: orders)
    var (byOrder, byWaybill, reference) = (Sides(), Sides(), [Double]())
    for round in 0..<room.options.rounds {
      let numbers = (0..<wave).map { Shop.order($0 * Self.distance % orders) }
      byOrder.add(try sweep(numbers.map { WaveEntry(either: $0) }, passes: wave, try copy(template, "wave-\(round)")))
      let parcels = try copy(template, "parcels-\(round)")
      try link(numbers, parcels)
      let waybills = (0..<wave / 2).map { WaveEntry(either: "SF\($0)") }
      byWaybill.add(try sweep(waybills, passes: wave, parcels))
      reference.append(try update(numbers, in: try copy(template, "reference-\(round)")))
    }
    let note = "reference: one UPDATE of the same orders, which holds the store all the while"
    return [
      FigureRow(
        "a wave of \(wave) orders", unit: "s", ours: byOrder.totals, reference: reference, target: .none, note: note),
      FigureRow(
        "a wave of \(wave) orders: longest part", unit: "s", ours: byOrder.longest, reference: reference,
        target: .neverOver(0.25)),
      FigureRow(
        "the same as \(wave / 2) waybills", unit: "s", ours: byWaybill.totals, reference: reference, target: .none),
      FigureRow(
        "the same as \(wave / 2) waybills: longest part", unit: "s", ours: byWaybill.longest, reference: reference,
        target: .neverOver(0.25)),
    ]
  }

  private struct Sides {
    var totals: [Double] = []
    var longest: [Double] = []

    mutating func add(_ side: (total: Double, longest: Double)) {
      totals.append(side.total)
      longest.append(side.longest)
    }
  }

  private func copy(_ template: String, _ name: String) throws -> String {
    try room.copy(template, as: name + ".db")
  }

  /// Two orders in each parcel.
  private func link(_ numbers: [String], _ store: String) throws {
    let list = room.file("parcels.csv")
    let rows = numbers.indices.map { "SF\($0 / 2),\(numbers[$0])\r\n" }
    try ("运单号,订单编号\r\n" + rows.joined()).write(toFile: list, atomically: true, encoding: .utf8)
    var random = SplitMix64(seed: room.nextSeed())
    let now = Clock.instant()
    let file = ImportFile(shop: Shop.name, name: "parcels.csv", digest: "bench", exportedAt: now)
    let summary = try ParcelImport(
      file: file, actor: Actor(name: "bench", role: .lead), run: OperationID(now: now, random: &random), now: { now }
    ).perform(try CSVReader(try ByteSource.file(list)), in: try Shop.open(store), reject: { _ in })
    guard summary.linked == Int64(numbers.count) else { throw BenchFailure("\(summary.linked) orders were linked") }
  }

  private func sweep(
    _ entries: [WaveEntry], passes: Int, _ place: String
  ) throws -> (total: Double, longest: Double) {
    let store = try Shop.open(place)
    let gate = try store.read { try Gates.find("print", $0) }
    var random = SplitMix64(seed: room.nextSeed())
    var longest = 0.0
    var passed: Int64 = 0
    let start = Clock.now()
    for first in stride(from: 0, to: entries.count, by: GateSweep.partSize) {
      let part = Array(entries[first..<min(first + GateSweep.partSize, entries.count)])
      let now = Clock.instant()
      let begun = Clock.now()
      passed += try store.perform(
        StoreOperation(
          id: OperationID(now: now, random: &random), verb: "gate pass", actor: Actor(name: "bench", role: .warehouse),
          at: now, arguments: ["first": String(first)])
      ) { try Gates.sweep(part, of: Shop.name, at: gate, $0) }.result.passed
      longest = max(longest, Clock.now() - begun)
    }
    let total = Clock.now() - start
    guard passed == entries.count else { throw BenchFailure("\(passed) of \(entries.count) passed") }
    try Shop.verify(place, passes: passes)
    return (total, longest)
  }

  private func update(_ numbers: [String], in store: String) throws -> Double {
    let list = room.file("numbers.txt")
    try numbers.joined(separator: "\n").write(toFile: list, atomically: true, encoding: .utf8)
    let run = try Child.timed(
      room.sqlite,
      [
        "-batch", "-init", "/dev/null", store, "PRAGMA synchronous=FULL; CREATE TEMP TABLE wave (id TEXT PRIMARY KEY);",
        ".import \(list) wave",
        """
        UPDATE shop_order SET stage = 50, version = version + 1, operation_id = 'bench'
        WHERE shop = 'main' AND id IN (SELECT id FROM wave) AND open_holds = 0 AND refund_block = 0 AND stage >= 30
          AND stage < 50;
        SELECT changes();
        """,
      ])
    guard run.code == 0, run.output == "\(numbers.count)\n" else {
      throw BenchFailure("sqlite3 answered \(run.code): \(run.output)")
    }
    return run.seconds
  }
}
