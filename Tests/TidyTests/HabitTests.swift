import Testing

/// Habits of the code that a reader should be able to rely on.
@Suite struct HabitTests {
  /// Words that do not stand in Sources, and the rooms that may use them.
  static let forbidden: [(word: String, rooms: Set<String>)] = [
    ("try!", []), ("fatalError(", []), (" as! ", []), ("preconditionFailure(", []),
    ("print(", ["peakday", "Formats"]), ("Date()", ["peakday"]), ("getenv(", ["peakday"]),
    ("ProcessInfo.processInfo.environment", ["peakday"]), ("SystemRandomNumberGenerator", ["peakday"]),
    (".random(in:", []), ("UUID()", []),
  ]

  @Test("nothing traps, prints, or looks at the clock, the environment or chance by itself")
  func words() throws {
    for file in try SourceFile.all("Sources") where file.room != "EmbedFiles" {
      for (number, line) in file.code.enumerated() {
        for (word, rooms) in Self.forbidden where Self.stands(word, in: line) && !rooms.contains(file.room) {
          // Chance is a parameter: `random(in: …, using: &random)` is fine.
          if word == ".random(in:", line.contains("using:") { continue }
          Issue.record("\(file.path):\(number + 1) has \(word)")
        }
      }
    }
  }

  /// Whether the word stands in the line by itself: `isReprint(` has no `print(`.
  static func stands(_ word: String, in line: String) -> Bool {
    line.ranges(of: word).contains { range in
      guard range.lowerBound > line.startIndex, word.first?.isLetter == true else { return true }
      return !line[line.index(before: range.lowerBound)].isLetter
    }
  }

  static let statements = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "ALTER TABLE "]

  static func isSQL(_ literal: String) -> Bool {
    let start = literal.drop { $0 == " " || $0 == "\n" }
    return statements.contains { start.hasPrefix($0) } || start.hasPrefix("WITH ") && literal.contains("SELECT ")
  }

  @Test("SQL stands only in Store and in the features' record files")
  func sqlPlace() throws {
    for file in try SourceFile.all("Sources") where file.room != "Store" {
      guard !file.name.hasSuffix("Records.swift"), !file.name.hasSuffix("Record.swift") else { continue }
      for literal in file.literals where Self.isSQL(literal) { Issue.record("\(file.path) holds SQL: \(literal)") }
    }
  }

  @Test("SQL is never put together from values")
  func sqlStatic() throws {
    for file in try SourceFile.all("Sources") {
      for literal in file.literals where Self.isSQL(literal) && literal.contains("\\(") {
        Issue.record("\(file.path) puts a value into SQL: \(literal)")
      }
    }
  }

  @Test("these checks see what they look for")
  func sight() throws {
    let store = try SourceFile.all("Sources/Store")
    #expect(store.flatMap(\.literals).filter(Self.isSQL).count > 20)
    let sample = SourceFile(
      path: "Orders/X.swift",
      text:
        "public import Store\n@testable import CSQLite\nlet a = \"SELECT \\(x)\" // try!\nlet b = try! c()\n// fatalError("
    )
    #expect(sample.imports == ["Store", "CSQLite"])
    #expect(sample.literals == ["SELECT \\(x)"])
    #expect(sample.code.filter { $0.contains("try!") }.count == 2)
    #expect(!sample.code.joined().contains("fatalError("))
  }

  @Test("a file has at most 400 lines")
  func length() throws {
    for file in try SourceFile.all("Sources") + SourceFile.all("Tests") {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      #expect(lines <= 400, "\(file.path)")
    }
  }

  @Test("a committed file names no machine's paths")
  func paths() throws {
    for file in try SourceFile.all("Sources") + SourceFile.all("Tests") {
      // In pieces, so that this file does not name them either.
      for word in ["/ro" + "ot/", "/ho" + "me/", "/wo" + "rk/"] { #expect(!file.text.contains(word), "\(file.path)") }
    }
  }
}
