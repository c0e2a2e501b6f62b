import Coordination
import Formats
import Foundation
import Orders
import Playbooks
import Store
import TestSupport
import Vocabulary

/// Imports one file again and again through the product's own import, each time as a newer export of the same orders.
struct ImportWork {
  private let order: WorkOrder
  private let store: Store
  private let playbooks: ImportPlaybooks
  private var random: SplitMix64

  init(_ order: WorkOrder, _ store: Store) throws {
    self.order = order
    self.store = store
    playbooks = try store.read { try Setup.importPlaybooks(AddressIntake(storeSecret: "test"), $0) }
    random = SplitMix64(seed: order.seed)
  }

  mutating func run(from start: Double) -> WorkReport {
    var report = WorkReport()
    let end = start + order.seconds
    do {
      while Clock.now() < end { try importOnce(until: end, &report) }
    } catch is TimeIsUp {
    } catch {
      report.wrong = "import: \(error)"
    }
    return report
  }

  private struct TimeIsUp: Error {}

  /// Rows are counted as they are acknowledged; the last import is left unfinished when the time is up.
  private mutating func importOnce(until end: Double, _ report: inout WorkReport) throws {
    let now = Clock.instant()
    let run = OperationID(now: now, random: &random)
    let before = report.importedRows
    let file = ImportFile(shop: Shop.name, name: "orders.csv", digest: run.text, exportedAt: now)
    let reader = try CSVReader(
      ByteSource(name: order.file) { [source = try FileHandle(forReadingFrom: URL(fileURLWithPath: order.file))] in
        if Clock.now() >= end { throw TimeIsUp() }
        let bytes = try source.read(upToCount: min($0.count, 16_384)) ?? Data()
        return bytes.copyBytes(to: $0)
      })
    let summary = try OrderImport(
      file: file, playbooks: playbooks, checks: ImportChecks(acceptsAge: true),
      actor: Actor(name: "bench", role: .operations), run: run, now: Clock.instant
    ).perform(
      reader, in: store, reject: { throw BenchFailure("row \($0.row): \($0.code)") },
      progress: { report.importedRows = before + Int($0) })
    report.importedRows = before + Int(summary.totals.rows)
  }
}

/// A made-up order export: some orders carry a memo, and some memos hold the order.
enum OrderExport {
  private static let memos = ["送贺卡", "不要了", "发顺丰", "尽快发货，客户催", "改地址 已核对", "买家说先不发"]

  /// Writes `rows` orders numbered from `first`.
  static func write(_ path: String, first: Int, rows: Int, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var text = "订单编号,订单状态,订单创建时间,订单付款时间,总金额,买家实际支付金额,宝贝标题,宝贝总数量,订单备注\n"
    for index in first..<(first + rows) {
      let fen = Int.random(in: 2_000..<90_000, using: &random)
      let minute = Int.random(in: 10..<60, using: &random)
      let memo = Int.random(in: 0..<5, using: &random) == 0 ? memos.randomElement(using: &random) ?? "" : ""
      let yuan = "\(fen / 100).\(fen % 100 / 10)\(fen % 10)"
      text += "\"=\"\"\(Shop.order(index))\"\"\",\"买家已付款,等待卖家发货\","
      text += "2026-11-11 00:\(minute):07,2026-11-11 01:\(minute):31,"
      text += "\(yuan),\(yuan),双11 加厚羊毛围巾 \(index % 97) 号色,\(1 + index % 4),\(memo.isEmpty ? "" : "\"\(memo)\"")\n"
    }
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }
}
