import Foundation
import PageCheck
import Playbooks
import TestSupport

/// Banned words in real titles, each again and again: megabytes a second on one core, by the shipped list of words.
struct PagesFigure {
  let room: Workroom

  func measure() throws -> [FigureRow] {
    let path = Processes.packageRoot.appendingPathComponent(
      "../shared/data/double11_cosmetics_2016/双十一淘宝美妆数据_gbk.csv"
    ).path
    guard FileManager.default.fileExists(atPath: path) else {
      Program.complain("left out: pages (../shared/data/double11_cosmetics_2016 is not here)")
      return []
    }
    let file = try PageSource(path)
    let titles = PageDiff.newest(file.items).map { ContiguousArray($0.title.utf8) }
    let bytes = titles.map(\.count).reduce(0, +)
    let repeats = max(1, (room.options.isQuick ? 8 : 64) * 1_000_000 / bytes)
    let words = try PlaybookSet.builtIn.pageWords()
    var (rates, reading, building): ([Double], [Double], [Double]) = ([], [], [])
    var hits = 0
    for _ in 0..<room.options.rounds {
      let start = Clock.processor()
      let scanner = WordScanner(words)
      building.append((Clock.processor() - start) * 1_000)
      var scratch = WordScanner.Scratch()
      hits = titles.map { $0.withUnsafeBufferPointer { scanner.hits(in: $0, &scratch).count } }.reduce(0, +)
      let megabytes = Double(bytes * repeats) / 1e6
      rates.append(
        megabytes
          / time {
            var found = 0
            for _ in 0..<repeats {
              for title in titles { found += title.withUnsafeBufferPointer { scanner.hits(in: $0, &scratch).count } }
            }
            return found == hits * repeats ? 1 : 0
          })
      reading.append(
        megabytes
          / time {
            var found = 0
            for _ in 0..<repeats { for title in titles { found += title.contains(0xE6) ? 1 : 0 } }
            return found
          })
    }
    let changed = PageDiff.priceSeries(file.items).count
    return [
      FigureRow(
        "banned words in \(titles.count) titles, one core", unit: "MB/s", ours: rates, reference: reading,
        target: .neverUnder(20),
        note:
          "\(bytes) bytes of titles, \(hits) hits, \(changed) items with changed prices; reference: looking for one byte"
      ),
      FigureRow(
        "making the automaton of the words", unit: "ms", ours: building, reference: building, target: .none),
    ]
  }

  private func time(_ work: () -> Int) -> Double {
    let start = Clock.processor()
    guard work() > 0 else { return .infinity }
    return Clock.processor() - start
  }
}
