import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import peakday

/// Every command line of the README is one that the program takes: its options and arguments too, not only its name.
@Suite struct ReadmeCommandTests {
  /// The words of a line as a shell reads them, up to a comment, a pipe or a redirection.
  static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " {
        if let done = word { words.append(done) }
        word = nil
      } else if word == nil, "#|<>".contains(character) {
        return words
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + [word].compactMap { $0 }
  }

  static func commandLines(_ markdown: String) -> [[String]] {
    var isShell = false
    var lines: [[String]] = []
    for line in markdown.split(separator: "\n").map(String.init) {
      if line.hasPrefix("```") {
        isShell = line == "```sh" || line == "```text" && !isShell
      } else if isShell {
        let found = words(line.hasPrefix("$ ") ? String(line.dropFirst(2)) : line)
        if found.first == "peakday" { lines.append(Array(found.dropFirst())) }
      }
    }
    return lines
  }

  @Test("the program takes every command line of the README")
  func parse() throws {
    let readme = Processes.packageRoot.appendingPathComponent("README.md")
    let lines = Self.commandLines(try String(contentsOf: readme, encoding: .utf8))
    #expect(lines.count > 100)
    for line in lines where line.first?.hasPrefix("--") == false {
      #expect(throws: Never.self, "peakday \(line.joined(separator: " "))") { _ = try Peakday.parseAsRoot(line) }
    }
  }

  @Test(
    "a wrong option would be found", arguments: [["hold", "list", "--reson", "review"], ["gate", "pas"], ["recal"]])
  func wrong(line: [String]) {
    #expect(throws: (any Error).self) { _ = try Peakday.parseAsRoot(line) }
  }

  @Test("words of a line")
  func split() {
    #expect(
      Self.words("peakday remark add 1 '买家不要了' --role agent  # why") == [
        "peakday", "remark", "add", "1", "买家不要了", "--role", "agent",
      ])
    #expect(Self.words("peakday remark classify < remarks.txt") == ["peakday", "remark", "classify"])
  }
}
