/// The names of cells: letters for the column, a number from 1 for the row.
enum SheetPlace {
  /// `C5` for column 2 (from 0) of row 5.
  static func name(_ column: Int, _ row: Int) -> String { letters(column) + String(row) }

  static func letters(_ column: Int) -> String {
    var rest = column + 1
    var letters = ""
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }

  /// The column, from 0, of a cell's name such as `C5`; nil for what is no name. Columns are not checked for their limit.
  @inline(__always)
  static func column(_ name: UnsafePointer<CChar>) -> Int32? {
    var at = 0
    var column: Int32 = 0
    while at < 4 {
      // Upper and lower case.
      let letter = (UInt8(bitPattern: name[at]) & 0xDF) &- 0x41
      guard letter < 26 else { break }
      column = column &* 26 &+ Int32(letter) &+ 1
      at &+= 1
    }
    guard at > 0, number(name + at) != nil else { return nil }
    return column &- 1
  }

  /// A whole number from 0 of at most nine digits; nil for anything else.
  @inline(__always)
  static func number(_ text: UnsafePointer<CChar>) -> Int? {
    var value = 0
    var at = 0
    while text[at] != 0 {
      let digit = UInt8(bitPattern: text[at]) &- 0x30
      guard digit < 10, at < 9 else { return nil }
      value = value &* 10 &+ Int(digit)
      at &+= 1
    }
    return at > 0 ? value : nil
  }

  /// The same for bytes, with white space around them.
  @inline(__always)
  static func index(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var value = 0
    var digits = 0
    var isOver = false
    for byte in bytes {
      let digit = byte &- 0x30
      if digit < 10, !isOver, digits < 9 {
        value = value &* 10 &+ Int(digit)
        digits &+= 1
      } else if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        isOver = digits > 0
      } else {
        return nil
      }
    }
    return digits > 0 ? value : nil
  }
}
