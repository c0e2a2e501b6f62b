import Formats
import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// The orders of a real shop, when the folder of public data stands beside the package.
@Suite struct RealOrdersTests {
  static let path =
    Processes.packageRoot.appendingPathComponent("../shared/data/tmall_orders_2020/tmall_order_report.csv").path

  static let isThere: Bool = {
    let found = FileManager.default.fileExists(atPath: path)
    if !found { print("The real orders are not here, their test is left out: ../shared/data/tmall_orders_2020") }
    return found
  }()

  @Test(
    "28,010 real orders add up to the fen",
    .enabled(if: isThere, "../shared/data/tmall_orders_2020 is not here"))
  func addUp() throws {
    let shop = try Shop(engine: .sqlite)
    let exportedAt = try #require(Instant("2020-03-01 00:00"))
    let file = ImportFile(
      shop: Shop.name, name: "tmall_order_report.csv", digest: try ImportFile.digest(path: Self.path),
      exportedAt: exportedAt)
    var rejects = 0
    let summary = try OrderImport(
      file: file, playbooks: try Shop.playbooks.get(), actor: People.wang, run: try #require(OperationID("REAL")),
      now: { Moments.opening }
    ).perform(try CSVReader(try ByteSource.file(Self.path)), in: shop.store, reject: { _ in rejects += 1 })
    #expect(rejects == 0)
    #expect(summary.totals.rows == 28_010)
    #expect(summary.totals.new == 28_010)
    #expect(!summary.hasMemo)

    let stages = try shop.store.read { try OrderQuestions.countByStage(shop: Shop.name, $0) }
    #expect(stages.map(\.stage) == [.unpaid, .paid])
    #expect(stages.map(\.orders) == [3_923, 24_087])
    let sums = try shop.store.read { session in
      try session.first(
        """
        SELECT SUM(total_fen), SUM(paid_fen), SUM(refund_fen), SUM(CASE WHEN refund_block = 2 THEN 1 ELSE 0 END),
          SUM(CASE WHEN refund_fen > 0 AND refund_block = 0 THEN 1 ELSE 0 END), MIN(memo_seen_at)
        FROM shop_order WHERE stage = 30
        """
      ) { row in (try (0..<5).map { try row.integer($0) }, try row.optionalInteger(5)) }
    }
    let found = try #require(sums)
    #expect(found.0 == [247_482_307, 190_248_715, 57_233_592, 5_132, 514])
    #expect(found.1 == nil, "no memo column, no memo time")
    let unpaid = try shop.store.read { session in
      (
        try session.count("SELECT COUNT(*) FROM shop_order WHERE stage = 20 AND refund_block <> 0"),
        try session.count("SELECT MAX(total_fen) FROM shop_order WHERE stage = 20")
      )
    }
    #expect(unpaid == (0, 18_832_000))
  }
}
