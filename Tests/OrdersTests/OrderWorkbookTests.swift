import Formats
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Exports as XLSX workbooks, opened as `order import` opens them.
@Suite struct OrderWorkbookTests {
  /// Writes a workbook and reads it as a file of orders; cells that are whole numbers may be written as such.
  static func read(
    header: [String], _ rows: [[String]], numbersIn columns: Set<Int> = [], name: String = "orders.csv"
  ) throws -> (kind: ImportKind, rows: [ReadRow]) {
    let folder = try TemporaryFolder()
    let path = folder.file(name)
    let writer = try XLSXWriter(path: path, sheet: "订单", header: header, created: Moments.midnight)
    for row in rows {
      for (column, cell) in row.enumerated() {
        if columns.contains(column), let number = Int64(cell) {
          try writer.number(number)
        } else {
          try writer.text(cell)
        }
      }
      try writer.endRow()
    }
    try writer.finish()
    let file = ImportFile(shop: Shop.name, name: name, digest: "", exportedAt: Moments.midnight)
    let source = try OrderFile.open(path).source(try Shop.playbooks.get(), of: file, knownName: nil)
    var read: [ReadRow] = []
    while let row = try source.next() { read.append(row) }
    return (source.kind, read)
  }

  @Test("a row of a workbook is the same order as the row of a CSV, whatever the file is called")
  func same() throws {
    let line = Export.line("3515112026111109305", memo: "买家不要了")
    let found = try Self.read(
      header: Export.header.components(separatedBy: ","), [line.components(separatedBy: ",")])
    let rows = try CSVReader(.bytes(Array(lines([Export.header, line]).utf8)))
    let file = ImportFile(shop: Shop.name, name: "f", digest: "", exportedAt: Moments.midnight)
    let source = try OrderFile.table(rows).source(try Shop.playbooks.get(), of: file, knownName: nil)
    guard case .order(let expected)? = try source.next(), case .order(let order)? = found.rows.first else {
      throw Unexpected("\(found.rows)")
    }
    #expect(order == expected)
    #expect(found.kind == .orders)
  }

  @Test("a number that a workbook has rounded sets its row aside, a short one is read")
  func lostDigits() throws {
    let header = Export.header.components(separatedBy: ",")
    let cells = ["3.51511202611111E+18", "700123456789012"].map { Export.line($0).components(separatedBy: ",") }
    let found = try Self.read(header: header, cells, numbersIn: [0]).rows
    guard case .reject(let reject)? = found.first, case .order(let order)? = found.last else {
      throw Unexpected("\(found)")
    }
    #expect(found.count == 2)
    #expect(reject.code == "order_number_scientific")
    #expect(reject.row == 2)
    #expect(order.id == "700123456789012")
  }

  @Test("blank cells at the end of a row are no missing columns")
  func blankEnd() throws {
    let header = Export.header.components(separatedBy: ",")
    let found = try Self.read(header: header, [["7001", Export.paid]]).rows
    guard case .order(let order)? = found.first else { throw Unexpected("\(found)") }
    #expect(order.id == "7001" && order.memo == "")
  }

  @Test(
    "every generation of headers is recognised in a workbook, too",
    .enabled(if: OrderLayoutTests.isFolderThere, "../shared/data/taobao_export_headers is not here"))
  func generations() throws {
    let folder = OrderLayoutTests.folder
    var count = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      guard ["order_", "detail_", "refund_"].contains(where: name.hasPrefix) else { continue }
      let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      let header = (text.split(whereSeparator: \.isNewline).first ?? "").components(separatedBy: ",")
      let row = header.map {
        ["订单编号": "7001", "主订单编号": "7001", "退款编号": "901"][$0.trimmingCharacters(in: .whitespaces)] ?? ""
      }
      let found = try Self.read(header: header, [row])
      let kind: ImportKind = name.hasPrefix("order_") ? .orders : name.hasPrefix("detail_") ? .items : .refunds
      #expect(found.kind == kind, "\(name)")
      switch found.rows.first {
      case .order(let order)?: #expect(order.id == "7001", "\(name)")
      case .refund(let refund)?: #expect(refund.id == "901" && refund.order == "7001", "\(name)")
      default: Issue.record("\(name): \(found.rows)")
      }
      count += 1
    }
    #expect(count >= 15)
  }
}
