import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Formats

@Suite struct XLSXReaderTests {
  static let styles =
    "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd hh:mm:ss\"/>"
    + "<numFmt numFmtId=\"165\" formatCode=\"0.00_);[Red]\\(0.00\\)\"/>"
    + "<numFmt numFmtId=\"166\" formatCode=\"[h]:mm:ss\"/></numFmts>"
    + "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
    + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"14\"/><xf numFmtId=\"165\"/>"
    + "<xf numFmtId=\"166\"/><xf numFmtId=\"21\"/></cellXfs>"

  @Test(
    "a cell of each kind reads as a person sees it",
    arguments: [
      ("<c t=\"s\"><v>0</v></c>", "张三"), ("<c t=\"s\"><v> 1 </v></c>", "上海市"), ("<c t=\"s\"><v>2</v></c>", ""),
      ("<c t=\"inlineStr\"><is><t>a</t></is></c>", "a"),
      (
        "<c t=\"inlineStr\"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r><rPh sb=\"0\"><t>x</t></rPh></is></c>",
        "ab"
      ),
      ("<c t=\"str\"><f>A1&amp;\"x\"</f><v>ax</v></c>", "ax"), ("<c><f>1+1</f><v>2</v></c>", "2"),
      ("<c t=\"b\"><v>1</v></c>", "TRUE"), ("<c t=\"b\"><v>0</v></c>", "FALSE"), ("<c t=\"e\"><v>#N/A</v></c>", "#N/A"),
      ("<c t=\"d\"><v>2026-11-11T09:30:00</v></c>", "2026-11-11T09:30:00"),
      ("<c t=\"n\"><v>178.80000000000001</v></c>", "178.8"), ("<c s=\"3\"><v>12.50</v></c>", "12.5"),
      ("<c><v>3515111100000012345</v></c>", "3515111100000012345"), ("<c><v><![CDATA[1]]></v></c>", "1"),
      ("<c s=\"1\"><v>46337.395833333336</v></c>", "2026-11-11 09:30:00"),
      ("<c s=\"2\"><v>46337</v></c>", "2026-11-11"),
      ("<c s=\"1\"><v>46337</v></c>", "2026-11-11 00:00:00"), ("<c s=\"5\"><v>0.395833333333333</v></c>", "09:30:00"),
      ("<c s=\"2\"><v>59</v></c>", "1900-02-28"), ("<c s=\"2\"><v>61</v></c>", "1900-03-01"),
      ("<c s=\"4\"><v>1.145833333333333</v></c>", "27:30:00"), ("<c s=\"1\"><v>-1</v></c>", "-1"),
      ("<c s=\"99\"><v>46337</v></c>", "46337"), ("<c s=\"1\"><v>soon</v></c>", "soon"),
      (
        "<c t=\"str\"><v>a_x000D__x000A_b_x005F_x000D__xZZZZ__xD83D__xDE00__x0000_</v></c>",
        "a\r\nb_x000D__xZZZZ_😀_x0000_"
      ),
      ("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">　=\"3515\"\t</t></is></c>", "3515"),
      ("<c t=\"str\"><v>'0012</v></c>", "0012"), ("<c t=\"str\"><v>null</v></c>", ""),
    ])
  func cellKinds(_ cell: String, _ text: String) throws {
    let shared = "<si><t>张三</t></si><si><r><t>上海</t></r><r><t>市</t></r><phoneticPr/><rPh><t>shi</t></rPh></si><si/>"
    let result = try XLSXFixture(
      "<row>\(cell)<c t=\"inlineStr\"><is><t>end</t></is></c></row>", shared: shared, styles: Self.styles
    ).read()
    #expect(result.rows == [[text, "end"]])
    #expect(result.lostDigits.isEmpty)
  }

  @Test func the1904SystemIsFourYearsLater() throws {
    let fixture = XLSXFixture(
      "<row><c s=\"1\"><v>44875.395833333336</v></c><c s=\"2\"><v>0</v></c></row>", styles: Self.styles,
      book: "<workbookPr date1904=\"1\"/>")
    #expect(try fixture.read().rows == [["2026-11-11 09:30:00", "1904-01-01"]])
  }

