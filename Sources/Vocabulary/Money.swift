/// An amount of renminbi, counted in fen (1 yuan = 100 fen).
public struct Money: Sendable, Hashable, Comparable, Codable {
  public let fen: Int64

  public init(fen: Int64) {
    self.fen = fen
  }

  public static let zero = Money(fen: 0)

  /// Reads an amount in yuan as the platform writes it: `178.8`, `1,234.50`, `0元`, `-3`.
  ///
  /// Commas stand between groups of three digits: `1,23` may be a decimal comma and is refused.
  /// Returns nil for anything else, for more than two decimals that are not zero, and beyond ±10^13 yuan.
  public init?(yuan text: some StringProtocol) {
    var sign: Int64 = 1
    var whole: Int64 = 0
    var fraction: Int64 = 0
    var decimals = 0
    var digits = 0
    var afterPoint = false
    /// Digits since the last comma; nil while there was none.
    var group: Int?
    var bytes = Array(text.utf8)[...]
    while let last = bytes.last, last == 0x20 { bytes.removeLast() }
    while let first = bytes.first, first == 0x20 { bytes.removeFirst() }
    if bytes.suffix(3).elementsEqual("元".utf8) { bytes.removeLast(3) }
    if bytes.first == UInt8(ascii: "-") {
      sign = -1
      bytes.removeFirst()
    }
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = Int64(byte - UInt8(ascii: "0"))
        digits += 1
        if !afterPoint {
          guard digits <= 13 else { return nil }
          whole = whole * 10 + digit
          group = group.map { $0 + 1 }
        } else if decimals < 2 {
          fraction = fraction * 10 + digit
          decimals += 1
        } else if digit != 0 {
          return nil
        }
      case UInt8(ascii: ","):
        guard !afterPoint, group.map({ $0 == 3 }) ?? (1...3).contains(digits) else { return nil }
        group = 0
      case UInt8(ascii: "."):
        guard !afterPoint, (group ?? 3) == 3 else { return nil }
        afterPoint = true
      default: return nil
      }
    }
    guard digits > 0, afterPoint || (group ?? 3) == 3 else { return nil }
    if decimals == 1 { fraction *= 10 }
    fen = sign * (whole * 100 + fraction)
  }

  /// The amount in yuan with two decimals: `1902487.15`.
  public var yuan: String {
    let magnitude = fen.magnitude
    let cents = magnitude % 100
    return "\(fen < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
  }

  public static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }
  public static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }
  public static func - (left: Money, right: Money) -> Money { Money(fen: left.fen - right.fen) }

  public init(from decoder: any Decoder) throws {
    fen = try decoder.singleValueContainer().decode(Int64.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(fen)
  }
}
