import Foundation
import Testing
import Vocabulary

@testable import Formats

/// What a JSON reader hands out, as text that shows kinds and digits.
struct JSONReadOut {
  var records: [String] = []
  var lines: [Int] = []
  var defects: [JSONDefect] = []
  /// Codes and records in their order.
  var order: [String] = []
}

/// Writes a value again, compact, with its escapes undone except for quotes and backslashes.
func rewritten(_ value: JSONValue) -> String {
  switch value.kind {
  case .object: "{" + value.members.map { "\"\($0.name)\":\(rewritten($0.value))" }.joined(separator: ",") + "}"
  case .array: "[" + value.elements.map(rewritten).joined(separator: ",") + "]"
  case .string: "\"\(value.text ?? "?")\""
  case .number: value.text ?? "?"
  case .bool: value.bool == true ? "true" : "false"
  case .null: "null"
  }
}

func readJSON(
  _ bytes: [UInt8], chunk: Int = .max, limits: JSONLimits = JSONLimits(), opening: Set<String> = ["list", "one"]
) throws -> JSONReadOut {
  let reader = JSONReader(.bytes(bytes, chunk: chunk), limits: limits) {
    opening.contains(String(decoding: $0, as: UTF8.self))
  }
  var out = JSONReadOut()
  while let item = try reader.next() {
    switch item {
    case .record(let record):
      out.records.append(rewritten(record.value))
      out.lines.append(record.line)
      out.order.append(rewritten(record.value))
    case .defect(let defect):
      out.defects.append(defect)
      out.order.append(defect.code)
    }
  }
  return out
}

func readJSON(_ text: String, chunk: Int = .max, limits: JSONLimits = JSONLimits()) throws -> JSONReadOut {
  try readJSON(Array(text.utf8), chunk: chunk, limits: limits)
}

@Suite struct JSONReaderTests {
  static let small = JSONLimits(chunkBytes: 16)

