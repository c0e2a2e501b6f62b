import Vocabulary

/// How text is read for searching: letters and digits only, small, half width and simplified.
enum SearchText {
  typealias Letter = UInt16

  static func folded(_ text: some StringProtocol) -> [Letter] {
    var letters: [Letter] = []
    letters.reserveCapacity(text.utf8.count / 2)
    for unit in text.utf16 {
      let letter = table[Int(unit)]
      if letter != 0 { letters.append(letter) }
    }
    return letters
  }

  /// What each code unit is read as; 0 for what is left out. Beyond the first plane there are only pictures and letters
  /// that nobody types to a shop.
  private static let table: [Letter] = {
    var table = [Letter](repeating: 0, count: 0x1_0000)
    for value in UInt16(0x30)...0x39 { table[Int(value)] = value }
    for value in UInt16(0x41)...0x5A {
      table[Int(value)] = value + 0x20
      table[Int(value) + 0x20] = value + 0x20
    }
    for value in UInt16(0xC0)...0x24F { table[Int(value)] = value }
    for value in UInt16(0x3400)...0x9FFF { table[Int(value)] = value }
    for value in 0xFF01...0xFF5E { table[value] = table[value - 0xFEE0] }
    var written: Int?
    for unit in simplifiedPairs.utf16 {
      if let from = written {
        table[from] = unit
        written = nil
      } else {
        written = Int(unit)
      }
    }
    return table
  }()
}
