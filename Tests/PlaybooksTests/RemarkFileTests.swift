import Testing
import Vocabulary

@testable import Playbooks

@Suite("Files about remarks")
struct RemarkFileTests {
  private func check(_ texts: [String: String]) -> [Failure] {
    PlaybookSet(files: texts.map { PlaybookFile(path: $0.key, text: $0.value) }).check()
      .filter { $0.code != "playbook_missing" }
  }

  @Test("a pattern that could go on for ever is refused, with file, line and the way out")
  func evilPattern() throws {
    let text = "rules:\n  - {key: evil, says: cancel, patterns: (a+)+}\n"
    let failure = try #require(check(["remarks/seller-memo.yaml": text]).first)
    #expect(failure.code == "remark_pattern")
    #expect(failure.place == "remarks/seller-memo.yaml:2")
    #expect(
      failure.message.en == "rule 'evil': (a+)+ cannot be used: repetition (+) is not supported: it may have no end")
    #expect(failure.message.zh.contains("不支持重复"))
    #expect(failure.next?.en == "use letters, (a|b), x?, [abc], .{0,N} and <word> only")
  }

  @Test("words that double in each other are refused before they are built")
  func doublingWords() throws {
    var text = "words:\n  w0: ab\n"
    for count in 1...40 { text += "  w\(count): <w\(count - 1)><w\(count - 1)>\n" }
    text += "rules:\n  - {key: huge, says: cancel, patterns: <w40>}\n"
    let clock = ContinuousClock()
    let start = clock.now
    let failure = try #require(check(["remarks/seller-memo.yaml": text]).first)
    #expect(failure.code == "remark_pattern")
    #expect(failure.message.en.contains("more than 30000 nodes"))
    #expect(clock.now - start < .seconds(5))
  }

  @Test("many large patterns together are refused, too")
  func manyLargePatterns() throws {
    let large = String(repeating: ".{0,12}", count: 500)
    var text = "words:\n  large: a\(large)\nrules:\n"
    for count in 0..<60 { text += "  - {key: r\(count), says: cancel, patterns: b<large>}\n" }
    let found = check(["remarks/seller-memo.yaml": text])
    #expect(found.map(\.code) == ["remark_rules_too_large"])
    #expect(found.first?.place?.hasPrefix("remarks/seller-memo.yaml:") == true)
  }

  @Test("gaps and branches within the limits read a long remark in bounded time")
  func manyGaps() throws {
    let text =
      "rules:\n  - {key: gaps, says: cancel, patterns: \"a.{0,12}b.{0,12}c.{0,12}(d|e)?.{0,12}f a(b|.)?(c|.)?(d|.)?g\"}\n"
    let set = PlaybookSet(files: [PlaybookFile(path: "remarks/seller-memo.yaml", text: text)])
    let rules = try set.remarkRules()
    let clock = ContinuousClock()
    let start = clock.now
    #expect(rules.classify(String(repeating: "abcxabxc", count: 500)).verdict == .none)
    #expect(clock.now - start < .seconds(10))
    #expect(rules.classify("a1b2c3e4f").verdict == .cancel)
  }

  @Test("a part has its own file and line in messages, and each mistake is told once")
  func parts() throws {
    let rule = "rules:\n  - {key: a, says: cancel, patterns: x}\n"
    let found = check([
      "remarks/seller-memo.yaml": "reads: [common, nowhere]\n" + rule,
      "remarks/buyer-message.yaml": "reads: [common]\n" + rule,
      "remarks/parts/common.yaml": "words:\n  good: y\n  bad: (y\n", "remarks/parts/lost.yaml": rule,
    ])
    let places = found.map { ($0.place ?? "") + " " + $0.code }
    #expect(
      Set(places) == [
        "remarks/parts/common.yaml:3 remark_pattern", "remarks/seller-memo.yaml:1 remark_part",
        "remarks/parts/lost.yaml playbook_unknown_file",
      ])
    #expect(places.count == 3)
  }

  @Test(
    "a rule that makes no sense is refused",
    arguments: [
      ("todos: [{kind: gifts}]", "playbook_value"), ("todos: [{kind: gift, value: nobody}]", "remark_value"),
      ("todos: [{kind: gift, mode: may}]", "playbook_value"), ("todos: nothing", "playbook_value"),
      ("object: nobody", "remark_value"), ("weight: heavy", "playbook_value"), ("says: canceled", "playbook_value"),
      ("joining: far", "playbook_value"), ("alone: yes", "playbook_value"), ("weak: yes", "playbook_value"),
    ])
  func senseless(_ field: String, _ code: String) {
    let says = field.hasPrefix("says") ? "" : "says: cancel, "
    let text = "rules:\n  - {key: odd, \(says)patterns: a, \(field)}\n"
    let found = check(["remarks/seller-memo.yaml": text])
    #expect(found.map(\.code) == [code])
    #expect(found.first?.place == "remarks/seller-memo.yaml:2")
  }

  @Test("a case that comes out wrong is told with its line, a held-out one is not")
  func cases() throws {
    let found = check([
      "remarks/seller-memo.yaml": "rules:\n  - {key: a, says: cancel, patterns: 退, todos: [{kind: rebuy}]}\n",
      "remarks/seller-memo.cases.yaml": """
      cases:
        - {say: 退, verdict: cancel, todos: [rebuy]}
        - {say: 退, verdict: cancel, todos: []}
        - {say: 退, verdict: none}
        - {say: 退, verdict: none, heldOut: true}
        - {say: 退, verdict: cancel, todos: [gifts]}
      """,
    ])
    #expect(
      found.filter { $0.code == "remark_case" }.map(\.place)
        == [3, 4, 6].map { "remarks/seller-memo.cases.yaml:\($0)" })
    #expect(found.first { $0.code == "remark_case" }?.message.en == "expected cancel, got cancel+rebuy (rule a)")
    #expect(found.contains { $0.code == "playbook_value" && $0.place == "remarks/seller-memo.cases.yaml:6" })
  }

  @Test("the shipped flags hold nothing, and exports' words and numbers name them")
  func flags() throws {
    let flags = try PlaybookSet.builtIn.remarkBook().flags
    #expect(flags.flags.allSatisfy { $0.verdict == .none })
    #expect(
      ["红", "红旗", "红色", "1", "red"].compactMap { flags.flag(named: $0)?.key } == Array(repeating: "red", count: 5))
    #expect(
      ["0", "2", "3", "4", "5"].compactMap { flags.flag(named: $0)?.key } == [
        "grey", "yellow", "green", "blue", "purple",
      ])
    #expect(flags.flag(named: "彩虹") == nil)
  }

  @Test(
    "a flag file with a mistake is refused with its line",
    arguments: [
      ("{key: red, words: 红, verdict: hold}", "playbook_value"),
      ("{key: red, words: 红, verdict: resume}", "playbook_value"),
      ("{key: red, verdict: none}", "playbook_missing_key"), ("{key: b, words: 蓝 甲, verdict: none}", "flag_twice"),
    ])
  func flagMistakes(_ flag: String, _ code: String) {
    let found = check(["remarks/flags.yaml": "flags:\n  - {key: a, words: 甲, verdict: none}\n  - \(flag)\n"])
    #expect(found.map(\.code) == [code])
    #expect(found.first?.place == "remarks/flags.yaml:3")
  }

  @Test("a file from before there were three weights still loads, and its weak holds give way")
  func olderWeights() throws {
    let text = """
      rules:
        - {key: refund, says: cancel, patterns: 退}
        - {key: unreachable, says: review, weak: true, patterns: 没人接}
        - {key: careful, says: delay, weak: false, patterns: 等}
      """
    let set = PlaybookSet(files: [PlaybookFile(path: "remarks/seller-memo.yaml", text: text)])
    let rules = try set.remarkRules()
    #expect(set.check().filter { $0.code != "playbook_missing" } == [])
    #expect(rules.classify("退 没人接").verdict == .cancel)
    #expect(rules.classify("退 等").verdict == .delay)
  }

  @Test("a set from before buyers' messages were judged still gives a whole book")
  func olderSet() throws {
    let old = PlaybookSet(files: [
      PlaybookFile(path: "remarks/seller-memo.yaml", text: "rules:\n  - {key: a, says: cancel, patterns: 退}\n")
    ])
    let book = try old.remarkBook()
    #expect(book.sellerMemo.verdicts == [.cancel])
    #expect(book.buyerMessage.classify("帮我换成L码").verdict == .amend)
    #expect(book.flags.flag(named: "红旗")?.key == "red")
    #expect(old.check().allSatisfy { $0.code == "playbook_missing" })
  }
}
