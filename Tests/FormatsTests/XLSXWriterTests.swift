import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Formats

@Suite struct XLSXWriterTests {
  private static let created = Instant(milliseconds: 1_794_360_600_000)

  private func write(
    _ header: [String], in given: TemporaryFolder? = nil, _ body: (XLSXWriter) throws -> Void
  ) throws -> SheetReadOut {
    let folder = try given ?? TemporaryFolder()
    let path = folder.file("list.xlsx")
    let writer = try XLSXWriter(path: path, sheet: "订单", header: header, created: Self.created)
    try body(writer)
    try writer.finish()
    return try SheetReadOut(path: path)
  }

  @Test func eachKindOfCellIsReadBack() throws {
    let time = try #require(Instant("2026-11-11 09:30:05"))
    let result = try write(["订单编号", "金额", "时间", "件数", "率", "备注"]) {
      try $0.text("3515111100000012345")
      try $0.money(Money(fen: 17_880))
      try $0.time(time)
      try $0.number(-3)
      try $0.decimal(-35, decimals: 1)
      try $0.text("好，\n第二行 ")
      try $0.endRow()
      try $0.number(3_515_111_100_000_012_345)
      try $0.money(Money(fen: -5))
      $0.empty()
      try $0.number(0)
      try $0.decimal(7, decimals: 0)
      try $0.text("")
      try $0.endRow()
    }
    #expect(
      result.verbatim == [
        ["订单编号", "金额", "时间", "件数", "率", "备注"],
        ["3515111100000012345", "178.8", "2026-11-11 09:30:05", "-3", "-3.5", "好，\n第二行 "],
        ["3515111100000012345", "-0.05", "", "0", "7", ""],
      ])
    #expect(result.lostDigits.isEmpty)
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1", "＋1", "－1", "＠1"])
  func noTextBecomesAFormula(_ cell: String) throws {
    let result = try write([cell]) { try $0.row([cell]) }
    #expect(result.verbatim == [["'" + cell], ["'" + cell]])
  }

  @Test func whatXMLForbidsGoesAndWhatExcelForbidsIsCut() {
    #expect(XLSXWriter.allowed("a\u{0}b\u{1B}[1m\u{FFFE}\u{FFFF}\tc\r\n\u{FFFD}，") == "ab[1m\tc\r\n\u{FFFD}，")
    #expect(XLSXWriter.allowed(String(repeating: "好", count: 32_767)).utf16.count == 32_767)
    let cut = XLSXWriter.allowed(String(repeating: "😀", count: 20_000))
    #expect(cut.utf16.count <= 32_767 && cut.hasSuffix("😀…"))
  }

  @Test func anyTableIsReadBack() throws {
    var random = SeededRandom.ofThisRun("anyTableIsReadBack")
    let pieces = [
      "a", "1", "<", "&", "\"", "]]>", "\n", "\r", " ", "好", "😀", "_x000D_", "_x", "_", "\u{7F}", "\u{85}", "　", "'",
      "é",
    ]
    for _ in 0..<30 {
      let rows = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        (0..<4).map { _ in
          "x"
            + (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
        }
      }
      let result = try write(["a", "b", "c", "d"]) { writer in for row in rows { try writer.row(row) } }
      #expect(result.verbatim.dropFirst().map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
    }
  }

  @Test("columns are as wide as their contents, the header stays in sight, each column has a filter")
  func look() throws {
    let folder = try TemporaryFolder()
    _ = try write(["编号", "地址"], in: folder) { try $0.row(["1", "浙江省杭州市余杭区某某街道"]) }
    let archive = try ZipArchive(path: folder.file("list.xlsx"), limits: XLSXLimits())
    let entry = try #require(try archive.entry("xl/worksheets/sheet1.xml"))
    let part = try SmallPart(entry, elements: ["col", "pane", "autoFilter", "row"])
    let widths = part.elements.filter { $0.name == "col" }.compactMap { $0.attributes["width"].flatMap(Double.init) }
    #expect(widths.map { Int($0) } == [8, 29])
    #expect(part.elements.contains { $0.name == "pane" && $0.attributes["state"] == "frozen" })
    #expect(part.elements.contains { $0.name == "autoFilter" && $0.attributes["ref"] == "A1:B2" })
  }

  @Test("a file appears whole, for its owner only, and replaces nothing")
  func file() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("list.xlsx")
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
    do {
      let writer = try XLSXWriter(path: path, sheet: "a", header: ["a"], created: Self.created)
      try writer.row(["1"])
      #expect(try !names().contains("list.xlsx"))
    }
    #expect(try names().isEmpty)
    let first = try XLSXWriter(path: path, sheet: "a", header: ["first"], created: Self.created)
    let second = try XLSXWriter(path: path, sheet: "a", header: ["second"], created: Self.created)
    try first.finish()
    #expect(failureCode { try second.finish() } == "file_exists")
    #expect(
      failureCode { _ = try XLSXWriter(path: path, sheet: "a", header: [], created: Self.created) } == "file_exists")
    #expect(
      failureCode { _ = try XLSXWriter(path: path + "/x", sheet: "a", header: [], created: Self.created) }
        == "file_not_writable")
    #expect(try SheetReadOut(path: path).rows == [["first"]])
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func theSameTableGivesTheSameBytes() throws {
    let folder = try TemporaryFolder()
    let bytes = try ["a.xlsx", "b.xlsx"].map { name in
      let writer = try XLSXWriter(path: folder.file(name), sheet: "a", header: ["a"], created: Self.created)
      try writer.row(["1"])
      try writer.finish()
      return FileManager.default.contents(atPath: folder.file(name))
    }
    #expect(bytes[0] == bytes[1])
  }
}
