import Vocabulary

/// Order numbers that Excel has read as numbers: it keeps 15 digits and writes 0 for the rest.
enum RoundedNumbers {
  private static let kept = 15

  /// Whether the number ends as a rounded one would. Shorter numbers than 18 digits do so by chance too often.
  static func mayBe(_ number: String) -> Bool {
    let bytes = number.utf8
    guard bytes.count >= kept + 3, bytes.suffix(bytes.count - kept).allSatisfy({ $0 == UInt8(ascii: "0") }) else {
      return false
    }
    return bytes.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Whether so many of these numbers end in zeros that it is not by chance: more than a few, or in a short list even
  /// one of 19 digits, of which one in ten thousand does.
  static func areLikely(_ numbers: some Sequence<String>) -> Bool {
    var found = 0
    var foundLong = 0
    var expected = 0.0
    for number in numbers {
      let surplus = number.utf8.count - kept
      guard surplus >= 3 else { continue }
      expected += surplus == 3 ? 1e-3 : 1e-4
      guard mayBe(number) else { continue }
      found += 1
      if surplus > 3 { foundLong += 1 }
    }
    return Double(found) > 3 + 10 * expected || (foundLong > 0 && expected <= 0.01)
  }

  static func reject(_ order: ImportedOrder) -> RejectedRow {
    RejectedRow(
      row: order.row, column: OrderColumn.id.header, code: "order_number_rounded",
      message: Message(
        zh: "订单编号后几位都是 0，像是被 Excel 改过，真实的号码已丢失；从平台重新导出，若确实是这个号码，加 --trust-numbers",
        en: "the number ends in zeros as if Excel had rounded it; export again, or, if it is true, add --trust-numbers"),
      text: order.id)
  }
}
