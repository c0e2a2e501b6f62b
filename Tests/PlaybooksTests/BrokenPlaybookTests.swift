import Playbooks
import TestSupport
import Testing
import Vocabulary

/// Playbooks that were spoilt at random: each is clean, or every problem says what and where; never a crash or a hang.
@Suite struct BrokenPlaybookTests {
  static let pieces = [
    "&a ", "*a", "!!int ", "<<: ", "? ", "- ", ": ", "{", "}", "[", "]", "\t", "\n---\n", "\n...\n", "|", ">", "'",
    "\"",
    "%YAML 9\n", "\u{0}", "\u{FEFF}", "\u{202E}", String(repeating: "[", count: 80),
    String(repeating: "a: {", count: 40),
    String(repeating: "x", count: 70_000), "1e999", "-0", "2026-13-45", "~", "null",
  ]

  static func spoil(_ text: String, _ random: inout SplitMix64) -> String {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.removeSubrange(place...)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...30, using: &random)))
      case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
      default: bytes.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: place)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("360 spoilt playbooks")
  func spoilt() {
    var random = SplitMix64.printed("spoilt playbooks")
    let files = PlaybookSet.builtIn.files.filter { !$0.path.hasPrefix("remarks/") || $0.path == "remarks/flags.yaml" }
    var withProblems = 0
    for number in 0..<360 {
      let file = files[number % files.count]
      let spoilt = PlaybookFile(path: file.path, text: Self.spoil(file.text, &random))
      let problems = PlaybookSet(files: [spoilt]).check().filter { $0.code != "playbook_missing" }
      if !problems.isEmpty { withProblems += 1 }
      for problem in problems {
        #expect(problem.kind == .usage && !problem.code.isEmpty && problem.place?.hasPrefix(file.path) == true)
        #expect(!problem.message.zh.isEmpty && !problem.message.en.isEmpty)
      }
    }
    #expect(withProblems > 100 && withProblems < 360)
  }

  @Test(
    "an anchor with an alias is refused before it is parsed, wherever flow style or a line break lets a token begin",
    arguments: [
      "a: &a [x]\nb: *a", "{\"a\":&a [x], \"b\":*a}", "{'a':&a [x], b: *a}", "{a: &a [x], ?*a : 1}", "[&a [x],*a]",
      "[[x]&a,{y}*a]", "[\"x\"&a, 'y'*a]", "a: 1\r&a b: 1\rc:\r*a", "a:\u{2028}&a b\u{85}*a", "\u{FEFF}&a [x]\n--- *a",
    ])
  func anchors(text: String) {
    #expect(Self.codes(text) == ["yaml_anchor"])
  }

  @Test("aliases of aliases as keys end at once: 60 levels would take longer than the universe is old")
  func bomb() {
    let levels = (1..<60).map { "\"a\($0)\":&a\($0) {? *a\($0 - 1) : 1, ? {? *a\($0 - 1) : 2} : 2}" }
    let text = "{" + (["\"a0\":&a0 [\"x\",\"x\"]"] + levels).joined(separator: ",") + "}"
    #expect(Self.codes(text) == ["yaml_anchor"])
    #expect(Self.codes(text.replacing(" ", with: "")).first == "yaml_anchor")
  }

  @Test("an ampersand and a star inside of words are no anchors")
  func words() {
    #expect(Self.codes("shops: [{shop: a, name: A&B买3*2送1}]") == [])
  }

  static func codes(_ text: String) -> [String] {
    PlaybookSet(files: [PlaybookFile(path: "shop.yaml", text: text)]).check()
      .filter { $0.place?.hasPrefix("shop.yaml") == true }.map(\.code)
  }
}
