import Foundation
import Testing

@testable import Formats

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("订单 123", "订单 123"), ("a\u{1B}[31mred", "a\\u{1B}[31mred"), ("\u{9B}31m", "\\u{9B}31m"),
    ("\u{7F}\u{0}", "\\u{7F}\\u{0}"),
    ("a\nb", "a⏎b"), ("a\r\nb", "a⏎b"), ("a\rb", "a⏎b"), ("a\n\nb", "a⏎⏎b"), ("a\tb", "a b"),
    ("\u{202E}fdp.exe", "\\u{202E}fdp.exe"),
    ("\u{2066}\u{2069}\u{200E}\u{200F}\u{61C}", "\\u{2066}\\u{2069}\\u{200E}\\u{200F}\\u{61C}"),
    ("1\u{200B}2\u{200D}3\u{FEFF}", "1\\u{200B}2\\u{200D}3\\u{FEFF}"), ("\u{2028}", "\\u{2028}"), ("\u{AD}", "\\u{AD}"),
    ("1\u{FE0F}", "1\\u{FE0F}"), ("❤\u{FE0F}", "❤\u{FE0F}"), ("\u{3164}", "\\u{3164}"), ("\u{E0041}", "\\u{E0041}"),
    ("\u{2060}\u{180E}\u{34F}", "\\u{2060}\\u{180E}\\u{34F}"), ("é", "é"), ("e\u{301}", "e\u{301}"),
  ]) func whatSteersATerminalOrHidesIsShown(_ text: String, _ safe: String) {
    #expect(Array(TerminalText.safe(text).unicodeScalars) == Array(safe.unicodeScalars))
  }

  @Test func noHarmfulCodePointPasses() {
    for range in [0...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xE0000...0xE0FFF]
      as [ClosedRange<UInt32>]
    {
      for scalar in range.compactMap(Unicode.Scalar.init) {
        let safe = TerminalText.safe("a" + String(scalar) + "b")
        #expect(!safe.unicodeScalars.contains(scalar), "U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test func widthsAreWhatTheFixtureSays() {
    for (text, width) in widthFixture {
      #expect(TerminalText.width(text) == width, "\(text.debugDescription)")
    }
  }

  @Test(.enabled(if: Python.hasWcwidth, "SKIPPED: python3 with wcwidth is not there to compare with"))
  func everyCodePointIsAsWideAsInWcwidth() throws {
    let script = """
      import sys, wcwidth
      sys.stdout.buffer.write(bytes(9 if 0xd800 <= c < 0xe000 else (wcwidth.wcwidth(chr(c)) + 1) for c in range(0x30000)))
      """
    let widths = try #require(Python.run(script, input: []))
    var differences: [String] = []
    for (code, width) in widths.enumerated() where width != 9 && width != 0 && code != 0 {
      guard let scalar = Unicode.Scalar(UInt32(code)) else { continue }
      if TerminalText.width(of: scalar) != Int(width) - 1 { differences.append(String(code, radix: 16)) }
    }
    // Another release of wcwidth, with another edition of Unicode, may differ in new characters.
    #expect(differences.count < 200, "\(differences.prefix(20))")
    if !differences.isEmpty { print("wcwidth differs in \(differences.count) code points: \(differences.prefix(20))") }
  }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("订单编号", 8, "订单编号"), ("订单编号", 7, "订单编…"), ("订单编号", 6, "订单…"),
    ("订单", 2, "…"), ("订单", 1, "…"), ("订单", 0, ""), ("", 0, ""), ("e\u{301}bc", 2, "e\u{301}…"),
  ]) func textIsCutToItsColumns(_ text: String, _ width: Int, _ expected: String) {
    #expect(TerminalText.fit(text, to: width) == expected)
  }

  @Test func cutTextIsNeverWiderThanAsked() {
    for (text, _) in widthFixture {
      for width in 0...9 { #expect(TerminalText.width(TerminalText.fit(text, to: width)) <= width, "\(text)") }
    }
  }
}
