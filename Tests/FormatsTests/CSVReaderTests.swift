import Formats
import Testing
import Vocabulary

@Suite struct CSVReaderTests {
  @Test(arguments: PythonCSVCase.all) func readsWhatPythonReads(_ example: PythonCSVCase) throws {
    for chunk in [1, 2, 3, 4, 5, 6, 7, 1_000] {
      let result = try readAll(example.text, chunk: chunk, limits: smallSteps)
      #expect(result.rows == example.rows, "chunk \(chunk)")
      #expect(result.defects.count == (example.endsInsideQuotes ? 1 : 0), "chunk \(chunk)")
    }
  }

  @Test func theHeaderIsRowOneAndRowsAreCountedInPhysicalLines() throws {
    for (lineEnd, chunk) in [("\n", 1), ("\r\n", 1), ("\r", 1), ("\r\n", 2), ("\r\n", 1_000)] {
      let lines = ["编号,备注", "1,\"两", "行\"", "", "2,x", "3,\"", "\""]
      let result = try readAll(lines.joined(separator: lineEnd), chunk: chunk, limits: smallSteps)
      #expect(result.rowNumbers == [1, 2, 5, 6])
      #expect(result.rows[1] == ["1", "两\(lineEnd)行"])
    }
  }

  @Test func aByteOrderMarkIsNoPartOfTheFirstTitle() throws {
    let result = try readAll([0xEF, 0xBB, 0xBF] + Array("订单编号,a".utf8))
    #expect(result.rows == [["订单编号", "a"]])
  }

  @Test func bothFormsOfTextInAFormulaAreTheirInside() throws {
    let result = try readAll("=\"3515001122334455\",\"=\"\"3515001122334455\"\"\",\t=\"a\"\n")
    #expect(result.cleaned == [["3515001122334455", "3515001122334455", "a"]])
    #expect(result.rows == [["=\"3515001122334455\"", "=\"3515001122334455\"", "\t=\"a\""]])
  }

  @Test func rowsMayBeLongerOrShorterThanTheHeader() throws {
    let reader = try CSVReader(.bytes(Array("a,b\n1,2,3\n1\n".utf8)))
    var counts: [Int] = []
    while case .record(let record)? = try reader.next() {
      counts.append(record.count)
      #expect(record.text(7).isEmpty)
      #expect(record.text(-1).isEmpty)
    }
    #expect(counts == [2, 3, 1])
  }

  @Test func bytesAreGivenWithoutQuotesAndAsTheyStandOtherwise() throws {
    let reader = try CSVReader(.bytes(Array("\"a\"\"b\",' c\n".utf8)))
    guard case .record(let record)? = try reader.next() else {
      Issue.record("no record")
      return
    }
    // A column may be read while another is in use.
    #expect(record.withBytes(0) { Array($0) + Array(record.text(0).utf8) } == Array("a\"ba\"b".utf8))
    #expect(record.withBytes(1) { Array($0) } == Array("' c".utf8))
    #expect(record.rawText == "\"a\"\"b\",' c")
  }

  @Test func anEmptyFileHasNoRows() throws {
    #expect(try readAll("").rows.isEmpty)
    #expect(try readAll("\r\n\n\r").rows.isEmpty)
    #expect(try readAll([0xEF, 0xBB, 0xBF]).rows.isEmpty)
  }

  @Test func aFileIsReadFromDiskAndNamedInErrors() throws {
    #expect { try ByteSource.file("/nonexistent/orders.csv") } throws: {
      ($0 as? Failure)?.code == "file_not_found" && ($0 as? Failure)?.place == "/nonexistent/orders.csv"
    }
    #expect { try ByteSource.file("/") } throws: { ($0 as? Failure)?.code == "file_is_directory" }
    let reader = try CSVReader(.file("/dev/null"))
    if try reader.next() != nil { Issue.record("a row in an empty file") }
  }
}
