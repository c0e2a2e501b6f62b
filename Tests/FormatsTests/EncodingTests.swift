import Testing
import Vocabulary

@testable import Formats

/// 编号 and 好 in GB18030.
private let number: [UInt8] = [0xB1, 0xE0, 0xBA, 0xC5]
private let good: [UInt8] = [0xBA, 0xC3]

@Suite struct EncodingTests {
  private func detect(_ bytes: [UInt8], isWhole: Bool = true) throws -> DetectedEncoding {
    try bytes.withUnsafeBufferPointer { try DetectedEncoding(prefix: $0, isWhole: isWhole, file: "orders.csv") }
  }

  @Test func theBeginningDecides() throws {
    #expect(try detect([0xEF, 0xBB, 0xBF] + Array("a".utf8)).encoding == .utf8)
    #expect(try detect([0xEF, 0xBB, 0xBF] + Array("a".utf8)).markBytes == 3)
    #expect(try detect([0xEF, 0xBB, 0xBF] + Array("a".utf8)).isOpen == false)
    #expect(try detect(Array("a,b\n".utf8)).isOpen)
    #expect(try detect([]).isOpen)
    #expect(try detect(Array("编号".utf8)).encoding == .utf8)
    #expect(try detect(Array("编号".utf8)).isOpen == false)
    #expect(try detect(number).encoding == .gb18030)
    #expect(try detect(number + [0x80]).encoding == .gb18030)
  }

  @Test func aCharacterCutByThePrefixIsNoFault() throws {
    let utf8 = Array("编号😀".utf8)
    for end in [1, 2, 4, 5, 7, 8, 9] {
      #expect(try detect(Array(utf8[..<end]), isWhole: false).encoding == .utf8, "cut at \(end)")
    }
    let gb = number + [0x94, 0x39, 0xFC, 0x36]  // 😀
    for end in [3, 5, 6, 7] {
      #expect(try detect(Array(gb[..<end]), isWhole: false).encoding == .gb18030, "cut at \(end)")
    }
  }

