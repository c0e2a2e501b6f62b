import Foundation
import Testing

@testable import Formats

/// Random documents, whole and spoilt, read by Python's json module and by ours.
@Suite struct JSONPythonTests {
  private struct Answer: Decodable {
    /// The document rewritten by Python with its own digits; nil where Python refuses it.
    let text: String?
  }

  @Test(
    "random documents mean what Python's json module reads, and what it refuses is refused",
    .enabled(if: Python.isThere, "SKIPPED: python3 is not there to compare with"))
  func agreement() throws {
    var random = SeededRandom.ofThisRun("json agreement")
    let texts = (0..<2_500).map { number in
      let text = "{\"v\":\(Self.value(depth: 0, &random))}"
      return number.isMultiple(of: 2) ? text : Self.spoilt(text, &random)
    }
    let script = """
      import json, sys
      class Digits(str): pass
      def number(text): return Digits(text)
      def constant(text): raise ValueError(text)
      def write(value):
          if isinstance(value, Digits): return str(value)
          if isinstance(value, str): return '"' + value + '"'
          if value is None: return "null"
          if value is True: return "true"
          if value is False: return "false"
          if isinstance(value, list): return "[" + ",".join(write(v) for v in value) + "]"
          return "{" + ",".join('"' + k + '":' + write(v) for k, v in value) + "}"
      def read(text):
          try:
              value = json.loads(
                  text, parse_int=number, parse_float=number, parse_constant=constant, object_pairs_hook=Pairs)
              text = write_pairs(value)
              text.encode("utf-8")
              return text
          except (ValueError, RecursionError):
              return None
      class Pairs(list): pass
      def write_pairs(value):
          if isinstance(value, Pairs): return "{" + ",".join('"' + k + '":' + write_pairs(v) for k, v in value) + "}"
          if isinstance(value, list): return "[" + ",".join(write_pairs(v) for v in value) + "]"
          return write(value)
      json.dump([{"text": read(t)} for t in json.load(sys.stdin)], sys.stdout)
      """
    let output = try #require(Python.run(script, input: Array(try JSONEncoder().encode(texts))))
    let answers = try JSONDecoder().decode([Answer].self, from: Data(output))
    try #require(answers.count == texts.count)
    for (text, answer) in zip(texts, answers) {
      for chunk in [3, Int.max] {
        let out = try readJSON(text, chunk: chunk, limits: JSONLimits(chunkBytes: 16))
        // A document of ours is an object that ends the text; anything else that Python takes is none.
        let isWhole = out.defects.isEmpty && out.records.count == 1
        #expect((isWhole ? out.records[0] : nil) == answer.text, "\(text.debugDescription), chunk \(chunk)")
      }
    }
    #expect(answers.contains { $0.text == nil } && answers.contains { $0.text != nil })
  }

  private static func value(depth: Int, _ random: inout SeededRandom) -> String {
    let kind = Int.random(in: 0..<(depth < 4 ? 10 : 7), using: &random)
    switch kind {
    case 0...2: return string(&random)
    case 3:
      return ["0", "-1", "3515112026111109305", "92233720368547758080", "1.50", "-0.0", "1e5", "2E-3", "0.1e+2"]
        .randomElement(using: &random) ?? "0"
    case 4: return ["true", "false", "null"].randomElement(using: &random) ?? "null"
    case 5...6: return "\(Int64.random(in: .min ... .max, using: &random))"
    case 7...8:
      return "{"
        + (0..<Int.random(in: 0...4, using: &random)).map { _ in
          string(&random) + blank(&random) + ":" + blank(&random) + value(depth: depth + 1, &random)
        }.joined(separator: "," + blank(&random)) + "}"
    default:
      return "[" + blank(&random)
        + (0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1, &random) }
        .joined(separator: blank(&random) + ",") + "]"
    }
  }

  private static func string(_ random: inout SeededRandom) -> String {
    let pieces = [
      "a", "tid", "买家", "不要了", "🙏", "é", "\\n", "\\\"", "\\\\", "\\/", "\\u597d", "\\ud83d\\ude4f", "\\u0000", " ", "{",
      "]", "\u{7F}",
      "\u{2028}",
    ]
    return "\""
      + (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      + "\""
  }

  private static func blank(_ random: inout SeededRandom) -> String {
    ["", "", "", " ", "\n", "\t", "\r\n"].randomElement(using: &random) ?? ""
  }

  private static func spoilt(_ text: String, _ random: inout SeededRandom) -> String {
    var scalars = Array(text.unicodeScalars)
    let place = Int.random(in: 0..<scalars.count, using: &random)
    let pieces = Array("\"\\{}[],:0-.eEu+n/ \t\n\u{1}x".unicodeScalars)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: scalars.remove(at: place)
    case 1: scalars.insert(pieces.randomElement(using: &random) ?? "x", at: place)
    default: scalars[place] = pieces.randomElement(using: &random) ?? "x"
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
