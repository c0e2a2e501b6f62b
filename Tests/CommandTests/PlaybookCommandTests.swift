import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// Playbooks are written out, edited, checked, published; bad ones are refused by file and line.
@Suite struct PlaybookCommandTests {
  static func place() throws -> (place: Workplace, folder: String) {
    let place = try Workplace()
    let folder = place.path("playbooks")
    try #require(place.run("playbook", "write", folder).code == .done)
    return (place, folder)
  }

  static func edit(_ path: String, _ change: (String) -> String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try change(text).write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test("what is written out is clean and the same as what is in force")
  func roundTrip() throws {
    let (place, folder) = try Self.place()
    #expect(place.run("playbook", "check", folder).output.hasPrefix("clean: "))
    #expect(place.run("playbook", "publish", folder).output == "the same as version 1, which stays in force\n")
    let again = place.run("playbook", "write", folder, "--json")
    #expect(try again.error["error"]?.text == "file_exists")
    #expect(try place.run("playbook", "list", "--json").objects.count == 1)
  }

  @Test("an edited gate is in force at once, and the old version stays to be seen")
  func publish() throws {
    let (place, folder) = try Self.place()
    try place.take([Workplace.line("1001")])
    place.now = place.now.adding(minutes: 2)
    try Self.edit(folder + "/gates.yaml") {
      $0.replacing("limitMinutes: 60, whenStale: refuse", with: "limitMinutes: 5, whenStale: refuse")
    }
    #expect(place.run("playbook", "publish", folder, "--dry-run").output.contains("changed  gates.yaml  +1 −1"))
    #expect(place.run("gate", "check", "print", "1001").code == .done)
    let published = try place.run("playbook", "publish", folder, "--json", "--operation", "PUB-1").object
    #expect(published["version"]?.number == 2)
    #expect(place.run("gate", "check", "print", "1001").code == .stale)
    let repeated = try place.run("playbook", "publish", folder, "--json", "--operation", "PUB-1").object
    #expect(repeated["is_replay"]?.bool == true)
    #expect(repeated["version"]?.number == 2)
    #expect(
      place.run("playbook", "show", "gates.yaml", "--version", "1").output.contains(
        "limitMinutes: 60, whenStale: refuse"))
    #expect(place.run("playbook", "show", "gates.yaml").output.contains("limitMinutes: 5, whenStale: refuse"))
  }

  static let evil: [(pattern: String, words: String)] = [
    ("(a+)+b", "repetition (+)"), ("(a|a)*c", "repetition (*)"), ("(.*)*x", "*"),
    (".{0,99}", "N up to 12"), ("((((((((((((((((((a))))))))))))))))))", "nest too deep"),
    (String(repeating: "a", count: 5_000), "too long"),
  ]

  @Test("a pattern that could run for ever is refused by file and line, and nothing is published", arguments: evil)
  func runaway(pattern: String, words: String) throws {
    let (place, folder) = try Self.place()
    let file = folder + "/remarks/seller-memo.yaml"
    try Self.edit(file) { $0 + "\n  - {key: evil, says: cancel, patterns: '\(pattern)'}\n" }
    let line =
      try String(contentsOfFile: file, encoding: .utf8).split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline
      ).count - 1
    // Publishing checks in the same way; once is enough.
    let commands = [["playbook", "check", folder]] + (pattern.count > 9 ? [] : [["playbook", "publish", folder]])
    for command in commands {
      let run = place.run(command + ["--json"])
      #expect(run.code == .notClean)
      let problem = try #require(try run.objects.first { $0["problem"]?.text == "remark_pattern" })
      #expect(problem["place"]?.text == "remarks/seller-memo.yaml:\(line)")
      #expect(problem["message"]?.text?.contains(words) == true, "\(problem)")
      #expect(problem["next"] != nil)
    }
    #expect(try place.run("playbook", "list", "--json").objects.count == 1)
  }

  @Test("every error is told at once, in both languages", arguments: Language.allCases)
  func every(language: Language) throws {
    let (place, folder) = try Self.place()
    try Self.edit(folder + "/gates.yaml") {
      $0.replacing("to: packed", with: "to: flown").replacing(
        "limitMinutes: 60, whenStale: refuse", with: "limitMinutes: 0, whenStale: refuse")
    }
    try "a: 1\n".write(toFile: folder + "/strange.yaml", atomically: true, encoding: .utf8)
    let run = place.run("playbook", "check", folder, "--lang", language.rawValue)
    #expect(run.code == .notClean)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 3, "\(run.output)")
    #expect(lines.count { $0.hasPrefix("gates.yaml:") } == 2)
    #expect(lines.count { $0.hasPrefix("strange.yaml") } == 1)
    #expect(run.talk.contains(language == .zh ? "3 处问题" : "3 problems"))
  }

  @Test("new rules are tried on older remarks before they change anything")
  func reclassify() throws {
    let (place, folder) = try Self.place()
    try place.take([Workplace.line("1001", memo: "乌拉乌拉"), Workplace.line("1002", memo: "送小样")])
    try #require(place.run("gate", "pass", "print", "1001").code == .done, "the rules do not know the word")
    try Self.edit(folder + "/remarks/seller-memo.yaml") { $0 + "\n  - {key: given-up, says: cancel, patterns: 乌拉}\n" }
    #expect(place.run("playbook", "publish", folder).output.contains("peakday remark reclassify --dry-run"))
    let preview = try place.run("remark", "reclassify", "--dry-run", "--json").object
    #expect(
      ["order", "old", "new", "effect", "hold"].map { preview[$0]?.text } == [
        "1001", "none", "cancel", "hold", "buyerCancelled",
      ])
    #expect(place.run("hold", "list", "--json").output == "")
    let done = place.run("remark", "reclassify", "--lang", "zh")
    #expect(done.output.contains("挂起，请仓库找出包裹"))
    #expect(done.talk.contains("1 条备注判得不一样：挂起 1 单"))
    #expect(place.run("recall", "list").output.contains("1001"))
    #expect(place.run("remark", "reclassify").output == "no remark reads differently\n")
    #expect(place.run("audit", "verify").code == .done)
  }
}