  static let shapes: [(String, [String])] = [
    (#"{"a":1}"#, [#"{"a":1}"#]),
    (#"[{"a":1},{"a":2}]"#, [#"{"a":1}"#, #"{"a":2}"#]),
    ("{\"a\":1}\n{\"a\":2}\r\n\n{\"a\":3}", [#"{"a":1}"#, #"{"a":2}"#, #"{"a":3}"#]),
    (#"{"x":{"y":[1]},"list":[{"a":1},{"a":2}],"n":7}"#, [#"{"a":1}"#, #"{"a":2}"#]),
    (#"{"n":2,"list":{"one":[{"a":1}]},"id":"x"}"#, [#"{"a":1}"#]),
    (#"{"list":{"a":1}}"#, [#"{"a":1}"#]),
    (#"{"one":{"a":{"list":[1]}}}"#, [#"{"a":{"list":[1]}}"#]),
    ("{\"list\":[{\"a\":1}]}\n{\"a\":2}\n[{\"a\":3}]\n{\"one\":{\"a\":4}}", (1...4).map { "{\"a\":\($0)}" }),
    ("{\n \"list\" : [\n {\n \"a\" : 1\n}\n]\n}\n", [#"{"a":1}"#]),
    (#"{"list":[]}"#, []), (#"[]"#, []), (#"[[{"a":1}],[]]"#, [#"{"a":1}"#]), ("", []), (" \n\t", []),
    (#"{"list":null}"#, [#"{"list":null}"#]), (#"{}"#, ["{}"]), (#"{"list":{}}"#, ["{}"]),
    ("\u{FEFF}{\"a\":1}", [#"{"a":1}"#]),
  ]

  @Test("records are found in every form of file, however it is cut", arguments: shapes)
  func forms(text: String, records: [String]) throws {
    for chunk in [1, 5, .max] {
      let out = try readJSON(text, chunk: chunk, limits: Self.small)
      #expect(out.records == records, "chunk \(chunk)")
      #expect(out.defects.isEmpty, "chunk \(chunk)")
    }
  }

  static let values: [(String, String)] = [
    ("3515112026111109305", "3515112026111109305"), ("9223372036854775808123", "9223372036854775808123"),
    ("-0", "-0"), ("1.50", "1.50"), ("1E+5", "1E+5"), ("0.1e-2", "0.1e-2"), ("true", "true"), ("false", "false"),
    ("null", "null"), (#""""#, #""""#), (#""\"\\\/""#, #"""\/""#), (#""\b\f\n\r\t""#, "\"\u{8}\u{C}\n\r\t\""),
    (#""\u597d\u597D\u0041""#, #""好好A""#), (#""\ud83d\uDE4F""#, #""🙏""#), (#""é好🙏""#, #""é好🙏""#),
    ("[1, [2],{}]", "[1,[2],{}]"),
    (#""\u0000""#, "\"\0\""),
    (
      "\"\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\"",
      "\"\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\""
    ),
  ]

  @Test("values keep their digits and lose their escapes", arguments: values)
  func value(text: String, expected: String) throws {
    for chunk in [1, 3, .max] {
      let out = try readJSON("{\"v\":\(text)}", chunk: chunk, limits: Self.small)
      #expect(out.records == ["{\"v\":\(expected)}"], "chunk \(chunk)")
    }
  }

  static let faults: [(String, String)] = [
    ("01", "json_syntax"), ("1.", "json_syntax"), (".5", "json_syntax"), ("+1", "json_syntax"), ("1e", "json_syntax"),
    ("-", "json_syntax"), ("NaN", "json_syntax"), ("Infinity", "json_syntax"), ("True", "json_syntax"),
    ("nul", "json_syntax"), ("'a'", "json_syntax"), (#""\x""#, "json_syntax"), (#""\u12g4""#, "json_syntax"),
    ("\"a\tb\"", "json_syntax"), ("\"a\0b\"", "json_syntax"), (#""\ud800""#, "json_lone_surrogate"),
    (#""\udc00""#, "json_lone_surrogate"), (#""\ud83d\u0041""#, "json_lone_surrogate"), ("[1,]", "json_syntax"),
    ("[1 2]", "json_syntax"), ("[,]", "json_syntax"), (#"{"a":1,}"#, "json_syntax"), (#"{"a" 1}"#, "json_syntax"),
    ("{a:1}", "json_syntax"), ("{1:1}", "json_syntax"), ("[1}", "json_syntax"), ("/**/1", "json_syntax"),
    (String(repeating: "[", count: 70), "json_too_deep"),
    ("\"" + String(repeating: "x", count: 70_000) + "\"", "json_string_too_long"), ("\u{FEFF}1", "json_syntax"),
    ("1\u{A0}", "json_syntax"), ("", "json_syntax"),
  ]

  @Test("what RFC 8259 does not allow sets its line aside, and the next line is read", arguments: faults)
  func fault(text: String, code: String) throws {
    for chunk in [1, 7, .max] {
      let out = try readJSON("{\"a\":1}\n{\"v\":\(text)}\n{\"a\":2}", chunk: chunk, limits: Self.small)
      #expect(out.order == [#"{"a":1}"#, code, #"{"a":2}"#], "chunk \(chunk)")
      #expect(out.defects.first?.line == 2)
      #expect(out.defects.first?.endsFile == false)
    }
  }

  static let spoilt: [[UInt8]] = [
    [0x80], [0xC0, 0xAF], [0xC1, 0x81], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
    [0xF0, 0x8F, 0x80, 0x80],
    [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE5, 0xA5], [0xC4], [0xF0, 0x9F, 0x99], [0xFF],
    [0xE5, 0xA5, 0xBD, 0xE5, 0xA5],
    [0xBA, 0xC3],
  ]

  @Test("bytes that are no UTF-8 are refused where they stand", arguments: spoilt)
  func spoiltText(bytes: [UInt8]) throws {
    for chunk in [1, 7, .max] {
      let text = Array("{\"v\":\"好".utf8) + bytes + Array("x\"}\n{\"a\":2}".utf8)
      let out = try readJSON(text, chunk: chunk, limits: Self.small)
      #expect(out.order == ["json_invalid_text", #"{"a":2}"#], "chunk \(chunk)")
      let defect = try #require(out.defects.first)
      #expect((10...13).contains(defect.byte))
      #expect(defect.rawBytes == text.prefix { $0 != 0x0A })
    }
  }

  static let ends: [(String, [String])] = [
    (#"{"a":1"#, ["json_unfinished"]), (#"{"a":"b"#, ["json_unfinished"]),
    (#"[{"a":1}"#, [#"{"a":1}"#, "json_unfinished"]),
    (#"[{"a":1},"#, [#"{"a":1}"#, "json_unfinished"]), (#"{"list":[{"a":1}]"#, [#"{"a":1}"#, "json_unfinished"]),
    (#"{"list":[{"a":tr"#, ["json_unfinished"]), (#"{"list":"#, ["json_unfinished"]), (#"{"li"#, ["json_unfinished"]),
    ("[1,{\"a\":1}]", ["json_not_a_record", #"{"a":1}"#]), (#"{"a":1} x"#, [#"{"a":1}"#, "json_trailing"]),
    (#"{"a":1}{"a":2}"#, [#"{"a":1}"#, "json_trailing"]),
    ("[{\"a\":1}]]\n{\"a\":2}", [#"{"a":1}"#, "json_trailing", #"{"a":2}"#]),
    ("{\n\"a\":1\n} {\"a\":2}\n{\"a\":3}", [#"{"a":1}"#, "json_trailing"]),
    ("{\n\"a\":tru\n}\n{\"a\":2}", ["json_syntax"]), ("{,\n\"a\":1}\n{\"a\":2}", ["json_syntax"]),
    (#"[{"a":1},]"#, [#"{"a":1}"#, "json_syntax"]), (#"[{"a":1}}"#, [#"{"a":1}"#, "json_syntax"]),
    ("{\"list\":[{\"a\":1}],}\n{\"a\":2}", [#"{"a":1}"#, "json_syntax", #"{"a":2}"#]),
    ("[\n{\"a\":1},\n{\"a\":x},\n{\"a\":3}\n]", [#"{"a":1}"#, "json_syntax"]),
  ]

  @Test("a file that breaks off or goes on wrongly gives what was whole, and one defect", arguments: ends)
  func end(text: String, order: [String]) throws {
    for chunk in [1, 7, .max] {
      let out = try readJSON(text, chunk: chunk, limits: Self.small)
      #expect(out.order == order, "chunk \(chunk)")
    }
  }

  @Test("a defect names its line and byte, and says whether the file ends with it")
  func place() throws {
    let out = try readJSON("{\"a\":1}\n{\n\"a\":tru\n}\n{\"a\":2}")
    let defect = try #require(out.defects.first)
    #expect(defect.line == 3)
    #expect(defect.byte == 18)
    #expect(defect.endsFile)
    #expect(defect.message.en == "line 3, byte 18 of the file: this is not JSON; what stands behind it was not read")
    #expect(defect.failure(in: "f.json").place == "f.json:3")
  }

  @Test("lines are counted through records, envelopes and blank lines")
  func lines() throws {
    let out = try readJSON("\n[{\"a\":1},\n\n{\"a\":\n2}, {\"a\":3}\n]\n{\"a\":4}")
    #expect(out.lines == [2, 4, 5, 7])
  }

  @Test("a record beyond the limit is set aside in bounded memory")
  func tooLong() throws {
    let limits = JSONLimits(recordBytes: 1_000, rawBytes: 100, chunkBytes: 64)
    let long = "{\"v\":[" + String(repeating: "123456789,", count: 50_000) + "0]}"
    let out = try readJSON("{\"a\":1}\n" + long + "\n{\"a\":2}", chunk: 50, limits: limits)
    #expect(out.order == [#"{"a":1}"#, "json_record_too_long", #"{"a":2}"#])
    #expect(out.defects.first?.rawBytes.count == 100)
    #expect(out.defects.first?.line == 2)
    let spread = try readJSON(
      "{\"a\":1}\n" + long.replacingOccurrences(of: ",", with: ",\n") + "\n{\"a\":2}", limits: limits)
    #expect(spread.order == [#"{"a":1}"#, "json_record_too_long"])
  }

  @Test("wanted members are found among others, their names escaped or not; one that stands twice is told")
  func members() throws {
    let names = JSONNames(["tid", "status", "买家", "x"] + (0..<100).map { "name\($0)" })
    var found = JSONMembers(names)
    let text = #"{"a":{"tid":9},"t\u0069d":3515112026111109305,"买家":"b","name7":[1,{"tid":2}],"status":null}"#
    let reader = JSONReader(.bytes(Array((text + "\n" + #"{"x":1,"y":2,"y":3,"x":4}"#).utf8)))
    guard case .record(let first)? = try reader.next() else { throw Unexpected("no record") }
    found.read(first.value)
    #expect(found[0]?.text == "3515112026111109305")
    #expect(found[1]?.kind == .null)
    #expect(found[2]?.text == "b")
    #expect(found[3] == nil)
    #expect(found[4 + 7]?.elements.first?.text == "1")
    #expect(found.repeated == nil)
    guard case .record(let second)? = try reader.next() else { throw Unexpected("no record") }
    found.read(second.value)
    #expect(found[0] == nil)
    #expect(found[3]?.text == "4")
    #expect(found.repeated == "x")
  }
}

struct Unexpected: Error {
  let what: String
  init(_ what: String) { self.what = what }
}
