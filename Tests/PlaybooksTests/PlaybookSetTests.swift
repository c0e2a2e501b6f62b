import Foundation
import Playbooks
import Testing
import Vocabulary

@Suite("Playbooks")
struct PlaybookSetTests {
  private func codes(_ path: String, _ text: String) -> [String] {
    // Without the remark rules, which take long to check and have tests of their own.
    var files = PlaybookSet.builtIn.files.filter { $0.path != path && !$0.path.hasPrefix("remarks/") }
    files.append(PlaybookFile(path: path, text: text))
    return PlaybookSet(files: files).check().map(\.code)
  }

  @Test("what is shipped has no problem")
  func shipped() {
    #expect(PlaybookSet.builtIn.check() == [])
  }

  @Test("the shipped gates are approve, print, pick (off), pack and handOver")
  func gates() throws {
    let gates = try PlaybookSet.builtIn.gates()
    #expect(gates.map(\.key) == ["approve", "print", "pick", "pack", "handOver"])
    #expect(gates.filter { !$0.enabled }.map(\.key) == ["pick"])
    #expect(gates.map(\.to) == [.approved, .printed, .picked, .packed, .handedOver])
    #expect(gates.map(\.freshnessLimitMinutes) == [60, 60, 120, 240, 240])
    #expect(gates.filter { $0.whenStale == .refuse }.map(\.key) == ["print"])
  }

  @Test("an order paid on the eleventh can be refunded from the twelfth on")
  func refundOpening() throws {
    let calendar = try #require(try PlaybookSet.builtIn.calendars().first)
    let opens = Instant("2026-11-12 00:00")
    #expect(calendar.refundsOpen(forPaymentAt: try #require(Instant("2026-11-11 00:00"))) == opens)
    #expect(calendar.refundsOpen(forPaymentAt: try #require(Instant("2026-11-11 23:59:59"))) == opens)
    #expect(calendar.refundsOpen(forPaymentAt: try #require(Instant("2026-11-12 00:00"))) == nil)
    #expect(calendar.windows(at: try #require(Instant("2026-11-11 01:00"))).map(\.key).contains("mainDay"))
  }

  @Test(
    "a file outside the limits is refused",
    arguments: [
      (String(repeating: "#", count: 256 * 1024 + 1), "yaml_too_large"),
      ("gates: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40), "yaml_too_deep"),
      ("gates: [" + String(repeating: "a,", count: 10_001) + "]", "yaml_too_many_nodes"),
      ("gates: &a []", "yaml_anchor"), ("a: &a []\ngates: *a", "yaml_anchor"), ("gates: !!set {}", "yaml_tag"),
      ("gates: []\ngates: []", "yaml_duplicate_key"), ("gates: [", "yaml_syntax"), ("", "yaml_empty"),
      ("gates: 1", "playbook_value"), ("- 1", "playbook_shape"),
      (String(repeating: "[", count: 5_000), "yaml_syntax"),
    ])
  func limits(_ text: String, _ code: String) {
    #expect(codes("gates.yaml", text).contains(code))
  }

  @Test("a misspelt key names the nearest known one, with its line")
  func unknownKey() throws {
    let text = "gates:\n  - {key: a, zh: 甲, en: a, from: paid, to: printed, limitMinuts: 1, whenStale: warn}\n"
    let set = PlaybookSet(files: [PlaybookFile(path: "gates.yaml", text: text)])
    let failure = try #require(set.check().first { $0.code == "playbook_unknown_key" })
    #expect(failure.place == "gates.yaml:2")
    #expect(failure.next?.en == "did you mean 'limitMinutes'?")
  }

  @Test("all problems of a file are told at once")
  func allProblems() {
    let text = """
      gates:
        - {key: a, zh: 甲, en: a, from: printed, to: paid, limitMinutes: 0, whenStale: warn}
        - {key: a, zh: 乙, en: b, from: paid, to: nowhere, limitMinutes: x, whenStale: never}
        - {key: a, zh: 丙, en: c, from: depositPaid, to: unpaid, limitMinutes: 5, whenStale: warn}
      """
    let found = codes("gates.yaml", text).filter { $0 != "playbook_missing" }
    #expect(Set(found) == ["playbook_value", "gate_twice", "gate_order"])
    #expect(found.count { $0 == "playbook_value" } == 5)
  }

  @Test(
    "a pattern outside the subset is refused with file and rule",
    arguments: ["a*", "a+", "(a", "a)", "[a", "a{2}", ".{0,99}", "<nobody>", "a\\\\b", "()", "a?", "^a", "a，b"]
  )
  func patterns(_ pattern: String) throws {
    let text = "rules:\n  - {key: odd, says: cancel, patterns: \"\(pattern)\"}\n"
    let set = PlaybookSet(files: [PlaybookFile(path: "remarks/seller-memo.yaml", text: text)])
    let failure = try #require(set.check().first { $0.code == "remark_pattern" })
    #expect(failure.place == "remarks/seller-memo.yaml:2")
    #expect(failure.message.en.contains("'odd'"))
    #expect(throws: Failure.self) { try set.remarkRules() }
  }

  @Test("a broken rule file does not keep the gates from opening")
  func independent() throws {
    var files = PlaybookSet.builtIn.files.filter { !$0.path.hasPrefix("remarks/") }
    files.append(PlaybookFile(path: "remarks/seller-memo.yaml", text: "rules: ["))
    #expect(try PlaybookSet(files: files).gates().count == 5)
  }

  @Test("a folder is read without what is no playbook, and a link out of it is refused")
  func directory() throws {
    let name = "playbooks-\(UInt64.random(in: 0...UInt64.max))"
    let folder = FileManager.default.temporaryDirectory.appending(path: name)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder.appending(path: "event"), withIntermediateDirectories: true)
    for (path, text) in [("gates.yaml", "gates: []"), ("event/a.yaml", "key: a"), ("notes.txt", "x"), ("b.md", "# b")] {
      try Data(text.utf8).write(to: folder.appending(path: path))
    }
    let set = try PlaybookSet.read(directory: folder.path)
    #expect(set.files.map(\.path) == ["b.md", "event/a.yaml", "gates.yaml"])
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "out.yaml"), withDestinationURL: URL(filePath: "/etc/hostname"))
    #expect(throws: Failure.self) { try PlaybookSet.read(directory: folder.path) }
    #expect(throws: Failure.self) { try PlaybookSet.read(directory: folder.path + "/nowhere") }
  }
}
