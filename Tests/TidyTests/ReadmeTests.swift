import Foundation
import TestSupport
import Testing
import Vocabulary

/// The README says what is true: its exit codes, commands, make targets and variables are those of the program.
@Suite struct ReadmeTests {
  static func text(_ name: String) throws -> String {
    try String(contentsOf: Processes.packageRoot.appendingPathComponent(name), encoding: .utf8)
  }

  /// The lines of code blocks and the pieces of inline code.
  static func code(in markdown: String) -> [String] {
    var found: [String] = []
    var isBlock = false
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isBlock.toggle()
      } else if isBlock {
        found.append(String(line))
      } else {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        for index in stride(from: 1, to: parts.count, by: 2) { found.append(String(parts[index])) }
      }
    }
    return found
  }

  /// The one or two words after a program's name, wherever it stands as a word of its own.
  static func calls(of program: String, in code: [String]) -> [[String]] {
    code.flatMap { line -> [[String]] in
      let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      return words.indices.filter { words[$0] == program }.map { place in
        words[(place + 1)...].prefix(2).prefix { $0.first?.isLetter ?? false }.map { $0 }
      }
    }
  }

  /// Command names → the names of their subcommands, as the configurations in Sources/peakday say.
  static func commands() throws -> [String: Set<String>] {
    var names: [String: String] = [:]
    var below: [String: [String]] = [:]
    for file in try SourceFile.all("Sources/peakday") {
      for part in file.code.joined(separator: "\n").components(separatedBy: "\nstruct ").dropFirst() {
        let type = String(part.prefix { $0.isLetter })
        guard let name = part.firstMatch(of: /commandName:\s*"([a-z-]+)"/) else { continue }
        names[type] = String(name.1)
        guard let list = part.firstMatch(of: /subcommands:\s*\[([^\]]*)\]/) else { continue }
        below[type] = list.1.matches(of: /([A-Za-z]+)\.self/).map { String($0.1) }
      }
    }
    return try (below["Peakday"] ?? []).reduce(into: [:]) { tree, type in
      let name = try #require(names[type], "\(type) has no name")
      tree[name] = Set(below[type, default: []].compactMap { names[$0] })
    }
  }

  @Test("the table of exit codes is the program's")
  func exitCodes() throws {
    let rows = try Self.text("README.md").matches(of: /(?m)^\| ([0-9]+) \| `([A-Za-z]+)` \|/).map { "\($0.1) \($0.2)" }
    #expect(rows == ExitCode.allCases.map { "\($0.rawValue) \($0)" })
  }

  @Test("every command it shows exists")
  func commandsExist() throws {
    let tree = try Self.commands()
    #expect(tree.count >= 12)
    #expect(tree["gate"] == ["pass", "check", "undo"])
    let calls = Self.calls(of: "peakday", in: Self.code(in: try Self.text("README.md")))
    #expect(calls.count > 50)
    for call in calls {
      // `peakday --generate-completion-script` and the like.
      guard let first = call.first else { continue }
      guard let below = tree[first] else {
        Issue.record("the README shows peakday \(first)")
        continue
      }
      #expect(below.isEmpty || call.count == 2 && below.contains(call[1]), "peakday \(call)")
    }
  }

  @Test("every make target it names exists")
  func targets() throws {
    let targets = try Set(Self.text("Makefile").matches(of: /(?m)^([a-z-]+):/).map { String($0.1) })
    let named = Self.calls(of: "make", in: Self.code(in: try Self.text("README.md"))).compactMap(\.first)
    #expect(named.contains("demo") && named.contains("test"))
    for target in named { #expect(targets.contains(target), "make \(target)") }
  }

  @Test("every variable that the program reads is in its table")
  func variables() throws {
    let readme = try Self.text("README.md")
    let read = try SourceFile.all("Sources/peakday").flatMap { file in
      file.text.matches(of: /PEAKDAY_[A-Z]+|NO_COLOR/).map { String($0.0) }
    }
    #expect(Set(read).count >= 6)
    for name in Set(read) { #expect(readme.contains("| `\(name)` |"), "\(name)") }
  }
}
