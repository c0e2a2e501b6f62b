package import Store

/// Many rows as one bound value: a JSON array that a statement unfolds, so that a part of a thousand orders is one
/// statement and its text stays fixed. Written by hand, because a general encoder took longer than the statement.
package struct RowList {
  private var json: [UInt8] = [UInt8(ascii: "[")]

  package enum Cell {
    case text(String)
    case integer(Int64)
    case null
  }

  package init() {}

  package mutating func append(_ row: Cell...) {
    Self.separate(&json)
    json.append(UInt8(ascii: "["))
    for cell in row {
      Self.separate(&json)
      switch cell {
      case .text(let text): Self.write(text, to: &json)
      case .integer(let number): json.append(contentsOf: String(number).utf8)
      case .null: json.append(contentsOf: "null".utf8)
      }
    }
    json.append(UInt8(ascii: "]"))
  }

  package var value: Value { Self.closed(json) }

  /// Identifiers: an array of strings.
  package static func ids(_ ids: some Sequence<String>) -> Value {
    var json: [UInt8] = [UInt8(ascii: "[")]
    for id in ids {
      separate(&json)
      write(id, to: &json)
    }
    return closed(json)
  }

  private static func closed(_ json: [UInt8]) -> Value {
    .text(String(decoding: json + [UInt8(ascii: "]")], as: UTF8.self))
  }

  private static func separate(_ json: inout [UInt8]) {
    if json.last != UInt8(ascii: "[") { json.append(UInt8(ascii: ",")) }
  }

  /// RFC 8259: quotes, backslashes and control characters are escaped, everything else stands as it is.
  private static func write(_ text: String, to json: inout [UInt8]) {
    json.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): json.append(contentsOf: [UInt8(ascii: "\\"), byte])
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        json.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
      default: json.append(byte)
      }
    }
    json.append(UInt8(ascii: "\""))
  }
}
