import Testing
import Vocabulary

@testable import Formats

@Suite struct CSVDefectTests {
  private let tight = CSVLimits(fieldBytes: 10, rowBytes: 30, columns: 4, rawBytes: 12, detectionBytes: 4)

  /// Each defect: the file, its reason, row and column, and the rows that remain.
  @Test(
    arguments: [
      ("a,b\n1,12345678901\n2,c", CSVDefect.Reason.fieldTooLong(limit: 10), 2, 2, [["a", "b"], ["2", "c"]]),
      ("a,b\n\"12345678901\",1\n2,c", .fieldTooLong(limit: 10), 2, 1, [["a", "b"], ["2", "c"]]),
      ("a,b\n\"1\n345678901\n345\",1\n2,c", .fieldTooLong(limit: 10), 2, 1, [["a", "b"], ["2", "c"]]),
      ("a\n1234567890,1234567890,123456789\n2", .rowTooLong(limit: 30), 2, nil, [["a"], ["2"]]),
      ("a\n1,2,3,4,5,6\n1,2,3,4", .tooManyColumns(limit: 4), 2, nil, [["a"], ["1", "2", "3", "4"]]),
      ("a,b,c\n\n1,2,x\0y\n2", .nulByte, 3, 3, [["a", "b", "c"], ["2"]]),
      ("a\n\"\0\",1\n2", .nulByte, 2, 1, [["a"], ["2"]]),
      ("a\n1\nx,\"open\n2\n3", .unterminatedQuote(openedAtRow: 3), 3, 2, [["a"], ["1"]]),
      ("a\n\"1\n2\",\"open", .unterminatedQuote(openedAtRow: 3), 2, 2, [["a"]]),
      ("a\n\"open\n23456789012345678901234567890\n", .unterminatedQuote(openedAtRow: 2), 2, 1, [["a"]]),
    ] as [(String, CSVDefect.Reason, Int, Int?, [[String]])])
  func aDefectSetsItsRowAsideAndReadingGoesOn(
    _ text: String, _ reason: CSVDefect.Reason, _ row: Int, _ column: Int?, _ rest: [[String]]
  ) throws {
    for chunk in [1, 2, 3, 5, 7, 1_000] {
      let result = try readAll(text, chunk: chunk, limits: tight)
      #expect(result.rows == rest, "chunk \(chunk)")
      #expect(result.defects.map(\.reason) == [reason], "chunk \(chunk)")
      #expect(result.defects.first?.rowNumber == row)
      #expect(result.defects.first?.columnNumber == column)
    }
  }

  /// Broken bytes of every kind: rows, reasons, places and raw bytes are the same however the source is cut.
  @Test func whatIsReadDoesNotDependOnChunks() throws {
    var random = SeededRandom.ofThisRun("whatIsReadDoesNotDependOnChunks")
    let pieces: [[UInt8]] = [
      [0x61], [0x61], Array("12345678".utf8), [0x2C], [0x2C], [0x22], [0x22], [0x0A], [0x0D], [0x0D, 0x0A], [0], [0x80],
      [0xBA, 0xC3], [0xBA], Array("好".utf8), [0xFF], [0x94, 0x39, 0xFC, 0x36],
    ]
    var defects: Set<String> = []
    for _ in 0..<5_000 {
      var bytes = Array("id,x\n".utf8)
      for _ in 0..<Int.random(in: 0...40, using: &random) { bytes += pieces.randomElement(using: &random) ?? [] }
      guard let whole = try? readAll(bytes, limits: tight) else { continue }
      for chunk in [1, 2, 3, 7, 16] {
        let cut = try readAll(bytes, chunk: chunk, limits: tight)
        #expect(cut.rows == whole.rows, "\(bytes), chunk \(chunk)")
        #expect(cut.rowNumbers == whole.rowNumbers, "\(bytes), chunk \(chunk)")
        #expect(cut.defects == whole.defects, "\(bytes), chunk \(chunk)")
      }
      defects.formUnion(whole.defects.map(\.code))
    }
    // Rows of UTF-8 among others are too rare here to count on.
    #expect(defects.subtracting(["csv_other_encoding"]).count == 6)
  }

  @Test func aFieldOfExactlyTheLimitIsWhole() throws {
    for chunk in 1...13 {
      let result = try readAll("1234567890,\"1234567890\",1\n\"1234567890\",\n", chunk: chunk, limits: tight)
      #expect(result.rows == [["1234567890", "1234567890", "1"], ["1234567890", ""]], "chunk \(chunk)")
    }
  }

  @Test func rowsBehindASkippedRecordKeepTheirNumbers() throws {
    for chunk in 1...9 {
      let result = try readAll("a\r\n\"1\r\n2\r\n3\r\n45678\",x\r\nlast\r\n", chunk: chunk, limits: tight)
      #expect(result.rowNumbers == [1, 6], "chunk \(chunk)")
    }
  }

