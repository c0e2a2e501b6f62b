import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite struct FileKindTests {
  static let kinds: [(FileKind, [UInt8])] = [
    (.text, []), (.text, Array("编号,备注\n".utf8)), (.text, [0xB1, 0xE0, 0x2C]), (.text, Array("PK,1".utf8)),
    (.json, Array("{}".utf8)), (.json, Array("\u{FEFF} \r\n\t[1]".utf8)),
    (.xlsx, XLSXFixture(XLSXFixture.row(["a"])).zip.bytes),
    (.xlsx, Array(XLSXFixture("").zip.bytes.prefix(2_000))),
    (.zip, ZipBytes(entries: [.init(name: "word/document.xml", bytes: [1])]).bytes), (.zip, ZipBytes().bytes),
    (.ole2, XLSXRefusalTests.compound("Workbook")), (.text, [0xD0, 0xCF]),
  ]

  @Test("the content tells the kind, whatever the name says", arguments: kinds.indices)
  func content(_ index: Int) throws {
    let (kind, bytes) = Self.kinds[index]
    let folder = try TemporaryFolder()
    let path = folder.file("orders.csv")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(try FileKind(path: path) == kind)
    #expect(FileKind(prefix: bytes) == kind)
  }

  @Test("a workbook whose names stand behind large pictures is still one")
  func late() throws {
    var zip = ZipBytes()
    zip.entries.append(.init(name: "[Content_Types].xml", bytes: [UInt8](repeating: 0x20, count: 300_000)))
    zip.add("xl/workbook.xml", "<workbook/>")
    zip.entries.append(.init(name: "docProps/thumbnail.jpeg", bytes: [UInt8](repeating: 7, count: 100_000)))
    let folder = try TemporaryFolder()
    let path = folder.file("orders.xlsx")
    try Data(zip.bytes).write(to: URL(fileURLWithPath: path))
    #expect(try FileKind(path: path) == .xlsx)
    #expect(failureCode { _ = try FileKind(path: path + "x") } == "file_not_found")
  }
}
