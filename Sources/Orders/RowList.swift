import FoundationEssentials
import Store

/// Many rows as one bound value: a JSON array that a statement unfolds, so that a part of a thousand orders is one
/// statement and its text stays fixed.
struct RowList: Encodable {
  private var rows: [[Cell]] = []

  enum Cell: Encodable, ExpressibleByStringLiteral {
    case text(String)
    case integer(Int64)
    case null

    init(stringLiteral value: String) { self = .text(value) }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .integer(let number): try container.encode(number)
      case .null: try container.encodeNil()
      }
    }
  }

  mutating func append(_ row: Cell...) { rows.append(row) }

  func encode(to encoder: any Encoder) throws { try rows.encode(to: encoder) }

  func value() throws -> Value { try Self.value(of: self) }

  /// Identifiers: an array of strings.
  static func ids(_ ids: some Sequence<String>) throws -> Value { try value(of: Array(ids)) }

  private static func value(of list: some Encodable) throws -> Value {
    .text(String(decoding: try JSONEncoder().encode(list), as: UTF8.self))
  }
}
