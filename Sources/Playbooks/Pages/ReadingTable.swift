/// How single characters are read where spellings do not matter: full width as half width, traditional as simplified,
/// capital as small; what cannot be seen is as if it were not there.
public struct ReadingTable: Sendable {
  /// By the scalar's value, below 0x10000: how it is read; `dropped` for what is not there.
  public let read: [UInt16]
  public static let dropped: UInt16 = 0xFFFF

  public init() {
    let folding = Folding(variants: [])
    read = (0..<0x1_0000).map { value in
      if folding.symbols[value] == Folding.dropped { return Self.dropped }
      return Unicode.Scalar(UInt16(value)).map { UInt16(truncatingIfNeeded: folding.letter($0)) } ?? UInt16(value)
    }
  }
}