  @Test(
    arguments: [
      ("zip_file", [0x50, 0x4B, 0x03, 0x04, 0x14]), ("old_excel", [0xD0, 0xCF, 0x11, 0xE0, 0xA1]),
      ("gzip_file", [0x1F, 0x8B, 0x08]), ("utf16_text", [0xFF, 0xFE, 0x61, 0x00]),
      ("utf16_text", [0xFE, 0xFF, 0x00, 0x61]),
      ("binary_file", [0x61, 0x00, 0x62, 0x00]),
      ("binary_file", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0, 0, 0, 1]),
      ("encoding_unknown", [0x61, 0xFF, 0x62]),
    ] as [(String, [UInt8])])
  func whatIsNoTextIsRefusedByName(_ code: String, _ bytes: [UInt8]) {
    #expect {
      try CSVReader(.bytes(bytes, name: "orders.csv"))
    } throws: { error in
      guard let failure = error as? Failure else { return false }
      return failure.code == code && failure.kind == .usage && failure.next != nil
        && failure.place?.hasPrefix("orders.csv") == true
    }
  }

  @Test func anUnknownEncodingIsReportedWithItsByte() {
    #expect {
      try detect([0x61, 0x0A, 0xFF, 0x62])
    } throws: {
      ($0 as? Failure)?.place == "orders.csv: byte 2"
    }
  }

  @Test func aFileThatLookedLikeASCIIMayTurnOutToBeGB18030() throws {
    let file = Array("id,memo\n1,a\n2,".utf8) + good + Array("\n3,".utf8) + good + Array("\n".utf8)
    for chunk in 1...7 {
      let result = try readAll(file, chunk: chunk, limits: smallSteps)
      #expect(result.encoding == .gb18030)
      #expect(result.rows == [["id", "memo"], ["1", "a"], ["2", "好"], ["3", "好"]])
    }
  }

  @Test func onceUTF8WasSeenTheEncodingStays() throws {
    let file = Array("id,memo\n1,好\n2,".utf8) + good + Array("\n3,c\n".utf8)
    let result = try readAll(file, chunk: 8, limits: smallSteps)
    #expect(result.encoding == .utf8)
    #expect(result.rows == [["id", "memo"], ["1", "好"], ["3", "c"]])
    #expect(result.defects.map(\.reason) == [.invalidText(.utf8)])
  }

  @Test func gb18030CellsAreDecodedAndCleaned() throws {
    // ="编号", 好 behind a full-width space, € as code page 936 writes it, 😀 in four bytes.
    let cells: [[UInt8]] = [
      Array("=\"".utf8) + number + Array("\"".utf8), [0xA1, 0xA1] + good, [0x80] + good + [0x80],
      [0x94, 0x39, 0xFC, 0x36],
      Array("\"".utf8) + good + Array("\"\"".utf8) + good + Array("\"".utf8),
    ]
    let result = try readAll(Array(cells.joined(separator: Array(",".utf8))))
    #expect(result.cleaned == [["编号", "好", "€好€", "😀", "好\"好"]])
  }

  @Test func utf8IsCheckedAsSwiftChecksIt() {
    var random = SeededRandom.ofThisRun("utf8IsCheckedAsSwiftChecksIt")
    let parts: [[UInt8]] = [
      [0x61], [0xC2, 0x80], [0xC1, 0x80], [0xE0, 0x9F, 0x80], [0xE0, 0xA0, 0x80], [0xED, 0xA0, 0x80],
      [0xED, 0x9F, 0xBF],
      [0xF0, 0x8F, 0x80, 0x80], [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5],
      [0x80], [0xE4, 0xBD], [0xE4, 0xBD, 0xA0], [0xF0, 0x9F, 0x98], [0xFF], Array("abcdefghijkl".utf8),
    ]
    for _ in 0..<20_000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        bytes += parts.randomElement(using: &random) ?? []
      }
      let fault = bytes.withUnsafeBufferPointer { TextEncoding.utf8.firstFault(in: $0) }
      #expect((fault == nil) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
    }
  }

  /// Every two-byte form, and every four-byte form at the edges of each range, against the decoder itself.
  @Test func gb18030IsCheckedAsIconvDecodesIt() throws {
    let decoder = try GB18030Decoder()
    func agree(_ bytes: [UInt8]) -> Bool {
      bytes.withUnsafeBufferPointer { buffer in
        let isValid = TextEncoding.gb18030.firstFault(in: buffer) == nil
        return (decoder.decode(buffer) { _ in } == nil) == isValid
      }
    }
    var disagreements: [[UInt8]] = []
    for lead in UInt8.min...UInt8.max {
      if !agree([lead]) { disagreements.append([lead]) }
      for trail in UInt8(0x3A)...0xFF where !agree([lead, trail]) { disagreements.append([lead, trail]) }
    }
    let edges = [0, 19_057, 19_065, 39_076, 39_086, 39_420, 188_999, 189_000, 1_237_575, 1_237_576, 1_587_599]
    for edge in edges {
      for number in max(0, edge - 20)...min(1_587_599, edge + 20) {
        let bytes = [
          UInt8(0x81 + number / 12_600), UInt8(0x30 + number / 1_260 % 10), UInt8(0x81 + number / 10 % 126),
          UInt8(0x30 + number % 10),
        ]
        if !agree(bytes) { disagreements.append(bytes) }
      }
    }
    #expect(disagreements.isEmpty)
  }

  @Test(.enabled(if: Python.isThere, "SKIPPED: python3 is not there to compare with"))
  func gb18030TextIsWhatPythonDecodes() throws {
    // All of CJK Unified Ideographs, punctuation and full-width forms, and some of the planes above.
    let script = """
      import sys
      cs = list(range(0x20, 0x7f)) + list(range(0xa0, 0x2000)) + list(range(0x2010, 0x2028)) + list(range(0x3000, 0xa000)) \
      + list(range(0xac00, 0xd7a4)) + list(range(0xff01, 0xffe6)) + list(range(0x1f300, 0x1f700)) + list(range(0x20000, 0x20400))
      t = "".join(chr(c) for c in cs if c not in (0x1e3f,) and not 0x9fb4 <= c <= 0x9fbb)
      b = t.encode("gb18030")
      sys.stdout.buffer.write(len(b).to_bytes(4, "big") + b + t.encode("utf-8"))
      """
    let answer = try #require(Python.run(script, input: []))
    let length = answer[..<4].reduce(0) { $0 << 8 | Int($1) }
    let encoded = Array(answer[4..<4 + length])
    let decoder = try GB18030Decoder()
    var decoded: [UInt8] = []
    let fault = encoded.withUnsafeBufferPointer { decoder.decode($0) { decoded = Array($0) } }
    #expect(fault == nil)
    #expect(decoded == Array(answer[(4 + length)...]))
  }
}
