import Foundation
import TestSupport
import Testing

@testable import Refunds

@Suite struct BatchPackerTests {
  static let platforms = [(20, Int64(600_000)), (30, Int64(1_000_000))]

  /// Amounts in fen with a log-normal law: median ¥80, 2 % over ¥1,000.
  static func amounts(_ count: Int, _ random: inout SplitMix64) -> [Int64] {
    let sigma = log(1_000.0 / 80) / 2.053_749
    return (0..<count).map { _ in
      let u = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &random)
      let v = Double.random(in: 0..<1, using: &random)
      let normal = (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
      return max(1, Int64((8_000 * exp(sigma * normal)).rounded()))
    }
  }

  /// Every refund once, no batch illegal, one day in each, the days in order.
  static func check(_ batches: [BatchPacker.Batch], _ items: [BatchPacker.Item], _ packer: BatchPacker) -> Bool {
    let ordered = zip(batches, batches.dropFirst()).allSatisfy { $0.day <= $1.day }
    let legal = batches.allSatisfy { batch in
      let fen = batch.items.reduce(0) { $0 + items[$1].fen }
      let isOneDay = batch.items.allSatisfy { items[$0].day == batch.day }
      let isLegal =
        batch.isSingle
        ? batch.items.count == 1 && fen > packer.limitFen
        : !batch.items.isEmpty && batch.items.count <= packer.limitCount && fen <= packer.limitFen
      return isOneDay && isLegal && fen == batch.fen
    }
    return ordered && legal && batches.flatMap(\.items).sorted() == Array(items.indices)
  }

  @Test("any refunds make legal batches, the days in order")
  func legal() {
    var random = SplitMix64.printed("legal batches")
    for round in 0..<300 {
      let packer = BatchPacker(
        limitCount: Int.random(in: 1...30, using: &random), limitFen: Int64.random(in: 100...1_000_000, using: &random))
      let count = Int.random(in: 0...400, using: &random)
      let most =
        packer.limitFen * Int64.random(in: 1...3, using: &random) / Int64.random(in: 1...40, using: &random) + 1
      let items = (0..<count).map {
        BatchPacker.Item(
          index: $0, fen: Int64.random(in: 1...most, using: &random), day: Int64.random(in: 0...3, using: &random))
      }
      #expect(Self.check(packer.pack(items), items, packer), "round \(round)")
    }
  }

  @Test("log-normal amounts fill the batches", arguments: platforms)
  func tight(limitCount: Int, limitFen: Int64) {
    var random = SplitMix64.printed("tight batches")
    let packer = BatchPacker(limitCount: limitCount, limitFen: limitFen)
    let items = Self.amounts(20_000, &random).enumerated().map {
      BatchPacker.Item(index: $0.offset, fen: $0.element, day: Int64($0.offset % 2))
    }
    let batches = packer.pack(items)
    #expect(Self.check(batches, items, packer))
    for day in [Int64(0), 1] {
      let bound = packer.bound(items.filter { $0.day == day && $0.fen <= limitFen })
      #expect(Double(batches.count { $0.day == day && !$0.isSingle }) <= 1.02 * Double(bound))
    }
  }

  @Test("where amounts fill the batches, few more than the bound are needed")
  func byAmount() {
    var random = SplitMix64.printed("batches filled by amount")
    let packer = BatchPacker(limitCount: 30, limitFen: 1_000_000)
    let items = (0..<5_000).map {
      BatchPacker.Item(index: $0, fen: Int64.random(in: 100...120_000, using: &random), day: 0)
    }
    let batches = packer.pack(items)
    #expect(Self.check(batches, items, packer))
    #expect(Double(batches.count) <= 1.02 * Double(packer.bound(items)))
  }

  @Test("the same refunds make the same batches")
  func stable() {
    var random = SplitMix64.printed("stable batches")
    let packer = BatchPacker(limitCount: 20, limitFen: 600_000)
    let items = Self.amounts(1_000, &random).enumerated().map {
      BatchPacker.Item(index: $0.offset, fen: $0.element, day: 0)
    }
    #expect(packer.pack(items) == packer.pack(items))
  }
}
