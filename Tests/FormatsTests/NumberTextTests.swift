import Testing

@testable import Formats

@Suite struct NumberTextTests {
  static func tidy(_ text: String) -> (text: String, isLost: Bool) {
    var arena = ByteArena(capacity: 16)
    arena.append(0x23)
    for byte in text.utf8 { arena.append(byte) }
    let isLost = NumberText.tidy(&arena, from: 1)
    return (String(decoding: arena.bytes(1, arena.count), as: UTF8.self), isLost)
  }

  @Test(arguments: [
    ("0", "0"), ("-5", "-5"), ("007", "007"), ("178.8", "178.8"), ("178.80", "178.8"), ("1.0", "1"), ("-0.50", "-0.5"),
    ("178.80000000000001", "178.8"), ("0.30000000000000004", "0.3"), ("99.999999999999994", "100"), ("0.0", "0"),
    ("1E2", "100"), ("1.5e-3", "0.0015"), ("1.3800001234E10", "13800001234"),
    ("3.51511110000001E14", "351511110000001"),
    ("12345678901234567890", "12345678901234567890"), ("-0.0", "0"), (".5", "0.5"), ("5.", "5"), ("1E", "1E"), ("", ""),
    ("NaN", "NaN"), ("1.2.3", "1.2.3"), ("1e99999", "1e99999"), ("1e-300", "1e-300"), ("--1", "--1"), ("-", "-"),
    ("0.1234567890123456", "0.123456789012346"), ("9.99999999999999949E2", "1000"), ("+1.5", "1.5"),
  ])
  func numbersReadAsExcelShowsThem(_ written: String, _ text: String) {
    let result = Self.tidy(written)
    #expect(result.text == text)
    #expect(!result.isLost)
  }

  @Test(arguments: ["3.51511110000001E+18", "1E15", "3515111100000012300.0", "1.5e308", "-2E16"])
  func aRoundedWholeNumberKeepsItsForm(_ written: String) {
    let result = Self.tidy(written)
    #expect(result.text == written)
    #expect(result.isLost)
  }

  @Test(arguments: [
    ("General", NumberFormat.number), ("0.00", .number), ("#,##0.00_);[Red](#,##0.00)", .number), ("@", .number),
    ("0.00E+00", .number), ("\"yyyy\"0", .number), ("0\\d", .number), ("[$¥-804]#,##0.00", .number),
    ("yyyy/m/d", .date),
    ("[$-804]yyyy\"年\"m\"月\"d\"日\"", .date), ("m/d/yy h:mm", .dateTime), ("h:mm AM/PM", .dateTime),
    ("mm:ss", .dateTime),
    ("yyyy-mm-dd hh:mm:ss;@", .dateTime), ("[h]:mm", .duration), ("[mm]:ss", .duration), ("[Blue]dd", .date),
  ])
  func formatsAreTold(_ code: String, _ format: NumberFormat) {
    #expect(NumberFormat(code: code) == format)
  }
}
