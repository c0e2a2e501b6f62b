import Testing
import Vocabulary

@testable import Playbooks

@Suite("Remark rules")
struct RemarkRulesTests {
  let rules: RemarkRules
  let cases: [RemarkCase]

  init() throws {
    rules = try PlaybookSet.builtIn.remarkRules()
    let file = try #require(PlaybookSet.builtIn.files.first { $0.path == PlaybookSet.casesPath })
    cases = RemarkCase.read(file, Problems(path: file.path))
  }

  /// The verdict that counts as right while no rule gives `verdict` yet.
  private func expected(_ verdict: Verdict) -> Verdict {
    rules.verdicts.contains(verdict) ? verdict : .review
  }

  @Test("every line of the labelled sample comes out right")
  func labelled() {
    for line in labelledSample {
      let got = rules.classify(line.say)
      #expect(got.verdict == expected(line.verdict), "\(line.say): \(got.rule ?? "-") \(got.normalized)")
    }
  }

  @Test("every case that is not held out comes out right")
  func tuned() {
    #expect(cases.count >= 200)
    for item in cases where !item.heldOut {
      let got = rules.classify(item.say)
      #expect(got.verdict == expected(item.verdict), "\(item.say): \(got.rule ?? "-") \(got.normalized)")
    }
  }
}
