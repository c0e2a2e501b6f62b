import Formats
import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Refund exports and refund documents, and what they do to the orders of a store.
@Suite struct RefundImportTests {
  static let header = "订单编号,退款编号,退款状态,买家退款金额,买家实际支付金额,部分退款/全部退款,售中或售后,超时时间"

  static func row(_ order: String, _ refund: String, _ status: String, _ amount: String, part: String = "") -> String {
    "\(order),\(refund),\(status),\(amount),175.80,\(part),售中,2026-11-13 00:00:00"
  }

  static func document(_ order: String, _ refund: String, _ status: String, _ fee: String) -> String {
    #"{"refund_id":\#(refund),"tid":\#(order),"oid":\#(order)1,"status":"\#(status)","refund_fee":"\#(fee)","#
      + #""refund_phase":"onsale","modified":"2026-11-12 00:01:02","good_status":"BUYER_NOT_RECEIVED","reason":"不想要了"}"#
  }

  static func at(_ minutes: Int64) -> Instant { Moments.midnight.adding(minutes: minutes) }

  /// Orders of ¥175.80 each.
  static func shop(_ engine: Engine, orders: [String]) throws -> Shop {
    let shop = try Shop(engine: engine)
    try shop.take(
      orders.map { "\($0),买家已付款，等待卖家发货,175.80,175.80,2026-11-11 00:01:02" }, header: "订单编号,订单状态,总金额,买家实际支付金额,订单付款时间")
    return shop
  }

  enum Form: CaseIterable { case table, documents }

  /// The same refunds as an export or as an envelope: (order, refund, words, constant, amount).
  static func take(
    _ refunds: [(String, String, String, String, String)], as form: Form, into shop: Shop, at time: Instant
  ) throws -> Shop.Taken {
    switch form {
    case .table:
      try shop.take(
        refunds.map { row($0.0, $0.1, $0.2, $0.4) }, header: header, exportedAt: time, run: "T")
    case .documents:
      try shop.take(
        documents: #"{"refunds_receive_get_response":{"refunds":{"refund":["#
          + refunds.map { document($0.0, $0.1, $0.3, $0.4) }.joined(separator: ",") + "]},\"total_results\":1}}",
        exportedAt: time)
    }
  }

