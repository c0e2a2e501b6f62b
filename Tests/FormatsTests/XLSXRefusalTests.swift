import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Formats

/// Every file that is refused says why, where and what to do, in both languages.
@Suite struct XLSXRefusalTests {
  static let good = XLSXFixture(XLSXFixture.row(["编号"]) + XLSXFixture.row(["1"]))

  private func expect(_ code: String, _ bytes: [UInt8], limits: XLSXLimits = XLSXLimits()) {
    do {
      _ = try SheetReadOut(bytes, limits: limits)
      Issue.record("nothing was refused, instead of \(code)")
    } catch let failure as Failure {
      #expect(failure.code == code)
      #expect(failure.kind == .usage)
      #expect(failure.place?.contains("orders.xlsx") ?? false)
      #expect(failure.next != nil)
      #expect(!failure.message.zh.isEmpty && !failure.message.en.isEmpty)
    } catch {
      Issue.record("\(error)")
    }
  }

  /// An OLE2 file with one directory entry of this name.
  static func compound(_ name: String) -> [UInt8] {
    let head: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    let entry = name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    return head + [UInt8](repeating: 0, count: 1_528) + entry + [UInt8](repeating: 0, count: 128 - entry.count)
  }

  @Test func whatIsNoWorkbookIsNamed() {
    expect("not_excel", Array("编号,备注\n1,好\n".utf8))
    expect("not_excel", Array("{\"a\":1}".utf8))
    expect("not_excel", [])
    expect("excel_encrypted", Self.compound("EncryptedPackage"))
    expect("old_excel", Self.compound("Workbook"))
    expect("old_excel", Self.compound("Book"))
    expect("not_excel", Self.compound("WordDocument"))
    expect("xlsx_no_workbook", ZipBytes(entries: [.init(name: "a.txt", bytes: [1])]).bytes)
    expect("xlsx_no_workbook", Self.good.replacing("xl/workbook.xml", "<document/>").zip.bytes)
    expect(
      "xlsb_file", Self.good.editing("_rels/.rels") { $0.replacingOccurrences(of: ".xml", with: ".bin") }.zip.bytes)
  }

  @Test func aSheetOrWorkbookThatIsMissingIsNamed() {
    expect("xlsx_no_sheet", Self.good.replacing("xl/_rels/workbook.xml.rels", "<Relationships/>").zip.bytes)
    for part in ["xl/worksheets/sheet1.xml", "xl/workbook.xml"] {
      var fixture = Self.good
      fixture.parts.removeAll { $0.name == part }
      expect(part == "xl/workbook.xml" ? "xlsx_no_workbook" : "xlsx_corrupt", fixture.zip.bytes)
    }
  }

  @Test func archivesThatAreDamagedOrHostile() {
    let whole = Self.good.zip
    expect("xlsx_truncated", Array(whole.bytes.dropLast(30)))
    expect("xlsx_truncated", Array(whole.bytes.prefix(600)))
    var zip = whole
    zip.entries[4].checksum = 7
    expect("xlsx_corrupt", zip.bytes)
    for name in ["../evil", "a/../../evil", "/etc/hosts", "\\\\server\\x", "C:\\x", "..\\x"] {
      zip = whole
      zip.add(name, "x")
      expect("xlsx_entry_name", zip.bytes)
    }
    zip = whole
    zip.add("XL/Workbook.xml", "<workbook/>")
    expect("xlsx_entry_twice", zip.bytes)
    zip = whole
    zip.entries[0].isEncrypted = true
    expect("xlsx_entry_encrypted", zip.bytes)
    zip = whole
    zip.entries[4].method = 99
    expect("xlsx_corrupt", zip.bytes)
    zip = whole
    for number in 0..<1_000 { zip.add("xl/media/\(number)", "") }
    expect("xlsx_too_many_entries", zip.bytes)
    zip.isZip64 = true
    expect("xlsx_too_many_entries", zip.bytes)
    zip = whole
    zip.isZip64 = true
    zip.promisedEntries = 1 << 60
    expect("xlsx_too_many_entries", zip.bytes)
  }

  @Test("what unpacks to more than 256 MiB is refused, wherever it hides")
  func bombs() {
    // It lies about its size, too.
    func zip(_ part: Int, _ head: String, megabytes: Int) -> [UInt8] {
      var zip = XLSXFixture(XLSXFixture.row(["x"]), shared: "").zip
      zip.entries[part].bytes = ZipBytes.bomb(head, repeats: (megabytes << 20) / 258)
      zip.entries[part].unpackedCount = 300
      return zip.bytes
    }
    expect("xlsx_too_large", zip(4, "<worksheet><sheetData><row><c><v> ", megabytes: 257))
    let limits = XLSXLimits(inflatedBytes: 24 << 20)
    for (part, head) in [(4, "<worksheet> "), (2, "<workbook> "), (3, "<Relationships> "), (5, "<sst><si><t> ")] {
      expect("xlsx_too_large", zip(part, head, megabytes: 25), limits: limits)
    }
    // One tag or comment that never ends is not kept.
    for head in ["<sst><si ", "<sst><!-- ", "<sst a='' b=' "] { expect("xlsx_corrupt", zip(5, head, megabytes: 25)) }
  }

