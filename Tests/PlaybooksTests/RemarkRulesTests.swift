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

  @Test("held-out cases: at least nine in ten come out right, and the score is told")
  func heldOut() {
    let held = cases.filter(\.heldOut)
    #expect(held.count >= 200)
    let right = held.filter { $0.holds(by: rules) }.count
    print("held-out remarks: \(right) of \(held.count) right")
    #expect(right * 10 >= held.count * 9)
  }

  @Test("the span is what was written, in characters, whatever its width")
  func span() throws {
    let got = rules.classify("👩‍👩‍👧買家不😭要了")
    #expect(got.verdict == .cancel)
    #expect(got.span == Classification.Span(start: 3, end: 7, text: "不😭要了"))
    #expect(got.normalized == " 买家不 要了")
  }

  @Test("only resume and none let an order pass")
  func holds() {
    #expect(Verdict.allCases.filter { !$0.holds } == [.resume, .none])
  }
}
