import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Formats

/// Files that are broken at random: each is read or refused in so many words; none ends the program.
@Suite struct XLSXMalformedTests {
  private enum Answer { case read, refused }

  private static let base = XLSXFixture(
    (1...40).map { row in
      "<row r=\"\(row)\" spans=\"1:5\"><c r=\"A\(row)\" t=\"s\"><v>\(row % 3)</v></c><c r=\"B\(row)\" s=\"1\"><v>46337.5</v></c>"
        + "<c r=\"C\(row)\" t=\"inlineStr\"><is><r><t xml:space=\"preserve\">好 \(row)</t></r></is></c>"
        + "<c r=\"D\(row)\"><f>SUM(A1:B2)</f><v>\(row).80000000000001</v></c><c r=\"E\(row)\" t=\"b\"><v>1</v></c></row>"
    }.joined(),
    shared: "<si><t>3515111100000012345</t></si><si><r><t>a_x000D_</t></r><rPh><t>b</t></rPh></si><si><t>张三</t></si>",
    styles: XLSXReaderTests.styles)

  /// Values that stand where a number, a name or a kind is expected.
  private static let nasty = [
    "-1", "0", "1048577", "99999999999999999999", "", "A1:XFD1048576", "XFE1", "a", "é", "1e9", "../../x", "/", "s",
    "%00",
    "\u{FFFD}", "-2147483649", "NaN", "inlineStr", "AAAAAAAAAAAAAAAA1", " ", "xl/worksheets/sheet1.xml",
  ]
  private static let garbage: [[UInt8]] = [
    [0], [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE5, 0xA5], Array("<".utf8), Array("&".utf8),
    Array("]]>".utf8),
    Array("<!DOCTYPE a>".utf8), Array("<c r=\"A1\"/>".utf8), Array("</row>".utf8), Array("<row>".utf8),
    Array("&#0;".utf8),
    Array("&#xD800;".utf8), Array("<!--".utf8), Array("<![CDATA[".utf8), Array("<v>9</v>".utf8), Array("_xD800_".utf8),
    Array("<sheetData>".utf8), Array(String(repeating: "<x>", count: 70).utf8), Array("<t>".utf8), Array("<?a".utf8),
  ]

  /// Reads a file to its end or its failure, and beyond.
  private func answer(_ bytes: [UInt8], _ place: String) throws -> Answer? {
    try Data(bytes).write(to: URL(fileURLWithPath: place))
    do {
      let reader = try XLSXReader(path: place)
      do {
        while let row = try reader.next() {
          if case .record(let record) = row { _ = (record.texts, record.rawText) }
        }
        return .read
      } catch {
        // Who asks again hears the same.
        for _ in 0..<3 where failureCode({ _ = try reader.next() }) != (error as? Failure)?.code { return nil }
        throw error
      }
    } catch let failure as Failure {
      guard failure.kind == .usage, failure.place != nil, failure.next != nil else { return nil }
      return .refused
    } catch {
      return nil
    }
  }

  private func expectAnswers(
    _ count: Int, _ test: String, leastRead: Int, leastRefused: Int,
    _ make: (inout SeededRandom) -> [UInt8]
  ) throws {
    var random = SeededRandom.ofThisRun(test)
    let folder = try TemporaryFolder()
    var (read, refused) = (0, 0)
    for number in 0..<count {
      let bytes = make(&random)
      switch try answer(bytes, folder.file("\(test).xlsx")) {
      case .read: read += 1
      case .refused: refused += 1
      case nil: Issue.record("file \(number) is neither read nor refused in words")
      }
    }
    #expect(read >= leastRead)
    #expect(refused >= leastRefused)
  }

  @Test func flippedBytes() throws {
    let bases = [Self.base.zip.bytes, try Self.written()]
    try expectAnswers(300, "flippedBytes", leastRead: 1, leastRefused: 100) { random in
      var bytes = bases.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      }
      return bytes
    }
  }

  /// The directory at the end says where everything is: it is hit most often.
  @Test func flippedBytesOfTheDirectory() throws {
    let bases = [true, false].map { isZip64 in
      var zip = Self.base.zip
      zip.isZip64 = isZip64
      return zip.bytes
    }
    try expectAnswers(300, "flippedBytesOfTheDirectory", leastRead: 1, leastRefused: 100) { random in
      var bytes = bases.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[bytes.count - Int.random(in: 1...700, using: &random)] =
          [0, 1, 0x7F, 0xFF].randomElement(using: &random) ?? 0
      }
      return bytes
    }
  }

  @Test func truncations() throws {
    let bases = [Self.base.zip.bytes, try Self.written()]
    try expectAnswers(100, "truncations", leastRead: 0, leastRefused: 100) { random in
      let bytes = bases.randomElement(using: &random) ?? []
      return Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
    }
  }

  /// The archive is sound, and one of its parts is not.
  @Test func mutilatedXML() throws {
    let zip = Self.base.zip
    try expectAnswers(400, "mutilatedXML", leastRead: 20, leastRefused: 100) { random in
      var broken = zip
      // The sheet more often than the rest.
      let part = Bool.random(using: &random) ? 4 : Int.random(in: 0..<broken.entries.count, using: &random)
      for _ in 0..<Int.random(in: 1...2, using: &random) { Self.mutilate(&broken.entries[part].bytes, &random) }
      return broken.bytes
    }
  }

  private static func mutilate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
    guard bytes.count > 2 else { return }
    let start = Int.random(in: 0..<bytes.count - 1, using: &random)
    let end = min(bytes.count, start + Int.random(in: 1...60, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.insert(contentsOf: bytes[start..<end], at: end)
    case 2: bytes.insert(contentsOf: garbage.randomElement(using: &random) ?? [], at: start)
    case 3: bytes[start..<end].reverse()
    default:
      // The value of an attribute, or the text of an element.
      let edges = [UInt8(ascii: "\""), UInt8(ascii: ">"), UInt8(ascii: "<")]
      guard let first = bytes[start...].firstIndex(where: edges.contains),
        let last = bytes[(first + 1)...].firstIndex(where: edges.contains)
      else { return }
      bytes.replaceSubrange(first + 1..<last, with: Array((nasty.randomElement(using: &random) ?? "").utf8))
    }
  }

  /// A workbook of the library, whose parts are packed.
  private static func written() throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let path = folder.file("base.xlsx")
    let writer = try XLSXWriter(
      path: path, sheet: "a", header: ["订单编号", "金额"], created: Instant(milliseconds: 1_794_360_600_000))
    for number in 0..<200 {
      try writer.text("35151111000000\(number * 7_919)")
      try writer.money(Money(fen: Int64(number * 31)))
      try writer.endRow()
    }
    try writer.finish()
    return Array(FileManager.default.contents(atPath: path) ?? Data())
  }
}
