/// Words of two letters, looked for at every other letter of a text: a small open table, made once and never freed.
struct PairSet: @unchecked Sendable {
  private static let slots = 128
  // Never written after `init`; 0 is free.
  private let table: UnsafePointer<UInt64>

  /// Words with blanks between them, half as many as there are slots at most.
  init(_ words: String) {
    let table = UnsafeMutablePointer<UInt64>.allocate(capacity: Self.slots)
    table.initialize(repeating: 0, count: Self.slots)
    for word in words.split(separator: " ") {
      let pair = word.unicodeScalars.reduce(0) { $0 << 32 | UInt64($1.value) }
      var slot = Self.slot(pair)
      while table[slot] != 0 { slot = (slot + 1) % Self.slots }
      table[slot] = pair
    }
    self.table = UnsafePointer(table)
  }

  /// Whether a pair, as `Text.pair` gives it, is one of the words.
  func contains(_ pair: UInt64) -> Bool {
    var slot = Self.slot(pair)
    while table[slot] != 0 {
      if table[slot] == pair { return true }
      slot = (slot + 1) % Self.slots
    }
    return false
  }

  private static func slot(_ pair: UInt64) -> Int {
    // The upper bits of the product (Fibonacci hashing).
    Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> 57)
  }
}
