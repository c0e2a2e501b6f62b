import Formats
import Playbooks
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// One row of an export, cell by cell.
@Suite struct ImportedOrderReaderTests {
  static let header =
    "订单编号,订单状态,总金额,买家实际支付金额,退款金额,订单创建时间,订单付款时间,发货时间,宝贝标题,订单备注,宝贝总数量,商家备忘"

  /// Reads one line as a file would bring it.
  static func read(_ line: String) throws -> Result<ImportedOrder, RowDefect> {
    let reader = try CSVReader(.bytes(Array(lines([header, line]).utf8)))
    guard case .record(let names)? = try reader.next() else { throw Unexpected("no header") }
    var rows = ImportedOrderReader(
      layout: try OrderLayout(header: names.texts, file: "f"), playbooks: try Shop.playbooks.get())
    guard case .record(let record)? = try reader.next() else { throw Unexpected("no row") }
    do throws(RowDefect) {
      return .success(try rows.read(width: record.count, cell: record.text))
    } catch {
      return .failure(error)
    }
  }

  static let good =
    #"="3515112026111109305",买家已付款，等待卖家发货,"1,234.50",1100.5元,34.50,2026-11-11 00:01:02,2026/11/11 0:03,"#
    + #"2026-11-11T09:30:05,保湿面霜,"买家不要了","3",null"#

  @Test("a whole row is read column by column")
  func whole() throws {
    let order = try Self.read(Self.good).get()
    #expect(order.id == "3515112026111109305")
    #expect(order.stage == .paid)
    #expect(order.memo == "买家不要了")
    #expect(order.memoReading?.verdict == .cancel)
    #expect(order.refundBlock == RefundBlock.none)
    let shipBy = try #require(Instant("2026-11-13 00:03:00"))
    #expect(
      order.columns
        == OrderColumns(
          platformStatus: "买家已付款，等待卖家发货", createdAt: Instant("2026-11-11 00:01:02"),
          paidAt: Instant("2026-11-11 00:03:00"), consignedAt: Instant("2026-11-11 09:30:05"),
          total: Money(fen: 123_450), paid: Money(fen: 110_050), refund: Money(fen: 3_450), title: "保湿面霜",
          itemCount: 3, shipBy: ShipBy(at: shipBy, source: .rule)))
  }

  static let identifiers: [(String, String)] = [
    ("7001", "7001"), (#"="7001""#, "7001"), ("'7001", "7001"), (" 7001\t", "7001"), (#""7001""#, "7001"),
  ]

  @Test("an order number is freed of what Excel and the platform wrap around it", arguments: identifiers)
  func identifier(cell: String, id: String) throws {
    #expect(try Self.read("\(cell),,,,,,,,,,,").get().id == id)
  }

  @Test("blank and null cells are empty, and an empty row of a known order is unpaid")
  func blank() throws {
    let order = try Self.read("7001,null,null,'null,,null,,,null,null,null,").get()
    #expect(
      order == ImportedOrder(id: "7001", stage: .unpaid, memo: "", refundBlock: nil, columns: OrderColumns()))
  }

  /// 总金额, 退款金额 → what is known of the refund.
  static let refunds: [(String, String, RefundBlock?)] = [
    ("100.00", "", nil), ("100.00", "null", nil), ("100.00", "0元", RefundBlock.none),
    ("100.00", "无退款申请", RefundBlock.none), ("100.00", "99.99", RefundBlock.none), ("100.00", "100", .paidBack),
    ("100.00", "100.01", .paidBack), ("", "100", nil), ("0", "0.00", RefundBlock.none),
    (#""1,000.00""#, #""1,000""#, .paidBack),
  ]

  @Test("only a refund of the whole amount blocks shipping", arguments: refunds)
  func refund(total: String, refund: String, block: RefundBlock?) throws {
    #expect(try Self.read("7001,,\(total),,\(refund),,,,,,,").get().refundBlock == block)
  }

  @Test("two memo columns are both read, the same text once")
  func memos() throws {
    #expect(try Self.read("7001,,,,,,,,,等通知,,买家不要了").get().memo == "等通知\n买家不要了")
    #expect(try Self.read("7001,,,,,,,,,等通知,,等通知").get().memo == "等通知")
    #expect(try Self.read("7001,,,,,,,,,,,买家不要了").get().memo == "买家不要了")
  }

  static let defects: [(String, String, String?)] = [
    (",,,,,,,,,,,", "order_number_missing", "订单编号"),
    ("3.51511E+15,,,,,,,,,,,", "order_number_scientific", "订单编号"),
    ("70 01,,,,,,,,,,,", "order_number_malformed", "订单编号"),
    ("7001,,一百,,,,,,,,,", "bad_amount", "总金额"),
    ("7001,,,,1.234,,,,,,,", "bad_amount", "退款金额"),
    ("7001,,,,,2026-02-30 00:00:00,,,,,,", "bad_time", "订单创建时间"),
    ("7001,,,,,,昨天,,,,,", "bad_time", "订单付款时间"),
    ("7001,,,,,,,2026-11-11 25:00,,,,", "bad_time", "发货时间"),
    ("7001,,,,,,,,,,两件,", "bad_number", "宝贝总数量"),
    ("7001,,,,,,,,,,-1,", "bad_number", "宝贝总数量"),
    ("7001,,,", "row_width", nil),
    ("7001,,,,,,,,,,,,多", "row_width", nil),
  ]

  @Test("a cell that cannot be read sets its row aside and is named", arguments: defects)
  func defect(line: String, code: String, column: String?) throws {
    guard case .failure(let defect) = try Self.read(line) else {
      Issue.record("\(line) was read")
      return
    }
    #expect(defect.code == code)
    #expect(defect.column == column)
  }

  @Test("an empty field too many does no harm")
  func surplus() throws {
    #expect(try Self.read("7001,,,,,,,,,,,,").get().id == "7001")
  }
}
