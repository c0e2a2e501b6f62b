import Foundation
import TestSupport

/// The package's own sources, as the tidy tests read them.
struct SourceFile {
  /// `Store/SQLite/Turnstile.swift`: below Sources, Tests or migrations.
  let path: String
  let text: String

  var room: String { String(path.split(separator: "/")[0]) }
  var name: String { String(path.split(separator: "/").last ?? "") }

  /// The lines without their comments, and with string literals left in.
  var code: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      if trimmed.hasPrefix("//") { return "" }
      guard let comment = line.range(of: "  // ") else { return String(line) }
      return String(line[..<comment.lowerBound])
    }
  }

  /// The modules it imports.
  var imports: [String] {
    code.compactMap { line in
      let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
      guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1 else { return nil }
      guard place == 0 || ["public", "package", "internal", "private", "fileprivate"].contains(words[0]) else {
        return nil
      }
      return String(words[place + 1].split(separator: ".")[0])
    }
  }

  /// What stands between quotes, one entry a literal; a multi-line literal is one entry.
  var literals: [String] {
    var found: [String] = []
    var open: [String]?
    for line in code {
      if line.contains("\"\"\"") {
        if let lines = open {
          found.append(lines.joined(separator: "\n"))
          open = nil
        } else {
          open = []
        }
      } else if open != nil {
        open?.append(line)
      } else {
        let parts = line.replacingOccurrences(of: "\\\"", with: "'").components(separatedBy: "\"")
        for index in stride(from: 1, to: parts.count, by: 2) { found.append(parts[index]) }
      }
    }
    return found
  }

  /// All files below a folder of the package with this ending.
  static func all(_ folder: String, _ ending: String = ".swift") throws -> [SourceFile] {
    let root = Processes.packageRoot.appendingPathComponent(folder)
    return try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(ending) }.sorted().map {
      SourceFile(path: $0, text: try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8))
    }
  }
}
