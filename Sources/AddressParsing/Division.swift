/// An administrative division by its official name of today.
public struct Division: Sendable, Hashable {
  let number: Int32
  private let letters: Letters

  /// - Parameter name: must stay where it is for good: the names of the divisions are read once and never freed.
  init(_ number: Int32, name: UnsafeBufferPointer<UInt8>) {
    self.number = number
    letters = Letters(bytes: name)
  }

  init(_ number: Int32, namedAs other: Division) {
    self.number = number
    letters = other.letters
  }

  /// Six digits of GB/T 2260; for a functional zone, and below Hong Kong, Macau and Taiwan, digits in the same shape.
  public var code: String { String(number) }
  public var name: String { String(decoding: letters.bytes, as: UTF8.self) }

  /// A name without a count of its references: addresses are read by the million, and each has three divisions.
  private struct Letters: @unchecked Sendable, Hashable {
    let bytes: UnsafeBufferPointer<UInt8>

    static func == (one: Letters, other: Letters) -> Bool { one.bytes.elementsEqual(other.bytes) }

    func hash(into hasher: inout Hasher) {
      hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
  }
}
