import Testing
import Vocabulary

@testable import Orders

/// What the platform writes into single cells.
@Suite struct PlatformCellsTests {
  static let refundCells: [(String, RefundState?)] = [
    ("没有申请退款", nil), ("无退款申请", nil), ("无", nil), ("NO_REFUND", nil),
    ("买家已经申请退款，等待卖家同意", .applied), ("卖家已经同意退款，等待买家退货", .applied), ("退款中", .applied),
    ("退款成功", .refunded), ("SUCCESS", .refunded), ("退款关闭", .closed), ("CLOSED", .closed),
    ("平台新词", .applied),
  ]

  @Test("a refund's words; an unknown one counts as applied for", arguments: refundCells)
  func refundState(words: String, state: RefundState?) {
    #expect(PlatformCells.refundState(words) == state)
  }

  static let deadlineCells: [(String, String?)] = [
    ("子订单3515001： 2026-06-11 22:17前 ; 子订单3515002： 2026-06-10 09:00前 ; ", "2026-06-10 09:00"),
    ("2026-11-13 00:03:00", "2026-11-13 00:03"), ("2026-11-13 00:03前", "2026-11-13 00:03"),
    ("尽快", nil), ("子订单1：", nil),
  ]

  @Test("of several deadlines the earliest counts", arguments: deadlineCells)
  func shipBy(words: String, time: String?) {
    #expect(PlatformCells.shipBy(words) == time.flatMap { Instant($0) })
  }

  static let waybillCells: [(String, [String])] = [
    ("SF1234567890123", ["SF1234567890123"]), ("No:7700123456", ["7700123456"]),
    ("773001111111,773002222222", ["773001111111", "773002222222"]), ("773001111111；773001111111", ["773001111111"]),
    ("无需物流", []), ("-", []), ("123", []),
  ]

  @Test("waybills, one or several", arguments: waybillCells)
  func waybills(words: String, found: [String]) {
    #expect(PlatformCells.waybills(words) == found)
  }

  static let stageCells: [(String, Int64?, Int64?)] = [
    ("阶段1：已付款 50.00元 阶段2：未付款 149.00元", 5_000, 14_900),
    ("定金:20元,尾款:80.5元", 2_000, 8_050), ("阶段1 2026-10-21 已付 30.00", 3_000, nil), ("", nil, nil),
  ]

  @Test("deposit and final payment, as far as they can be read", arguments: stageCells)
  func stages(words: String, deposit: Int64?, finalPayment: Int64?) {
    let read = PlatformCells.stages(words)
    #expect(read.deposit?.fen == deposit)
    #expect(read.finalPayment?.fen == finalPayment)
  }

  @Test("rounded numbers are told from true ones by how many there are")
  func rounded() {
    let rounded = ["3515112026111110000", "3515112026111200000"]
    #expect(rounded.allSatisfy(RoundedNumbers.mayBe))
    #expect(RoundedNumbers.areLikely(rounded))
    #expect(!RoundedNumbers.mayBe("3515112026111109305"))
    #expect(!RoundedNumbers.mayBe("3515112026111100"), "one in ten of 16 digits ends so")
    // Ten thousand consecutive numbers of 19 digits hold one that ends in 0000.
    let true19 = (0..<10_000).map { String(3_515_112_026_111_100_000 + $0) }
    #expect(true19.contains(where: RoundedNumbers.mayBe))
    #expect(!RoundedNumbers.areLikely(true19))
    #expect(!RoundedNumbers.areLikely(["7001", "7000"]))
    let short = (1...4).map { "35151111000000\($0)000" }
    #expect(short.allSatisfy { $0.utf8.count == 18 })
    #expect(!RoundedNumbers.areLikely(short.prefix(3)), "three of 18 digits may be chance, or somebody's trial")
    #expect(RoundedNumbers.areLikely(short))
  }
}