  @Test("many cells of one long text, wide rows of nothing and endless styles are held to a limit")
  func amplification() {
    let text = String(repeating: "x", count: 65_000)
    let row = "<row>" + String(repeating: "<c t=\"s\"><v>0</v></c>", count: 20) + "</row>"
    let fixture = XLSXFixture(String(repeating: row, count: 60), shared: "<si><t>\(text)</t></si>")
    expect("xlsx_too_large", fixture.zip.bytes, limits: XLSXLimits(textBytes: 32 << 20))
    let wide = XLSXFixture(
      "<row><c r=\"XFD1\"><v>1</v></c></row>" + String(repeating: "<row><c><v>1</v></c></row>", count: 70))
    expect("xlsx_too_large", wide.zip.bytes, limits: XLSXLimits(textBytes: 1 << 20))
    var styles = Self.good
    styles.parts.append(
      ("xl/styles.xml", "<styleSheet><cellXfs>\(String(repeating: "<xf/>", count: 100_001))</cellXfs></styleSheet>"))
    expect("xlsx_corrupt", styles.zip.bytes)
  }

  @Test(
    "XML with a DTD, entities, deep nesting, endless names or damage is refused",
    arguments: [
      ("xlsx_dtd", "<!DOCTYPE worksheet><worksheet/>"),
      ("xlsx_dtd", "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><worksheet>&b;</worksheet>"),
      ("xlsx_dtd", "<!DOCTYPE x SYSTEM \"file:///etc/hosts\"><worksheet/>"),
      ("xlsx_corrupt", "<worksheet>&nbsp;</worksheet>"), ("xlsx_corrupt", "<worksheet><sheetData>"),
      ("xlsx_corrupt", ""),
      ("xlsx_corrupt", "<worksheet/><worksheet/>"), ("xlsx_corrupt", "<chartsheet/>"), ("xlsx_corrupt", "text"),
      ("xlsx_too_deep", "<worksheet>" + String(repeating: "<a>", count: 64)),
      ("xlsx_corrupt", "<worksheet " + (0..<200_000).map { "a\($0)=''" }.joined(separator: " ") + "/>"),
      ("xlsx_corrupt", "<worksheet>" + (0..<900_000).map { "<name\($0)/>" }.joined() + "</worksheet>"),
      ("xlsx_corrupt", "<worksheet><sheetData><row><c><v>\u{1}</v></c></row></sheetData></worksheet>"),
      ("xlsx_corrupt", "<?xml version=\"1.0\" encoding=\"KOI8-R\"?><worksheet/>"),
    ])
  func xml(_ code: String, _ text: String) {
    expect(code, Self.good.replacing("xl/worksheets/sheet1.xml", text).zip.bytes)
  }

  @Test(
    "rows and cells that stand nowhere, or beyond Excel's limits, are refused",
    arguments: [
      ("xlsx_too_many_rows", "<row r=\"1048577\"><c><v>1</v></c></row>"),
      ("xlsx_too_many_rows", "<row r=\"1048576\"/><row><c><v>1</v></c></row>"),
      ("xlsx_corrupt", "<row r=\"99999999999999999999\"/>"), ("xlsx_corrupt", "<row r=\"-1\"/>"),
      ("xlsx_corrupt", "<row r=\"0\"/>"),
      ("xlsx_corrupt", "<row r=\"\"/>"), ("xlsx_corrupt", "<row r=\"3\"/><row r=\"3\"/>"),
      ("xlsx_corrupt", "<row r=\"3\"/><row r=\"2\"/>"),
      ("xlsx_too_many_columns", "<row><c r=\"XFE1\"/></row>"),
      ("xlsx_too_many_columns", "<row><c r=\"XFD1\"/><c/></row>"),
      ("xlsx_corrupt", "<row><c r=\"AAAAA1\"/></row>"), ("xlsx_corrupt", "<row><c r=\"A-1\"/></row>"),
      ("xlsx_corrupt", "<row><c r=\"1\"/></row>"), ("xlsx_corrupt", "<row><c r=\"A\"/></row>"),
      ("xlsx_corrupt", "<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>"),
      ("xlsx_corrupt", "<row><c t=\"s\"><v>1</v></c></row>"), ("xlsx_corrupt", "<row><c t=\"s\"><v>-1</v></c></row>"),
      ("xlsx_corrupt", "<row><c t=\"s\"><v>99999999999999999999</v></c></row>"),
      ("xlsx_corrupt", "<row><c t=\"s\"><v>x</v></c></row>"),
    ])
  func places(_ code: String, _ rows: String) {
    expect(code, XLSXFixture(rows, shared: "<si><t>x</t></si>").zip.bytes)
  }

  @Test func theLastRowAndColumnOfExcelAreRead() throws {
    let result = try XLSXFixture("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>").read()
    #expect(result.rowNumbers == [1_048_576])
    #expect(result.rows.first?.count == 16_384)
    #expect(result.rows.first?.last == "1")
  }

  @Test func aPathThatCannotBeReadSaysSo() {
    #expect(failureCode { _ = try XLSXReader(path: "/nonexistent/orders.xlsx") } == "file_not_found")
    #expect(failureCode { _ = try XLSXReader(path: "/") } == "file_is_directory")
    #expect(failureCode { _ = try XLSXReader(path: "/dev/null") } == "file_unreadable")
  }

  @Test func aMissingLibraryNamesItsPackage() throws {
    do {
      _ = try SystemLibrary(["libnothing.so.0"], package: "libnothing0")
      Issue.record("a library that is not there was loaded")
    } catch {
      #expect(error.code == "library_missing")
      #expect(error.next?.en.contains("apt-get install libnothing0") ?? false)
    }
  }
}
