import Testing

@testable import peakday

/// A line that is printed to be pasted means the same words again.
@Suite struct ShellWordTests {
  @Test(
    "a word is read back as it was",
    arguments: [
      ("plain-1.2/x", "plain-1.2/x"), ("", "''"), ("不要了;rm", "'不要了;rm'"), ("$(date)", "'$(date)'"),
      ("it's", #"'it'\''s'"#), ("(退款)", "'(退款)'"), ("a b", "'a b'"),
    ])
  func quoted(word: String, line: String) {
    #expect(ShellWord.quoted(word) == line)
  }
}
