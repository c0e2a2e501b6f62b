import Foundation
import Refunds
import TestSupport

/// 100,000 due refunds packed, log-normal amounts (median ¥80, 2 % over ¥1,000) over three days of deadline, against the
/// least number of batches that there could be; the time is that of the packer alone.
struct PackingFigure {
  let room: Workroom

  func measure() throws -> [FigureRow] {
    let count = room.options.isQuick ? 10_000 : 100_000
    return try [("Taobao", 20, Int64(600_000)), ("Tmall", 30, Int64(1_000_000))].flatMap { name, places, limit in
      let packer = BatchPacker(limitCount: places, limitFen: limit)
      var (batches, bounds, seconds): ([Double], [Double], [Double]) = ([], [], [])
      for _ in 0..<room.options.rounds {
        let items = items(count)
        let start = Clock.now()
        let packed = packer.pack(items)
        seconds.append(Clock.now() - start)
        try check(packed, items, packer)
        batches.append(Double(packed.count { !$0.isSingle }))
        let days = Dictionary(grouping: items.filter { $0.fen <= limit }, by: \.day)
        bounds.append(Double(days.values.map(packer.bound).reduce(0, +)))
      }
      return [
        FigureRow(
          "batches for \(count) refunds, \(name)", unit: "batches", ours: batches, reference: bounds,
          target: .atMost(1.02), note: "reference: max(sum ÷ amount limit, count ÷ count limit) of each day"),
        FigureRow(
          "packing \(count) refunds, \(name)", unit: "s", ours: seconds, reference: seconds, target: .neverOver(2)),
      ]
    }
  }

  private func items(_ count: Int) -> [BatchPacker.Item] {
    var random = SplitMix64(seed: room.nextSeed())
    let sigma = log(1_000.0 / 80) / 2.053_749
    return (0..<count).map { index in
      let radius = (-2 * log(Double.random(in: .leastNonzeroMagnitude..<1, using: &random))).squareRoot()
      let normal = radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
      return BatchPacker.Item(
        index: index, fen: max(1, Int64((8_000 * exp(sigma * normal)).rounded())), day: Int64(index % 3))
    }
  }

  private func check(_ batches: [BatchPacker.Batch], _ items: [BatchPacker.Item], _ packer: BatchPacker) throws {
    guard batches.flatMap(\.items).sorted() == Array(items.indices) else { throw BenchFailure("a refund is missing") }
    for batch in batches where !batch.isSingle {
      let fen = batch.items.reduce(0) { $0 + items[$1].fen }
      guard batch.items.count <= packer.limitCount, fen <= packer.limitFen,
        batch.items.allSatisfy({ items[$0].day == batch.day })
      else { throw BenchFailure("an illegal batch") }
    }
  }
}
