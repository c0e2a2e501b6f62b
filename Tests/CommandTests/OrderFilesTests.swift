import Formats
import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// Every kind of file that `order import` takes, told by its content, and the kinds that it names and refuses.
@Suite struct OrderFilesTests {
  static let trade =
    #"{"tid":3515112026111109305,"status":"WAIT_SELLER_SEND_GOODS","payment":"175.80","pay_time":"2026-11-11 00:01:02","#
    + #""modified":"2026-11-11 00:20:00","seller_memo":"买家不要了","orders":{"order":[{"oid":1,"num":1,"title":"面霜"}]}}"#

  /// Half an hour past midnight, behind the exports of these tests.
  static func workplace() throws -> Workplace {
    let place = try Workplace()
    place.now = Moments.midnight.adding(minutes: 30)
    return place
  }

  @Test("trades in a file with any name are taken in, with all their digits")
  func documents() throws {
    let place = try Self.workplace()
    let file = try place.write(
      "trades202611110025.csv", #"{"trades_sold_get_response":{"trades":{"trade":[\#(Self.trade)]}}}"#)
    let answer = try place.run("order", "import", file, "--json").object
    #expect(answer["kind"]?.text == "trades")
    #expect(["rows", "new", "held", "rejected"].map { answer[$0]?.number } == [1, 1, 1, 0])
    #expect(answer["has_memo"]?.bool == true)
    #expect(answer["exported_at_is_newest_change"]?.bool == false)
    #expect(try place.run("order", "list", "--json").objects.map { $0["order"]?.text } == ["3515112026111109305"])
  }

  @Test("where nothing tells the export time, the newest change in a JSON file counts, and the answer says so")
  func newestChange() throws {
    let place = try Self.workplace()
    let file = try place.write("trades.json", Self.trade)
    let answer = try place.run("order", "import", file, "--json").object
    #expect(answer["exported_at"]?.text == "2026-11-11T00:20:00+08:00")
    #expect(answer["exported_at_is_newest_change"]?.bool == true)
    #expect(place.run("order", "import", file).output.contains("the newest modified in it counts"))
    let blind = try place.write("blind.json", #"{"tid":1}"#)
    #expect(try place.run("order", "import", blind, "--json").error["error"]?.text == "export_time_unknown")
  }

  /// Writes a workbook with the order export's header and rows.
  static func workbook(_ place: Workplace, _ name: String, header: [String], _ rows: [[String]]) throws -> String {
    let path = place.path(name)
    let writer = try XLSXWriter(path: path, sheet: "订单", header: header, created: Moments.midnight)
    for row in rows { try writer.row(row) }
    try writer.finish()
    return path
  }

  @Test("an XLSX export is read as its CSV is")
  func workbook() throws {
    let place = try Self.workplace()
    let header = Workplace.header.components(separatedBy: ",")
    let rows = [Workplace.line("3515112026111109305", memo: "买家不要了"), Workplace.line("1002")]
    let file = try Self.workbook(
      place, "orders202611110025.xlsx", header: header, rows.map { $0.components(separatedBy: ",") })
    let answer = try place.run("order", "import", file, "--json").object
    #expect(answer["kind"]?.text == "orders")
    #expect(["rows", "new", "held", "rejected"].map { answer[$0]?.number } == [2, 2, 1, 0])
    let order = try place.run("order", "show", "1002", "--json").object
    let other = try Self.workplace()
    #expect(other.run("order", "import", try other.export(rows)).code == .done)
    #expect(try other.run("order", "show", "1002", "--json").object["paid_fen"]?.number == order["paid_fen"]?.number)
  }

  @Test("refunds act on orders that are known, the others are set aside with exit code 22")
  func refunds() throws {
    let place = try Self.workplace()
    #expect(place.run("order", "import", try place.export([Workplace.line("1001", refund: "0")])).code == .done)
    let text = "订单编号,退款编号,退款状态,买家退款金额\r\n1001,901,买家已经申请退款,175.80\r\n1009,909,退款成功,1.00\r\n"
    let file = try place.write("refunds202611110025.csv", text)
    let run = place.run("order", "import", file, "--json")
    #expect(run.code == .doneWithRejects)
    let answer = try run.object
    #expect(answer["kind"]?.text == "refunds")
    #expect(["rows", "new", "changed", "held", "rejected"].map { answer[$0]?.number } == [2, 0, 1, 1, 1])
    #expect(try place.text("refunds202611110025.csv.rejects.csv").contains("refund_of_unknown_order"))
    #expect(!place.run("order", "import", file).output.contains("no memo column"))
  }

  static let refused: [(String, String, String)] = [
    ("error.json", #"{"error_response":{"code":7,"sub_msg":"限流"}}"#, "file_is_platform_error"),
    ("broken.json", "{\"tid\":1,\n\"status\":}", "json_syntax"), ("cut.json", #"[{"tid":1"#, "json_unfinished"),
    ("kpi.csv", "旺旺昵称,询单人数,首次响应时长（秒)\r\n小美,3,4.5\r\n", "file_is_reception"),
  ]

  @Test("what holds no orders is named for what it is", arguments: refused)
  func refusal(name: String, text: String, code: String) throws {
    let place = try Self.workplace()
    let file = try place.write(name, text)
    let error = try place.run("order", "import", file, "--exported-at", "2026-11-11 00:01", "--json").error
    #expect(error["error"]?.text == code)
    #expect(error["place"]?.text?.contains(name) == true)
    #expect(error["next"] != nil)
    #expect(!place.exists(name + ".rejects.csv"))
    #expect(try place.run("day", "status", "--json").object["orders"]?.number == 0)
  }
}
