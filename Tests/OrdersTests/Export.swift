import Formats
import Orders
import Store
import TestSupport
import Vocabulary

@testable import Orders

/// An order export as a shop would download it.
enum Export {
  static let header = "订单编号,订单状态,总金额,买家实际支付金额,退款金额,订单付款时间,宝贝标题,订单备注"
  static let headerWithoutMemo = "订单编号,订单状态,总金额,买家实际支付金额,退款金额,订单付款时间,宝贝标题"
  static let paid = "买家已付款，等待卖家发货"

  static func line(_ id: String, status: String = paid, memo: String = "", title: String = "面霜") -> String {
    "\(id),\(status),178.80,175.80,3.00,2026-11-11 00:01:02,\(title),\(memo)"
  }

  static func lineWithoutMemo(_ id: String, status: String = paid) -> String {
    "\(id),\(status),178.80,175.80,3.00,2026-11-11 00:01:02,面霜"
  }
}

/// Stops an import where a killed process would have stopped.
struct Killed: Error {}

extension Shop {
  struct Taken {
    let summary: OrderImport.Summary
    let rejects: [RejectedRow]
    var totals: ImportTotals { summary.totals }
  }

  /// Imports lines as a file, whose digest is that of its text. With `killedAtReject` it dies at the first bad row.
  @discardableResult
  func take(
    _ rows: [String], header: String = Export.header, exportedAt: Instant = Moments.midnight, run: String = "RUN-1",
    killedAtReject: Bool = false, checks: ImportChecks = ImportChecks(), in other: Store? = nil
  ) throws -> Taken {
    let text = lines([header] + rows)
    var digest = UInt64(14_695_981_039_346_656_037)  // FNV-1a
    for byte in text.utf8 { digest = (digest ^ UInt64(byte)) &* 1_099_511_628_211 }
    let file = ImportFile(
      shop: Self.name, name: "orders.csv", digest: String(digest, radix: 16), exportedAt: exportedAt)
    guard let run = OperationID("\(run).\(digest % 9_973).\(exportedAt.milliseconds)") else { throw Killed() }
    var rejects: [RejectedRow] = []
    let summary = try OrderImport(
      file: file, playbooks: try Self.playbooks.get(), checks: checks, actor: People.wang, run: run, partRows: 500,
      now: { Moments.midnight.adding(minutes: 2) }
    ).perform(
      try CSVReader(.bytes(Array(text.utf8))), in: other ?? store,
      reject: { row in
        if killedAtReject { throw Killed() }
        rejects.append(row)
      })
    return Taken(summary: summary, rejects: rejects)
  }

  /// What import_run says: its counts in order of their beginning.
  func runs() throws -> [ImportRun] {
    try store.read { session in
      try session.all(
        """
        SELECT state, rows_done, new_orders, changed_orders, same_orders, rejected_rows, has_memo FROM import_run
        ORDER BY started_at, id
        """
      ) { row in
        ImportRun(
          state: try row.text(0),
          counts: try (1...5).map { try row.integer($0) }, hasMemo: try row.integer(6) == 1)
      }
    }
  }
}

struct ImportRun: Equatable {
  var state: String
  /// Rows, new, changed, same, rejected.
  var counts: [Int64]
  var hasMemo: Bool
}
