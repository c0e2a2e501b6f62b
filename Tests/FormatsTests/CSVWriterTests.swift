import Foundation
import Testing
import Vocabulary

@testable import Formats

@Suite struct CSVWriterTests {
  private func write(mark: Bool = false, _ body: (CSVWriter) throws -> Void) throws -> String {
    let sink = ByteSink.memory()
    let writer = CSVWriter(to: sink, byteOrderMark: mark)
    try body(writer)
    try writer.finish()
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  @Test func cellsAreQuotedOnlyWhereNeeded() throws {
    let text = try write { try $0.row(["a b", "a,b", "a\"b", "a\nb", "a\rb", ""]) }
    #expect(text == "a b,\"a,b\",\"a\"\"b\",\"a\nb\",\"a\rb\",\r\n")
    #expect(try write { try $0.row([""]) } == "\"\"\r\n")
    #expect(try write(mark: true) { try $0.row(["编号"]) } == "\u{FEFF}编号\r\n")
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"])
  func noTextBecomesAFormula(_ cell: String) throws {
    let text = try write { try $0.row([cell]) }
    #expect(try readAll(text).rows == [["'" + cell]])
  }

  @Test func numbersStayNumbers() throws {
    let text = try write {
      $0.number(-3)
      $0.money(Money(fen: -350))
      $0.decimal(-35, decimals: 1)
      $0.decimal(-5, decimals: 2)
      $0.decimal(7, decimals: 0)
      $0.number(.min)
      try $0.endRow()
    }
    #expect(text == "-3,-3.50,-3.5,-0.05,7,-9223372036854775808\r\n")
  }

  /// Any table whose cells need no neutralising is read back as it was, however it is cut into chunks.
  @Test func whatIsWrittenIsReadBack() throws {
    var random = SeededRandom.ofThisRun("whatIsWrittenIsReadBack")
    let parts = [
      "a", "1", ",", "\"", "\n", "\r", "\r\n", " ", "好", "😀", "'", "\"\"", "null", "=", "\u{FEFF}", "é", "　",
    ]
    for _ in 0..<400 {
      let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<Int.random(in: 1...4, using: &random)).map { _ -> String in
          let cell = (0..<Int.random(in: 0...5, using: &random)).map { _ in
            parts.randomElement(using: &random) ?? ""
          }.joined()
          return CSVWriter.neutral(cell) == cell ? cell : "x" + cell
        }
      }
      let mark = Bool.random(using: &random)
      let text = try write(mark: mark) { writer in for row in rows { try writer.row(row) } }
      for chunk in [1, 2, 3, 4, 5, 6, 7, 100_000] {
        let result = try readAll(text, chunk: chunk, limits: smallSteps)
        #expect(
          result.rows.map { $0.map { Array($0.unicodeScalars) } } == rows.map { $0.map { Array($0.unicodeScalars) } })
        #expect(result.defects.isEmpty)
      }
    }
  }

  @Test func aFileIsForItsOwnerOnlyAndReplacesNothing() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("rejects-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let writer = CSVWriter(to: try .newFile(path))
    try writer.row(["编号", "原因"])
    try writer.finish()
    #expect(FileManager.default.contents(atPath: path).map { Array($0) } == Array("\u{FEFF}编号,原因\r\n".utf8))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect { try ByteSink.newFile(path) } throws: { ($0 as? Failure)?.code == "file_exists" }
    #expect { try ByteSink.newFile(path + "/x") } throws: { ($0 as? Failure)?.code == "file_not_writable" }
  }
}
