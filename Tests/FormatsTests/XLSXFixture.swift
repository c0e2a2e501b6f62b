import Foundation
import TestSupport
import Vocabulary

@testable import Formats

/// The parts of a small workbook; each can be replaced by something else.
struct XLSXFixture {
  var parts: [(name: String, text: String)]

  static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  static let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""

  /// A workbook of one sheet with these rows, `<row>…`, and shared strings, `<si>…`.
  init(_ rows: String, shared: String? = nil, styles: String? = nil, book: String = "") {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
    parts = [
      ("[Content_Types].xml", "\(head)<Types/>"),
      ("_rels/.rels", Self.relationships(["officeDocument": "xl/workbook.xml"])),
      (
        "xl/workbook.xml",
        "\(head)<workbook \(Self.main) xmlns:r=\"\(Self.relations)\">\(book)<sheets>"
          + "<sheet name=\"订单\" sheetId=\"1\" r:id=\"worksheet\"/></sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        Self.relationships([
          "worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml", "styles": "/xl/styles.xml",
        ])
      ),
      (
        "xl/worksheets/sheet1.xml",
        "\(head)<worksheet \(Self.main)><dimension ref=\"A1\"/><sheetData>\(rows)</sheetData></worksheet>"
      ),
    ]
    if let shared { parts.append(("xl/sharedStrings.xml", "\(head)<sst \(Self.main)>\(shared)</sst>")) }
    if let styles { parts.append(("xl/styles.xml", "\(head)<styleSheet \(Self.main)>\(styles)</styleSheet>")) }
  }

  /// Relationships whose ids are their types.
  static func relationships(_ targets: [String: String]) -> String {
    "<Relationships>"
      + targets.sorted { $0.key < $1.key }.map {
        "<Relationship Id=\"\($0.key)\" Type=\"\(relations)/\($0.key)\" Target=\"\($0.value)\"/>"
      }.joined() + "</Relationships>"
  }

  func replacing(_ name: String, _ text: String) -> XLSXFixture {
    var other = self
    other.parts.removeAll { $0.name == name }
    other.parts.append((name, text))
    return other
  }

  func editing(_ name: String, _ edit: (String) -> String) -> XLSXFixture {
    replacing(name, edit(parts.first { $0.name == name }?.text ?? ""))
  }

  var zip: ZipBytes {
    var zip = ZipBytes()
    for part in parts { zip.add(part.name, part.text) }
    return zip
  }

  func read(sheet: String? = nil, limits: XLSXLimits = XLSXLimits()) throws -> SheetReadOut {
    try SheetReadOut(zip.bytes, sheet: sheet, limits: limits)
  }

  /// A row of inline strings.
  static func row(_ cells: [String], number: Int? = nil) -> String {
    "<row\(number.map { " r=\"\($0)\"" } ?? "")>"
      + cells.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
  }
}

/// What a reader hands out.
struct SheetReadOut {
  var rows: [[String]] = []
  var verbatim: [[String]] = []
  var rowNumbers: [Int] = []
  var lostDigits: [XLSXDefect] = []
  var defects: [XLSXDefect] = []
  var rawTexts: [String] = []

  init(_ bytes: [UInt8], sheet: String? = nil, limits: XLSXLimits = XLSXLimits()) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("orders.xlsx")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try self.init(path: path, sheet: sheet, limits: limits)
  }

  init(path: String, sheet: String? = nil, limits: XLSXLimits = XLSXLimits()) throws {
    let reader = try XLSXReader(path: path, sheet: sheet, limits: limits)
    while let row = try reader.next() {
      switch row {
      case .record(let record):
        rows.append(record.texts)
        verbatim.append((0..<record.count).map(record.verbatim))
        rowNumbers.append(record.rowNumber)
        rawTexts.append(record.rawText)
        lostDigits += (0..<record.count).compactMap(record.lostDigits)
      case .defect(let defect): defects.append(defect)
      }
    }
  }
}

/// The code of the failure that `body` throws; nil when it throws none, or something else.
func failureCode(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return (error as? Failure)?.code
  }
}
