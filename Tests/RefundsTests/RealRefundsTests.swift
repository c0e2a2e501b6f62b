import Coordination
import Formats
import Foundation
import Orders
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Refunds

/// The orders of a real shop as they stood before anything was paid back, when the folder of public data stands beside
/// the package: every refund of theirs is queued, waits for the next day, and adds up.
@Suite struct RealRefundsTests {
  static let path =
    Processes.packageRoot.appendingPathComponent("../shared/data/tmall_orders_2020/tmall_order_report.csv").path

  static let isThere: Bool = {
    let found = FileManager.default.fileExists(atPath: path)
    if !found { print("The real orders are not here, their test is left out: ../shared/data/tmall_orders_2020") }
    return found
  }()

  /// What one order of the file has paid, and what went back.
  struct Line {
    let id: String
    let total: Money
    let refund: Money
    let paidAt: String
  }

  static func lines() throws -> [Line] {
    let reader = try CSVReader(try ByteSource.file(path))
    guard case .record(let head)? = try reader.next() else { throw Unexpected(what: "a header") }
    let names = head.texts.map { $0.trimmingCharacters(in: .whitespaces) }
    func place(_ name: String) throws -> Int {
      guard let place = names.firstIndex(of: name) else { throw Unexpected(what: name) }
      return place
    }
    let columns = try ["订单编号", "总金额", "退款金额", "订单付款时间"].map(place)
    var lines: [Line] = []
    while let row = try reader.next() {
      guard case .record(let record) = row else { continue }
      guard !record.text(columns[3]).isEmpty, let total = Money(yuan: record.text(columns[1])),
        let refund = Money(yuan: record.text(columns[2]))
      else { continue }
      lines.append(
        Line(id: record.text(columns[0]), total: total, refund: refund, paidAt: record.text(columns[3])))
    }
    return lines
  }

  @Test(
    "5,132 full and 514 partial refunds are queued until the next day and add up to the fen",
    .enabled(if: isThere, "../shared/data/tmall_orders_2020 is not here"))
  func addUp() throws {
    let till = try Till(engine: .sqlite)
    let lines = try Self.lines()
    #expect(lines.count == 24_087)
    let night = try #require(Instant("2020-03-01 00:00"))
    try till.take(
      Till.orderHeader,
      lines.map { line in
        Till.order(line.id, yuan: line.total.yuan, memo: line.refund == line.total ? "买家不要了" : "", paidAt: line.paidAt)
      }, exportedAt: night)
    for line in lines where line.refund > .zero && line.refund < line.total {
      try till.queue(line.id, Refunds.Request(kind: .partial, amount: line.refund), at: night)
    }
    let refunds = try till.store.read { try Refunds.list(RefundFilter(limit: .max), $0) }
    #expect(refunds.count { $0.kind == .wholeOrder } == 5_132)
    #expect(refunds.count { $0.kind == .partial } == 514)
    #expect(refunds.reduce(0) { $0 + ($1.amountFen ?? 0) } == 57_233_592)
    #expect(try till.due(at: night).ready.isEmpty)
    // Every buyer applies on the next day.
    let applied = refunds.map { refund in
      Till.application(
        refund.order, "9\(refund.order)", refund.amount?.yuan ?? "", part: refund.kind == .wholeOrder ? "全部退款" : "部分退款")
    }
    let morning = night.adding(minutes: 24 * 60)
    try till.take(Till.refundHeader, applied, exportedAt: morning)
    for refund in refunds where refund.amount ?? .zero > Money(fen: 50_000) { try till.approve(refund.id) }
    let due = try till.due(at: morning.adding(minutes: 10))
    #expect(due.ready.count == 5_646)
    #expect(due.ready.reduce(0) { $0 + ($1.amountFen ?? 0) } == 57_233_592)
    let summary = try till.pack(at: morning.adding(minutes: 10))
    #expect(summary.refunds == 5_646 && summary.amountFen == 57_233_592)
    #expect(summary.batches * 100 <= summary.bound * 102)
    while let claim = try till.claim(.sheet, at: morning.adding(minutes: 11)) {
      try till.note(claim.payments.map { ($0, .paid(fen: $0.fen)) }, at: morning.adding(minutes: 12))
    }
    let counts = try till.store.read {
      try Refunds.counts(shop: Till.shop, now: morning, fourEyesAbove: .zero, $0)
    }
    #expect(counts.settled == 5_646 && counts.settledFen == 57_233_592)
    #expect(try till.audit().isEmpty)
  }
}
