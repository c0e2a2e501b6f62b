/// The name of one change, made by the client before anything is sent, so that a retry is always safe.
///
/// A fresh one is a ULID (48 bits of milliseconds, 80 random bits, Crockford's base 32: github.com/ulid/spec); any text
/// of 1 to 96 letters, digits, `-`, `_`, `.` and `/` that a caller chooses is accepted. Parts of a larger run are
/// named after it: `RUN/12`.
public struct OperationID: Sendable, Hashable, Codable, CustomStringConvertible {
  public let text: String

  public init?(_ text: some StringProtocol) {
    guard (1...96).contains(text.utf8.count),
      text.utf8.allSatisfy({ byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
          UInt8(ascii: "/"):
          true
        default: false
        }
      })
    else { return nil }
    self.text = String(text)
  }

  /// A ULID of this moment.
  public init(now: Instant, random: inout some RandomNumberGenerator) {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    var bytes = [UInt8]()
    bytes.reserveCapacity(26)
    for shift in stride(from: 45, through: 0, by: -5) {
      bytes.append(alphabet[Int((UInt64(bitPattern: now.milliseconds) >> UInt64(shift)) & 31)])
    }
    for _ in 0..<2 {
      let draw = random.next() as UInt64
      for index in 0..<8 { bytes.append(alphabet[Int((draw >> UInt64(index * 5)) & 31)]) }
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// The name of a part of this run: `RUN/12`, `RUN/end`.
  public func part(_ name: String) -> OperationID {
    OperationID(unchecked: "\(text)/\(name)")
  }

  private init(unchecked text: String) {
    self.text = text
  }

  public var description: String { text }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = OperationID(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an operation id")
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