  @Test func cellsStandWhereTheirNamesSay() throws {
    let fixture = XLSXFixture(
      "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"C2\"><v>3</v></c><c><v>4</v></c></row><row r=\"3\"/>"
        + "<row r=\"4\"><c r=\"B4\" s=\"1\"/></row><row r=\"7\"><c r=\"B7\"><v>2</v></c></row>"
        + "<row><c r=\"C8\"><v>3</v></c><c r=\"A8\"><v>1</v></c></row><row r=\"9\"><c r=\"AB9\"><v>28</v></c></row>")
    let result = try fixture.read()
    #expect(result.rowNumbers == [2, 7, 8, 9])
    #expect(
      result.rows == [
        ["1", "", "3", "4"], ["", "2", "", ""], ["1", "", "3", ""], [String](repeating: "", count: 27) + ["28"],
      ])
  }

  @Test func namesMayHavePrefixes() throws {
    var fixture = XLSXFixture("", shared: "<si><t>x</t></si>")
    fixture = fixture.replacing(
      "xl/worksheets/sheet1.xml",
      "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"s\"><x:v>0</x:v></x:c></x:row>"
        + "</x:sheetData><x:extLst><x:ext><row><c><v>no</v></c></row></x:ext></x:extLst></x:worksheet>")
    fixture = fixture.replacing("xl/sharedStrings.xml", "<y:sst xmlns:y=\"m\"><y:si><y:t>p</y:t></y:si></y:sst>")
    #expect(try fixture.read().rows == [["p"]])
  }

  @Test func theFirstVisibleWorksheetOrTheNamedOneIsRead() throws {
    func sheet(_ text: String) -> String {
      "<worksheet><sheetData>\(XLSXFixture.row([text]))</sheetData></worksheet>"
    }
    var fixture = XLSXFixture("")
    for name in ["hidden", "first", "second"] { fixture.parts.append(("xl/worksheets/\(name).xml", sheet(name))) }
    fixture = fixture.replacing(
      "xl/workbook.xml",
      "<workbook xmlns:r=\"r\"><sheets><sheet name=\"H\" state=\"veryHidden\" r:id=\"h\"/>"
        + "<sheet name=\"C\" r:id=\"c\"/><sheet name=\"一\" r:id=\"f\"/><sheet name=\"二\" r:id=\"s\"/></sheets></workbook>"
    )
    let types = [("h", "worksheet", "hidden"), ("c", "chartsheet", "c"), ("f", "worksheet", "first")]
    fixture = fixture.replacing(
      "xl/_rels/workbook.xml.rels",
      "<Relationships>"
        + (types + [("s", "worksheet", "second")]).map {
          "<Relationship Id=\"\($0.0)\" Type=\"x/\($0.1)\" Target=\"./worksheets/\($0.2).xml\"/>"
        }.joined() + "</Relationships>")
    #expect(try fixture.read().rows == [["first"]])
    #expect(try fixture.read(sheet: "二").rows == [["second"]])
    #expect(try fixture.read(sheet: "H").rows == [["hidden"]])
    #expect(failureCode { _ = try fixture.read(sheet: "三") } == "xlsx_unknown_sheet")
    #expect(
      failureCode {
        _ = try fixture.editing("xl/workbook.xml") {
          $0.replacingOccurrences(of: "name=", with: "state=\"hidden\" name=")
        }
        .replacing("xl/workbook.xml", "<workbook><sheets/></workbook>").read()
      } == "xlsx_no_sheet")
  }

  @Test func anIdentifierThatLostDigitsIsMarked() throws {
    let result = try XLSXFixture(
      "<row><c><v>3.51511110000001E+18</v></c><c><v>1.3800001234E10</v></c><c><v>3.5151111000000123E+18</v></c></row>"
    ).read()
    #expect(result.rows == [["3.51511110000001E+18", "13800001234", "3.5151111000000123E+18"]])
    #expect(result.lostDigits.map(\.columnNumber) == [1, 3])
    let defect = try #require(result.lostDigits.first)
    #expect(defect.code == "digits_lost")
    #expect(defect.failure(in: "orders.xlsx").place == "orders.xlsx:A1")
    #expect(defect.rawText == "3.51511110000001E+18,13800001234,3.5151111000000123E+18")
  }

  @Test func anOverlongCellOrRowSetsItsRowAside() throws {
    let long = String(repeating: "好", count: 30)
    let rows = XLSXFixture.row(["a", "b"]) + XLSXFixture.row(["x,y", long]) + XLSXFixture.row(["c", "d"])
    let limits = XLSXLimits(cellBytes: 50)
    for fixture in [
      XLSXFixture(rows),
      XLSXFixture(
        "<row><c t=\"str\"><v>a</v></c><c t=\"str\"><v>b</v></c></row>"
          + "<row><c t=\"str\"><v>x,y</v></c><c t=\"s\"><v>0</v></c></row>" + XLSXFixture.row(["c", "d"], number: 3),
        shared: "<si><t>\(long)</t></si>"),
    ] {
      let result = try fixture.read(limits: limits)
      #expect(result.rows == [["a", "b"], ["c", "d"]])
      #expect(result.rowNumbers == [1, 3])
      #expect(result.defects.map(\.reason) == [.cellTooLong(limit: 50)])
      #expect(result.defects.map(\.rowNumber) == [2])
      #expect(result.defects.map(\.columnNumber) == [2])
      #expect(result.defects.first?.rawText.hasPrefix("\"x,y\",好好") ?? false)
    }
    let narrow = try XLSXFixture(rows).read(limits: XLSXLimits(rowBytes: 60))
    #expect(narrow.defects.map(\.reason) == [.rowTooLong(limit: 60)])
    #expect(narrow.rows == [["a", "b"], ["c", "d"]])
  }

  @Test func rowsBeforeTheDamageAreHandedOut() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("orders.xlsx")
    let rows = (1...5_000).map { XLSXFixture.row(["\($0)"]) }.joined()
    try Data(XLSXFixture(rows + "<row r=\"-1\"/>").zip.bytes).write(to: URL(fileURLWithPath: path))
    let reader = try XLSXReader(path: path)
    var count = 0
    let code = failureCode { while try reader.next() != nil { count += 1 } }
    #expect(code == "xlsx_corrupt")
    #expect(count == 5_000)
  }

  /// Rows that span the pieces in which XML is read.
  @Test func aLongSheetIsWhole() throws {
    let rows = (1...6_000).map {
      "<row><c t=\"s\"><v>\($0 % 2)</v></c><c><v>\($0)</v></c><c t=\"str\"><v>文\($0)</v></c></row>"
    }
    let result = try XLSXFixture(rows.joined(separator: "\n"), shared: "<si><t>偶</t></si><si><t>奇</t></si>").read()
    #expect(result.rows == (1...6_000).map { [$0 % 2 == 0 ? "偶" : "奇", String($0), "文\($0)"] })
    #expect(result.rowNumbers == Array(1...6_000))
  }

  @Test("archives with zip64, descriptors, back slashes and other cases are read")
  func archives() throws {
    let fixture = XLSXFixture(XLSXFixture.row(["a"]))
    for (isZip64, hasDescriptors) in [(true, false), (false, true), (false, false)] {
      var zip = fixture.zip
      zip.isZip64 = isZip64
      zip.hasDescriptors = hasDescriptors
      #expect(try SheetReadOut(zip.bytes).rows == [["a"]])
    }
    var windows = fixture
    windows.parts = windows.parts.map { ($0.name.replacingOccurrences(of: "/", with: "\\").uppercased(), $0.text) }
    #expect(try windows.read().rows == [["a"]])
  }

  @Test(.enabled(if: Python.isThere, "SKIPPED: python3 is not there to make archives"))
  func archivesOfPythonAreRead() throws {
    let fixture = XLSXFixture(XLSXFixture.row(["编号", "备注"]) + XLSXFixture.row(["1", "好"]))
    let script = """
      import io, json, sys, zipfile
      class Stream(io.RawIOBase):  # It cannot seek: sizes go behind each entry.
          def __init__(self): self.data = bytearray()
          def writable(self): return True
          def write(self, b): self.data += bytes(b); return len(b)
      parts = json.load(sys.stdin)
      out = Stream()
      with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
          for name, text in parts:
              with z.open(name, "w", force_zip64=True) as f: f.write(text.encode())
      sys.stdout.buffer.write(bytes(out.data))
      """
    let parts = fixture.parts.map { [$0.name, $0.text] }
    let bytes = try #require(Python.run(script, input: Array(try JSONEncoder().encode(parts))))
    #expect(try SheetReadOut(bytes).rows == [["编号", "备注"], ["1", "好"]])
  }
}