  @Test(
    "applied holds, the whole paid back blocks, a part does neither, an unknown order is set aside",
    arguments: TestStore.engines, Form.allCases)
  func states(engine: Engine, form: Form) throws {
    let shop = try Self.shop(engine, orders: ["1", "2", "3", "4", "5"])
    let taken = try Self.take(
      [
        ("1", "901", "买家已经申请退款，等待卖家同意", "WAIT_SELLER_AGREE", "175.80"),
        ("2", "902", "退款成功", "SUCCESS", "175.80"), ("3", "903", "退款成功", "SUCCESS", "5.00"),
        ("4", "904", "退款关闭", "CLOSED", "175.80"), ("9", "909", "退款成功", "SUCCESS", "1.00"),
        // Two parts are the whole.
        ("5", "905", "退款成功", "SUCCESS", "100.00"), ("5", "906", "退款成功", "SUCCESS", "75.80"),
      ], as: form, into: shop, at: Self.at(30))
    #expect(taken.summary.kind == .refunds)
    #expect(taken.rejects.map(\.code) == ["refund_of_unknown_order"])
    #expect(taken.rejects.first?.text.contains("909") == true)
    #expect(taken.totals.rows == 7 && taken.totals.rejected == 1 && taken.totals.new == 0)
    #expect(taken.totals.changed == 5 && taken.totals.held == 1)
    #expect(try shop.holds("1").map(\.reason) == [.refundRequested])
    #expect(
      try ["1", "2", "3", "4", "5"].map { try shop.order($0)?.refundBlock }
        == [.appliedFor, .paidBack, RefundBlock.none, RefundBlock.none, .paidBack])
    #expect(try shop.order("3")?.columns.refund == Money(fen: 500))
    #expect(try ["2", "3", "4", "5"].flatMap { try shop.holds($0) } == [])
    #expect(try shop.order("9") == nil)
    #expect(try shop.order("1")?.stage == .paid)
    #expect(try shop.store.read { try Holds.miscounted($0) } == [])
  }

  @Test("a refund that was withdrawn asks a person, as in an order export", arguments: TestStore.engines, Form.allCases)
  func closed(engine: Engine, form: Form) throws {
    let shop = try Self.shop(engine, orders: ["1"])
    _ = try Self.take([("1", "901", "等待卖家同意", "WAIT_SELLER_AGREE", "175.80")], as: form, into: shop, at: Self.at(30))
    let taken = try Self.take([("1", "901", "退款关闭", "CLOSED", "175.80")], as: form, into: shop, at: Self.at(40))
    #expect(taken.totals.lifted == 1)
    #expect(try shop.order("1")?.refundBlock == RefundBlock.none)
    #expect(try shop.holds("1").filter { $0.liftedAt == nil }.map(\.reason) == [.review])
  }

  @Test(
    "the same list again changes nothing, and a whole refund is not taken back by a part", arguments: TestStore.engines)
  func again(engine: Engine) throws {
    let shop = try Self.shop(engine, orders: ["1"])
    let whole = [("1", "901", "退款成功", "SUCCESS", "175.80")]
    _ = try Self.take(whole, as: .table, into: shop, at: Self.at(30))
    #expect(try Self.take(whole, as: .table, into: shop, at: Self.at(40)).totals.same == 1)
    _ = try Self.take([("1", "907", "退款成功", "SUCCESS", "3.00")], as: .table, into: shop, at: Self.at(50))
    #expect(try shop.order("1")?.refundBlock == .paidBack)
    #expect(try shop.order("1")?.columns.refund == Money(fen: 17_580))
  }

  /// 部分退款/全部退款, amount, what the order paid → whether it is the whole.
  static let wholes: [(String, String, Int64?, RefundBlock)] = [
    ("全部退款", "", nil, .paidBack), ("部分退款", "", nil, RefundBlock.none), ("", "", nil, .paidBack),
    ("部分退款", "3.00", 17_580, RefundBlock.none), ("", "175.80", 17_580, .paidBack),
    ("", "175.79", 17_580, RefundBlock.none),
    // What the order's buyer paid counts more than the list's word for a part.
    ("部分退款", "175.80", 17_580, .paidBack), ("", "175.80", nil, .paidBack), ("", "3.00", nil, RefundBlock.none),
  ]

  @Test("whether a refund is the whole is told by the list's word and the amounts", arguments: wholes)
  func whole(part: String, amount: String, paid: Int64?, block: RefundBlock) throws {
    let layout = try #require(RefundLayout(header: Self.header.components(separatedBy: ",")))
    let cells = Self.row("8001", "901", "退款成功", amount, part: part).components(separatedBy: ",")
    let refund = try layout.read(width: cells.count) { cells[$0] }
    var columns = OrderColumns()
    columns.paid = paid.map(Money.init(fen:))
    let order = Order(
      key: Shop.key("8001"), stage: .paid, version: 1, openHolds: 0, refundBlock: .none, memoSeenAt: nil,
      memoVersion: 0, sourceAt: Moments.opening, columns: columns)
    #expect(ImportedOrder([refund], of: order).refundBlock == block)
  }

  @Test("a row and a document keep number, line, state, amount, phase and version")
  func values() throws {
    let layout = try #require(RefundLayout(header: Self.header.components(separatedBy: ",")))
    let cells = Self.row("8001", "901", "买家已经申请退款", "12.30", part: "部分退款").components(separatedBy: ",")
    let row = try layout.read(width: cells.count) { cells[$0] }
    #expect(row.id == "901" && row.order == "8001" && row.state == .applied && row.phase == "售中")
    #expect(row.amount == Money(fen: 1_230) && row.paid == Money(fen: 17_580) && row.isWhole == false)
    #expect(row.deadline == Instant("2026-11-13 00:00:00"))
    let read = try ReadFile(Self.document("8001", "3515112026111109305", "SUCCESS", "12.30"))
    let document = try #require(read.refunds.first)
    #expect(read.kind == .refunds)
    #expect(document.id == "3515112026111109305" && document.line == "80011" && document.state == .refunded)
    #expect(document.amount == Money(fen: 1_230) && document.phase == "onsale")
    #expect(document.modifiedAt == Instant("2026-11-12 00:01:02"))
  }

  static let defects: [(String, String, String?)] = [
    (",901,退款成功,1,1,,,", "order_number_missing", "订单编号"),
    ("3.5E+18,901,退款成功,1,1,,,", "order_number_scientific", "订单编号"),
    ("8001,,退款成功,1,1,,,", "refund_number_malformed", "退款编号"), ("8001,901,退款成功,一,1,,,", "bad_amount", "买家退款金额"),
    ("8001,901", "row_width", nil),
  ]

  @Test("a row that cannot be read is set aside and named", arguments: defects)
  func defect(row: String, code: String, column: String?) throws {
    let shop = try Self.shop(.sqlite, orders: ["8001"])
    let taken = try shop.take([row], header: Self.header, exportedAt: Self.at(5), run: "T")
    #expect(taken.rejects.map(\.code) == [code])
    #expect(taken.rejects.map(\.column) == [column])
  }

  @Test("trades and refunds may stand in one file", arguments: TestStore.engines)
  func mixed(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let taken = try shop.take(
      documents: Trade("1").json() + "\n" + Self.document("1", "901", "SUCCESS", "175.80") + "\n" + Trade("2").json())
    #expect(taken.summary.kind == .trades)
    #expect(taken.totals.new == 2 && taken.totals.changed == 1 && taken.totals.rows == 3)
    #expect(try shop.order("1")?.refundBlock == .paidBack)
  }
}
