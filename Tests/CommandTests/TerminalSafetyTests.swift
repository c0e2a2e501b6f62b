import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// What foreign text could do to a terminal never reaches it.
@Suite struct TerminalSafetyTests {
  static let evil = "买家\u{1B}[2J\u{1B}]0;owned\u{7}不要了\rX\u{202E}gpj\u{2066}\u{200B}\u{9B}31m\u{7F}\u{FEFF}"

  /// Characters that may not appear raw; line ends are the program's own.
  static func harmful(_ text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      guard scalar != "\n" else { return false }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: return true
      default: return scalar.properties.isDefaultIgnorableCodePoint
      }
    }.map { "U+" + String($0.value, radix: 16) }
  }

  @Test("no command shows a remark, a name or a title raw", arguments: Language.allCases)
  func everyCommand(language: Language) throws {
    let place = try Workplace()
    place.environment["PEAKDAY_LANG"] = language.rawValue
    let quoted = "\"" + Self.evil + "\""
    let file = try place.export(
      [
        Workplace.line(
          "1001", status: "买家已付款" + quoted.dropFirst().dropLast().filter { $0 != "\r" }, title: quoted, memo: quoted)
      ])
    var runs = [place.run("order", "import", file, "--shop", "main")]
    let who = ["--as", "王\u{1B}[31m芳\u{202E}"]
    let commands: [[String]] = [
      ["remark", "add", "1001", Self.evil], ["remark", "classify", Self.evil], ["remark", "explain", Self.evil],
      ["hold", "add", "1001", "--note", Self.evil], ["hold", "list"], ["order", "list"], ["order", "show", "1001"],
      ["gate", "pass", "print", "1001"], ["hold", "lift", "1001", "--reason", "buyerCancelled"],
      ["gate", "pass", "print", "1001"], ["gate", "pass", "print", "1001"], ["remark", "add", "1001", Self.evil],
      ["recall", "list"], ["recall", "done", "1001"], ["recall", "list", "--all"], ["order", "show", "1001"],
      ["audit", "log"], ["audit", "verify"], ["day", "status"], ["bypass", "list"], ["doctor"],
      ["order", "show", Self.evil], ["hold", "add", Self.evil], ["fly", Self.evil], ["order", "import", Self.evil],
      ["gate", "pass", Self.evil, "1001"], ["day", "status", "--store", place.path("x\u{1B}[31m")],
      ["init", "--store", place.path("y\u{1B}[31m.db")], ["audit", "verify", "--since", Self.evil],
      ["operation", "settle", Self.evil],
    ]
    for command in commands {
      runs.append(place.run(command + who))
      runs.append(place.run(command + who + ["--json"]))
    }
    runs.append(place.run(["gate", "check", "print"], input: Self.evil + "\n1001\n"))
    runs.append(place.run(["gate", "check", "print", "--json"], input: Self.evil + "\n1001\n"))
    runs.append(place.run(["remark", "classify"], input: Self.evil + "\n"))
    for run in runs {
      #expect(Self.harmful(run.output) == [], "\(run.output)")
      #expect(Self.harmful(run.talk) == [], "\(run.talk)")
    }
    #expect(runs[0].code == .done)
  }

  @Test("JSON keeps what was written, in escapes")
  func json() throws {
    let place = try Workplace()
    try place.take([Workplace.line("1001")])
    #expect(place.run("remark", "add", "1001", Self.evil + "\u{E0041}👩‍👧").code == .done)
    let run = place.run("order", "show", "1001", "--json")
    #expect(Self.harmful(run.output) == [])
    #expect(try run.object["memos"]?.list.first?["text"]?.text == Self.evil + "\u{E0041}👩‍👧")
  }

  @Test("junk between scanned lines is answered in its place and never passes anything")
  func junk() throws {
    let place = try Workplace()
    try place.take([Workplace.line("1001"), Workplace.line("1002")])
    let long = String(repeating: "x", count: 9_000)
    let run = place.run(["gate", "pass", "print", "--json"], input: "1001\n\(long)\n\u{0}\n=1002\n1002\r\n1003;1002\n")
    let answers = try run.objects.map { $0["outcome"]?.text }
    #expect(answers == ["pass", "unknownOrder", "unknownOrder", "unknownOrder", "pass", "unknownOrder"])
    #expect(run.code == .unknownOrder)
  }
}