  @Test func theRawRecordIsKeptUpToItsLimit() throws {
    for chunk in [1, 4, 100] {
      let result = try readAll("a\nb,\0c\nd,12345678901\n", chunk: chunk, limits: tight)
      #expect(result.defects.map(\.rawText) == ["b,\0c", "d,1234567890"])
      #expect(result.defects.map(\.isRawComplete) == [true, false])
    }
  }

  @Test func oneBadByteSpoilsOnlyItsOwnRow() throws {
    let utf8 = Array("编号,备注\n1,好\n2,".utf8) + [0xE5, 0xA5] + Array("\n3,好\n".utf8)
    let fromUTF8 = try readAll(utf8)
    #expect(fromUTF8.rows == [["编号", "备注"], ["1", "好"], ["3", "好"]])
    #expect(fromUTF8.defects.map(\.reason) == [.invalidText(.utf8)])
    #expect(fromUTF8.defects.map(\.columnNumber) == [2])
    #expect(fromUTF8.defects.map(\.rowNumber) == [3])
    #expect(fromUTF8.defects.map(\.rawText) == ["2,\u{FFFD}"])

    // 编号,好 in GB18030; the bad row ends in half a character.
    let head: [UInt8] = [0xB1, 0xE0, 0xBA, 0xC5, 0x0A]
    let fromGB = try readAll(head + [0xBA, 0xC3, 0x0A, 0x78, 0x2C, 0xBA, 0x0A, 0xBA, 0xC3])
    #expect(fromGB.encoding == .gb18030)
    #expect(fromGB.rows == [["编号"], ["好"], ["好"]])
    #expect(fromGB.defects.map(\.reason) == [.invalidText(.gb18030)])
    #expect(fromGB.defects.map(\.columnNumber) == [2])
    #expect(fromGB.defects.map(\.rawText) == ["x,\u{FFFD}"])
  }

  @Test func anEndlessFieldIsNotHeld() throws {
    let total = 64 << 20
    for opening in ["a,b\n1,", "a,b\n1,\""] {
      let tail = opening.hasSuffix("\"") ? "\",x\n2,y\n" : "\n2,y\n"
      var ends = [Array(opening.utf8), Array(tail.utf8)]
      var left = total
      let source = ByteSource(name: "-") { buffer in
        if ends.count == 1, left > 0 {
          let count = min(left, buffer.count)
          UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]).initializeMemory(as: UInt8.self, repeating: 0x78)
          left -= count
          return count
        }
        if ends.isEmpty { return 0 }
        let bytes = ends.removeFirst()
        buffer.copyBytes(from: bytes)
        return bytes.count
      }
      let reader = try CSVReader(source)
      var rows: [Int] = []
      var defects: [CSVDefect] = []
      while let row = try reader.next() {
        switch row {
        case .record(let record): rows.append(record.rowNumber)
        case .defect(let defect): defects.append(defect)
        }
      }
      #expect(rows == [1, 3])
      #expect(defects.map(\.reason) == [.fieldTooLong(limit: 1 << 20)])
      #expect(defects.map(\.rawBytes.count) == [64 << 10])
      #expect(reader.scanner.capacity <= 5 << 20)
    }
  }

  @Test func everyDefectSaysWhatWhereAndWhatNextInBothLanguages() {
    let reasons: [CSVDefect.Reason] = [
      .unterminatedQuote(openedAtRow: 7), .fieldTooLong(limit: 1), .rowTooLong(limit: 1), .tooManyColumns(limit: 1),
      .nulByte, .invalidText(.gb18030),
    ]
    var codes: Set<String> = []
    for reason in reasons {
      let defect = CSVDefect(
        reason: reason, rowNumber: 7, columnNumber: 3, rawBytes: Array("张三".utf8), isRawComplete: true, encoding: .utf8)
      let failure = defect.failure(in: "orders.csv")
      #expect(failure.kind == .usage)
      #expect(failure.place == "orders.csv:7:3")
      #expect(failure.next != nil)
      for text in [failure.message.zh, failure.message.en] { #expect(!text.isEmpty && !text.contains("张三")) }
      codes.insert(failure.code)
    }
    #expect(codes.count == reasons.count)
  }

  @Test("a row of UTF-8 in a file of GBK is set aside as what it is")
  func otherEncoding() throws {
    let gb: [UInt8] = [0xB1, 0xE0, 0xBA, 0xC5]  // 编号
    let text = gb + Array("\n1,".utf8) + gb + Array("\n2,买家不要了 退款\n3,".utf8) + gb + Array("\n".utf8)
    let reader = try CSVReader(.bytes(text))
    var rows: [String] = []
    while let row = try reader.next() {
      switch row {
      case .record(let record): rows.append(record.texts.joined(separator: "|"))
      case .defect(let defect): rows.append("\(defect.code) \(defect.rawText)")
      }
    }
    #expect(rows == ["编号", "1|编号", "csv_other_encoding 2,买家不要了 退款", "3|编号"])
  }
}
