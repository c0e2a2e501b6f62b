import Foundation
import Testing

@testable import Formats

/// Random texts of awkward pieces, read by Python's csv module and by ours.
@Suite struct PythonAgreementTests {
  private struct Answer: Decodable {
    let rows: [[String]]
    let isOpen: Bool
  }

  @Test(.enabled(if: Python.isThere, "SKIPPED: python3 is not there to compare with"))
  func randomTextsAreReadAsPythonReadsThem() throws {
    var random = SeededRandom.ofThisRun("randomTextsAreReadAsPythonReadsThem")
    let pieces = [
      "a", "b", ",", ",", "\"", "\"", "\"\"", "\n", "\r", "\r\n", " ", "=", "好", "'", "\t", ",\"", "\",", "\"\n",
    ]
    let texts = (0..<3_000).map { _ in
      (0..<Int.random(in: 0...14, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
    let script = """
      import csv, io, json, sys
      def read(text):
          # A text that ends inside quotes gains a cell when something is written behind it.
          rows = list(csv.reader(io.StringIO(text, newline="")))
          more = list(csv.reader(io.StringIO(text + "\\n\\nz", newline="")))
          is_open = more[-1:] != [["z"]]
          return {"rows": [r for r in (rows[:-1] if is_open else rows) if r], "isOpen": is_open}
      json.dump([read(t) for t in json.load(sys.stdin)], sys.stdout)
      """
    let output = try #require(Python.run(script, input: Array(try JSONEncoder().encode(texts))))
    let answers = try JSONDecoder().decode([Answer].self, from: Data(output))
    try #require(answers.count == texts.count)
    for (text, answer) in zip(texts, answers) {
      for chunk in [1, 3, 100_000] {
        let result = try readAll(text, chunk: chunk, limits: smallSteps)
        #expect(result.rows == answer.rows, "\(text.debugDescription), chunk \(chunk)")
        #expect(result.defects.count == (answer.isOpen ? 1 : 0), "\(text.debugDescription), chunk \(chunk)")
      }
    }
  }
}
